"""The cells of workbooks as programs write them, each beside what openpyxl reads there."""

import datetime
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from support.xlsx import MAIN, as_trees, ours, relations, said, sheet, texts, theirs, xlsx

from perfgen.read.cells import read_sheets

SHEET = "xl/worksheets/sheet1.xml"
DATE = 'yyyy"年"m"月"d"日"'
ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
RICH = (
    '<si><r><t>68</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 人</t></r>'
    '<rPh sb="0" eb="1"><t>ロク</t></rPh><phoneticPr fontId="1"/></si>'
)


@pytest.fixture(params=[nullcontext, as_trees], ids=["plain", "tree"], autouse=True)
def _both_ways(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read plain parts as they are and as trees."""
    with request.param():
        yield


def cell(xml: str, **more: Any) -> bytes:  # noqa: ANN401
    """Return a workbook with one cell."""
    return xlsx(f'<row r="1">{xml}</row>', **more)


def number(value: float | str, number_format: int | str, **more: Any) -> bytes:  # noqa: ANN401
    """Return a workbook with one number."""
    return cell(f'<c r="A1" s="0"><v>{value}</v></c>', formats=(number_format,), **more)


@pytest.mark.parametrize(
    ("stored", "text", "value"),
    [
        ("5", "5", 5),
        ("5.0", "5", 5.0),
        ("-3.50", "-3.5", -3.5),
        ("0", "0", 0),
        ("-0", "0", 0),
        ("1E-3", "0.001", 0.001),
        ("1.5E+20", "150000000000000000000", 1.5e20),
        ("1164.3499999999999", "1164.35", 1164.3499999999999),
        ("0.30000000000000004", "0.3", 0.30000000000000004),
        ("123456789012345678", "123456789012346000", 123456789012345678),
    ],
)
def test_a_number_is_exact_to_15_digits(stored: str, text: str, value: float) -> None:
    """5, 5.0 and 5.00 are the same 5. openpyxl hands on the noise of the float."""
    data = number(stored, "General")
    assert (ours(data), theirs(data)) == (text, value)
    assert read_sheets(data)[0].rows[1][1].number


@pytest.mark.parametrize(
    "xml",
    ['<c r="A1" t="s"><v>0</v></c>', '<c r="A1" t="inlineStr"><is><t>5</t></is></c>', '<c r="A1" t="str"><v>5</v></c>'],
)
def test_a_number_written_as_text_is_text(xml: str) -> None:
    """The filing says so to the staff."""
    data = cell(xml, strings="<si><t>5</t></si>")
    assert (ours(data), theirs(data)) == ("5", "5")
    assert not read_sheets(data)[0].rows[1][1].number


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("General", "0.98"),
        (9, "98%"),
        (10, "98%"),
        ("0%", "98%"),
        ("0.00%", "98%"),
        ("0.0%;-0.0%", "98%"),
        ('0.0%;"";"—"', "98%"),
        ("[Red]0.0%", "98%"),
        ("0.00_);[Red]\\(0.00%\\)", "0.98"),
        ('0"%"', "0.98"),
        ("0\\%", "0.98"),
        ("0!%", "0.98"),
        ('"占比;"0%', "98%"),
        (ACCOUNTING, "0.98"),
        ('_ [$¥-804]* #,##0.00_ ;_ [$¥-804]* \\-#,##0.00_ ;_ [$¥-804]* "-"??_ ;_ @_ ', "0.98"),
        ('0.00"元"', "0.98"),
        ('0!.0,"万"', "0.98"),
        ("G/通用格式", "0.98"),
        ('G/通用格式"元"', "0.98"),
        ("0.00E+00", "0.98"),
        ("# ?/?", "0.98"),
        ("@", "0.98"),
        (49, "0.98"),
    ],
)
def test_a_percentage_is_what_the_cell_shows(number_format: int | str, text: str) -> None:
    """The sign in the format counts, a sign in quotes does not. openpyxl leaves it all to its reader."""
    data = number(0.98, number_format)
    assert (ours(data), theirs(data)) == (text, 0.98)


MAY_30 = datetime.datetime(2024, 5, 30)  # noqa: DTZ001
HALF_PAST_8 = 8.5 / 24


@pytest.mark.parametrize(
    "number_format",
    [
        14, 15, 16, 17, 22, DATE, "yyyy年m月d日", "yyyy-mm-dd", "m/d", 'm"月"d"日"', "mmm\\-yy", 'yyyy"年"m"月";@', "YYYY/M/D", '[$-804]yyyy"年"m"月"d"日"',
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "yyyy/m/d\\ h:mm", "[Red]d", "dddd",
    ],
)  # fmt: skip
def test_a_day_is_written_as_iso_does(number_format: int | str) -> None:
    """Whatever the format shows of it."""
    data = number(45442, number_format)
    assert (ours(data), theirs(data)) == ("2024-05-30", MAY_30)


@pytest.mark.parametrize("number_format", [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58, "[$-804]aaaa;@", "e"])
def test_chinese_days_are_days(number_format: int | str) -> None:
    """openpyxl does not know the Chinese formats and reads 45442."""
    data = number(45442, number_format)
    assert (ours(data), theirs(data)) == ("2024-05-30", 45442)


@pytest.mark.parametrize(
    "number_format", [18, 19, 20, 21, 45, "h:mm", "[$-F400]h:mm:ss\\ AM/PM", '上午/下午h"时"mm"分"', "mm:ss.0"]
)
def test_a_time_of_day_is_a_time(number_format: int | str) -> None:
    """8:30 as it was typed; seconds only where there are any."""
    data = number(HALF_PAST_8, number_format)
    assert (ours(data), theirs(data)) == ("8:30", datetime.time(8, 30))
    assert ours(number(HALF_PAST_8 + 15 / 86400, number_format)) == "8:30:15"
    assert ours(number(0, number_format)) == "0:00"


@pytest.mark.parametrize("number_format", [32, 33, 34, 35, 55, 56])
def test_a_chinese_time_of_day_is_a_time(number_format: int) -> None:
    """openpyxl reads 0.354166666666667."""
    data = number(HALF_PAST_8, number_format)
    assert (ours(data), theirs(data)) == ("8:30", HALF_PAST_8)


@pytest.mark.parametrize("number_format", [46, "[h]:mm", "[HH]:mm:ss"])
def test_hours_may_go_on_counting(number_format: int | str) -> None:
    """A span of 36 hours and a half."""
    data = number(1.5 + 0.5 / 24, number_format)
    assert (ours(data), theirs(data)) == ("36:30", datetime.timedelta(hours=36, minutes=30))


@pytest.mark.parametrize(
    ("serial", "text", "value"),
    [
        (1, "1900-01-01", datetime.datetime(1900, 1, 1)),  # noqa: DTZ001
        (59, "1900-02-28", datetime.datetime(1900, 2, 28)),  # noqa: DTZ001
        (61, "1900-03-01", datetime.datetime(1900, 3, 1)),  # noqa: DTZ001
        (45442.99, "2024-05-30", datetime.datetime(2024, 5, 30, 23, 45, 36)),  # noqa: DTZ001
        (2958465, "9999-12-31", datetime.datetime(9999, 12, 31)),  # noqa: DTZ001
        (2958466, "2958466", "#VALUE!"),
        (1e12, "1000000000000", "#VALUE!"),
        (-5, "-5", datetime.datetime(1899, 12, 25)),  # noqa: DTZ001
        (0, "0", datetime.time(0, 0)),
        (0.5, "0.5", datetime.time(12, 0)),
    ],
)
def test_a_number_that_is_no_day_stays_a_number(serial: float, text: str, value: object) -> None:
    """Excel shows ##### or 1900-01-00; openpyxl makes something up."""
    data = number(serial, DATE)
    assert (ours(data), theirs(data)) == (text, value)


@pytest.mark.parametrize(("serial", "text"), [(0, "1904-01-01"), (43980, "2024-05-30")])
@pytest.mark.parametrize("true", ["1", "true"])
def test_days_may_be_counted_from_1904(serial: int, text: str, true: str) -> None:
    """As Excel for the Mac did."""
    data = number(serial, DATE, before=f'<workbookPr date1904="{true}"/>')
    assert ours(data) == text
    assert str(theirs(data)).startswith(text if serial else "00:00")  # to openpyxl 0 is midnight


@pytest.mark.parametrize(
    ("stored", "text", "value"),
    [
        ("2024-05-30T00:00:00", "2024-05-30", MAY_30),
        ("2024-05-30", "2024-05-30", datetime.date(2024, 5, 30)),
        ("2024-05-30T08:30:00.000Z", "2024-05-30", datetime.datetime(2024, 5, 30, 8, 30)),  # noqa: DTZ001
        ("08:30:00", "8:30", datetime.time(8, 30)),
        ("T08:30:15", "8:30:15", datetime.time(8, 30, 15)),
    ],
)
def test_a_day_may_be_stored_as_iso(stored: str, text: str, value: object) -> None:
    """As strict workbooks have it."""
    data = cell(f'<c r="A1" t="d"><v>{stored}</v></c>')
    assert (ours(data), theirs(data)) == (text, value)


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"])
@pytest.mark.parametrize("formula", ["", "<f>VLOOKUP(1,B:C,2)</f>"])
def test_an_error_is_a_finding(error: str, formula: str) -> None:
    """Typed in or computed."""
    data = cell(f'<c r="A1" t="e">{formula}<v>{error}</v></c>')
    assert (ours(data), theirs(data)) == (None, error)
    assert said(data) == [f"A1 单元格的值是 {error}"]
    assert read_sheets(data)[0].rows[1][1].unreadable


def test_an_error_written_as_text_is_text() -> None:
    """Somebody typed an apostrophe before it."""
    data = cell('<c r="A1" t="inlineStr"><is><t>#N/A</t></is></c>')
    assert (ours(data), theirs(data), said(data)) == ("#N/A", "#N/A", [])


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<c r='A1'><f>80+7</f><v>87</v></c>", "87"),
        ("<c r='A1' t='str'><f>B1&amp;C1</f><v>甲局</v></c>", "甲局"),
        ("<c r='A1' t='b'><f>1&gt;0</f><v>1</v></c>", "是"),
        ("<c r='A1'><f t='array' ref='A1:A2'>B1:B2*2</f><v>4</v></c>", "4"),
        ("<c r='A1'><v>87</v><f>80+7</f></c>", "87"),
        ("<c r='A1' t='d'><f>B1</f><v>2024-05-30</v></c>", "2024-05-30"),
    ],
)
def test_a_formula_counts_by_its_result(xml: str, text: str) -> None:
    """As Excel saved it."""
    data = cell(xml)
    assert (ours(data), str(theirs(data)).replace("True", "是"), said(data)) == (text, text, [])


