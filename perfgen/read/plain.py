"""What plain parts have in common, those that the usual programs write: they are taken apart without a tree of all.

Regular expressions cut out what has a strict shape, and only what is left is parsed. It is well-formed if and only if
the whole was. Anything unusual is None: then the tree of the whole decides, also about what is broken.
"""

import re
from typing import Any

from lxml import etree

from perfgen.read.markup import parse

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LARGEST = 1_000_000  # bytes
_DECLARATION = (
    r"""<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])?(?: standalone=["']\w+["'])?[ ]*\?>[\r\n]*"""
)
_CONTROLS = "".join(chr(number) for number in range(1, 32) if chr(number) not in "\t\n\r")
_BETWEEN = "\ue000"  # can be no part of a reference
MARK = "\0"  # takes the place of what is cut out


def beginning(root: str) -> re.Pattern[str]:
    """Return what a part begins with: that it is UTF-8, or no declaration, and the root's tag."""
    return re.compile(rf'(?:{_DECLARATION})?<{root} xmlns="{re.escape(MAIN)}"[^<>]*>')


def characters(*, without: str = MARK) -> str:
    """Return the class of the characters that may stand between two tags; references are left to ``resolve``."""
    return f"[^<{without}{_CONTROLS}]"


def decoded(xml: bytes) -> str | None:
    """Return a part as text; None where it is very long, not UTF-8, or holds what is not allowed."""
    if len(xml) > LARGEST:
        return None
    try:
        text = xml.decode()
    except UnicodeDecodeError:
        return None
    is_odd = MARK in text or "\ufffe" in text or "\uffff" in text or ("]" in text and "]]>" in text)
    return None if is_odd else text


def columns(pattern: re.Pattern[str], text: str) -> list[list[str | Any]]:
    """Return what stands between the matches, then what each of the groups matched, or None, in all of them.

    Lines end as a parser ends them.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    pieces = pattern.split(text)
    return [pieces[group :: pattern.groups + 1] for group in range(pattern.groups + 1)]


def parsed(left: str) -> etree._Element | None:
    """Return the tree of what is left; None where it is not well-formed."""
    try:
        return parse(left.encode())
    except etree.XMLSyntaxError:
        return None


def resolve(texts: list[str | Any]) -> bool:
    """Put in the characters that are written as references, all at once; False where one of them is not allowed."""
    numbers = [number for number, text in enumerate(texts) if text and "&" in text]
    if not numbers:
        return True
    joined = parsed(f"<t>{_BETWEEN.join([texts[number] for number in numbers])}</t>")
    resolved = [] if joined is None else (joined.text or "").split(_BETWEEN)
    if len(resolved) != len(numbers):  # also where the sign between them stands in one of them
        return False
    for number, text in zip(numbers, resolved, strict=True):
        texts[number] = text
    return True
