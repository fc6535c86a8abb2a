"""The measurements measure what they say: filings alike from one seed, equal words, sums that hold. No stopwatch here."""

import dataclasses
import os
import re
from pathlib import Path

import pytest

from perfgen.generate import Outcome, Packs, check_filing, generate
from tools.bench import curly, documents, filings, page, pipeline
from tools.bench.baseline import environment, make_documents
from tools.bench.extrapolate import Model, clock, fit
from tools.bench.measure import Process, Rounds, kept_to, take_turns
from tools.bench.plain import plain_context
from tools.bench.scale import Pair, Parallel, Size
from tools.bench.start import BARE, CACHED, HELP, UNCACHED, Start
from tools.bench.words import words

SEED = 7
NUMBERS = (0, 1, 9_999)


@pytest.fixture(scope="module")
def templates(root: Path) -> Path:
    """Return the templates that are measured."""
    return root / "templates" / filings.PACK


def outcome(folder: Path, number: int, *, yaml: bool = False) -> Outcome:
    """Take a synthetic filing to its documents."""
    [path] = filings.write_filings(folder, SEED, range(number, number + 1), yaml=yaml)
    return generate(path, Packs())


def test_the_same_seed_gives_the_same_bytes() -> None:
    """Filing n is the same whatever was made before; another seed gives another, under the same name of the unit."""
    once = filings.workbook_filing(SEED, 3)
    filings.workbook_filing(SEED, 4)
    filings._marked_workbook.cache_clear()  # noqa: SLF001 - as in another process
    assert once == filings.workbook_filing(SEED, 3)
    assert once != filings.workbook_filing(SEED + 1, 3)
    assert filings.values(SEED, 3)["单位名称"] == filings.values(SEED + 1, 3)["单位名称"]