@pytest.mark.parametrize("xml", ["<f>80+7</f>", "<f>80+7</f><v></v>", "<f>80+7</f><v/>"])
@pytest.mark.parametrize("kind", ["", ' t="n"', ' t="b"', ' t="e"'])
def test_a_formula_without_a_result_is_not_blank(xml: str, kind: str) -> None:
    """A program wrote it and nobody computed it; openpyxl's None could as well be an empty cell."""
    data = cell(f"<c r='A1'{kind}>{xml}</c>")
    assert (ours(data), theirs(data), theirs(data, data_only=False)) == (None, None, "=80+7")
    assert said(data) == ["A1 公式 =80+7 没有存下计算结果"]


@pytest.mark.parametrize(("kind", "value"), [("str", "<v></v>"), ("str", "<v/>"), ("s", "<v>0</v>")])
def test_the_result_of_a_formula_may_be_a_blank_text(kind: str, value: str) -> None:
    """``=IF(B1="","",B1)`` leaves the cell blank, which is no fault."""
    data = cell(f'<c r="A1" t="{kind}"><f>IF(B1="","",B1)</f>{value}</c>', strings="<si><t/></si>")
    assert (ours(data), theirs(data) or None, said(data)) == (None, None, [])
    assert read_sheets(data)[0].rows == {}


