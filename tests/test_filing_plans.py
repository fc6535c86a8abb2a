"""What is worked out once a pack, or remembered between filings, gives what reading each cell by itself gives."""

import copy
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.filings import mini
from support.strategies import trees

from perfgen.expression import ExpressionError, Scope, shared_language
from perfgen.expression.language import scope_variables
from perfgen.filing import Cell, Figures, Filing, build, explain, raw
from perfgen.filing.plan import plans
from perfgen.filing.readings import Readings
from perfgen.filing.types import WrongValue, read_value
from perfgen.filing.views import CellsView, ListView
from perfgen.finding import Finding
from perfgen.generate import Packs, check_filing
from perfgen.pack import NUMERIC, Pack, PackField, read_pack
from perfgen.place import Place
from perfgen.scoring.tables import criteria
from perfgen.value import Blank, Number, Text, Value

_MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
_EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
_PECULIAR = [
    "",
    " ",
    "—",
    "-",
    "1,234.5",
    "98%",
    "１２",
    "0.5 ",
    "1e3",
    "\ufeff甲",
    "甲\u200b",
    "{{ 单位.年度 }}",
    "{{",
]
_PECULIAR += ["2023", "2023年", "2024-5-30", "是", "否", "√", "≥", "行政", "甲\n乙", "长" * 60, "12.00", "-3", "9" * 20]
_TEXTS = st.one_of(
    st.none(),
    st.text(max_size=50),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(_PECULIAR),
)
_FIELDS = st.builds(
    PackField,
    type=st.sampled_from(["text", "target", "date", "yesno", "choice", *sorted(NUMERIC)]),
    required=st.booleans(),
    format=st.sampled_from(["", "0.000"]),
    choices=st.sampled_from([(), ("行政", "≥")]),
)


class _Unremembered(Readings):
    """Has every cell looked at by itself."""

    def __missing__(self, text: str | None) -> None:
        """Know nothing."""


def _afresh() -> Pack:
    """Return the smallest pack, of whose texts nothing is remembered."""
    pack = copy.copy(mini())
    for lines in plans(pack).values():
        for row, line in list(lines.items()):
            slots = tuple((name, field, _Unremembered(field), *rest) for name, field, _, *rest in line.slots)
            lines[row] = dataclasses.replace(line, slots=slots)  # type: ignore[index, arg-type]
    return pack


@st.composite
def _anything(draw: st.DrawFn, shape: Any, path: str = "甲") -> raw.Node:  # noqa: ANN401
    """Draw a tree of about this shape with anything in its leaves, from a workbook or from YAML."""
    where = Place("甲.xlsx", "表", path)
    if isinstance(shape, dict):
        parts = {name: draw(_anything(part, f"{path}.{name}")) for name, part in shape.items()}
        if draw(st.integers(0, 15)) == 0:
            parts["别的"] = raw.Scalar("x", where)
        return raw.Branch(parts, where, dict.fromkeys(parts, where), draw(st.integers(0, 20)) == 0)
    if isinstance(shape, list):
        return raw.Items(tuple(draw(_anything(item, f"{path}[{n}]")) for n, item in enumerate(shape)), where)
    kind = draw(st.integers(0, 12))
    if kind == 0:
        return raw.Scalar(None, where, unreadable=True)
    if kind == 1:
        return raw.Branch({}, where, {})
    place = where if kind % 2 else Place("甲.yaml", line=3)
    return raw.Scalar(draw(_TEXTS | st.just(shape)), place, number=draw(st.booleans()))


def _told(filing: Filing, findings: list[Finding]) -> tuple[Any, ...]:
    """Return everything a cell and a finding say."""
    cells = [
        (cell.path, cell.label, type(cell.entered), _exactly(cell), cell.place, cell.plain, cell.broken)
        for cell in filing.cells()
    ]
    return cells, filing.tables, findings, filing.lively


def _exactly(cell: Cell) -> tuple[str, ...]:
    value = cell.entered
    return (str(value), value.format) if isinstance(value, Number) else (str(value),)


@_MANY
@given(st.data(), trees)
def test_cells_are_as_if_each_were_looked_at_by_itself(data: st.DataObject, shape: dict[str, Any]) -> None:
    """Values, labels, places, findings and their order."""
    tree = data.draw(_anything(shape))
    assert isinstance(tree, raw.Branch)
    assert _told(*build(mini(), tree)) == _told(*build(_afresh(), tree))


