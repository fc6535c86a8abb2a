"""Block tags in the tree of a part: what a false condition leaves out must be whole elements.

Between ``{% if %}`` and ``{% endif %}`` any XML may stand, also the end of one paragraph and the beginning of another,
as long as both tags stand in elements of the same names. Otherwise the document would be cut short, silently.
"""

import re
from collections.abc import Iterator

from lxml import etree

from perfgen.word.package import TemplateError
from perfgen.word.tags import Tags, W, shortened

_BLOCK = re.compile(r"\{%[-+]?\s*(?P<name>\w+)(?P<rest>.*)", re.DOTALL)
_OPENING = frozenset(("for", "if", "macro", "call", "filter", "with", "raw", "block"))


def tokens(tree: etree._Element, tags: Tags) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield every tag in document order: the element it stands in, the attribute or nothing, the tag."""
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            for name, value in element.attrib.items():
                yield from ((element, str(name), tag) for _, tag in tags.found(str(value)))
            yield from ((element, "", tag) for _, tag in tags.found(element.text))
        elif (parent := element.getparent()) is not None:
            yield from ((parent, "", tag) for _, tag in tags.found(element.tail))


def step(tag: str) -> int:
    """Return 1 for a tag that begins a block, -1 for one that ends it, else 0."""
    match = _BLOCK.match(tag)
    if match is None:
        return 0
    if match["name"].startswith("end"):
        return -1
    set_block = match["name"] == "set" and "=" not in match["rest"]
    return 1 if match["name"] in _OPENING or set_block else 0


def check_blocks(template: str, tree: etree._Element, tags: Tags) -> None:
    """Raise where the tags of a block stand on different levels; Jinja says where one is missing."""
    opened: list[tuple[list[str], str]] = []
    for element, attribute, tag in tokens(tree, tags):
        match = _BLOCK.match(tag)
        if match is None:
            continue
        level = [attribute, element.tag, *(above.tag for above in element.iterancestors())]
        if step(tag) > 0:
            opened.append((level, tag))
        elif opened and (step(tag) < 0 or match["name"] in ("else", "elif")):
            if level != opened[-1][0]:
                where = f"{template} 第{_number(tree, element)}段：“{shortened(tag)}”与“{shortened(opened[-1][1])}”"
                remedy = "请让成对的标签都独占一段、一行，或都写在同样的文字里"
                raise TemplateError(f"{where}不在同一层，文档会从这里断开；{remedy}")
            if step(tag) < 0:
                opened.pop()


def _number(tree: etree._Element, element: etree._Element) -> int:
    number = 0
    for node in tree.iter():
        number += node.tag == W + "p"
        if node is element:
            break
    return max(number, 1)