def test_the_result_of_a_formula_may_be_written_inline() -> None:
    """Unusual, and allowed."""
    data = cell('<c r="A1" t="inlineStr"><f>B1</f><is><t>甲局</t></is></c>')
    assert (ours(data), theirs(data), said(data)) == ("甲局", "甲局", [])


def test_a_text_formula_that_was_never_computed_has_no_result() -> None:
    """Neither a text nor a blank one."""
    assert said(cell('<c r="A1" t="str"><f>B1</f></c>')) == ["A1 公式 =B1 没有存下计算结果"]


def test_a_shared_formula_is_shown_as_it_stands_in_its_cell() -> None:
    """Only the first of them is written; the others are moved from there."""
    data = xlsx(
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$C$1</f><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/></c></row>'
    )
    assert texts(read_sheets(data)[0]) == {"B1": "2", "B2": "4", "B3": None}
    assert said(data) == ["B3 公式 =A3*$C$1 没有存下计算结果"]
    assert theirs(data, "B3", data_only=False) == "=A3*$C$1"


def test_a_long_formula_is_cut() -> None:
    """It is shown so that the cell is found, not to be studied."""
    assert said(cell(f"<c r='A1'><f>{'+'.join(['A2'] * 30)}</f></c>")) == [
        "A1 公式 =A2+A2+A2+A2+A2+A2+A2+A2+A2+A2+A2+A2+A2+…… 没有存下计算结果"
    ]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>甲局</t></si>", "甲局"),
        ('<si><t xml:space="preserve">  甲 局 </t></si>', "  甲 局 "),
        (RICH, "68 人"),
        ("<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>", "東京"),
        ("<si><r><t>只一段</t></r></si>", "只一段"),
        ("<si><t>A &amp; B &lt;95%&#10;下一行</t></si>", "A & B <95%\n下一行"),
        ("<si><t><![CDATA[a<b]]></t></si>", "a<b"),
        ("<si><t>甲<!-- 注 -->乙</t></si>", "甲乙"),
        ("<si><t>&#128105;</t></si>", "👩"),
    ],
)
def test_a_text_is_the_text_of_its_runs(item: str, text: str) -> None:
    """Shared or inline, in one font or several; how it is pronounced is no part of it."""
    shared = cell('<c r="A1" t="s"><v>0</v></c>', strings=item)
    inline = cell(f'<c r="A1" t="inlineStr">{item.replace("si>", "is>")}</c>')
    assert [ours(shared), ours(inline)] == [text, text]
    if "<!--" not in item:  # openpyxl drops what follows a comment
        assert [theirs(shared), theirs(inline)] == [text, text]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("上_x000D_\n下", "上\r\n下"),
        ("_x005F_x000D_", "_x000D_"),
        ("a_x0009_b", "a\tb"),
        ("a_x5B57_b", "a字b"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ufffd"),
        ("_x00_ _xyz_ x000D_", "_x00_ _xyz_ x000D_"),
    ],
)
def test_characters_that_xml_cannot_hold_are_put_in(written: str, text: str) -> None:
    """A line end typed with its return comes as ``_x000D_``. openpyxl leaves it in the text, so do its users."""
    for data in (
        cell('<c r="A1" t="s"><v>0</v></c>', strings=f"<si><t>{written}</t></si>"),
        cell(f'<c r="A1" t="inlineStr"><is><t>{written}</t></is></c>'),
        cell(f'<c r="A1" t="str"><f>B1</f><v>{written}</v></c>'),
    ):
        assert ours(data) == text