@_MANY
@given(_FIELDS, st.lists(_TEXTS, max_size=6))
def test_a_text_reads_the_same_the_second_time(field: PackField, texts: list[str | None]) -> None:
    """What is remembered is what reading gives; what is no plain value takes a closer look."""
    readings = Readings(field)
    for text in [*texts, *texts]:
        found, written = readings[text], (text or "").strip()
        if found is None:
            assert (
                not (text or "").isprintable()
                or "{{" in written
                or (field.required and not written)
                or _wrong(field, written)
            )
        elif not written:
            assert type(found) is Blank
            assert not found.printed
        else:
            meant = read_value(field, written)
            assert (type(found), str(found), repr(found)) == (type(meant), str(meant), repr(meant))


def _wrong(field: PackField, text: str) -> bool:
    try:
        read_value(field, text)
    except WrongValue:
        return True
    return False


def test_what_is_remembered_stays_small() -> None:
    """Ten thousand filings leave no more behind than a few; long texts leave nothing."""
    readings = Readings(PackField(type="text"))
    for number in range(10_000):
        assert readings[str(number)] == str(number)
    assert len(readings) <= 512
    assert readings["长" * 100] == "长" * 100
    assert "长" * 100 not in readings


def _pack(folder: Path, name: str, fields: str) -> Pack:
    (folder / name).mkdir()
    text = f"title: {name}\ntables: {{甲: {{kind: form, fields: {{{fields}}}}}}}\n"
    (folder / name / "pack.yaml").write_text(text, encoding="utf-8")
    return read_pack(folder / name)


def _one(pack: Pack, text: str, file: str) -> tuple[Cell, list[Finding]]:
    place = Place(file, "甲", "B2")
    tree = raw.Branch({"甲": raw.Branch({"数": raw.Scalar(text, place)}, place, {"数": place})}, place, {"甲": place})
    filing, findings = build(pack, tree)
    [cell] = [cell for cell in filing.cells() if cell.path == "甲.数"]
    return cell, findings


def test_two_packs_with_tables_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    """The same text under the same path is what each pack says it is; so is what is computed."""
    words = _pack(tmp_path, "文", "数: {type: text}, 得: {type: text, formula: 数}")
    money = _pack(tmp_path, "钱", "数: {type: money}, 得: {type: money, formula: 数 + 数}")
    count = _pack(tmp_path, "整", "数: {type: count, required: true}")
    for _ in range(2):
        assert type(_one(words, "5", "甲.xlsx")[0].entered) is Text
        assert str(_one(money, "5", "甲.xlsx")[0].entered) == "5.00"
        assert str(_one(count, "5", "甲.xlsx")[0].entered) == "5"
        assert [found.kind.name for found in _one(count, "", "甲.xlsx")[1]] == ["必填未填"]
        assert _one(money, "", "甲.xlsx")[1] == []
        for pack, total in ((words, "5"), (money, "10.00")):
            place = Place("甲.yaml")
            form = raw.Branch({"数": raw.Scalar("5", place)}, place, {"数": place})
            figures = Figures(build(pack, raw.Branch({"甲": form}, place, {"甲": place}))[0])
            assert str(figures.scope.lookup("甲").lookup("得")) == total


def test_two_files_with_equal_cells_have_their_own_places(tmp_path: Path) -> None:
    """What is remembered of a text is not where it stood, nor that it was told."""
    money = _pack(tmp_path, "钱", "数: {type: money}")
    for _ in range(2):
        for file in ("甲.xlsx", "乙.xlsx"):
            for text, kind in (("5", "数字存成了文本"), ("五", "不是数字"), ("5\u200b", "不可见字符")):
                cell, findings = _one(money, text, file)
                assert cell.place.file == file
                assert [(found.kind.name, found.place.file) for found in findings][:1] == [(kind, file)]


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_figures_are_the_same_when_they_are_traced(path: Path) -> None:
    """So are the findings; and explaining changes nothing."""
    outcome = check_filing(path, Packs())
    assert outcome.filing is not None
    assert outcome.figures is not None
    plain, traced = Figures(copy.copy(outcome.filing)), Figures(outcome.filing, traced=True)
    assert plain.compute() == traced.compute()
    assert plain.known == traced.known
    assert [text for *_, text in plain.paragraphs()] == [text for *_, text in traced.paragraphs()]
    assert not plain.uses
    assert not plain.reasoning
    scored = [found for found, cell in traced.cells.items() if cell.field.type == "score" and found in traced.uses]
    assert not scored or traced.reasoning or all("得分(" not in traced.cells[one].field.formula for one in scored)
    assert all(len(traced.uses[found]) > 1 for found, cell in traced.cells.items() if " / " in cell.field.formula)
    assert all(traced.uses[prose.path] for prose, paragraph, _ in traced.paragraphs() if "{{" in paragraph.text)
    for asked in list(traced.uses)[:20]:
        assert explain(plain, asked) == explain(traced, asked)
    assert not plain.uses


