"""Build WordprocessingML elements with short calls: ``w("jc", val="center")``."""

from xml.etree import ElementTree as ET

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

ET.register_namespace("w", W)
ET.register_namespace("r", R)

Element = ET.Element


def w(tag: str, *children: Element | None, **attributes: str | float) -> Element:
    """Return the element ``w:tag``; attributes get the ``w:`` prefix, empty children are left out."""
    element = Element(f"{{{W}}}{tag}", {f"{{{W}}}{k}": str(v) for k, v in attributes.items()})
    element.extend([child for child in children if child is not None])
    return element


def flag(tag: str, on: object) -> Element | None:
    """Return the on/off property ``w:tag`` when ``on`` is true."""
    return w(tag) if on else None


def literal(tag: str, text: str) -> Element:
    """Return a text element that keeps its spaces."""
    element = w(tag)
    element.text = text
    element.set(SPACE, "preserve")
    return element


def xml_bytes(element: Element) -> bytes:
    """Serialise a part, always with the same bytes for the same element."""
    return (DECLARATION + ET.tostring(element, encoding="unicode")).encode()


def twips(points: float) -> int:
    """Points to twentieths of a point."""
    return round(points * 20)


def mm(length: float) -> int:
    """Millimetres to twentieths of a point."""
    return round(length * 1440 / 25.4)
