"""What a document says, cell by cell, whether equal cells were merged or printed in every row."""

import copy
import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words(document: bytes) -> list[str]:
    """Return the text of every paragraph; a cell merged into the one above says what its first paragraph says."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for table in root.iter(f"{W}tbl"):
        above: dict[int, etree._Element] = {}
        for row in table.iterchildren(f"{W}tr"):
            column = 0
            for cell in row.iterchildren(f"{W}tc"):
                merge, span = cell.find(f"{W}tcPr/{W}vMerge"), cell.find(f"{W}tcPr/{W}gridSpan")
                if merge is not None and merge.get(f"{W}val", "continue") == "continue" and not _text(cell):
                    cell.append(copy.deepcopy(above[column]))
                else:
                    above[column] = next(cell.iter(f"{W}p"))
                column += int(span.get(f"{W}val", "1")) if span is not None else 1
    return [text for paragraph in root.iter(f"{W}p") if (text := _text(paragraph))]


def _text(element: etree._Element) -> str:
    return "".join(str(node.text or "") for node in element.iter(f"{W}t")).strip()