def test_a_circle_is_told_from_where_it_is_met(tmp_path: Path) -> None:
    """As a finding at the cell; what asks for it stays blank."""
    circle = _pack(tmp_path, "圈", "数: {type: money, formula: 乙}, 乙: {type: money, formula: 数}")
    filing, _ = build(circle, raw.Branch({}, Place(""), {}))
    assert {found.kind.name for found in Figures(filing).compute()} == {"公式循环引用"}


class _Entered:
    """Every cell holds what was entered."""

    known: dict[str, Value] = {}  # noqa: RUF012 - nothing is put into it
    asked: dict[str, Cell] | None = None

    def value(self, cell: Cell) -> Value:
        """Return it."""
        return cell.entered


def _row(key: str, *values: Value) -> CellsView:
    cells = {name: Cell(name, name, "", PackField(), value) for name, value in zip("甲乙", values, strict=True)}
    return CellsView(key, cells, _Entered())


_NAMES: dict[str, Any] = {
    "表": ListView("表", ("甲", "乙"), {"乙": _row("乙", Blank(), Number(1)), "丙": _row("丙", Blank(), Blank())}),
    "数": Number("9.55", format="0.00"),
    "零": Number(0),
    "空": Blank(),
    "名": Text("司法局"),
    "列": [Number(1), Blank(), Number(2)],
}
_PARTS = ("表['乙'].乙", "表['甲']", "表['丙'].乙", "表['丁']", "表.乙", "名['长']", "列['词']")
_leaves = st.sampled_from(
    ["数", "零", "空", "名", "列", "1.5", "10", "0.1", "'词'", "没有", "列[0]", "名.长", "合计", *_PARTS]
)


def _larger(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(part, st.sampled_from(["+", "-", "*", "/", "==", "<", "~", "and", "or"]), part)
    return st.one_of(
        pairs.map(lambda pair: f"({' '.join(pair)})"),
        st.tuples(part, part).map(lambda pair: f"合计({', '.join(pair)})"),
        st.tuples(part, part).map(lambda pair: f"增减({pair[0]}, {pair[1]}, 单位='元')"),
        st.tuples(part, part).map(lambda pair: f"四舍五入({pair[0]}, 位数={pair[1]})"),
        st.tuples(part, part, part).map(lambda three: f"({three[0]} if {three[1]} else {three[2]})"),
        st.tuples(part, part).map(lambda pair: f"({pair[0]}|默认({pair[1]}))"),
        part.map(lambda one: f"({one} is defined)"),
        part.map(lambda one: f"{one}(1)" if one.isalpha() else f"-{one}"),
    )


@_MANY
@given(st.recursive(_leaves, _larger, max_leaves=6))
def test_a_formula_is_what_a_template_would_print(source: str) -> None:
    """The plain function made of it does what Jinja's own code does, faults included."""
    language, scope = shared_language(), Scope(_NAMES)
    try:
        scope.meanings(["没有"] if "没有" in source else [])  # a formula asks for all its names
        meant = language.from_string(f"{{{{ {source} }}}}").render(scope_variables(scope))
    except Exception:  # noqa: BLE001 - whatever it is, the formula has to refuse it as well
        with pytest.raises(ExpressionError):
            str(language.formula(source).evaluate(scope))
    else:
        assert str(language.formula(source).evaluate(scope)) == meant


def test_a_key_is_a_row_before_it_is_a_column() -> None:
    """A row in which nothing stands is none."""
    language, scope = shared_language(), Scope(_NAMES)
    assert language.formula("表['乙']").evaluate(scope).title == "乙"
    assert language.formula("表['甲']").evaluate(scope) == [Blank(), Blank()]
    with pytest.raises(ExpressionError, match="没有“丙”"):
        language.formula("表['丙']").evaluate(scope)


def test_a_line_of_reasoning_keeps_the_words_of_the_filing() -> None:
    """Also such as Python would take for a place to fill in."""
    earned = criteria(Text("{} {0}"), {"{} {0}": 2}, 分值=Number(3))
    assert getattr(earned, "reasoning", "") == "{} {0}，得 = 2.00"
