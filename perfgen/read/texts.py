"""The texts that the cells of a workbook share, in one font or in several."""

import re

from perfgen.read.known import KNOWN, remembered
from perfgen.read.markup import parse, text_of, unescaped
from perfgen.read.plain import LARGEST, MAIN, MARK, beginning, characters, columns, decoded, parsed, resolve

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
    """Take the texts apart as the usual programs write them; most are known."""
    head, *pieces = xml.split(b"<si>")
    if not pieces or len(xml) > LARGEST:
        return None
    pieces[-1], end, behind = pieces[-1].rpartition(b"</si>")
    pieces[-1] += end
    texts = KNOWN.meanings("texts", pieces, _read_texts) if _is_empty_part(head, behind) else None
    return None if texts is None else tuple(texts)


@remembered(16)
def _is_empty_part(head: bytes, behind: bytes) -> bool:
    """Tell whether what is left without the texts is well-formed, and nothing but their root."""
    text = decoded(head)
    is_empty = text is not None and _HEAD.fullmatch(text) and behind.strip() == b"</sst>"
    return bool(is_empty) and parsed(f"{text}{behind.decode()}") is not None


def _read_texts(pieces: list[bytes]) -> list[str] | None:
    """Read pieces: fonts are cut out of runs and parsed. None where one of them is not plain."""
    text = decoded(b"<si>".join([b"", *pieces]))
    if text is None:
        return None
    first, *runs = text.split("<r><rPr>")
    cut = [run.partition("</rPr>") for run in runs]
    fonts = "".join(dict.fromkeys([f"<rPr>{font}</rPr>" for font, _, _ in cut]))
    joined = "<r>".join([first, *[run for _, _, run in cut]]).replace('<t xml:space="preserve">', "<t>")
    between, plain, rich = columns(_ITEM, joined.replace(_NEXT_RUN, MARK))
    if any(between) or "<!" in fonts or "<?" in fonts:
        return None
    left = parsed(f'<sst xmlns="{MAIN}">{fonts}</sst>')
    texts = [one or (several or "").replace(MARK, "") for one, several in zip(plain, rich, strict=True)]
    if left is None or left.find(".//{*}t") is not None or not resolve(texts):
        return None
    return list(map(unescaped, texts))
