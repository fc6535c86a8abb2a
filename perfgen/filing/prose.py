"""From the tree to narrative: paragraphs, or an outline of headings with paragraphs under them.

In YAML a piece is a string, a list of paragraphs, ``{标题: …, 正文: …}``, or, for an outline, a list of
``{标题: …, 正文: …, 小节: […]}``.
"""

from perfgen.filing import raw
from perfgen.filing.model import Paragraph, Prose, Section
from perfgen.filing.types import clean, has_invisible
from perfgen.finding import Finding
from perfgen.finding.catalogue import INVISIBLE_CHARACTERS, MISSING_VALUE, UNKNOWN_FIELD, WRONG_SHAPE
from perfgen.pack import TextField
from perfgen.place import Place

HEADING, BODY, SECTIONS = "标题", "正文", "小节"
DEEPEST = 2


def build_prose(path: str, name: str, field: TextField, node: raw.Node, findings: list[Finding]) -> Prose:
    """Return the narrative of one field; a required one that says nothing is a finding."""
    section = _Reader(path, findings, DEEPEST if field.outline else 0).top(node)
    unreadable = isinstance(node, raw.Scalar) and node.unreadable
    if field.required and not unreadable and not section.body and not any(section.sections):
        findings.append(MISSING_VALUE.at(node.place, f"“{field.label or name}”必须填写", path=path))
    return Prose(path, name, field, section, node.place)


class _Reader:
    def __init__(self, path: str, findings: list[Finding], deepest: int) -> None:
        self.path = path
        self.findings = findings
        self.deepest = deepest

    def top(self, node: raw.Node | None) -> Section:
        match node:
            case raw.Branch():
                return self.section(node, 0)
            case raw.Items() if any(isinstance(item, raw.Branch) for item in node):
                return Section(None, *self.mixed(node, 0))
            case _:
                return Section(None, self.paragraphs(node))

    def mixed(self, items: raw.Items, level: int) -> tuple[tuple[Paragraph, ...], tuple[Section, ...]]:
        """Read a list of paragraphs followed by sections."""
        body: list[Paragraph] = []
        sections: list[Section] = []
        for item in items:
            if isinstance(item, raw.Branch):
                if level == self.deepest:
                    self.wrong(item.place, "标题的层次太深" if self.deepest else "这里只能写段落，不能分小节")
                elif section := self.section(item, level + 1):
                    sections.append(section)
            elif sections:  # a paragraph after a heading belongs under it, not before it
                sections += filter(None, [Section(None, self.paragraphs(item))])
            else:
                body += self.paragraphs(item)
        return tuple(body), tuple(sections)

    def section(self, branch: raw.Branch, level: int) -> Section:
        for name in branch.parts:
            if name not in (HEADING, BODY, SECTIONS):
                self.findings.append(
                    UNKNOWN_FIELD.at(branch.named_at(name), f"这里只有 标题、正文、小节，没有“{name}”", path=self.path)
                )
        heading = self.paragraphs(branch.parts.get(HEADING), single=True)
        body = self.paragraphs(branch.parts.get(BODY))
        below = branch.parts.get(SECTIONS)
        sections: tuple[Section, ...] = ()
        if isinstance(below, raw.Items):
            more, sections = self.mixed(below, level)
            body += more
        elif below is not None and not (isinstance(below, raw.Scalar) and not below.text):
            self.wrong(below.place, "“小节”应当是一个列表，每项有标题和正文")
        return Section(heading[0] if heading else None, body, sections)

    def paragraphs(self, node: raw.Node | None, *, single: bool = False) -> tuple[Paragraph, ...]:
        """Read a string or a list of strings; a line break begins a new paragraph, empty lines vanish."""
        if node is None:
            return ()
        if isinstance(node, raw.Items):
            made: list[Paragraph] = []
            for item in node.items:
                made += self.paragraphs(item, single=single)
            return tuple(made)
        if isinstance(node, raw.Branch):
            self.wrong(node.place, "这里应当是一段文字；含冒号的文字请用引号括起来")
            return ()
        if node.text is None:
            return ()
        if node.text.isprintable():  # as most are: one line
            text = node.text.strip()
            return (Paragraph(text, node.place),) if text else ()
        if has_invisible(node.text):
            self.findings.append(INVISIBLE_CHARACTERS.at(node.place, "文字里有不可见的控制字符", path=self.path))
        text = clean(node.text)
        lines = [text.replace("\n", " ")] if single else text.split("\n")
        return tuple(Paragraph(line.strip(), node.place) for line in lines if line.strip())

    def wrong(self, place: Place, message: str) -> None:
        self.findings.append(WRONG_SHAPE.at(place, message, path=self.path))