def test_line_ends_within_a_cell_are_kept() -> None:
    """A bare return and line feed of the file become one line feed, as XML has it; a written return stays."""
    data = cell('<c r="A1" t="inlineStr"><is><t>一\r\n二&#13;\n三</t></is></c>')
    assert (ours(data), theirs(data)) == ("一\n二\r\n三", "一\n二\r\n三")


@pytest.mark.parametrize(("stored", "text"), [("1", "是"), ("0", "否"), ("true", "是"), ("false", "否")])
def test_a_boolean_is_yes_or_no(stored: str, text: str) -> None:
    """openpyxl cannot read the words, which the standard allows too."""
    data = cell(f'<c r="A1" t="b"><v>{stored}</v></c>')
    assert ours(data) == text
    if stored in "01":
        assert theirs(data) is (text == "是")


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="A1" s="0"/>',
        '<c r="A1" s="0" t="n"></c>',
        "<c r='A1'><v></v></c>",
        "<c r='A1' t='s'><v>0</v></c>",
        "<c r='A1' t='inlineStr'><is><t></t></is></c>",
        "<c r='A1' t='inlineStr'><is/></c>",
        "<c r='A1'><extLst><ext uri='{}'><v>7</v></ext></extLst></c>",
    ],
)
def test_a_cell_without_content_is_nothing(xml: str) -> None:
    """However it is written, also as a text without characters."""
    data = cell(xml, strings="<si><t></t></si>")
    assert read_sheets(data)[0].rows == {}
    assert theirs(data) in (None, "")


@pytest.mark.parametrize("stored", ["很多", "NaN", "INF", "1,000"])
def test_a_number_that_is_none_is_text(stored: str) -> None:
    """It gets its finding at its cell like any other word; openpyxl gives up the whole file."""
    data = number(stored, DATE)
    assert ours(data) == stored
    with pytest.raises(ValueError, match=r"\w"):
        theirs(data)


