"""Rows that several filings have in common are read, built and computed once: nobody can tell but by the clock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from support.filings import mini, pack_folder, packs
from support.xlsx import book, xlsx

from perfgen.blank import write_workbook
from perfgen.filing import Cell, Figures, Filing, build, raw
from perfgen.finding import Finding
from perfgen.generate import check_filing
from perfgen.pack import Pack, load_pack
from perfgen.pack.sheets import sheets
from perfgen.place import Place
from perfgen.read.cells import read_sheets
from perfgen.read.known import Known
from perfgen.read.lines import find_lines
from perfgen.read.stored import SheetCells
from perfgen.read.tables import read_table
from perfgen.read.workbook import WorkbookSource
from perfgen.read.yaml import YamlSource
from perfgen.value import Text
from tools.bench.filings import workbook_filing


@contextmanager
def knowing_nothing() -> Iterator[None]:
    """Read as if no other workbook had been read before."""
    with pytest.MonkeyPatch.context() as memory:
        memory.setattr("perfgen.read.package.PARTS", Known(0))
        memory.setattr("perfgen.read.plain_sheet.KNOWN", Known(0))
        memory.setattr("perfgen.read.texts.KNOWN", Known(0))
        yield


def read(pack: Pack, data: bytes) -> tuple[Filing, list[Finding]]:
    """Read and build a workbook."""
    source, found = WorkbookSource.open(data)
    assert source
    tree, more = source.tree(pack)
    filing, faults = build(pack, tree)
    return filing, [*found, *more, *faults]


def told(filing: Filing) -> list[tuple[Any, ...]]:
    """Return all that is known of each cell, and the figures with their findings."""
    figures = Figures(filing)
    findings = figures.compute()
    cells = [(cell.path, cell.label, cell.place, cell.plain, cell.broken, cell.entered) for cell in filing.cells()]
    prose = [(prose.path, prose.place, paragraph.place, text) for prose, paragraph, text in figures.paragraphs()]
    return [*cells, *prose, *sorted(figures.known.items()), *findings]


def test_filings_of_one_form_are_each_their_own() -> None:
    """Twenty units, of which most rows are equal: each as if it were the only one, also when it comes again."""
    pack = load_pack("hunan-2023")
    books = [workbook_filing(5, number) for number in range(20)]
    filings = [read(pack, data) for data in books]
    first = [told(filing) for filing, _ in filings]
    rows = [row for filing, _ in filings for row in filing.tables["绩效指标"].rows]  # type: ignore[union-attr]
    assert len({id(row) for row in rows}) < len(rows) / 2  # they are one
    for data, (filing, findings), said in zip(books, filings, first, strict=True):
        assert told(filing) == said
        with knowing_nothing():
            alone, faults = read(pack, data)
        assert (told(alone), faults) == (said, findings)


INDICATORS = (
    "- {三级指标: 天数, 指标值: ≥100, 完成值: 90, 分值: 10%s}\n- {三级指标: 起数, 指标值: 3, 完成值: 3, 分值: 5}\n"
)
FILING = "模板包: mini\n单位: {单位名称: %s, 年度: 2023}\n报告: {职责: 无}\n%s"


@pytest.mark.parametrize("between", ["", "- {三级指标: 天数, 指标值: 1, 完成值: 1, 分值: 1}\n"])
def test_what_is_wrong_with_a_row_is_said_in_every_filing(between: str, tmp_path: Path) -> None:
    """A score without a reason, a name that stands twice: the row is known, and still it is reported."""
    said = []
    for name in ("甲", "乙", "甲"):
        path = tmp_path / f"{name}.xlsx"
        source, _ = YamlSource.open((FILING % ("甲局", "指标:\n" + between + INDICATORS % ", 得分: 1")).encode())
        assert source
        path.write_bytes(write_workbook(mini(), build(mini(), source.tree(mini())[0])[0]))
        found = check_filing(path, packs()).findings
        assert {place.file for finding in found for place in (finding.place, *finding.related)} == {path.name}
        said.append([(finding.kind.name, finding.place.cell, finding.message) for finding in found])
    assert said[0] == said[1] == said[2]
    assert any(kind == "得分与规则不一致" for kind, _, _ in said[0])


def test_what_a_row_computes_from_elsewhere_is_computed_anew() -> None:
    """The unit's name stands in rows that leave it blank: the same row, another unit, another name."""
    pack = load_pack("hunan-2023")
    names = []
    for number in (1, 2):
        filing, _ = read(pack, workbook_filing(5, number))
        figures = Figures(filing)
        figures.compute()
        names.append(figures.known["项目[业务工作经费].实施单位"])
    assert len(set(names)) == len(names)


