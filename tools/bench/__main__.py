"""``make bench``: measure everything, write docs/performance.md. BENCH_FULL=1 adds the long sizes."""

import os
import shutil
import time
from pathlib import Path

from tools.bench import documents, machine, page, pipeline, scale, start
from tools.bench.filings import PACK, write_filings
from tools.bench.measure import say

ROOT = Path(__file__).parents[2]
_TEMPLATES = ROOT / "templates" / PACK
_EXAMPLE = ROOT / "examples" / "岳阳楼区司法局.yaml"
_ROUNDS, _FULL_ROUNDS = 15, 41
_START_ROUNDS, _FULL_START_ROUNDS = 7, 31
_TWO_ROUNDS, _FULL_TWO_ROUNDS = 7, 15
_PIPELINE = 62  # two warm up
_FEW, _MANY = 20, 200


def main() -> None:
    """Run all measurements and write the page."""
    begin = time.monotonic()
    full = bool(os.environ.get("BENCH_FULL"))
    folder = ROOT / "out" / "bench"
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    os.environ |= scale.environment(work)  # nothing of the user's is touched
    about, load = machine.describe(), machine.load()
    rounds, start_rounds, two_rounds = (
        (_FULL_ROUNDS, _FULL_START_ROUNDS, _FULL_TWO_ROUNDS) if full else (_ROUNDS, _START_ROUNDS, _TWO_ROUNDS)
    )
    say("one filing, workbook to documents")
    way = pipeline.measure(write_filings(work / "in", scale.SEED, range(_PIPELINE)), _TEMPLATES, work)
    say("one document, warm")
    one = documents.measure(_EXAMPLE, _TEMPLATES, folder, rounds)
    say("many filings")
    sizes = scale.measure_sizes(work, {1: 5, 10: 5, 100: 3, 1000: 1, **({10_000: 1} if full else {})})
    two = scale.measure_two(work, _FEW, _MANY, two_rounds)
    say("cold start")
    starts = start.measure(work, _TEMPLATES, start_rounds)
    found = page.Measurements(about, load, one, way, sizes, two, starts, rounds, start_rounds, full)
    (ROOT / "docs" / "performance.md").write_text(page.page(found), encoding="utf-8")
    shutil.rmtree(work)
    say(f"docs/performance.md is written; the measurements took {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
