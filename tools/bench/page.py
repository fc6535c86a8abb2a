"""docs/performance.md from the measurements: what was measured, how, the figures, and the arithmetic shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tools.bench import documents, pipeline
from tools.bench.extrapolate import Model, clock, fit, serial_share
from tools.bench.scale import Parallel, Size
from tools.bench.start import Start

PLACES = (("a province", 20_000), ("the country", 600_000))
CORES = (1, 2, 16, 64)
_WORKERS = 2
_IDLE = 0.5  # of a core wanted by others: below, a measurement is worth keeping
_SHARES = (0, 0.01, 0.05, 0.1)


@dataclass(frozen=True)
class Measurements:
    """Everything of one run."""

    machine: Sequence[tuple[str, str]]
    load: float
    documents: documents.Measured
    pipeline: pipeline.Measured
    sizes: Sequence[Size]
    parallel: Parallel
    starts: Sequence[Start]
    rounds: int
    start_rounds: int
    full: bool


def page(found: Measurements) -> str:
    """Return the whole page."""
    parts = [
        _head(found),
        _documents(found),
        _pipeline(found),
        _sizes(found),
        _extrapolated(found),
        _starts(found),
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    ruler = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ruler, *rows))


def _head(found: Measurements) -> str:
    machine = "\n".join(("| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in found.machine)))
    mode = "all sizes, `BENCH_FULL=1`" if found.full else "quick; `BENCH_FULL=1` adds 10,000 filings and more rounds"
    busy = (
        "" if found.load < _IDLE else f"\n**The machine was busy (load {found.load:.1f}): take the figures again.**\n"
    )
    return f"""# Performance

Written by `make bench` ({mode}); do not edit.

Everything was measured in one run, side by side: contestants take turns (A B C A B C …), so that what else the machine
does hits all alike. Figures are medians of wall time; a ratio is the median of the ratios within each round, its
quartiles in brackets. Seconds depend on the machine and on how busy it is, ratios much less. No test asserts any of it.
{busy}
{machine}

The filings are synthetic (`tools/bench/filings.py`): pack hunan-2023, two projects, five documents each, as long as the
real ones in `examples/`, all different, and all without a finding."""


def _documents(found: Measurements) -> str:
    measured = found.documents
    rows = []
    for kind in measured.kinds:
        slow = kind.rounds[documents.DOCXTPL]
        for engine, rounds in kind.rounds.items():
            low, middle, high = rounds.times_faster_than(slow)
            ratio = "1" if engine == documents.DOCXTPL else f"**×{_ratio(middle)}** ({_ratio(low)}–{_ratio(high)})"
            rows.append((f"{kind.name}: {engine}", _milliseconds(rounds.median), ratio))
    shapes = ";\n  ".join(
        f"{kind.name}: `{kind.template}`, {kind.paragraphs} paragraphs with words, {kind.size / 1000:.1f} KB"
        for kind in measured.kinds
    )
    alike = all(same for kind in measured.kinds for same in kind.same.values())
    engines = sorted({engine for kind in measured.kinds for engine in kind.same})
    words = (
        f"The words of {' and '.join(engines)} equal perfgen's, paragraph by paragraph."
        if alike
        else f"**Not all words are equal**: {[(kind.name, kind.same) for kind in measured.kinds]}"
    )
    with_node = documents.NODE in measured.kinds[0].rounds
    node = (
        f"docxtemplater {measured.node} renders inside node (`process.hrtime`), warmed up alike, an equivalent\n"
        "  template in its own syntax, made from ours: the same paragraphs, placeholders, rows and conditions, each\n"
        "  expression computed beforehand and looked up by name. It does not merge cells."
        if with_node
        else f"docxtemplater was not measured: {measured.node}."
    )
    return f"""## One document, warm

{_table(("document and engine", "ms", "times as fast as docxtpl"), rows)}

* {shapes}.
* Data: `examples/岳阳楼区司法局.yaml`. {found.rounds} rounds, a tenth of a second a turn, a second of warm-up each.
* docxtpl as everyone uses it: a new `DocxTemplate` a document, `autoescape=True`, the data as plain dictionaries of
  strings, computed beforehand. `合并` does not merge there, it prints every cell.
* {node}
* perfgen: `load_template(path).render(scope)` on the same templates; the template was compiled in the warm-up.
* Floor: zlib level 6 of the parts that differ from the template, and the zip around them: no engine gets below this
  without compressing less. "Write" adds a file on disk.
* {words}"""


def _pipeline(found: Measurements) -> str:
    measured = found.pipeline
    low, middle, high = measured.perfgen.times_faster_than(measured.ordinary)
    rows = (
        ("openpyxl + docxtpl", _milliseconds(measured.ordinary.median), "1"),
        ("perfgen", _milliseconds(measured.perfgen.median), f"**×{_ratio(middle)}** ({_ratio(low)}–{_ratio(high)})"),
    )
    slow, fast = sum(measured.ordinary.seconds), sum(measured.perfgen.seconds)
    same = "The words of all documents are equal." if measured.same else "**Not all words are equal.**"
    return f"""## One filing: workbook in, five documents on disk

{_table(("", "ms a filing", "times as fast"), rows)}

* {measured.filings} different workbooks, {measured.documents} documents each way, one process, filing by filing in
  turn, warmed up: {slow:.2f} s against {fast:.2f} s, ×{_ratio(slow / fast)}. {same}