def test_a_known_sheet_is_read_anew_for_another_pack() -> None:
    """Its name is in both packs, and so are the rows; each takes its own column."""
    header = "".join(
        f'<c r="{at}1"{LABEL.format(word)}' for at, word in (("A", "栏目"), ("B", "本年"), ("C", "本年决算"))
    )
    line = f'<c r="A2"{LABEL.format("甲")}<c r="B2"><v>1</v></c><c r="C2"><v>2</v></c>'
    data = xlsx(
        f'<row r="1">{header}</row><row r="2">{line}</row>', behind=PADDING, parts={"xl/workbook.xml": book("经费")}
    )
    for pack, column in ((mini(), "本年"), (load_pack("hunan-2023"), "本年决算"), (mini(), "本年")):
        source, _ = WorkbookSource.open(data)
        assert source
        table = source.tree(pack)[0].parts["经费"]
        assert isinstance(table, raw.Branch)
        assert isinstance(row := table.parts["甲"], raw.Branch)
        assert column in row.parts


def test_a_known_part_is_built_anew_for_another_pack() -> None:
    """What was built of it is kept with the table that it was built for."""
    empty = raw.Branch({}, Place(), {})
    for pack in (mini(), load_pack("hunan-2023"), mini()):
        filing, _ = build(pack, raw.Branch({"经费": empty}, Place(), {"经费": Place()}))
        assert list(filing.tables["经费"].rows) == list(pack.tables["经费"].rows)  # type: ignore[union-attr]


def scalar(text: str | None, cell: str = "B2") -> raw.Scalar:
    """Return what stands in a cell as a number, or nothing."""
    return raw.Scalar(text, Place("", "表", cell), number=True)


def branch(**parts: raw.Node) -> raw.Branch:
    """Return named parts."""
    return raw.Branch(parts, Place())


def test_a_known_cell_belongs_to_its_own_row() -> None:
    """The same part under another name: what was built of it there has another path."""
    figure, known = scalar("3"), dict[str, Cell]()
    for name in ("甲", "乙", "乙"):
        row = branch(三级指标=scalar(name, "A2"), 完成值=figure)
        filing, _ = build(mini(), branch(指标=raw.Items((row,), Place())))
        [cell] = [cell for cell in filing.cells() if cell.entered == Text("3")]
        assert (cell.path, cell.row) == (f"指标[{name}].完成值", f"{name}·")
        assert known.setdefault(cell.path, cell) is cell


def test_a_known_part_belongs_to_its_own_table(tmp_path: Path) -> None:
    """Two packs have tables of the same names, and two projects the same funds: each has cells of its own."""
    other = load_pack("mini", (Path(copytree(pack_folder(), tmp_path / "packs")),))
    year, spent = scalar("2023"), branch(上年=scalar("1"), 本年=scalar("2"))
    funds = branch(财政=branch(预算=scalar("1"), 执行=scalar("2")))
    for pack in (mini(), other, mini()):
        projects = raw.Items(tuple(branch(名称=scalar(name, "A2"), 资金=funds) for name in "甲乙"), Place())
        filing, _ = build(pack, branch(单位=branch(年度=year), 经费=branch(甲=spent), 项目=projects))
        tables: Any = pack.tables
        owned = tables["项目"].tables["资金"]
        expected = {"单位.年度": tables["单位"].fields["年度"]}
        expected |= {f"经费.甲.{name}": tables["经费"].field("甲", name) for name in ("上年", "本年")}
        expected |= {f"项目[{name}].资金.财政.预算": owned.field("财政", "预算") for name in "甲乙"}
        found = {cell.path: cell.field for cell in filing.cells()}
        assert [path for path, field in expected.items() if found[path] is not field] == []


@pytest.mark.parametrize("text", ["二十", None, "{{ 1 + 1 }}"])
def test_what_is_wrong_with_a_known_part_is_said_every_time(text: str | None) -> None:
    """Words where a figure belongs, nothing where something must stand, a placeholder, an unknown column."""
    unit = branch(单位名称=scalar(text, "B1"), 年度=scalar(text), 编制数=scalar(text, "B3"))
    spent = branch(甲=branch(本年=scalar(text), 别的=scalar("1")))
    first, *others = [build(mini(), branch(单位=unit, 经费=spent)) for _ in range(3)]
    assert first[1]
    assert all((filing.lively, found) == (first[0].lively, first[1]) for filing, found in others)


LABEL = ' t="inlineStr"><is><t>{}</t></is></c>'
PADDING = f"<extLst>{'<!-- long enough to be compressed -->' * 20}</extLst>"  # so that the part is known too


