"""Findings as text: each with its place, the spot itself and what to do, or one line each."""

from collections import Counter
from collections.abc import Iterator, Sequence

from perfgen.finding import Finding, Level, is_fatal
from perfgen.report.checked import Checked, sheet_names
from perfgen.report.excerpt import Excerpts, on_one_line
from perfgen.report.order import in_document_order

_MARGIN = "    "


def as_text(outcomes: Sequence[Checked], *, brief: bool = False) -> str:
    """Return the findings in document order, then what the filing silences; brief: one line each, nothing else."""
    lines: list[str] = []
    several = sum(bool(outcome.findings or outcome.ignored) for outcome in outcomes) > 1
    for outcome in outcomes:
        findings = in_document_order(outcome.findings, sheet_names(outcome))
        if brief:
            lines += map(headline, findings)
            continue
        if several and (findings or outcome.ignored):
            lines.append(f"—— {outcome.source}")
        excerpts = Excerpts(outcome.source)
        lines += (line for finding in findings for line in _lines(finding, excerpts))
        lines += _silenced(outcome)
    lines.append(count_words(outcomes))
    return "\n".join(lines)


def headline(finding: Finding) -> str:
    """Return the one line that says what is wrong and where."""
    return on_one_line(f"{finding.place}  {finding.level.chinese}：{finding.message}（{finding.kind.name}）")


def count_words(outcomes: Sequence[Checked]) -> str:
    """Return the closing line."""
    counted = Counter(finding.level for outcome in outcomes for finding in outcome.findings)
    if not counted:
        return f"{len(outcomes)} 份填报数据，没有发现问题。"
    words = "、".join(f"{counted[level]} 个{level.chinese}" for level in Level if counted[level])
    refused = sum(is_fatal(outcome.findings) for outcome in outcomes)
    tail = f"其中 {refused} 份有致命问题，改正后才能生成文档。" if refused else "没有致命问题，可以生成文档。"
    return f"{len(outcomes)} 份填报数据：{words}。{tail}"


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