* The other way is `tools/bench/baseline.py`: `load_workbook`, a few sums, plain dictionaries, docxtpl. It checks
  nothing; perfgen reads, types, computes with decimals, checks everything, renders and writes."""


def _sizes(found: Measurements) -> str:
    rows = [
        (
            f"{size.filings:,}",
            f"{size.runs}",
            f"{size.wall:.2f}",
            _milliseconds(size.wall / size.filings),
            _milliseconds(size.processor / size.filings),
            f"{size.processor:.2f}",
            f"{size.memory:.0f}",
        )
        for size in found.sizes
    ]
    two = found.parallel
    ways = [("one process", two.one), ("two by hand, half the filings each", two.by_hand)]
    ways += [("`--jobs 2`", two.with_jobs)] if two.with_jobs is not None else []
    more = [
        (
            name,
            f"{walls[0]:.2f}",
            f"{walls[1]:.2f}",
            _milliseconds((walls[1] - walls[0]) / (two.many - two.few)),
            f"×{two.speedup(walls):.2f}" if walls is not two.one else "1",
        )
        for name, walls in ways
    ]
    note = (
        f"The largest process of `--jobs 2` held {two.memory:.0f} MB."
        if two.with_jobs is not None
        else "`perfgen render` has no `--jobs` yet."
    )
    head = ("filings", "runs", "wall s", "wall ms a filing", "processor ms a filing", "processor s", "peak MB")
    return f"""## Many filings: `perfgen render folder -o out`

{_table(head, rows)}

Whole processes, their start included, templates from the cache on disk; five documents a filing. Peak
memory is that of the process (`ru_maxrss`, the largest one where there are several).

{_table(("", f"{two.few} filings, s", f"{two.many} filings, s", "ms a further filing", "times as fast"), more)}

{note} A second run over the {two.many} filings, none of them changed, took {two.again:.2f} s.
"Times as fast" compares further filings: what starting processes takes, it takes once."""


def _extrapolated(found: Measurements) -> str:
    model, memory = models(found)
    small, large = found.sizes[0], found.sizes[-1]
    two = found.parallel
    faster = _speedup(two)
    how = "`--jobs 2`" if two.with_jobs is not None else "two processes by hand"
    rows = [
        (f"{name}: {units:,} units", *(clock(model.seconds(units, cores)) for cores in CORES)) for name, units in PLACES
    ]
    sums = "\n".join(
        f"    {units:>7,} on {cores:>2}: {model.arithmetic(units, cores)}" for _, units in PLACES for cores in CORES
    )
    grown = ", ".join(f"{memory[0] + memory[1] * units:,.0f} MB for {name}" for name, units in PLACES)
    country = PLACES[1][1]
    supposed = "The country on 64 cores, for other shares: " + ", ".join(
        f"{share:.0%} {clock(Model(model.start, model.each, share).seconds(country, CORES[-1]))}" for share in _SHARES
    )
    return f"""## What a province and the country would take

{_table(("", *(f"{cores} core{'s' if cores > 1 else ''}" for cores in CORES)), rows)}

Computed, not measured. From the tables above, with processor time, which is wall time on a machine with nothing else
to do:

    each  = ({large.processor:.3f} s − {small.processor:.3f} s) ÷ ({large.filings:,} − {small.filings:,})
          = {model.each * 1000:.3f} ms
    start = {small.processor:.3f} s − {small.filings} × each = {model.start:.3f} s
    share = (2 ÷ {faster:.3f} − 1) ÷ (2 − 1) = {model.share:.3f}, what cannot be spread, from {how} (within 0 … 1)
    time  = start + filings × each × (share + (1 − share) ÷ cores)          (Amdahl)

{sums}

The share is measured on {_WORKERS} cores, and on many cores it decides: read the last columns as an order of magnitude.
{supposed}

Memory grows by {memory[1] * 1000:,.1f} MB a thousand filings (from {found.sizes[-2].filings:,} to {large.filings:,}).
All given to one command, that makes {grown}."""


def models(found: Measurements) -> tuple[Model, tuple[float, float]]:
    """Return the model of time (smallest and largest size), base and growth of memory in MB (the two largest)."""
    small, large, before = found.sizes[0], found.sizes[-1], found.sizes[-2]
    start, each = fit((small.filings, small.processor), (large.filings, large.processor))
    return Model(start, each, serial_share(_speedup(found.parallel), _WORKERS)), fit(
        (before.filings, before.memory), (large.filings, large.memory)
    )


def _speedup(two: Parallel) -> float:
    return two.speedup(two.with_jobs if two.with_jobs is not None else two.by_hand)


def _starts(found: Measurements) -> str:
    rows = [
        (start.name, _milliseconds(start.wall), _milliseconds(start.processor), f"{start.memory:.0f}")
        for start in found.starts
    ]
    return f"""## Cold start

{_table(("process", "wall ms", "processor ms", "peak MB"), rows)}

Whole processes, medians of {found.start_rounds}, in turn; the first round, which fills the caches of the system, does
not count."""


def _milliseconds(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:.2f}" if milliseconds < 10 else f"{milliseconds:.1f}"  # noqa: PLR2004


def _ratio(times: float) -> str:
    return f"{times:.0f}" if times >= 10 else f"{times:.1f}"  # noqa: PLR2004
