"""Findings as text: each with its place, the spot itself and what to do, or one line each."""

from collections import Counter
from collections.abc import Iterator, Sequence

from perfgen.finding import Finding, Level, is_fatal
from perfgen.report.checked import Checked
from perfgen.report.excerpt import Excerpts, on_one_line
from perfgen.report.order import in_document_order

_MARGIN = "    "


def as_text(outcomes: Sequence[Checked], *, brief: bool = False) -> str:
    """Return the findings in document order, then what the filing silences; brief: one line each, nothing else."""
    tally = Tally()
    several = sum(bool(outcome.findings or outcome.ignored) for outcome in outcomes) > 1
    lines = [line for outcome in outcomes for line in tally.add(outcome, brief=brief, title=several)]
    return "\n".join((*lines, tally.words()))


class Tally:
    """Counts findings while filings go by, so that none of them has to be kept."""

    def __init__(self) -> None:
        """Begin with none."""
        self._filings = self._refused = 0
        self._levels: Counter[Level] = Counter()

    def add(self, outcome: Checked, *, brief: bool = False, title: bool = True) -> list[str]:
        """Count a filing and return the lines about it; ``title`` puts the name of its file above them."""
        self._filings += 1
        self._refused += is_fatal(outcome.findings)
        self._levels.update(finding.level for finding in outcome.findings)
        findings = in_document_order(outcome.findings, outcome.sheets)
        if brief:
            return [headline(finding) for finding in findings]
        lines = [f"—— {outcome.source}"] if title and (findings or outcome.ignored) else []
        excerpts = Excerpts(outcome.source)
        return [*lines, *(line for finding in findings for line in _lines(finding, excerpts)), *_silenced(outcome)]

    def words(self) -> str:
        """Return the closing line."""
        if not self._levels:
            return f"{self._filings} 份填报数据，没有发现问题。"
        words = "、".join(f"{self._levels[level]} 个{level.chinese}" for level in Level if self._levels[level])
        refused = f"其中 {self._refused} 份有致命问题，改正后才能生成文档。"
        return f"{self._filings} 份填报数据：{words}。{refused if self._refused else '没有致命问题，可以生成文档。'}"


def headline(finding: Finding) -> str:
    """Return the one line that says what is wrong and where."""
    return on_one_line(f"{finding.place}  {finding.level.chinese}：{finding.message}（{finding.kind.name}）")


def _lines(finding: Finding, excerpts: Excerpts) -> Iterator[str]:
    yield headline(finding)
    yield from (f"{_MARGIN}{line}" for line in excerpts.of(finding.place))
    yield f"{_MARGIN}→ {on_one_line(finding.help)}"
    yield from (f"{_MARGIN}另见 {on_one_line(str(place))}" for place in dict.fromkeys(finding.related))


def _silenced(outcome: Checked) -> Iterator[str]:
    if outcome.ignored:
        yield f"已忽略 {len(outcome.ignored)} 个问题："
    for finding, reason in outcome.ignored:
        where = finding.path or finding.place
        yield on_one_line(f"{_MARGIN}{finding.kind.name}  {where}  原因：{reason}")