def cells_of(rows: str, behind: str = "", **around: Any) -> SheetCells:  # noqa: ANN401
    """Read a sheet that is compressed."""
    return read_sheets(xlsx(rows, behind=behind + PADDING, **around))[0]


def test_a_known_row_has_the_looks_and_the_name_of_its_own_sheet() -> None:
    """The same bytes, another style, another tab: also where the whole sheet is known."""
    row = '<row r="1"><c r="A1" s="1"><v>0.5</v></c></row>'
    for look, name, shown in ((0, "表", "0.5"), (10, "表", "50%"), (0, "二", "0.5"), (0, "表", "0.5")):
        cells = cells_of(row, formats=(0, look), parts={"xl/workbook.xml": book(name)})
        assert (cells.rows[1][1].text, cells.rows[1][1].place) == (shown, Place("", name, "A1"))


def test_a_known_sheet_has_the_texts_of_its_own_workbook() -> None:
    """A cell holds but the number of a text that it shares."""
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    for word in ("甲", "乙", "甲"):
        assert cells_of(row, strings=f"<si><t>{word}</t></si>").rows[1][1].text == word


def test_a_known_cell_beside_another_has_the_looks_the_name_and_the_texts_of_its_own_sheet() -> None:
    """The same bytes in rows that are not the same; what is wrong with a cell is said of each sheet."""
    row = '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c>%s</row>'
    for number, (look, name, word, shown) in enumerate(
        (
            (0, "表", "甲", ["0.5", "甲", None]),
            (10, "表", "甲", ["50%", "甲", None]),
            (18, "表", "乙", ["12:00", "乙", None]),
            (0, "二", "", ["0.5", None]),
            (0, "表", "甲", ["0.5", "甲", None]),
        )
    ):
        beside = f'<c r="D1"><v>{number}</v></c>'
        parts = {"xl/workbook.xml": book(name)}
        cells = cells_of(row % beside, formats=(0, look), strings=f"<si><t>{word}</t></si>", parts=parts)
        assert [cell.text for cell in cells.rows[1].values()] == [*shown, str(number)]
        assert {cell.place.sheet for cell in cells.rows[1].values()} == {name}
        assert [found.place for found in cells.findings] == [Place("", name, "C1")]


def lines_of(header: Sequence[str], behind: str = "") -> list[tuple[str, str | None]]:
    """Return a table of indicators as it is read under a header: the same two rows, whatever stands above them."""
    words = [
        [*header],
        ["质量", "差错率", "1%"],
        ["", "起数", "3"],
    ]
    rows = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{"ABC"[at]}{n}"{LABEL.format(word)}' for at, word in enumerate(line) if word)
        + "</row>"
        for n, line in enumerate(words, 1)
    )
    sheet = next(one for one in sheets(mini()) if one.name == "指标")
    lines = find_lines(sheet, cells_of(rows, behind=behind), [])
    assert lines
    node = read_table(sheet, lines, [])
    assert isinstance(node, raw.Items)
    return [
        (name, part.text)
        for item in node
        if isinstance(item, raw.Branch)
        for name, part in item.parts.items()
        if isinstance(part, raw.Scalar)
    ]


def test_a_known_row_is_read_by_the_header_and_the_merged_cells_of_its_own_sheet() -> None:
    """Two columns that change places; a group whose name stands once."""
    usual, merged = ("二级指标", "三级指标", "指标值"), '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    for header, behind, first, group in (
        (usual, "", "差错率", None),
        (usual, merged, "差错率", "质量"),
        (("三级指标", "二级指标", "指标值"), "", "质量", "起数"),
        (usual, merged, "差错率", "质量"),
        (usual, "", "差错率", None),
    ):
        read = lines_of(header, behind)
        assert ("三级指标", first) in read
        assert [text for name, text in read if name == "二级指标"][1] == group


def test_a_name_that_stands_twice_is_seen_where_both_rows_are_known() -> None:
    """Each of them stood alone in another filing."""
    for names in ("甲乙", "乙甲", "甲甲"):
        rows = "".join(f"- {{三级指标: {name}, 指标值: 1, 完成值: 1, 分值: 1}}\n" for name in names)
        source, _ = YamlSource.open((FILING % ("甲局", f"指标:\n{rows}")).encode())
        assert source
        data = write_workbook(mini(), build(mini(), source.tree(mini())[0])[0])
        filing, _ = read(mini(), data)
        keys = [row.key for row in filing.tables["指标"].rows]  # type: ignore[union-attr]
        assert keys == (["甲", "/甲"] if names == "甲甲" else [*names])
