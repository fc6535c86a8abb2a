"""What checks look for at once, by an index or once a pack, is what looking at each thing alone finds."""

import difflib
import re
import shutil
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from reviewer import FILING, WRONG
from support.filings import checked, lines, mini, pack_folder

from perfgen.check import across, amounts, may_remain, remains, remains_of_the_form
from perfgen.check.gathered import gather_row
from perfgen.check.plan import plans
from perfgen.check.survey import AMOUNT, Statement, Survey
from perfgen.check.units import Amount
from perfgen.filing import Figures, Listing, build
from perfgen.filing.raw import Branch
from perfgen.generate import Packs, check_filing
from perfgen.place import Place

_EXAMPLES = Path(__file__).parents[1] / "examples"
_PLACE = Place("甲.yaml")
_PIECES = [
    "基本支出",
    "公用支出",
    "公用支出合计",
    "支出合计",
    "三公经费支出",
    "经费支出",
    "合计",
    "共计",
    "共",
    "为",
    "是",
    "决算",
    "12",
    "12.5",
    "3.",
    ".",
    "１２",
    "万元",
    "元",
    "年",
    "。",
    "；",
    "，",
    "XX",
    "×",
    "（",
    "）",
    "字以内",
    "增加",
    "减少",
    "/",
    "%",
    "待填",
    "写",
    "____",
    "………",
    "月",
    "近",
    "约",
    "余",
    "多",
    "件",
    "人次",
    "人",
]
TEXTS = st.lists(st.sampled_from([*_PIECES, "\n", " ", "\u3000"]), max_size=14).map("".join)
_LABELS = ["基本支出", "公用支出", "公用支出合计", "支出合计", "三公经费支出", "经费支出合计", "万元以上", "用支出合"]
NAMES = st.lists(st.text("普法宣传天的数受收案件办结率（）", max_size=9), max_size=6).map(tuple)


def of_texts(*texts: str) -> Survey:
    """Return a survey of a blank filing, with these texts."""
    figures = Figures(build(mini(), Branch({}, _PLACE, {}))[0])
    figures.compute()
    survey = Survey(figures)
    survey.__dict__["about_money"] = [Statement("", _PLACE, text) for text in texts]
    survey.__dict__["said_amounts"] = [
        (said, match, Amount(Decimal(match[1]), match[2]))
        for said in (Statement("", _PLACE, text) for text in texts)
        for match in AMOUNT.finditer(said.text)
    ]
    return survey


@settings(deadline=None)  # the first example loads a pack
@given(TEXTS, st.lists(st.sampled_from(_LABELS), min_size=1, unique=True))
def test_labels_are_found_as_a_pattern_of_all_finds_them(text: str, labels: list[str]) -> None:
    """The same labels, words and amounts, sentence by sentence."""
    pattern = amounts._amount_behind(tuple(labels))  # noqa: SLF001
    expected = [
        (match[1], match[0], Amount(Decimal(match[2]), match[3]))
        for sentence in re.findall(r"[^。；\n]+", text)
        for match in pattern.finditer(sentence)
    ]
    assert [found[1:] for found in amounts._labelled(of_texts(text), tuple(labels))] == expected  # noqa: SLF001


@given(TEXTS)
def test_figures_are_found_as_by_the_plain_patterns(text: str) -> None:
    """Patterns that begin with a digit find what those find that look before it first."""
    plain = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(万?元)")
    assert [match.span() for match in AMOUNT.finditer(text)] == [match.span() for match in plain.finditer(text)]
    about = re.compile(r"(近|约|余)?(\d+(?:\.\d+)?)(余|多)?(人次|%|[起件人天个名场次份户])")
    pieces = across._FIGURE.split(text)  # noqa: SLF001
    found = [
        (pieces[at].endswith(("近", "约", "余")), *pieces[at + 1 : at + 4], len("".join(pieces[: at + 4])))
        for at in range(0, len(pieces) - 1, 4)
    ]
    assert "".join(pieces) == text
    assert found == [(match[1] is not None, *match.groups("")[1:], match.end()) for match in about.finditer(text)]


@given(st.lists(TEXTS, max_size=4))
def test_remains_are_seen_at_once(texts: list[str]) -> None:
    """In all texts together there may be remains exactly if one of them holds some."""
    found = [*remains_of_the_form((_PLACE, "", text) for text in texts)]
    assert may_remain("\n".join(texts)) >= bool(found)
    assert [may_remain(text) for text in texts] == [
        bool([*remains_of_the_form([(_PLACE, "", text)])]) for text in texts
    ]


