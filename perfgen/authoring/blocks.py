"""Which end belongs to which beginning, whatever is wrong with some of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from perfgen.authoring import catalogue
from perfgen.authoring.schema import Node
from perfgen.authoring.tags import Report, Tag
from perfgen.word.tags import W

PAIRS = {
    word: f"end{word}" for word in ("for", "if", "macro", "set", "call", "filter", "with", "raw", "autoescape", "block")
}
ENDS = {end: word for word, end in PAIRS.items()}
_TORN = frozenset((W + "tc", W + "tr", W + "tbl"))


@dataclass
class Block:
    """A beginning whose end has not come yet, and the names that live inside it."""

    word: str
    tag: Tag
    names: dict[str, Node] = field(default_factory=dict)
    reported: bool = False

    @property
    def is_scope(self) -> bool:
        """Whether a name set inside it is gone after it."""
        return self.word not in ("if", "autoescape", "block")


class Blocks:
    """The blocks that are open at a point of a part."""

    def __init__(self, words: Sequence[str], report: Report) -> None:
        """Take the keywords of all tags of the part in order, so that one can look ahead."""
        self.open: list[Block] = []
        self._words = words
        self._report = report

    def begin(self, word: str, tag: Tag) -> Block:
        """Open a block."""
        self.open.append(Block(word, tag))
        return self.open[-1]

    def end(self, word: str, tag: Tag, position: int) -> Block | None:
        """Close the block that an end belongs to; what stands wrong is reported."""
        if self.open and self.open[-1].word == word:
            block = self.open.pop()
        elif self._is_meant_for_inner(word, position):
            self._mistaken(tag)
            return None
        elif any(block.word == word for block in self.open):
            block = self._crossed(word, tag)
        else:
            self._report(catalogue.STRAY_END, f"“{tag.written}”没有对应的 {word}", tag.spot, "")
            return None
        self._check_homes(block.tag, tag)
        return block

    def middle(self, tag: Tag) -> Block | None:
        """Return the block an else belongs to."""
        block = self.open[-1] if self.open else None
        if block is None or block.word not in (("if",) if tag.keyword == "elif" else ("if", "for")):
            self._report(catalogue.STRAY_END, f"“{tag.written}”不在 if 里", tag.spot, "")
            return None
        self._check_homes(block.tag, tag)
        return block

    def finish(self) -> None:
        """Report what was never closed."""
        for block in self.open:
            if not block.reported:
                message = f"“{block.tag.written}”没有对应的 {PAIRS[block.word]}"
                help = f"请在该结束的地方补上 {_ending(block)}"  # noqa: A001
                self._report(catalogue.UNCLOSED_BLOCK, message, block.tag.spot, help)

    def _crossed(self, word: str, tag: Tag) -> Block:
        inner = self.open[-1]
        position = max(number for number, block in enumerate(self.open) if block.word == word)
        message = f"“{tag.written}”之前，“{inner.tag.written}”还没有结束"
        self._report(catalogue.CROSSED_BLOCKS, message, tag.spot, f"请先写 {_ending(inner)}，再写 {tag.written}")
        for block in self.open[position + 1 :]:
            block.reported = True
        return self.open.pop(position)

    def _is_meant_for_inner(self, word: str, position: int) -> bool:
        """Tell whether a wrong end closes the innermost block: that has none of its own, while the other block has."""
        if not self.open or self._all_end_later(self.open[-1].word, position):
            return False
        return self._all_end_later(word, position)

    def _mistaken(self, tag: Tag) -> None:
        inner = self.open.pop()
        message = f"“{tag.written}”结束不了“{inner.tag.written}”"
        self._report(catalogue.CROSSED_BLOCKS, message, tag.spot, f"这里要写 {_ending(inner)}")

    def _all_end_later(self, word: str, position: int) -> bool:
        """Tell whether every open block of a word finds its end behind a position."""
        depth = sum(block.word == word for block in self.open)
        for later in self._words[position + 1 :]:
            if depth == 0:
                break
            depth += (later == word) - (later == PAIRS[word])
        return depth == 0

    def _check_homes(self, first: Tag, last: Tag) -> None:
        """Report a block whose two ends do not stand in the same place of the file."""
        if first.home is last.home or not (first.intact and last.intact):
            return
        above, below = _apart(first.home, last.home)
        words = f"“{first.written}”在{_where(first)}，“{last.written}”在{_where(last)}"
        if above != below or _TORN.intersection(above):
            if first.prefix != last.prefix:
                words = f"“{first.written}”和“{last.written}”的写法不成对"
            elif first.spot.paragraph == last.spot.paragraph:
                words = f"“{first.written}”和“{last.written}”一个在超链接或内容控件里，一个在外面"
            self._report(catalogue.TORN_BLOCK, words, last.spot, "")
        else:
            self._report(catalogue.MERGING_BLOCK, words, last.spot, "")


def _ending(block: Block) -> str:
    return f"{{%{block.tag.prefix} {PAIRS[block.word]} %}}"


def _where(tag: Tag) -> str:
    return str(tag.spot).removeprefix(tag.spot.part).strip()


def _apart(one: etree._Element, other: etree._Element) -> tuple[list[str], list[str]]:
    """Return the elements below what two have in common, each from inside out."""
    first, second = ([element, *element.iterancestors("*")] for element in (one, other))
    shared = {id(element) for element in first} & {id(element) for element in second}
    above, below = ([str(element.tag) for element in chain if id(element) not in shared] for chain in (first, second))
    return above, below
