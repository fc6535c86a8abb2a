"""docs/performance.md from the measurements: what was measured, how, the figures, and the arithmetic shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfgen.word.package import LEVEL
from tools.bench import documents, pipeline
from tools.bench.extrapolate import Model, clock, fit
from tools.bench.scale import Parallel, Size
from tools.bench.start import BARE, CACHED, HELP, UNCACHED, Start

PLACES = (("a province", 20_000), ("the country", 600_000))
CORES = (1, 2, 16, 64)
_IDLE = 0.5  # of a core wanted by others: below, a measurement is worth keeping


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
    floors = ", ".join(
        _ratio(kind.rounds[documents.WRITTEN].median / kind.rounds[documents.WRITE].median) for kind in measured.kinds
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
* Floor: zlib level {LEVEL}, which perfgen uses, of the parts that differ from the template. "Write" adds a file on disk
  of the document's size, over the one that stood there. perfgen takes {floors} times the floor, writing included.
* {words}"""


_STAGES = {
    "open": "open the package, read its cells",
    "read": "find tables, lines and columns",
    "build": "type and name what was entered",
    "compute": "compute fields, fill figures into the narrative",
    "check": "check",
    "render": "render five documents",
    "write": "write five files",
}


def _pipeline(found: Measurements) -> str:
    measured = found.pipeline
    low, middle, high = measured.perfgen.times_faster_than(measured.ordinary)
    rows = (
        ("openpyxl + docxtpl", _milliseconds(measured.ordinary.median), "1"),
        ("perfgen", _milliseconds(measured.perfgen.median), f"**×{_ratio(middle)}** ({_ratio(low)}–{_ratio(high)})"),
    )
    slow, fast, rounds = sum(measured.ordinary.seconds), sum(measured.perfgen.seconds), len(measured.perfgen.seconds)
    same = "The words of all documents are equal." if measured.same else "**Not all words are equal.**"
    stages = [(_STAGES[name], _milliseconds(taken.median)) for name, taken in measured.stages.items()]
    return f"""## One filing: workbook in, five documents on disk

{_table(("", "ms a filing", "times as fast"), rows)}

{_table(("perfgen, stage by stage", "ms a filing"), stages)}

* {measured.filings} different workbooks, {measured.documents} documents each way. {rounds} rounds, in each a process
  of the other way that goes through all of them in {pipeline.PARTS} parts, and before and after each part a process of
  perfgen that goes through all at once, whose mean counts: the clock drifts. Two other workbooks warm each process up.
  ×{_ratio(slow / fast)} altogether. {same}
* The other way is `tools/bench/baseline.py`: `load_workbook`, a few sums, plain dictionaries, docxtpl. It checks
  nothing; perfgen reads, types, computes with decimals, checks everything, renders and writes."""


def _sizes(found: Measurements) -> str:
    rows = [
        (
            f"{size.filings:,}",
            f"{size.runs}",
            f"{size.process.wall:.2f}",
            f"{size.process.processor:.2f}",
            _milliseconds(size.process.processor / size.filings),
            f"{size.process.memory:.0f}",
        )
        for size in found.sizes
    ]
    two = found.parallel
    more = [
        (
            name,
            f"{pair.few.wall:.2f}",
            f"{pair.many.wall:.2f}",
            _milliseconds(pair.further.median / (two.many - two.few)),
            "1" if pair is two.one else _between(pair.further.times_faster_than(two.one.further)),
            f"{pair.many.memory:.0f}",
        )
        for name, pair in (
            ("one", two.one),
            ("two by hand, half the filings each", two.by_hand),
            ("`--jobs 2`", two.jobs),
        )
    ]
    head = ("filings", "runs", "wall s", "processor s", "processor ms a filing", "peak MB")
    sizes = (f"{two.few} filings, s", f"{two.many} filings, s")
    return f"""## Many filings: `perfgen render folder -o out`

{_table(head, rows)}

Whole processes with `--jobs 1`, their start included, templates from the cache on disk; five documents a filing.

{_table(("processes", *sizes, "ms a further filing", "times as fast", "largest, MB"), more)}

Wall time, medians of {len(two.one.further.seconds)} rounds; "one" is the mean of two runs, each kept to another core.
"Times as fast" compares further filings: what starting takes, it takes once. A second run over the {two.many} filings,
none of them changed, took {two.again.wall:.2f} s."""


