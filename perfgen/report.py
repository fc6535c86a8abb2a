"""Findings as people and programs read them: text, one line each, JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from perfgen.finding import Finding, Level, is_fatal
from perfgen.pack import Pack


class Checked(Protocol):
    """What a report needs to know of a filing."""

    @property
    def source(self) -> Path:
        """The file."""

    @property
    def unit(self) -> str:
        """The unit's name."""

    @property
    def pack(self) -> Pack | None:
        """The pack, None where none was found."""

    @property
    def findings(self) -> list[Finding]:
        """Everything found, in document order."""


def as_text(outcomes: Sequence[Checked], *, brief: bool = False) -> str:
    """Return the findings in document order with what to do, or one line each."""
    lines: list[str] = []
    several = sum(bool(outcome.findings) for outcome in outcomes) > 1
    for outcome in outcomes:
        if several and outcome.findings and not brief:
            lines.append(f"—— {outcome.source}")
        for finding in outcome.findings:
            lines.append(f"{finding.place}  {finding.level.chinese}：{finding.message}（{finding.kind.name}）")
            if not brief:
                lines.append(f"    → {finding.help}")
    lines.append(count_words(outcomes))
    return "\n".join(lines)


def count_words(outcomes: Sequence[Checked]) -> str:
    """Return the closing line."""
    counted = Counter(finding.level for outcome in outcomes for finding in outcome.findings)
    if not counted:
        return f"{len(outcomes)} 份填报数据，没有发现问题。"
    words = "、".join(f"{counted[level]} 个{level.chinese}" for level in Level if counted[level])
    refused = sum(is_fatal(outcome.findings) for outcome in outcomes)
    tail = f"其中 {refused} 份有致命问题，改正后才能生成文档。" if refused else "没有致命问题，可以生成文档。"
    return f"{len(outcomes)} 份填报数据：{words}。{tail}"


def as_json(outcomes: Iterable[Checked], documents: Mapping[Path, Sequence[Path]] | None = None) -> str:
    """Return the JSON that ``check`` and ``render`` promise."""
    filings = [
        {
            "source": str(outcome.source),
            "unit": outcome.unit,
            "pack": outcome.pack.name if outcome.pack else None,
            "documents": [str(path) for path in (documents or {}).get(outcome.source, ())],
            "findings": [_as_data(finding) for finding in outcome.findings],
        }
        for outcome in outcomes
    ]
    return json.dumps({"filings": filings}, ensure_ascii=False, indent=2)


def _as_data(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "name": finding.kind.name,
        "level": finding.level.value,
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
        "place": {
            "file": place.file,
            "sheet": place.sheet or None,
            "cell": place.cell or None,
            "line": place.line or None,
            "column": place.column or None,
        },
    }
