"""Reading a workbook into the tree of a filing: sheets and columns by name, faults with their cell."""

from perfgen.expression.spelling import similar
from perfgen.filing import raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import (
    ENCRYPTED_WORKBOOK,
    HIDDEN_ROWS,
    MISSING_SHEET,
    NOT_A_WORKBOOK,
    UNKNOWN_SHEET,
)
from perfgen.pack import IGNORED, Pack
from perfgen.pack.sheets import GUIDE_SHEET, PACK_LABEL, RESULT_SHEET, Sheet, same_name, sheets
from perfgen.place import Place
from perfgen.read.cells import read_sheets
from perfgen.read.form import OLE, ZIP
from perfgen.read.lines import find_lines
from perfgen.read.markup import BrokenWorkbook
from perfgen.read.stored import SheetCells
from perfgen.read.tables import read_table, share_out


class WorkbookSource:
    """A workbook that could be opened."""

    def __init__(self, cells: list[SheetCells]) -> None:
        """Keep the cells and find the pack's name on the guide sheet."""
        self._sheets = {same_name(sheet.name): sheet for sheet in cells}
        self.pack_name: str | None = None
        self.pack_place = Place("", GUIDE_SHEET)
        guide = self._sheets.get(same_name(GUIDE_SHEET))
        for row, line in guide.rows.items() if guide else ():
            if 1 in line and same_name(line[1].text or "") == PACK_LABEL:
                self.pack_name = line[2].text if 2 in line else None  # noqa: PLR2004
                self.pack_place = Place("", GUIDE_SHEET, f"B{row}")
                break

    @classmethod
    def open(cls, data: bytes) -> tuple["WorkbookSource | None", list[Finding]]:
        """Read the cells; None with the reason where the file is no workbook, or locked."""
        place = Place()
        if data.startswith(OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                return None, [ENCRYPTED_WORKBOOK.at(place, "工作簿设了打开密码，读不了")]
            return None, [NOT_A_WORKBOOK.at(place, "这是旧版 Excel（.xls）或其他格式的文件")]
        if not data.startswith(ZIP):
            return None, [NOT_A_WORKBOOK.at(place, "文件的内容不是 Excel 工作簿")]
        try:
            return cls(read_sheets(data)), []
        except BrokenWorkbook as error:
            return None, [NOT_A_WORKBOOK.at(place, str(error))]

    def tree(self, pack: Pack) -> tuple[raw.Branch, list[Finding]]:
        """Return the filing's tree; sheets that belong to no table are named, and so are those that are missing."""
        expected = {same_name(sheet.name): sheet for sheet in sheets(pack)}
        findings = self._unknown_sheets(expected)
        parts: dict[str, raw.Node] = {}
        for name, sheet in expected.items():
            found = self._sheets.get(name)
            if found is None:
                if sheet.name == IGNORED:
                    continue
                findings += self._missing(sheet, expected)
                if not sheet.owner:
                    parts[sheet.path[0]] = raw.Scalar(None, Place(), unreadable=True)
                continue
            findings += found.findings
            findings += _hidden(found)
            self._read(sheet, found, parts, findings)
        return raw.Branch(parts, Place()), findings

    def _read(self, sheet: Sheet, cells: SheetCells, parts: dict[str, raw.Node], findings: list[Finding]) -> None:
        if sheet.owner is None:
            parts[sheet.path[0]], found = _known_table(sheet, cells)
            findings += found
            return
        lines = find_lines(sheet, cells, findings)
        owner = parts.get(sheet.path[0])
        if lines is None:
            parts.setdefault(sheet.path[0], _unreadable(cells))
        elif isinstance(owner, raw.Items):
            parts[sheet.path[0]] = share_out(sheet, lines, owner, findings)

    def _unknown_sheets(self, expected: dict[str, Sheet]) -> list[Finding]:
        return [
            UNKNOWN_SHEET.at(Place("", cells.name), f"模板包里没有名为“{cells.name}”的表")
            for name, cells in self._sheets.items()
            if name not in expected and cells.name not in (GUIDE_SHEET, RESULT_SHEET) and cells.rows
        ]

    def _missing(self, sheet: Sheet, expected: dict[str, Sheet]) -> list[Finding]:
        strangers = [cells.name for name, cells in self._sheets.items() if name not in expected]
        near = similar(sheet.name, strangers, least=0.3)
        help = f"是不是改名成了“{near[0]}”？请改回“{sheet.name}”" if near else ""  # noqa: A001
        return [MISSING_SHEET.at(Place(), f"缺少工作表“{sheet.name}”", path=sheet.name, help=help)]


def _known_table(sheet: Sheet, cells: SheetCells) -> tuple[raw.Node, list[Finding]]:
    """Read a sheet, once where several workbooks hold the same."""
    if cells.made and cells.made[0] is sheet:
        return cells.made[1:]
    findings: list[Finding] = []
    lines = find_lines(sheet, cells, findings)
    node = read_table(sheet, lines, findings) if lines else _unreadable(cells)
    cells.made = sheet, node, findings
    return node, findings


def _unreadable(cells: SheetCells) -> raw.Scalar:
    return raw.Scalar(None, Place("", cells.name), unreadable=True)


def _hidden(cells: SheetCells) -> list[Finding]:
    hidden = [row for row in cells.rows if row in cells.hidden] if cells.hidden else []
    if not hidden:
        return []
    message = f"第 {'、'.join(map(str, hidden[:10]))} 行是隐藏的，里面有内容"
    return [HIDDEN_ROWS.at(cells.place(hidden[0], 1), message)]
