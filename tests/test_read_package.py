"""Workbooks as different programs pack them, and files that are damaged or made to do harm."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from office.libreoffice import convert
from openpyxl.chart import BarChart
from support.xlsx import (
    MAIN,
    SHEET,
    STRICT,
    STRICT_OFFICE,
    book,
    opened,
    ours,
    packed,
    relations,
    sheet,
    styles,
    texts,
    theirs,
    xlsx,
)

from perfgen.filing import raw
from perfgen.pack import load_pack
from perfgen.read import open_source, read_tree
from perfgen.read.cells import read_sheets
from perfgen.read.markup import BrokenWorkbook
from perfgen.read.spreadsheet import without_blanks

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
TWO = '<row r="1"><c r="A1"><v>2</v></c></row>'


def several(*sheets: tuple[str, str, str], before: str = "") -> bytes:
    """Return a workbook of sheets, each with its name, its part and the kind of it."""
    parts = {f"xl/{part}": sheet(ONE) for _, part, kind in sheets if kind == "worksheet"}
    related = {part: kind for _, part, kind in sheets} | {"styles.xml": "styles"}
    parts["xl/workbook.xml"] = book(*(name for name, _, _ in sheets), before=before)
    parts["xl/_rels/workbook.xml.rels"] = relations(related)
    return xlsx(parts={SHEET: "", "xl/sharedStrings.xml": "", **parts})


def names(data: bytes) -> list[str]:
    """Return the names of the sheets that are read."""
    return [cells.name for cells in read_sheets(data)]


def test_sheets_come_in_the_order_of_their_tabs() -> None:
    """Not of the parts, nor of their numbers."""
    data = several(
        ("丙", "worksheets/sheet1.xml", "worksheet"),
        ("甲", "worksheets/sheet9.xml", "worksheet"),
        ("乙", "worksheets/表.xml", "worksheet"),
    )
    assert names(data) == ["丙", "甲", "乙"]
    assert [sheet.title for sheet in opened(data).worksheets] == ["丙", "甲", "乙"]


def test_a_chart_is_no_sheet() -> None:
    """It has a tab of its own and no cells."""
    made = openpyxl.Workbook()
    made.create_chartsheet("图", 0).add_chart(BarChart())
    made.create_sheet("末")
    buffer = io.BytesIO()
    made.save(buffer)
    assert names(buffer.getvalue()) == ["Sheet", "末"]


@pytest.mark.parametrize("name", ['"单位"', "'单位'", "A&B", "<甲>", " 单位 ", "项目·资金"])
def test_a_sheet_may_have_any_name(name: str) -> None:
    """Quotes and brackets too."""
    data = several((name, "worksheets/sheet1.xml", "worksheet"))
    assert names(data) == [sheet.title for sheet in opened(data).worksheets] == [name]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read(state: str) -> None:
    """Whether it should be there is for the staff to say."""
    hidden = book("表").replace("sheetId", f'state="{state}" sheetId')
    data = xlsx(ONE, parts={"xl/workbook.xml": hidden})
    assert (ours(data), theirs(data)) == ("1", 1)


@pytest.mark.parametrize(
    "empty", ["<sheetData/>", "<sheetData></sheetData>", "", "<dimension ref='A1'/><sheetData/><extLst/>"]
)
def test_an_empty_sheet_is_empty(empty: str) -> None:
    """And no fault."""
    data = xlsx(parts={SHEET: f'<worksheet xmlns="{MAIN}">{empty}</worksheet>'})
    assert read_sheets(data)[0].rows == {}


def test_a_strict_workbook_is_read() -> None:
    """Other namespaces, days as ISO writes them."""
    rows = '<row r="1"><c r="A1" t="d" s="1"><v>2024-05-30</v></c><c r="B1" s="2"><v>0.98</v></c><c r="C1" t="s"><v>0</v></c></row>'
    strict = book("表", before='<workbookPr dateCompatibility="0"/>', space=STRICT, office=STRICT_OFFICE)
    data = packed(
        {
            "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}, STRICT_OFFICE),
            "xl/workbook.xml": strict.replace("<workbook ", '<workbook conformance="strict" '),
            "xl/_rels/workbook.xml.rels": relations(
                {"worksheets/sheet1.xml": "worksheet", "styles.xml": "styles", "sharedStrings.xml": "sharedStrings"},
                STRICT_OFFICE,
            ),
            SHEET: sheet(rows, '<mergeCells><mergeCell ref="C1:D1"/></mergeCells>', STRICT),
            "xl/styles.xml": styles(0, 14, 10, space=STRICT),
            "xl/sharedStrings.xml": f'<sst xmlns="{STRICT}"><si><r><t>甲</t></r><r><t>局</t></r></si></sst>',
        }
    )
    cells = read_sheets(data)[0]
    assert texts(cells) == {"A1": "2024-05-30", "B1": "98%", "C1": "甲局"}
    assert cells.merged == {(1, 3): (1, 3), (1, 4): (1, 3)}


def test_parts_may_lie_anywhere() -> None:
    """What is where, the relationships say: by paths from the root, under other names, in other folders."""
    data = packed(
        {
            "_rels/.rels": relations({"/book/main.xml": "officeDocument"}),
            "book/main.xml": book("表"),
            "book/_rels/main.xml.rels": relations({"/data/a.xml": "worksheet", "../text/s.xml": "sharedStrings", "./f.xml": "styles"}),
            "data/a.xml": sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>0.5</v></c></row>'),
            "text/s.xml": f'<sst xmlns="{MAIN}"><si><t>字</t></si></sst>',
            "book/f.xml": styles(9),
        }
    )  # fmt: skip
    assert texts(read_sheets(data)[0]) == {"A1": "字", "B1": "50%"}


def test_names_of_parts_are_compared_as_windows_does() -> None:
    """Capitals make no difference, nor do the backslashes some programs write; openpyxl finds no sheet then."""
    capitals = xlsx(parts={SHEET: "", "xl/worksheets/Sheet1.xml": sheet(ONE)})
    backslashes = xlsx(parts={SHEET: "", "xl\\worksheets\\sheet1.xml": sheet(ONE)})
    assert [ours(capitals), ours(backslashes)] == ["1", "1"]
    assert opened(capitals).worksheets == []


def test_prefixes_and_declarations_do_not_matter() -> None:
    """As the Open XML SDK writes, x: everywhere; a byte-order mark; another encoding."""
    rows = '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
    prefixed = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    plain = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>')
    for part in (
        prefixed.encode(),
        b"\xef\xbb\xbf" + plain.encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{plain}'.encode("utf-16"),
        f'<?xml version="1.0" encoding="GB18030"?>{plain}'.encode("gb18030"),
    ):
        assert ours(xlsx(parts={SHEET: part})) == "甲"


def test_a_workbook_as_wps_writes_it() -> None:
    """Its own namespaces, built-in formats written out, alternatives meant for other programs.

    openpyxl takes the alternative for its own: it merges A1:B1 and drops B1.
    """
    more = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac etc" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" '
    )
    named = book("表", before='<fileVersion appName="et"/><workbookPr/>').replace(
        "<sheets>",
        '<mc:AlternateContent><mc:Choice Requires="etc"><sheets><sheet name="别的"/></sheets></mc:Choice></mc:AlternateContent><sheets>',
    )
    rows = (
        '<row r="1" spans="1:3" ht="24" customHeight="1" x14ac:dyDescent="0.25" etc:x="1"><c r="A1" s="1" t="s"><v>0</v></c>'
        '<c r="B1" s="2"><v>0.78160919540229901</v></c><c r="C1" s="3"><v>45442</v></c><c r="D1" s="1"/></row>'
    )
    behind = (
        '<mc:AlternateContent><mc:Choice Requires="x14"><mergeCells><mergeCell ref="A1:B1"/></mergeCells></mc:Choice>'
        "</mc:AlternateContent><extLst><ext uri='{}'><etc:row r='2'><etc:c r='A2'><etc:v>9</etc:v></etc:c></etc:row></ext></extLst>"
    )
    written = styles(0, 44, 10, 31).replace(
        '<numFmts count="0">', '<numFmts count="1"><numFmt numFmtId="44" formatCode=\'_ "￥"* #,##0.00_ ;_ @_ \'/>'
    )
    data = xlsx(
        strings='<si><t>在职人数</t><rPh sb="0" eb="4"><t>zaizhi</t></rPh></si>',
        parts={
            "xl/workbook.xml": named.replace("<workbook ", f"<workbook {more}"),
            SHEET: sheet(rows, behind).replace("<worksheet ", f"<worksheet {more}"),
            "xl/styles.xml": written,
            "customXml/item1.xml": "<x/>",
        },
    )
    assert names(data) == ["表"]
    assert texts(read_sheets(data)[0]) == {"A1": "在职人数", "B1": "78.1609195402299%", "C1": "2024-05-30"}
    assert (theirs(data, "A1"), theirs(data, "B1")) == ("在职人数", None)


def test_a_workbook_as_xlsxwriter_writes_it() -> None:
    """It computes nothing: a formula holds 0 there, which nobody can tell from a result; openpyxl reads 0 as well."""
    rows = (
        '<row r="1" spans="1:3"><c r="A1"><f>1+1</f><v>0</v></c><c r="B1" t="str"><f>"甲"</f><v>甲</v></c><c r="C1"><f>""</f><v></v></c></row>'
        '<row r="2" spans="1:3"><c r="A2"><f t="array" ref="A2:A3">B2:B3</f><v>5</v></c></row><row r="3" spans="1:3"><c r="A3"><v>0</v></c></row>'
        '<row r="4" spans="1:3" hidden="1"><c r="A4" t="s"><v>0</v></c></row>'
    )
    data = xlsx(rows, strings='<si><t xml:space="preserve">a_x000D_\nb_x005F_x000D__x0007_</t></si>')
    cells = read_sheets(data)[0]
    assert texts(cells) == {"A1": "0", "B1": "甲", "C1": None, "A2": "5", "A3": "0", "A4": "a\r\nb_x000D_\x07"}
    assert (cells.hidden, [found.message for found in cells.findings]) == ({4}, ['公式 ="" 没有存下计算结果'])
    assert [theirs(data, place) for place in ("A1", "B1", "C1", "A2", "A3")] == [0, "甲", None, 5, 0]


@pytest.mark.soffice
def test_a_workbook_that_libreoffice_saved_is_the_same(root: Path, tmp_path: Path) -> None:
    """Every table, value for value: shared texts, its own styles, formulas computed."""
    original = root / "examples" / "岳阳楼区司法局.xlsx"
    (saved,) = convert([original], tmp_path, "xlsx")
    assert saved.read_bytes() != original.read_bytes()
    assert values(saved) == values(original)


def values(path: Path) -> object:
    """Return a filing without the places of its values."""
    source, findings = open_source(path)
    assert source is not None
    tree, more = read_tree(source, load_pack(source.pack_name or ""))
    assert [*findings, *more] == []
    return bare(tree)


def bare(node: raw.Node) -> object:
    """Return a tree without its places."""
    match node:
        case raw.Branch():
            return {name: bare(part) for name, part in node.parts.items()}
        case raw.Items():
            return [bare(item) for item in node]
        case _:
            return node.text, node.number


def changed(change: Callable[[bytearray], None]) -> bytes:
    """Return a workbook with some bytes changed."""
    data = bytearray(xlsx(ONE * 50))
    change(data)
    return bytes(data)


def without(part: str) -> bytes:
    """Return a workbook in which a part is missing."""
    return xlsx('<row r="1"><c r="A1" s="0" t="s"><v>0</v></c></row>', strings="<si><t>甲</t></si>", parts={part: ""})


@pytest.mark.parametrize(
    "data",
    [
        changed(lambda data: data.__delitem__(slice(len(data) - 30, None))),
        changed(lambda data: data.__delitem__(slice(500, None))),
        changed(lambda data: data.__setitem__(slice(at := data.find(SHEET.encode()) + 40, at + 20), b"x" * 20)),
        *map(without, ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/sharedStrings.xml", "xl/styles.xml")),
        xlsx(parts={SHEET: sheet(ONE)[:-5]}),
        xlsx(parts={SHEET: "没有 XML"}),
        xlsx(parts={"xl/workbook.xml": book("表").replace("rId1", "rId7")}),
        xlsx(parts={"xl/workbook.xml": book("表").replace(' r:id="rId1"', "")}),
        xlsx('<row r="1"><c r="A1" t="s"><v>3</v></c></row>'),
        xlsx('<row r="1"><c r="eins"><v>1</v></c></row>'),
        xlsx(parts={"xl/styles.xml": styles(9).replace('numFmtId="9"', 'numFmtId="x"')}),
    ],
)  # fmt: skip
def test_a_damaged_workbook_is_broken(data: bytes) -> None:
    """Never half of it is read: what is missing would look like nothing filled in."""
    with pytest.raises(BrokenWorkbook, match=r"^工作簿读不了，可能已损坏（\w+）$"):
        read_sheets(data)


BOMB = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    "part",
    [
        BOMB + sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row>'),
        BOMB + sheet('<row r="1" ht="&i;"><c r="A1"><v>1</v></c></row>'),
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet(ONE),
        f'<?xml version="1.0"?><!-- {"x" * 5000} --><!DOCTYPE x>' + sheet(ONE),
        ('<?xml version="1.0" encoding="UTF-16"?>' + BOMB + sheet(ONE)).encode("utf-16"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet(ONE)).encode(
            "utf-16"
        ),
    ],
)
def test_declarations_are_refused(part: str | bytes) -> None:
    """Nothing is expanded or fetched, whatever the encoding and however late it comes."""
    with pytest.raises(BrokenWorkbook, match="工作簿里有不允许的声明"):
        read_sheets(xlsx(parts={SHEET: part}))


def test_a_bomb_is_refused_unopened() -> None:
    """What the parts unpack to is added up before any is."""
    data = xlsx(parts={"xl/media/a.bin": bytes(310_000_000)})
    assert len(data) < 2_000_000
    with pytest.raises(BrokenWorkbook, match="工作簿解压后过大，不像是填报数据"):
        read_sheets(data)


def test_more_xml_than_a_filing_has_is_refused() -> None:
    """A million filled cells; in memory they would take gigabytes."""
    rows = "".join(f'<row r="{row}">{"<c><v>1</v></c>" * 20}</row>' for row in range(1, 100_001))
    with pytest.raises(BrokenWorkbook, match="工作簿解压后过大，不像是填报数据"):
        read_sheets(xlsx(rows))


ROWS = 1_048_576


@pytest.mark.parametrize(
    "rows",
    [
        "".join(f'<row r="{row}" s="1" customFormat="1" ht="20.5" spans="1:1"/>' for row in range(2, ROWS + 1)),
        "".join(f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" s="1"/>' for letter in "ABCDEFGHIJ") + "</row>" for row in range(2, 100_002)),
        "".join(f'<x:row r="{row}"><x:c r="A{row}" s="1" t="n"></x:c></x:row>' for row in range(2, 100_002)),
    ],
    ids=["每一行都有格式", "一百万个空单元格", "带前缀"],
)  # fmt: skip
def test_formats_down_to_the_last_row_cost_next_to_nothing(rows: str) -> None:
    """Somebody coloured whole columns: what is empty is dropped before it is parsed."""
    filled = '<row r="1"><c r="A1"><v>1</v></c></row>'
    last = f'<row r="{ROWS}"><c r="A{ROWS}" s="1"/><c r="B{ROWS}"><v>9</v></c></row>'
    space = f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData>{filled}{rows}{last}</sheetData></worksheet>'
    data = xlsx(parts={SHEET: space})
    tracemalloc.start()
    cells = read_sheets(data)[0]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert texts(cells) == {"A1": "1", f"B{ROWS}": "9"}
    assert most < 8 * len(space)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" s="1"/><c><v>1</v></c></row>',
        '<row r="1" ht="20"/><row><c><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="A1" s="1"/>]]></t></is></c></row>',
        '<row r="1"><!-- <c r="A1"/> --><c r="B1"><v>1</v></c></row>',
        '<row r="1"><c s="1" r="A1"/><c r="B1"><v>1</v></c></row>',
    ],
)
def test_nothing_is_dropped_that_others_depend_on(rows: str) -> None:
    """A cell that does not say where it stands follows the one before it."""
    assert without_blanks(rows.encode()) == rows.encode()


def test_only_empty_cells_are_dropped() -> None:
    """Blank texts and formulas without a result stay: the reader decides about them."""
    kept = '<row r="3" hidden="1"><c r="B3"><v>1</v></c><c r="C3"><f>A1</f></c><c r="D3" x=">"/></row>'
    blank = '<row r="1" ht="20" x:y="1"/><row r="2"><c r="A2"/><c r="B2" s="1"></c></row>'
    rows = blank + kept.replace("<c r", '<c r="A3" s="2" /><c r', 1) + '<row r="9"></row>'
    assert without_blanks(rows.encode()).decode() == kept


def test_merged_areas_are_remembered_only_as_far_as_a_filing_goes() -> None:
    """Whole columns, whole rows, and many of them."""
    whole = xlsx(ONE, behind='<mergeCells><mergeCell ref="A2:A1048576"/><mergeCell ref="B1:XFD1"/></mergeCells>')
    assert len(read_sheets(whole)[0].merged) < 10_000
    many = "".join(f'<mergeCell ref="A{row}:XFD{row + 4999}"/>' for row in range(1, 500_000, 5_000))
    assert len(read_sheets(xlsx(ONE, behind=f"<mergeCells>{many}</mergeCells>"))[0].merged) <= 500_000


def test_a_merged_area_nobody_understands_is_passed_over() -> None:
    """It is layout, no content."""
    data = xlsx(ONE, behind='<mergeCells><mergeCell ref="A:B"/><mergeCell/><mergeCell ref="$A$1:$B$1"/></mergeCells>')
    assert read_sheets(data)[0].merged == {(1, 1): (1, 1), (1, 2): (1, 1)}


def test_a_workbook_in_a_template_or_with_macros_is_one(tmp_path: Path) -> None:
    """The type of the file is not asked for; the parts are the same."""
    path = tmp_path / "甲.xlsm"
    path.write_bytes(xlsx(ONE, parts={"xl/vbaProject.bin": b"\0" * 10}))
    assert open_source(path)[0] is not None
    assert zipfile.is_zipfile(path)
