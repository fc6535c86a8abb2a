"""Findings that a filing silences, each with a written reason."""

from collections.abc import Iterable

from perfgen.filing import Filing, Listing
from perfgen.finding import Finding
from perfgen.finding.catalogue import NOTHING_TO_IGNORE
from perfgen.pack import IGNORED
from perfgen.value import Blank


def silence(filing: Filing, findings: Iterable[Finding]) -> tuple[list[Finding], list[tuple[Finding, str]]]:
    """Return the findings that stay and those that the table 忽略 takes out, with the reasons.

    A line silences the findings of one name at one path; without a name, all at that path. A line without a reason
    silences nothing, one that finds nothing to silence is named.
    """
    table = filing.tables[IGNORED]
    lines = table.rows if isinstance(table, Listing) else ()
    kept = list(findings)
    ignored: list[tuple[Finding, str]] = []
    for line in lines:
        path, name, reason = (line.cells[column].entered for column in ("位置", "问题", "原因"))
        if isinstance(reason, Blank):
            continue
        mine = [found for found in kept if found.path == path and name in ("", found.kind.name)]
        ignored += [(found, str(reason)) for found in mine]
        kept = [found for found in kept if found not in mine]
        if not mine:
            message = f"“{path}”没有要忽略的问题" + (f"“{name}”" if name else "")
            kept.append(NOTHING_TO_IGNORE.at(line.place, message, path=line.path))
    return kept, ignored