def test_what_a_merged_cell_covers_is_not_read() -> None:
    """Some programs leave values under it that nobody sees, errors too."""
    data = xlsx(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>1+1</f></c><c r="C2"><v>3</v></c></row>',
        behind='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
    )
    cells = read_sheets(data)[0]
    assert (texts(cells), said(data)) == ({"A1": "1", "C2": "3"}, [])
    assert cells.merged == dict.fromkeys([(1, 1), (1, 2), (2, 1), (2, 2)], (1, 1))
    assert [theirs(data, place) for place in ("A1", "B1", "A2", "B2", "C2")] == [1, None, None, None, 3]


def test_hidden_rows_are_known() -> None:
    """By either word for true; a row of no height is one that somebody pulled shut."""
    data = xlsx("".join(f'<row r="{row}" {how}><c r="A{row}"><v>1</v></c></row>' for row, how in enumerate(('hidden="1"', 'hidden="true"', 'hidden="0"', ""), 1)))  # fmt: skip
    assert read_sheets(data)[0].hidden == {1, 2}


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>",
        '<row r="1"><c r="A1"><v>1</v></c><c><v>2</v></c></row><row><c r="B2"><v>3</v></c></row>',
        '<row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row><c r="A2" s="0"/><c><v>3</v></c></row>',
        '<row r="2"><c r="B2"><v>3</v></c></row><row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>',
        '<!-- 注 --><row r="1"><?x y?><c r="A1"><v>1</v></c><!-- 注 --><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>',
        '<row r="2"><c r="B2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
    ],
)
def test_cells_need_not_say_where_they_stand(rows: str) -> None:
    """A row or a cell without its number is the next one; their order in the file does not matter."""
    data = xlsx(rows)
    cells = read_sheets(data)[0]
    assert [(row, column, cells.text(row, column)) for row, line in cells.rows.items() for column in line] == [
        (1, 1, "1"),
        (1, 2, "2"),
        (2, 2, "3"),
    ]
    assert [theirs(data, place) for place in ("A1", "B1", "B2")] == [1, 2, 3]


@pytest.mark.parametrize("mark", ["", "<!-- 注 -->"])
def test_a_row_that_is_written_in_two_places_is_whole(mark: str) -> None:
    """Also where others stand between them, and where only the tree of the sheet tells."""
    data = xlsx(
        f'<row r="5"><c r="A5"><v>1</v></c></row>{mark}<row r="3"><c r="A3"><v>2</v></c></row>'
        '<row r="5"><c r="B5"><v>3</v></c></row><row r="4"><c r="A4"><v>4</v></c></row>'
    )
    assert texts(read_sheets(data)[0]) == {"A3": "2", "A4": "4", "A5": "1", "B5": "3"}
    assert [theirs(data, place) for place in ("A3", "A4", "A5", "B5")] == [2, 4, 1, 3]


def test_rows_without_numbers_stand_where_their_cells_say() -> None:
    """The third row of the file may be the ninth of the sheet."""
    data = xlsx('<row><c r="A1"><v>1</v></c></row><row><c><v>2</v></c></row><row><c r="A9"><v>3</v></c></row><row><c><v>4</v></c></row>')  # fmt: skip
    assert texts(read_sheets(data)[0]) == {"A1": "1", "A2": "2", "A9": "3", "A10": "4"}
    assert theirs(data, "A9") == 3


def test_a_style_that_is_not_there_is_none() -> None:
    """The number is read all the same."""
    assert ours(cell('<c r="A1" s="7"><v>0.98</v></c>')) == "0.98"
    bare = {"xl/styles.xml": "", "xl/_rels/workbook.xml.rels": relations({"worksheets/sheet1.xml": "worksheet"})}
    assert ours(cell('<c r="A1" s="0"><v>0.98</v></c>', parts=bare)) == "0.98"


def test_cells_of_other_namespaces_are_no_cells() -> None:
    """What another program added for itself is passed over."""
    rows = (
        '<row r="1" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">'
        '<etc:c r="A1"><v>1</v></etc:c><c r="B1"><etc:v>2</etc:v><v>3</v></c></row>'
    )
    data = xlsx(parts={SHEET: sheet(rows, space=MAIN)})
    assert texts(read_sheets(data)[0]) == {"B1": "3"}
