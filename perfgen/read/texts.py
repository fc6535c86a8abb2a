"""The texts that the cells of a workbook share, in one font or in several."""

import re

from perfgen.read.markup import parse, text_of, unescaped
from perfgen.read.plain import MARK, beginning, characters, columns, decoded, parsed, resolve

_HEAD = beginning("sst")
_NEXT_RUN = "</t></r><r><t>"  # MARK takes its place
_ITEM = re.compile(
    rf"<si>(?:<t>({characters()}*+)</t>|<r><t>({characters(without='')}*+)</t></r>|<t/>)"
    r'(?:<phoneticPr fontId="[0-9]+"(?: type="\w+")?(?: alignment="\w+")?/>)?</si>',
    re.ASCII,
)


def shared_texts(xml: bytes) -> tuple[str, ...]:
    """Return the texts of a part by their number."""
    return _plain_texts(xml) or tuple(map(text_of, parse(xml)))


def _plain_texts(xml: bytes) -> tuple[str, ...] | None:
    """Take apart the texts as the usual programs write them: fonts are cut out of runs, and one of each is parsed."""
    text = decoded(xml)
    if text is None:
        return None
    head, start, rest = text.partition("<si>")
    items, end, behind = rest.rpartition("</si>")
    first, *runs = f"{start}{items}{end}".split("<r><rPr>")
    cut = [run.partition("</rPr>") for run in runs]
    fonts = "".join(dict.fromkeys([f"<rPr>{font}</rPr>" for font, _, _ in cut]))
    joined = "<r>".join([first, *[run for _, _, run in cut]]).replace('<t xml:space="preserve">', "<t>")
    between, plain, rich = columns(_ITEM, joined.replace(_NEXT_RUN, MARK))
    if any(between) or not _HEAD.fullmatch(head) or behind.strip() != "</sst>" or "<!" in fonts or "<?" in fonts:
        return None
    left = parsed(f"{head}{fonts}{behind}")
    texts = [one or (several or "").replace(MARK, "") for one, several in zip(plain, rich, strict=True)]
    if left is None or left.find(".//{*}t") is not None or not resolve(texts):
        return None
    return tuple(map(unescaped, texts))
