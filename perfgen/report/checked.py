"""What a report needs to know of a filing that went through the stages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from perfgen.finding import Finding


class Checked(Protocol):
    """A filing with what was found in it."""

    @property
    def source(self) -> Path:
        """The file."""

    @property
    def unit(self) -> str:
        """The unit's name."""

    @property
    def pack_name(self) -> str:
        """The pack's name, blank where none was found."""

    @property
    def sheets(self) -> Sequence[str]:
        """The sheets of the pack's workbook in their order."""

    @property
    def findings(self) -> list[Finding]:
        """Everything found, in the order of the stages."""

    @property
    def ignored(self) -> list[tuple[Finding, str]]:
        """What was found and the filing silences, each with the reason it gives."""
