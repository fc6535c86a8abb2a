"""From the texts of a part to its tags, and the faults that can be seen without knowing what they mean."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from perfgen.authoring import catalogue
from perfgen.authoring.braces import (
    CLOSES,
    Span,
    beside_tags,
    close_up,
    has_wide_braces,
    narrow_braces,
    run_together,
    single_braces,
    spans,
)
from perfgen.authoring.fault import Spot, around, shortened
from perfgen.authoring.parts import Words
from perfgen.expression.punctuation import narrow
from perfgen.finding import Kind
from perfgen.word.tags import W

Report = Callable[[Kind, str, Spot, str], None]

_PREFIX = re.compile(r"(tr|tc|p|r)(?=\s)")
_TRIMMED = re.compile(r"^[+-]|[+-]$")
_SPACED_PREFIX = re.compile(r"[\s+-]+(tr|tc|p|r)\s+(?=\w)")
_DELETED = (W + "delText", W + "delInstrText")
_OF_TABLES = ("tr", "tc")


@dataclass(frozen=True)
class Tag:
    """One tag: ``{{`` or ``{%``, docxtpl's prefix, and what stands inside, with half-width punctuation.

    ``home``: the element in whose content it stands once docxtpl has taken its row or paragraph away. ``intact``: it
    is typed as a tag must be, so its inside is worth a remark.
    """

    mark: str
    prefix: str
    inside: str
    written: str
    spot: Spot
    element: etree._Element
    home: etree._Element
    intact: bool = True

    @property
    def keyword(self) -> str:
        """The first word of a statement."""
        return self.inside.split(maxsplit=1)[0] if self.mark == "{%" and self.inside else ""


class TagReader:
    """Reads the texts of one part, in order."""

    def __init__(self, known: Callable[[str], bool], report: Report) -> None:
        """Take what tells whether a name is known, and where faults go."""
        self._known = known
        self._report = report

    def read(self, texts: list[Words]) -> Iterator[Tag]:
        """Yield the tags; a tag begun in one paragraph and ended in the next is one."""
        begun: tuple[Words, Span] | None = None
        before = ""
        for words in texts:
            text = self._even(words)
            if begun is None and run_together(before, text):
                message = f"“{text[:1]}”在这一段开头，会和上一段末尾的“{before[-1:]}”并在一起"
                self._report(catalogue.OPEN_TAG, message, words.spot, "请删去多余的花括号")
            before = text
            found = list(spans(text))
            if begun and found and found[0].fault == "close":
                yield self._join(*begun, text[: found[0].start], text[: found[0].end])
                del found[0]
            elif begun:
                yield from self._tag(*begun)
            begun = None
            if found and found[-1].fault == "open" and words.paragraph is not None:
                begun = words, found.pop()
            for span in found:
                yield from self._tag(words, span)
        if begun:
            yield from self._tag(*begun)

    def _even(self, words: Words) -> str:
        text = words.text
        if has_wide_braces(text):
            self._report(catalogue.WIDE_BRACES, "这里的花括号或百分号是全角的，会原样印出来", words.spot, "")
            text = narrow_braces(text)
        if (together := close_up(text)) != text:
            self._report(catalogue.SPACED_BRACES, "两个花括号之间有空格，会原样印出来", words.spot, "")
            text = together
        if beside_tags(text):
            self._report(catalogue.OPEN_TAG, "标签旁边多了一个花括号，会印出来", words.spot, "请删去多余的花括号")
        for inside in single_braces(text):
            if self._known(re.split(r"[.\[|]", narrow(inside))[0].strip()):
                message = f"“{{{inside}}}”只有一层花括号，会原样印出来"
                self._report(catalogue.SPACED_BRACES, message, words.spot, f"请写成 {{{{ {inside} }}}}")
        return text

    def _join(self, words: Words, span: Span, rest: str, ending: str) -> Tag:
        written = f"{words.text[span.start :]}{ending}"
        message = f"“{shortened(written)}”开头在这一段，结尾在下一段"
        self._report(catalogue.SPLIT_TAG, message, words.spot, "")
        return _made(words, span, span.inside + rest, intact=False)

    def _tag(self, words: Words, span: Span) -> Iterator[Tag]:
        written = words.text[span.start : span.end]
        match span.fault:
            case "close":
                self._report(catalogue.OPEN_TAG, f"“{written}”前面没有成对的开头", words.spot, "")
                return
            case "open":
                self._report(catalogue.OPEN_TAG, f"“{shortened(written)}”没有结尾的花括号", words.spot, "")
            case "mixed":
                message = f"“{shortened(written)}”以 {span.mark} 开头，要以 {CLOSES[span.mark]} 结尾"
                self._report(catalogue.OPEN_TAG, message, words.spot, "")
        if span.mark == "{#":
            return
        tag = _made(words, span, span.inside, intact=not span.fault)
        self._look_at(tag, words, span)
        if tag.inside:
            yield tag

    def _look_at(self, tag: Tag, words: Words, span: Span) -> None:
        """Report what is wrong with how a tag is typed."""
        if not tag.inside and tag.intact:
            self._report(catalogue.EMPTY_TAG, f"“{tag.written}”里面没有内容", tag.spot, "")
        if tag.element.tag in _DELETED:
            self._report(catalogue.DELETED_TAG, f"“{tag.written}”已在修订中删去，但还会起作用", tag.spot, "")
        if _chain(tag.element) != _chain(words.element(span.end - 1)):
            message = f"“{tag.written}”一半在超链接、内容控件或修订里，一半在外面"
            self._report(catalogue.CROSSING_TAG, message, tag.spot, "")
        inside = span.inside
        if tag.mark == "{{" and tag.prefix:
            self._report(catalogue.RUN_VALUE, f"“{tag.written}”以“{{{{{tag.prefix}”开头", tag.spot, "")
        elif tag.mark == "{%" and _SPACED_PREFIX.match(inside):
            self._report(catalogue.WRONG_PREFIX, f"“{tag.written}”的“{tag.prefix}”要紧跟在 {{% 后面", tag.spot, "")
        elif tag.prefix and inside[len(tag.prefix)] != " ":
            message = f"“{tag.written}”的“{tag.prefix}”后面要空一格半角空格"
            self._report(catalogue.WRONG_PREFIX, message, tag.spot, "")
        elif tag.prefix and re.search(r"[%}]", inside):
            message = f"“{tag.written}”里面不能有 % 和 }}"
            help = "请先用 {% set 名称 = … %} 算好，再写进整行整段的标签"  # noqa: A001
            self._report(catalogue.WRONG_PREFIX, message, tag.spot, help)
        if tag.prefix in _OF_TABLES and not tag.spot.table:
            self._report(catalogue.OUTSIDE_TABLE, f"“{tag.written}”不在表格里", tag.spot, "")


def _made(words: Words, span: Span, inside: str, *, intact: bool) -> Tag:
    prefix = _PREFIX.match(inside) or (_SPACED_PREFIX.match(inside) if span.mark == "{%" else None)
    element = words.element(span.start)
    rest = inside[prefix.end() :] if prefix else inside
    return Tag(
        span.mark,
        prefix[1] if prefix else "",
        _TRIMMED.sub("", narrow(rest)).strip(),
        words.text[span.start : span.end],
        replace(words.spot, words=around(words.text, span.start, span.end)),
        element,
        _home(element, prefix[1] if prefix else ""),
        intact,
    )


def _home(element: etree._Element, prefix: str) -> etree._Element:
    """Return the element in whose content a tag stands when docxtpl is done with it."""
    if element.tag != W + "t":
        return element
    outer = next(element.iterancestors(W + (prefix or "r")), None)
    if outer is None:  # a row's tag outside of all tables
        outer = next(element.iterancestors(W + "p"), None)
    parent = outer.getparent() if outer is not None else None
    return element if parent is None else parent


def _chain(element: etree._Element) -> list[str]:
    """Return the elements between a text and its paragraph."""
    chain: list[str] = []
    for outer in element.iterancestors("*"):
        if outer.tag == W + "p":
            break
        chain.append(str(outer.tag))
    return chain
