"""The narrative sheet: 栏目 | 标题 | 小标题 | 正文, a line a paragraph, blank on the left meaning "as above".

``栏目`` may carry the unit's own heading after a bar (``职能职责｜部门（单位）职能职责``); （无标题） in 标题 or 小标题
begins a section without a heading.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import ORPHAN_ROW, WRONG_SHAPE
from perfgen.pack.sheets import BAR, BODY, FIELD, HEADING, SUBHEADING, UNTITLED, same_name
from perfgen.place import Place
from perfgen.read.lines import Lines
from perfgen.read.stored import Line

_UNTITLED = same_name(UNTITLED)


@dataclass(slots=True, eq=False)
class _Section:
    heading: raw.Scalar | None
    place: Place
    body: list[raw.Node] = field(default_factory=list)
    sections: list["_Section"] = field(default_factory=list)

    def node(self) -> raw.Branch:
        """Return the section as the YAML reader would."""
        parts: dict[str, raw.Node] = {}
        if self.heading is not None:
            parts["标题"] = self.heading
        if self.body:
            parts["正文"] = raw.Items(tuple(self.body), self.place)
        if self.sections:
            parts["小节"] = raw.Items(tuple(section.node() for section in self.sections), self.place)
        return raw.Branch(parts, self.place)


def read_narrative(names: Mapping[str, str], lines: Lines, findings: list[Finding]) -> raw.Branch:
    """Read the pieces of narrative, ``names`` by their label; a piece may be taken up again further down."""
    pieces: dict[str, list[Line]] = {}
    keys: dict[str, Place] = {}
    starts: dict[str, Place] = {}
    piece: list[Line] | None = None
    columns = tuple([lines.columns.get(name, 0) for name in (FIELD, HEADING, SUBHEADING, BODY)])
    first = columns[0]
    for row, line in lines.rows.items():
        label = line.get(first)
        if label is not None and label.text:
            title = label.text.partition(BAR)[0]
            name = names.get(same_name(title), title)
            piece = pieces.setdefault(name, [])
            if not piece:
                keys[name], starts[name] = label.place, lines.place(row, BODY)
        if piece is None:
            findings.append(ORPHAN_ROW.at(lines.place(row, FIELD), "这一行没有写明是哪个栏目"))
        else:
            piece.append(line)
    parts: dict[str, raw.Node] = {}
    for name, piece in pieces.items():
        parts[name], found = _piece(columns, starts[name], tuple(piece))
        findings += found
    return raw.Branch(parts, lines.where, keys)


@lru_cache(maxsize=512)  # equal lines of two workbooks are one
def _piece(columns: tuple[int, ...], place: Place, lines: tuple[Line, ...]) -> tuple[raw.Branch, list[Finding]]:
    """Read the lines of one piece; its label may carry a heading."""
    findings: list[Finding] = []
    label = lines[0][columns[0]]
    _, _, own = (label.text or "").partition(BAR)
    piece = _Section(raw.Scalar(own, label.place) if own.strip() else None, place)
    for line in lines:
        _, title, subtitle, body = [line.get(column) for column in columns]
        _add(piece, title, subtitle, body, findings)
    return piece.node(), findings


def _add(
    piece: _Section,
    title: raw.Scalar | None,
    subtitle: raw.Scalar | None,
    body: raw.Scalar | None,
    findings: list[Finding],
) -> None:
    here = piece
    for level, heading in enumerate((title, subtitle)):
        if heading is not None and (heading.text or "").strip():
            if level and not piece.sections:
                findings.append(WRONG_SHAPE.at(heading.place, "“小标题”上面要先有“标题”"))
                continue
            untitled = same_name(heading.text or "") == _UNTITLED
            parent = piece.sections[-1] if level else piece
            parent.sections.append(_Section(None if untitled else heading, heading.place))
            here = parent.sections[-1]
    if body is None:
        return
    if here is piece and piece.sections:  # no heading on this line: it belongs to the one above
        here = piece.sections[-1].sections[-1] if piece.sections[-1].sections else piece.sections[-1]
    here.body.append(body)
