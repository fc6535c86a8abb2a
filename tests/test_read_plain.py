"""Parts that are taken apart are read as their tree is, and what is broken is broken either way."""

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.xlsx import MAIN, SHEET, as_trees, sheet, xlsx

from perfgen.blank import write_workbook
from perfgen.pack import load_pack
from perfgen.read.cells import read_sheets
from perfgen.read.formats import number_text
from perfgen.read.markup import BrokenWorkbook
from perfgen.read.package import Part
from perfgen.read.plain_sheet import PlainSheet, plain_sheets
from perfgen.read.spreadsheet import Spreadsheet
from perfgen.read.stored import stored
from perfgen.read.texts import shared_texts

EXCEL = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
STRINGS = "xl/sharedStrings.xml"
FONT = '<rPr><b val="true"/><sz val="14"/><rFont val="微软雅黑"/></rPr>'
TEXTS = (
    "<si><t>甲局</t></si>",
    '<si><t xml:space="preserve">  A &amp; B&#10;</t></si>',
    '<si><t>在职人数</t><phoneticPr fontId="1" type="noConversion"/></si>',
    "<si><t/></si>",
    f'<si><r>{FONT}<t xml:space="preserve">68</t></r><r>{FONT}<t>人</t></r></si>',
    "<si><r><t>一_x0041_</t></r><r><t>段</t></r></si>",
)
ODD_TEXTS = (
    "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>",
    "<si><t>甲<!-- 注 -->乙</t></si>",
    "<si><t><![CDATA[a<b]]></t></si>",
    "<si><r><rPr><t>不是字</t></rPr><t>字</t></r></si>",
    "<si><r><rPr><!-- </rPr><t>一</t></r><r><rPr> --></rPr><t>二</t></r></si>",
    "<si><t>一</t></r><r><t>二</t></si>",
    "<si><r><t>一<rPr/></t></r></si>",
    "<si><t>&#1;</t></si>",
    "<si><t>\x01</t></si>",
    "<si><r><t>\0</t></r></si>",
    "<si>\n<t>空行</t></si>",
    "<si/>",
    "<si><r><rPr/><t>段</t></r></si>",
    "<t>不在项里</t>",
    "<a>也不在</a>",
)
COORDINATES = ("A1", "B1", "C2", "AA3", "D10", "A1048576")
ATTRIBUTES = ("", ' s="1"', ' s="9"', ' t="n"', ' s="2" t="n"', ' t="str"', ' t="b"', ' t="e"', ' t="d"', ' t="s"', ' t="inlineStr"', ' t="str" s="1"', ' s="1" cm="1"')  # fmt: skip
CONTENTS = (
    "", "<v>5</v>", "<v>0.98</v>", "<v>45442</v>", "<v>3</v>", "<v>1</v>", "<v> 2 </v>", "<v>字 &amp; 词</v>", "<v>&#20013;&#x6587;</v>", "<v>]]&gt;</v>",
    "<v>一\r\n二\r三&#13;</v>", "<v>a_x000D_b</v>", "<v>2024-05-30</v>", "<f>A1&amp;B1</f><v>7</v>", '<f aca="false">1+1</f><v>2</v>',
    '<f t="shared" ref="A1:A3" si="0">B1</f><v>2</v>', '<f t="shared" si="0"/><v>4</v>', '<f t="array" ref="A1:A2">B1</f><v>4</v>',
    "<is><t>文字</t></is>", '<is><t xml:space="preserve"> 前后 </t></is>', "<is><t></t></is>", "<is><t>a_x0009_b_x005F_x0041_</t></is>",
)  # fmt: skip
ODD_CONTENTS = (
    "<f>A1</f><v></v>", "<f>A1</f>", '<f t="shared" si="0"/>', "<v></v>", "<v/>", "<is/>", "<v>8</v><f>1</f>", "<is><t>&#57344;</t></is>",
    f"<is><r>{FONT}<t>粗</t></r><r><t>细</t></r></is>", "<v>7<!-- 注 --></v>", "<v><![CDATA[8]]></v>", "<extLst><ext/></extLst>",
    "<v>&#0;</v>", "<v>&nbsp;</v>", "<v>& </v>", "<v>]]></v>", "<v>\x02</v>", "<v>\ufffe</v>", "<f>&a;</f><v>1</v>", "<v>1", "</v>", "<v a='1' a='2'>1</v>", '<v x:a="1">1</v>', "字",
)  # fmt: skip
ROWS = ("", ' hidden="1"', ' hidden="true"', ' hidden="0" ht="20"', ' spans="1:3" ht="26.5" customHeight="1"', " s='1' hidden='1'", ' hidden="&#49;"', ' xml:lang="zh"')  # fmt: skip
ODD_ROWS = (
    ' x14ac:dyDescent="0.2"',
    ' ht="1" ht="2"',
    ' r="7"',
    " ht",
    ' xmlns="http://other"',
    ' ht="<"',
    " /",
    "/",
    "//",
    ' ht="\0"',
    " ht='>'",
)
ODD_BETWEEN = ("\n", "<!-- 注 -->", "<?x y?>", "字", "\0", "<row/>", "</row>")
HEADS = ("", "<?xml version='1.0' encoding='utf-8'?>", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n')
ODD_HEADS = ('<?xml version="1.0" encoding="GB18030"?>', '<?xml version="1.1"?>', "\ufeff", "<!-- 注 -->", '<?xml version="1.0" encoding=\'UTF-8"?>')  # fmt: skip
BEHIND = ("", '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>', "<!-- 注 -->", "<extLst>&#20013;</extLst>")
ODD_BEHIND = ("<x:sheetData/>", "<sheetData/>", "</sheetData>", "<a b='1' b='2'/>", "<!-- sheetData -->")


def plain_sheet(part: bytes) -> PlainSheet | None:
    """Return what is read in a sheet that is plain."""
    return plain_sheets([Part(part)])[0]


def outcome(data: bytes) -> object:
    """Return everything that is read, with its order, or what is said instead."""
    try:
        return [(cells, [(row, list(line)) for row, line in cells.rows.items()]) for cells in read_sheets(data)]  # fmt: skip
    except BrokenWorkbook as error:
        return str(error)


def same(data: bytes) -> bool:
    """Tell whether a workbook reads alike both ways."""
    plain = outcome(data)
    with as_trees():
        return plain == outcome(data)


def mostly(usual: tuple[str, ...], odd: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Draw what is usual, and now and then what is not: all of a sheet must be plain, or it is read as a tree."""
    return st.integers(0, 50).flatmap(lambda dice: st.sampled_from(odd if dice == 17 else usual))


@st.composite
def _cells(draw: st.DrawFn) -> str:
    tag = draw(mostly(("c",), ("x:c", "d")))
    where = draw(mostly(tuple(f' r="{coordinate}"' for coordinate in COORDINATES), ("", ' r=""', " r='A1'")))
    attributes, content = draw(st.sampled_from(ATTRIBUTES)), draw(mostly(CONTENTS, ODD_CONTENTS))
    if content.startswith("<v>") and ' t="s"' in attributes:
        content = draw(mostly(("<v>0</v>", "<v>1</v>"), ("<v>9</v>", content)))
    is_blank = draw(st.booleans()) and not content
    return f"<{tag}{where}{attributes}/>" if is_blank else f"<{tag}{where}{attributes}>{content}</{tag}>"


@st.composite
def _rows(draw: st.DrawFn) -> str:
    number = draw(mostly(tuple(f' r="{row}"' for row in range(1, 5)), ("", ' r="x"')))
    cells, odd = "".join(draw(st.lists(_cells(), max_size=4))), draw(mostly(("",), ODD_BETWEEN))
    attributes = draw(mostly(ROWS, ODD_ROWS))
    return f"{odd}<row{number}{attributes}>{cells}{odd}</row>" if cells else f"<row{number}{attributes}/>{odd}"


@given(
    st.lists(_rows(), max_size=4),
    mostly(HEADS, ODD_HEADS),
    mostly(BEHIND, ODD_BEHIND),
    st.lists(mostly(TEXTS, ODD_TEXTS), min_size=2, max_size=5),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=500)
def test_any_sheet_reads_as_its_tree(rows: list[str], head: str, behind: str, strings: list[str]) -> None:
    """Kinds of cells and of texts, in and out of the ordinary, well-formed or not."""
    written = sheet("".join(rows), behind).replace(f'xmlns="{MAIN}"', f'xmlns="{MAIN}" xmlns:x="{MAIN}"')
    assert same(xlsx(formats=(0, 10, 14), strings="".join(strings), parts={SHEET: head + written}))


SAMPLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="'
    + MAIN
    + '" xmlns:x="u:x" xmlns:x14ac="'
    + EXCEL
    + '">'
    '<sheetViews a="1"/><sheetData><row r="1" ht="2" x14ac:d="1"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1" s="2"/></row>'
    '<row r="2" hidden="1"><c r="A2" t="str"><f>A1&amp;"a"</f><v>乙&#65;</v></c><c r="B2"><v>0.5</v></c></row><row r="3"/>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t xml:space="preserve"> 丙 </t></is></c></row></sheetData>'
    '<mergeCells count="1"><mergeCell ref="B2:C2"/></mergeCells></worksheet>'
).encode()
SHARED = f'<?xml version="1.0"?>\r\n<sst xmlns="{MAIN}" count="5">{"".join(TEXTS)}</sst>'.encode()


def damaged(part: bytes) -> Iterator[bytes]:
    """Yield a part cut off at every byte, without every byte, and with some other byte in its place."""
    for at in range(len(part)):
        yield part[:at]
        yield part[:at] + part[at + 1 :]
        yield part[:at] + bytes([b'<>/&"= ]!?-\0\x01c\xff'[at % 15]]) + part[at + 1 :]


@pytest.mark.parametrize("read", [plain_sheet, shared_texts])
def test_a_damaged_part_is_broken_either_way(read: Callable[[bytes], object]) -> None:
    """Nothing is taken for plain that a parser would refuse, and nothing is read that it would not read."""
    part, name = (SAMPLE, SHEET) if read is plain_sheet else (SHARED, STRINGS)
    assert read(part)
    other = {} if name == STRINGS else {STRINGS: SHARED}
    odd = [bad for bad in damaged(part) if bad and not same(xlsx('<row r="1"><c r="A1" t="s"><v>5</v></c></row>', parts={**other, name: bad}))]  # fmt: skip
    assert odd == []


@pytest.mark.parametrize("at", range(0, len(SAMPLE), 7))
def test_two_faults_do_not_cancel_out(at: int) -> None:
    """Such as a comment that opens in one place and ends in another."""
    for first, second in (("<!--", "-->"), ("<?x ", "?>"), ("<![CDATA[", "]]>"), ("<a>", "</a>"), ("'", "'"), ("<c/>", "\0"), ("</row>", '<row r="9">')):  # fmt: skip
        for to in range(at + 1, len(SAMPLE), 29):
            part = b"".join([SAMPLE[:at], first.encode(), SAMPLE[at:to], second.encode(), SAMPLE[to:]])
            assert same(xlsx(parts={SHEET: part, STRINGS: SHARED})), part


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        ("0.5", "]]>"),
        ("0.5", "\ufffe"),
        ("0.5", "\uffff"),
        ("0.5", "\0"),
        ("0.5", "\x0b"),
        ("A1&amp;", "&x;"),
        (" 丙 ", "一\r\n二\r三"),
        (" 丙 ", "\ue000&amp;"),
        (" 丙 ", "&#xe000;"),
        ("UTF-8", "GB18030"),
        ("<row r=", '<row xmlns="u:x" r='),
        ("<row r=", "<x:row r="),
        ("<row r=", "<row R="),
        (' ht="2"', ' ht="2" xmlns="u:x"'),
        (' ht="2"', ' ht="2" ht="3"'),
        (' ht="2"', ' ht="\0"'),
        (' x14ac:d="1"', ' x:d="1"'),
        (' x14ac:d="1"', ' y:d="1"'),
        (' x14ac:d="1"', ' x14ac:d="1" x14ac:d="2"'),
        (EXCEL, "u:x"),
        ("xmlns:x14ac", "xmlns:x15ac"),
        (' s="1"', ' s="1" s="2"'),
        (' s="1"', ' s="1" r="Z9"'),
        (' s="1"', ' t="n" s="1"'),
        ('<row r="3"/>', '<row r="3"/><c r="A3"/></row>'),
        ('<row r="3"/>', '<c r="A3"><v>1</v></c>'),
        ('<row r="3"/>', '<a><row r="3"><c r="A3"><v>1</v></c></row></a>'),
        ('<row r="3"/>', "\0"),
        ("</row>", "\0</row>"),
        ("</row>", '<c r="Z1"/ ></row>'),
        ("</sheetData>", '</sheetData><y:sheetData xmlns:y="u:y"><y:row r="9"><y:c r="A9"><y:v>1</y:v></y:c></y:row></y:sheetData>'),
        ("</sheetData>", "</sheetData><sheetData/>"),
        ("<sheetData>", "<a><sheetData>"),
        ("<sheetData>", "<a></a><sheetData >"),
        ("<sheetViews", "<!-- <sheetData> --><sheetViews"),
        ("<worksheet", "<!-- 注 --><worksheet"),
        ("<worksheet", '<worksheet a="1"'),
        (MAIN, "u:main"),
        ('<c r="A1"', '<c r="A2"'),
    ],
)  # fmt: skip
def test_one_thing_out_of_the_ordinary_reads_as_its_tree(usual: str, odd: str) -> None:
    """Each by itself: in a sheet that is drawn at random, something else would already make it a tree."""
    assert usual.encode() in SAMPLE
    assert same(xlsx(parts={SHEET: SAMPLE.replace(usual.encode(), odd.encode()), STRINGS: SHARED}))
    assert same(xlsx(parts={SHEET: SAMPLE.replace(usual.encode(), odd.encode(), 1), STRINGS: SHARED}))


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_texts_out_of_the_ordinary_read_as_their_tree(text: str) -> None:
    """In the middle of others, by themselves, twice."""
    for strings in (text, TEXTS[0] + text + TEXTS[4], text + TEXTS[4], TEXTS[4] + text, text + TEXTS[4] + text):
        assert same(xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>', strings=strings))


def test_the_usual_programs_write_plain_parts() -> None:
    """A workbook of our own, and the pieces that Excel, WPS and LibreOffice write."""
    book = Spreadsheet(write_workbook(load_pack("hunan-2023")))
    assert None not in plain_sheets([book.part(part) for _, part in book.sheets])
    with patch("perfgen.read.texts.parse", side_effect=AssertionError):
        assert shared_texts(SHARED) == ("甲局", "  A & B\n", "在职人数", "", "68人", "一A段")


@pytest.mark.parametrize("rows", ['<row r="1"><c r="A1" a="1"/></row>', "<row><c/></row>", '<row r="1">\n</row>'])
def test_anything_else_is_left_to_the_tree(rows: str) -> None:
    """Without a word."""
    assert plain_sheet(sheet(rows).encode()) is None
    assert plain_sheet(b"\xff") is None
    assert plain_sheet(sheet(f'<row r="1"><c r="A1"><v>{"1" * 1_000_000}</v></c></row>').encode()) is None


@given(st.from_regex(r"-?[0-9]{1,13}\.[0-9]{0,7}", fullmatch=True))
@example("0.00001")
@example("1234567890.1234567")
@example("007.5")
@example(".5")
def test_a_number_that_reads_as_it_is_written_is_left_so(written: str) -> None:
    """Also with zeros at its end, or with a thousandth of a thousandth."""
    cell = stored("A1", None, None, written)
    assert cell is not None
    assert (cell.kind, cell.text) == ("n", number_text(float(written)))
