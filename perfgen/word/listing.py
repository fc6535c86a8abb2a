"""What printing leaves marked until a part is rendered: tabs, new paragraphs and pages in a value, ids of drawings.

Few documents have any of it, so that it costs them one search for the mark.
"""

import re

from lxml import etree

from perfgen.word.package import TemplateError
from perfgen.word.printing import MARK
from perfgen.word.tags import parser

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NUMBER = "\ue020"  # stands for an id while the tree is worked on, which cannot hold a mark
_RUN_PROPERTIES = re.compile(r"<w:r(?: [^>]*)?>(<w:rPr>.*?</w:rPr>)?")
_PARAGRAPH_PROPERTIES = re.compile(r"<w:p(?: [^>]*)?>(<w:pPr>.*?</w:pPr>)?")
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?(?<!/)>|</w:p>")
_TEXT = '<w:t xml:space="preserve">'


def number_drawings(tree: etree._Element) -> None:
    """Let the drawings of a part get their ids once it is rendered: a loop would repeat them, which Word rejects."""
    for drawing in tree.iter(_DRAWING):
        drawing.set("id", _NUMBER)


def marked(source: str) -> str:
    """Put the marks into a source."""
    return source.replace(_NUMBER, f"{MARK}d")


def resolve_marks(template: str, xml: str, *, last_id: int) -> str:
    """Return the part with every mark replaced; drawings are numbered from the id after the last.

    TemplateError where a value with a page break stands in a hyperlink or a content control, which cannot be cut.
    """
    done, *pieces = xml.split(MARK)
    broken = False
    for piece in pieces:
        match piece[0]:
            case "d":
                last_id += 1
                done += str(last_id)
            case "t":
                run = _run_properties(done)
                done += f"</w:t></w:r><w:r>{run}<w:tab/></w:r><w:r>{run}{_TEXT}"
            case kind:
                run, paragraph = _run_properties(done), _paragraph_properties(done)
                page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if kind == "f" else ""
                done += f"</w:t></w:r></w:p>{page}<w:p>{paragraph}<w:r>{run}{_TEXT}"
                broken = True
        done += piece[1:]
    if broken:
        try:
            etree.fromstring(done.encode(), parser())
        except etree.XMLSyntaxError as error:
            raise TemplateError(f"{template} 的超链接或内容控件里有换段、换页的文字，请写在普通段落里") from error
    return done


def _run_properties(done: str) -> str:
    """Return the properties of the run that is open at the end."""
    match = _RUN_PROPERTIES.match(done, max(done.rfind("<w:r>"), done.rfind("<w:r ")))
    return (match and match[1]) or ""


def _paragraph_properties(done: str) -> str:
    """Return the properties of the paragraph that is open at the end, past those of text boxes in it."""
    depth = 0
    for found in reversed(list(_PARAGRAPH.finditer(done))):
        depth += 1 if found[0] == "</w:p>" else -1
        if depth < 0:
            match = _PARAGRAPH_PROPERTIES.match(done, found.start())
            return (match and match[1]) or ""
    return ""