@given(NAMES, NAMES)
def test_names_are_related_as_each_pair_is(here: tuple[str, ...], there: tuple[str, ...]) -> None:
    """Equal cores, or cores that difflib calls alike."""
    expected = []
    for this, name in enumerate(here):
        for that, other in enumerate(there):
            one, two = across._core(name), across._core(other)  # noqa: SLF001
            if one == two or difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= 0.8:
                expected.append((this, that, one == two))
    assert [*across._related(here, there)] == expected  # noqa: SLF001


@given(NAMES, st.text("普法宣传天的案件办结率为", max_size=12))
def test_indicators_are_meant_as_each_one_is(names: tuple[str, ...], clause: str) -> None:
    """A rate by the end of the clause, a count by its words in their order."""
    expected: dict[str, list[int]] = {}
    plain = clause.rstrip("为达到是至")
    for index, name in enumerate(names):
        core, unit = across._keywords(name)  # noqa: SLF001
        rest = iter(clause)
        ends = len(plain) >= 4 and (core.endswith(plain) or plain.endswith(core))
        meant = ends if unit == "%" else all(letter in rest for letter in core)
        if unit and len(core) >= 4:
            expected.setdefault(unit, []).extend([index] if meant else [])
    assert {unit: by.meant(clause) for unit, by in across._spoken_of(names).items()} == expected  # noqa: SLF001


@given(st.text("甲乙县局", min_size=4, max_size=7), st.text("甲乙县局。", max_size=30))
def test_misspelt_names_are_those_with_one_other_character(name: str, text: str) -> None:
    """At every place where the first character stands."""
    pieces = [text[start : start + len(name)] for start in range(len(text) - len(name) + 1)]
    near = [each for each in pieces if sum(a != b for a, b in zip(each, name, strict=True)) == 1]
    assert [*remains._misspelt(name, text)] == [each for each in near if each[0] == name[0]]  # noqa: SLF001


def test_what_is_kept_with_a_row_is_what_is_gathered_anew() -> None:
    """Of rows that stood in another workbook as well: the same objects, and nothing that another filing changes."""
    kept = 0
    for workbook in _EXAMPLES.glob("*.xlsx"):
        first, second = (check_filing(workbook, Packs()) for _ in range(2))
        assert second.pack
        assert second.figures
        assert lines(first) == lines(second)
        for name, plan in plans(second.pack).items():
            table = second.figures.filing.tables[name]
            for row in table.rows if isinstance(table, Listing) else ():
                before, row.gathered = row.gathered, None
                assert before in (None, gather_row(plan, row, second.figures))
                kept += before is not None
                assert before is None or gather_row(plan, row, second.figures) is row.gathered
    assert kept > 50


def test_what_depends_on_other_tables_is_not_kept(tmp_path: Path) -> None:
    """A row with a placeholder, or with a figure that comes from elsewhere, is gathered in each filing."""
    text = FILING.replace("装备采购批次", "'{{ 单位.年度 }}年装备采购批次'")
    for filing, is_kept in ((FILING, True), (text, False)):
        figures = checked(tmp_path, filing).figures
        table = figures.filing.tables["转移支付"] if figures else None
        assert isinstance(table, Listing)
        assert [row.gathered is not None for row in table.rows] == [is_kept]
    figures = check_filing(_EXAMPLES / "零陵区司法局.yaml", Packs()).figures
    projects = figures.filing.tables["项目"] if figures else None
    assert isinstance(projects, Listing)
    assert projects.rows
    assert {row.gathered for row in projects.rows} == {None}


def test_packs_with_equal_tables_are_kept_apart(tmp_path: Path) -> None:
    """What was found of one pack's tables says nothing of another's of the same name, in one process."""
    for number, points in enumerate(("100", "90")):
        folder = tmp_path / str(number)
        shutil.copytree(pack_folder() / "reviewed", folder / "reviewed")
        manifest = folder / "reviewed" / "pack.yaml"
        text = manifest.read_text(encoding="utf-8")
        assert text.count("full: 100") == 1
        manifest.write_text(text.replace("full: 100", f"full: {points}"), encoding="utf-8")
    path = tmp_path / "甲.yaml"
    path.write_text(FILING, encoding="utf-8")
    said = [[found.kind.name for found in check_filing(path, Packs((tmp_path / number,))).findings] for number in "01"]
    assert [names.count("分值合计不对") for names in said] == [0, 1]


def test_filings_with_equal_words_name_their_own_file(tmp_path: Path) -> None:
    """Whatever is remembered of words, each finding stands at its own place."""
    for change in WRONG:
        one, other = (checked(tmp_path, change.filing(), name) for name in ("甲.yaml", "乙.yaml"))
        assert [line.replace("甲.yaml", "乙.yaml") for line in lines(one)] == lines(other)
        assert {place.file for found in other.findings for place in (found.place, *found.related)} == {"乙.yaml"}