def _extrapolated(found: Measurements) -> str:
    model, memory = models(found)
    small, large = found.sizes[0], found.sizes[-1]
    few, many = found.parallel.jobs.few, found.parallel.jobs.many
    rows = [
        (f"{name}: {units:,} units", *(clock(model.seconds(units, cores)) for cores in CORES)) for name, units in PLACES
    ]
    sums = "\n".join(
        f"    {units:>7,} on {cores:>2}: {model.arithmetic(units, cores)}" for _, units in PLACES for cores in CORES
    )
    grown = " and ".join(f"{memory[0] + memory[1] * units:,.0f} MB for {name}" for name, units in PLACES)
    even = Model(model.start, model.each, 0).seconds(PLACES[1][1], CORES[-1])
    return f"""## What a province and the country would take

{_table(("", *(f"{cores} core{'s' if cores > 1 else ''}" for cores in CORES)), rows)}

Computed, not measured. From the tables above, with processor time, which is wall time on a machine with nothing else
to do; `share` is what the first process of `--jobs 2` does alone (finding, handing out, writing), measured with
{found.parallel.few} and {found.parallel.many} filings:

    each  = ({large.process.processor:.3f} s − {small.process.processor:.3f} s)
            ÷ ({large.filings:,} − {small.filings:,}) = {model.each * 1000:.3f} ms
    start = {small.process.processor:.3f} s − {small.filings} × each = {model.start:.3f} s
    share = ({many.alone:.3f} s − {few.alone:.3f} s)
            ÷ ({many.processor:.3f} s − {few.processor:.3f} s) = {model.share:.3f}
    time  = start + filings × each × (share + (1 − share) ÷ cores)          (Amdahl)

{sums}

That is cautious: the first process works while the others do. Two cores should be ×{model.speedup(2):.2f} by this, \
and were ×{found.parallel.jobs.further.times_faster_than(found.parallel.one.further)[1]:.2f}.
On many cores the share decides: without it, {CORES[-1]} cores would take {clock(even)} for the country.
Several commands, each with a folder of its own, share nothing.

Memory of the first process grows by {memory[1] * 1000:,.1f} MB a thousand filings (from {found.sizes[-2].filings:,} \
to {large.filings:,}).
All given to one command, that makes {grown}."""


def models(found: Measurements) -> tuple[Model, tuple[float, float]]:
    """Return the model of time (smallest and largest size), base and growth of memory in MB (the two largest)."""
    small, large, before = found.sizes[0], found.sizes[-1], found.sizes[-2]
    start, each = fit((small.filings, small.process.processor), (large.filings, large.process.processor))
    memory = fit((before.filings, before.process.memory), (large.filings, large.process.memory))
    return Model(start, each, found.parallel.jobs.share), memory


def _starts(found: Measurements) -> str:
    rows = [
        (name, _milliseconds(process.wall), _milliseconds(process.processor), f"{process.memory:.0f}")
        for name, process in ((start.name, start.process) for start in found.starts)
    ]
    by_name = {start.name: start.rounds for start in found.starts}
    help_ = _between(by_name[BARE].times_faster_than(by_name[HELP]))
    cached = _between(by_name[CACHED].times_faster_than(by_name[UNCACHED]))
    return f"""## Cold start

{_table(("process", "wall ms", "processor ms", "peak MB"), rows)}

Whole processes, medians of {found.start_rounds}, in turn; the first round, which fills the caches of the system and
leaves the byte code of all modules, does not count. Within each round `perfgen --help` takes {help_} the time
of bare Python, and rendering with the cache on disk is {cached} as fast as without."""


def _milliseconds(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:.2f}" if milliseconds < 10 else f"{milliseconds:.1f}"  # noqa: PLR2004


def _between(quartiles: tuple[float, float, float]) -> str:
    low, middle, high = quartiles
    return f"×{middle:.2f} ({low:.2f}–{high:.2f})"


def _ratio(times: float) -> str:
    return f"{times:.0f}" if times >= 10 else f"{times:.1f}"  # noqa: PLR2004
