"""What is remembered of other files changes nothing: places, texts, looks, and what is broken are each file's own."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.xlsx import MAIN, SHEET, book, packed, relations, sheet, texts, xlsx

from perfgen.pack import load_pack
from perfgen.pack.sheets import sheets
from perfgen.read.cells import read_sheets
from perfgen.read.known import Known
from perfgen.read.lines import find_lines
from perfgen.read.markup import BrokenWorkbook
from perfgen.read.package import Package
from perfgen.read.stored import SheetCells

EXCEL = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
ROW = '<row r="1" x14ac:dyDescent="0.2"><c r="A1" s="1"><v>0.5</v></c><c r="B1" t="s"><v>0</v></c></row>'


def declared(rows: str, declaration: str = f' xmlns:x14ac="{EXCEL}"') -> str:
    """Return a sheet that declares a prefix for its rows."""
    return sheet(rows).replace(f'xmlns="{MAIN}"', f'xmlns="{MAIN}"{declaration}')


def test_equal_cells_of_two_files_keep_their_look_and_their_texts() -> None:
    """The same bytes of a sheet, with other styles and other shared texts, in another file."""
    for look, shown, word in ((10, "50%", "甲"), (0, "0.5", "乙"), (0, "0.5", "丙")):
        data = xlsx(formats=(0, look), strings=f"<si><t>{word}</t></si>", parts={SHEET: declared(ROW)})
        (cells,) = read_sheets(data)
        assert texts(cells) == {"A1": shown, "B1": word}


def test_what_was_well_formed_in_one_sheet_is_not_in_another() -> None:
    """A prefix that rows use must be declared in their own sheet."""
    assert read_sheets(xlsx(strings="<si><t>字</t></si>", parts={SHEET: declared(ROW)}))
    with pytest.raises(BrokenWorkbook, match="XMLSyntaxError"):
        read_sheets(xlsx(strings="<si><t>字</t></si>", parts={SHEET: declared(ROW, "")}))


def test_rows_are_hidden_only_where_they_are() -> None:
    """Also after the same cells stood in rows that are not hidden, and the other way round."""
    row, following = '<row r="1"{}><c r="A1"><v>1</v></c></row>', '<row r="2"{}><c r="A2"><v>2</v></c></row>'
    for first, second in (
        ("", ""),
        (' hidden="1"', ""),
        ("", ' hidden="true"'),
        ("", ""),
        (' hidden="0"', ' hidden="1"'),
    ):
        (cells,) = read_sheets(xlsx(row.format(first) + following.format(second)))
        assert cells.hidden == {n for n, kind in ((1, first), (2, second)) if kind.endswith(('"1"', '"true"'))}


def test_sheets_around_that_differ_in_what_is_read_are_not_taken_for_one_another() -> None:
    """Where the cursor stands makes no difference; which cells are merged does."""
    for at, area in (("A1", "A1:B1"), ("B2", "A1:B1"), ("B2", "A1:A2"), ("A1", "A1:A2")):
        views = f'<sheetViews><sheetView><selection activeCell="{at}" sqref="{at}"/></sheetView></sheetViews>'
        part = sheet(ROW.replace(' x14ac:dyDescent="0.2"', ""), f'<mergeCells><mergeCell ref="{area}"/></mergeCells>')
        data = xlsx(strings="<si><t>字</t></si>", parts={SHEET: part.replace("<sheetData>", f"{views}<sheetData>")})
        (cells,) = read_sheets(data)
        assert set(cells.merged) == ({(1, 1), (1, 2)} if area == "A1:B1" else {(1, 1), (2, 1)})


def test_one_odd_sheet_leaves_the_others_as_they_are() -> None:
    """Then each is looked up by itself."""
    related = {"xl/worksheets/sheet2.xml": sheet('<row r="1"><c r="A1"><v>2</v></c><!-- 注 --></row>')}
    data = two_sheets(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), related["xl/worksheets/sheet2.xml"])
    assert [texts(cells) for cells in read_sheets(data)] == [{"A1": "1"}, {"A1": "2"}]


def test_the_fault_of_an_earlier_sheet_comes_first() -> None:
    """Also where a later one cannot even be unpacked."""
    bad = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'
    with pytest.raises(BrokenWorkbook, match="IndexError"):
        read_sheets(two_sheets(sheet(bad), None))
    with pytest.raises(BrokenWorkbook, match="KeyError"):
        read_sheets(two_sheets(sheet(""), None))


def two_sheets(first: str, second: str | None) -> bytes:
    """Return a workbook with two sheets, of which the second may be missing."""
    related = {"worksheets/sheet1.xml": "worksheet", "worksheets/sheet2.xml": "worksheet"}
    return packed(
        {
            "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
            "xl/workbook.xml": book("一", "二"),
            "xl/_rels/workbook.xml.rels": relations(related),
            SHEET: first,
            **({"xl/worksheets/sheet2.xml": second} if second is not None else {}),
        }
    )


@given(st.lists(st.lists(st.binary(max_size=6), max_size=30), max_size=20))
def test_meanings_are_those_of_the_pieces(lots: list[list[bytes]]) -> None:
    """Whatever was asked for before, and whatever was forgotten."""
    memory = Known(300)
    with patch("perfgen.read.known._MOST", 2_000):
        for pieces in lots:
            for kind in ("甲", "乙"):
                read = partial(_of_kind, kind)
                assert memory.meanings(kind, pieces, read) == [(kind, piece) for piece in pieces]


def _of_kind(kind: str, pieces: list[bytes]) -> list[tuple[str, bytes]]:
    return [(kind, piece) for piece in pieces]


def test_a_memory_stays_small() -> None:
    """Ten thousand filings, of which no two have a figure in common; what is long is not kept at all."""
    memory, asked = Known(300), list[int]()

    def read(pieces: list[bytes]) -> Sequence[bytes]:
        asked.append(len(pieces))
        return pieces

    for number in range(100_000):
        assert memory.meanings("", [b"form", b"%d" % number, b"x" * 17_000], read)
    kept = [piece for lot in ("_recent", "_before") for piece in vars(memory)[lot][""]]
    assert len(kept) < 12_000
    assert max(map(len, kept)) < 10
    assert asked[1:] == [2] * 99_999  # the form is always known


def test_nothing_is_kept_of_what_cannot_be_read() -> None:
    """The next file is asked about again."""
    memory = Known(300)
    assert memory.meanings("", [b"a", b"b"], lambda _: None) is None
    assert memory.meanings("", [b"a", b"b"], lambda pieces: pieces) == [b"a", b"b"]


def test_packs_with_equal_headers_have_their_own_columns() -> None:
    """Two packs whose sheets have one name."""
    rows = read_sheets(xlsx(inline("栏目", "填写", "别的")))[0].rows
    for name in ("hunan-2023", "huaihua-2021", "hunan-2023"):
        sheet_of = next(sheet for sheet in sheets(load_pack(name)) if sheet.name == "单位")
        lines = find_lines(sheet_of, SheetCells("单位", rows, {}, set()), [])
        assert lines
        assert lines.columns == {"栏目": 1, "填写": 2}
        assert set(sheet_of.names.values()) == set(sheet_of.table.fields)  # type: ignore[union-attr]


def inline(*words: str) -> str:
    """Return a row of texts."""
    cells = "".join(f'<c r="{"ABC"[n]}1" t="inlineStr"><is><t>{word}</t></is></c>' for n, word in enumerate(words))
    return f'<row r="1">{cells}</row>'


def content(package: Package, name: str) -> bytes:
    """Return what a part holds."""
    return package.read(name).content


def outcome(read: Callable[[str], bytes], name: str) -> object:
    """Return what a part holds, or what is raised instead."""
    try:
        return read(name)
    except Exception as error:  # noqa: BLE001
        return type(error)


@pytest.mark.parametrize("other", ["c.xml", "表.xml"])
def test_a_part_is_unpacked_as_zipfile_unpacks_it(other: str) -> None:
    """Whole, and with any of its bytes changed: also those of its headers, its sizes and its checksum."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.xml", "甲乙丙" * 9)
        package.writestr(other, "丁" * 9)
        package.writestr("b.xml", "", zipfile.ZIP_STORED)
    whole = buffer.getvalue()
    assert Package(whole).read("A.xml").content == ("甲乙丙" * 9).encode()
    asked = "read" if other == "表.xml" else "__init__"  # what is in a plain zip, zipfile is not even asked
    with patch(f"zipfile.ZipFile.{asked}", side_effect=AssertionError):
        assert Package(whole).read("a.xml").content == ("甲乙丙" * 9).encode()
    for at in range(len(whole)):
        for byte in (0, 1, 255, whole[at] ^ 1, whole[at] ^ 8):
            changed = whole[:at] + bytes([byte]) + whole[at + 1 :]
            try:
                theirs = zipfile.ZipFile(io.BytesIO(changed))
            except Exception:  # noqa: BLE001  no zip
                with pytest.raises(Exception):  # noqa: B017, PT011
                    Package(changed)
                continue
            try:
                ours = Package(changed)
            except BrokenWorkbook:  # what is in it is said to be huge
                continue
            for name in ("a.xml", other, "b.xml"):
                assert outcome(partial(content, ours), name) == outcome(theirs.read, name), (
                    at,
                    byte,
                    name,
                )


def test_parts_that_overlap_are_left_to_zipfile() -> None:
    """The second is said to begin where the first does."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.xml", "甲" * 9)
        package.writestr("b.xml", "乙" * 9)
    whole = bytearray(buffer.getvalue())
    second = whole.rfind(b"PK\1\2")
    whole[second + 42 : second + 46] = struct.pack("<L", 0)
    with patch("zipfile.ZipFile.read", return_value=b"zipfile") as asked:
        assert [Package(bytes(whole)).read(name).content for name in ("a.xml", "b.xml")] == [b"zipfile"] * 2
    assert asked.call_count == 2
