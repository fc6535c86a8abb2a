"""Findings as the JSON that check and render promise; its schema is docs/findings.schema.json."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from perfgen.finding import Finding
from perfgen.place import Place
from perfgen.report.checked import Checked
from perfgen.report.order import in_document_order


def as_json(outcomes: Iterable[Checked], documents: Mapping[Path, Sequence[Path]] | None = None) -> str:
    """Return the filings with their findings in document order; ``documents``: what was written of each source."""
    filings = [
        {
            "source": str(outcome.source),
            "unit": outcome.unit,
            "pack": outcome.pack_name or None,
            "documents": [str(path) for path in (documents or {}).get(outcome.source, ())],
            "findings": [_finding(finding) for finding in in_document_order(outcome.findings, outcome.sheets)],
            "ignored": [
                {"name": finding.kind.name, "path": finding.path, "reason": reason}
                for finding, reason in outcome.ignored
            ],
        }
        for outcome in outcomes
    ]
    return json.dumps({"filings": filings}, ensure_ascii=False, indent=2)


def _finding(finding: Finding) -> dict[str, Any]:
    data = {
        "name": finding.kind.name,
        "level": finding.level.value,
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
        "place": _place(finding.place),
    }
    return data | ({"related": [_place(place) for place in finding.related]} if finding.related else {})


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "line": place.line or None,
        "column": place.column or None,
    }