def test_every_unit_has_a_name_of_its_own() -> None:
    """No folder of documents is written twice."""
    assert len({filings.unit(number) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize("number", NUMBERS)
def test_a_synthetic_filing_has_no_findings_and_five_documents(tmp_path: Path, number: int) -> None:
    """Its figures add up, as a workbook and as YAML, and both give the same documents."""
    book, text = outcome(tmp_path, number), outcome(tmp_path, number, yaml=True)
    assert [str(found) for made in (book, text) for found in made.findings] == []
    assert len(book.documents) == 5
    assert [document.data for document in book.documents] == [document.data for document in text.documents]


def test_figures_of_many_filings_add_up() -> None:
    """Spent ≤ budget, income = budget, and 公用经费 is the same in both tables, for any number."""
    for number in range(500):
        figures = {
            name: float(value)
            for name, value in filings.values(SEED, number).items()
            if re.fullmatch(r"\d+\.\d\d", value)
        }
        spent = figures["工资福利支出"] + figures["对个人和家庭的补助"] + figures["商品和服务支出"]
        spent += figures["资本性支出"] + figures["项目支出"]
        assert spent == pytest.approx(figures["全年执行数"])
        assert figures["一般公共预算"] + figures["其他资金"] == pytest.approx(figures["全年预算数"])
        assert figures["商品和服务支出"] + figures["资本性支出"] == pytest.approx(figures["公用.本年决算"])
        assert 0.9 * figures["全年预算数"] < figures["全年执行数"] <= figures["全年预算数"]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_ordinary_way_prints_the_same_words(tmp_path: Path, templates: Path, number: int) -> None:
    """openpyxl with docxtpl and perfgen do the same work: five documents of the same names and words."""
    ours = {f"{made.name}.docx": words(made.data) for made in outcome(tmp_path, number).documents}
    made = make_documents(tmp_path / f"{number:05}.xlsx", templates, tmp_path / "ordinary")
    assert ours == {path.name: words(path.read_bytes()) for path in made}


@pytest.mark.parametrize("name", [name for _, name in documents.KINDS])
def test_docxtemplater_gets_the_same_placeholders(root: Path, templates: Path, name: str) -> None:
    """The rewritten template asks for the same values in the same order; that it prints them, `make bench` compares."""
    figures = check_filing(root / "examples" / "岳阳楼区司法局.yaml", Packs()).figures
    assert figures is not None
    before = (templates / f"{name}.docx").read_bytes()
    after, _ = curly.rewrite(before, plain_context(figures), environment())
    asked = re.findall(r"\{\{ *(.*?) *\}\}", "\n".join(words(before)))
    given = [tag for tag in re.findall(r"\{([^{}]*)\}", "\n".join(words(after))) if tag[0] not in "#/^"]
    assert [re.sub(r"\|合并(\(.*\))?", "", tag) for tag in asked] == given


def test_both_ways_make_the_same_of_all_filings(tmp_path: Path, templates: Path) -> None:
    """Through processes that take turns, as `make bench` does: equal words, and a clock for every stage and filing."""
    workbooks = filings.write_filings(tmp_path / "in", SEED, range(9))
    measured = pipeline.measure(workbooks, templates, tmp_path / "out", rounds=1)
    assert (measured.filings, measured.documents, measured.same) == (7, 35, True)
    assert (len(measured.ordinary.seconds), len(measured.perfgen.seconds)) == (1, 1)
    taken = {name: len(found.seconds) for name, found in measured.stages.items()}
    assert taken == dict.fromkeys(("open", "read", "build", "compute", "check", "render", "write"), 7)
    assert len(list((tmp_path / "out").iterdir())) == 1 + (pipeline.PARTS + 1) + 1  # the slow way, perfgen, its stages


def test_what_is_kept_to_a_core_is_let_go() -> None:
    """Systems that cannot do it run on all cores."""
    cores = getattr(os, "sched_getaffinity", lambda _: {0})
    before = cores(0)
    for core, kept in ((0, min(before)), (-1, max(before))):
        with kept_to(core):
            assert cores(0) == {kept}
        assert cores(0) == before


def test_a_line_through_two_measurements() -> None:
    """Ten filings in 3 s and a hundred in 21 s: one second to begin with, 0.2 s each."""
    assert fit((10, 3.0), (100, 21.0)) == pytest.approx((1.0, 0.2))
    with pytest.raises(ValueError, match="two different sizes"):
        fit((10, 3.0), (10, 3.0))


def test_the_arithmetic_that_is_printed_holds() -> None:
    """What the page shows can be worked out again with its own figures."""
    model = Model(start=0.5, each=0.02, share=0.1)
    assert model.seconds(20_000, 1) == pytest.approx(400.5)
    assert model.arithmetic(20_000, 16) == "0.50 s + 20,000 × 20.00 ms × (0.100 + 0.900 ÷ 16) = 63 s"
    assert round(0.50 + 20_000 * 0.020 * (0.100 + 0.900 / 16)) == 63


def made_up() -> page.Measurements:
    """Return round figures as if they had been measured."""
    once, twice = Rounds((0.001, 0.001)), Rounds((0.02, 0.02))
    engines = dict.fromkeys((documents.DOCXTPL, documents.WRITE), twice) | dict.fromkeys(
        (documents.PERFGEN, documents.WRITTEN), once
    )
    kind = documents.Kind("report", "附件4", 100, 10_000, engines, {documents.DOCXTPL: True})
    one = Pair(Process(1.4, 1.4, 1.4, 50), Process(8.6, 8.6, 8.6, 50), Rounds((7.2, 14.4)))
    by_hand = Pair(Process(1.0, 2.0, 2.0, 50), Process(4.6, 9.2, 9.2, 50), Rounds((3.6, 9.6)))
    jobs = Pair(Process(1.2, 1.6, 0.4, 50), Process(5.7, 9.6, 2.4, 50), Rounds((4.5, 9.0)))
    return page.Measurements(
        machine=[("Python", "3.11")],
        load=0.0,
        documents=documents.Measured((kind,), "node and npm are not installed"),
        pipeline=pipeline.Measured(2, 10, twice, once, same=True, stages={"open": once, "check": twice}),
        sizes=[
            Size(n, 1, Process(0.6 + 0.04 * n, 0.5 + 0.04 * n, 0.5 + 0.04 * n, 60 + 0.01 * n)) for n in (1, 100, 1000)
        ],
        parallel=Parallel(20, 200, one, by_hand, jobs, Process(1.0, 1.0, 1.0, 50)),
        starts=[
            Start(name, Process(wall, wall, wall, 11), Rounds((wall, wall)))
            for name, wall in ((BARE, 0.02), (HELP, 0.05), (UNCACHED, 0.6), (CACHED, 0.2))
        ],
        rounds=2,
        start_rounds=7,
        full=False,
    )


def test_every_sum_on_the_page_holds() -> None:
    """The page's totals can be worked out again from what stands beside them; nothing is said to be measured that was not."""
    text = page.page(made_up())
    sums = re.findall(r"([\d.]+) s \+ ([\d,]+) × ([\d.]+) ms × \(([\d.]+) \+ ([\d.]+) ÷ (\d+)\) = ([\d,]+) s", text)
    assert len(sums) == len(page.PLACES) * len(page.CORES)
    for start, filings_, each, share, rest, cores, total in sums:
        seconds = float(start) + int(filings_.replace(",", "")) * float(each) / 1000 * (
            float(share) + float(rest) / int(cores)
        )
        assert seconds == pytest.approx(int(total.replace(",", "")), rel=0.005)
    assert "= 40.000 ms" in text  # a further filing: 39.96 s for 999 more
    assert "share = (2.400 s − 0.400 s) ÷ (9.600 s − 1.600 s) = 0.250" in " ".join(text.split())
    assert "Two cores should be ×1.60 by this, and were ×1.60." in text
    assert "docxtemplater was not measured: node and npm are not installed." in text
    assert "| report: perfgen | 1.00 | **×20** (20–20) |" in text
    assert "| one | 1.40 | 8.60 | 60.0 | 1 | 50 |" in text
    assert "| 36.7 | ×1.75 (1.62–1.88) | 50 |" in text
    assert "takes ×2.50 (2.50–2.50) the time" in text
    assert "with the cache on disk is ×3.00 (3.00–3.00) as fast as without" in text
    assert "260 MB for a province and 6,060 MB for the country" in text


def test_a_busy_machine_is_confessed() -> None:
    """Figures taken while others worked are marked as such."""
    busy = dataclasses.replace(made_up(), load=2.1)
    assert "The machine was busy (load 2.1): take the figures again." in page.page(busy)
    assert "busy (load" not in page.page(made_up())


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(63, "63 s"), (119.6, "120 s"), (720, "12 min"), (7200, "2 h 00 min"), (11_100, "3 h 05 min")],
)
def test_time_spans(seconds: float, shown: str) -> None:
    """Seconds up to two minutes, minutes up to two hours, then both."""
    assert clock(seconds) == shown


def test_a_ratio_compares_within_each_round() -> None:
    """A round in which the machine was busy slows both, and does not count as faster."""
    ours, theirs = Rounds((1.0, 10.0, 1.0)), Rounds((4.0, 40.0, 5.0))
    assert ours.times_faster_than(theirs) == (4.0, 4.0, 4.5)


def test_contestants_take_turns() -> None:
    """After the warm-up, everybody once a round, in the same order."""
    turns: list[str] = []

    def contestant(name: str) -> float:
        turns.append(name)
        return 1.0

    rounds = take_turns({name: lambda _, name=name: contestant(name) for name in "AB"}, 3)  # type: ignore[misc]
    assert turns[-6:] == ["A", "B"] * 3
    assert rounds["A"].median == 1.0
