"""What a report needs to know of a filing that went through the stages."""

from pathlib import Path
from typing import Protocol

from perfgen.finding import Finding
from perfgen.pack import Pack
from perfgen.pack.sheets import GUIDE_SHEET, sheets


class Checked(Protocol):
    """A filing with what was found in it."""

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
        """Everything found, in the order of the stages."""

    @property
    def ignored(self) -> list[tuple[Finding, str]]:
        """What was found and the filing silences, each with the reason it gives."""


def sheet_names(outcome: Checked) -> list[str]:
    """Return the sheets of the pack's workbook in their order."""
    return [GUIDE_SHEET, *(sheet.name for sheet in sheets(outcome.pack))] if outcome.pack else []
