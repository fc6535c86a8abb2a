"""A finding: what is wrong or worth a look in a filing, and where."""

from enum import StrEnum
from typing import NamedTuple

from perfgen.place import Place


class Level(StrEnum):
    """How much a finding weighs; a fatal one keeps the documents from being written."""

    FATAL = "fatal"
    WARN = "warn"
    INFO = "info"

    @property
    def chinese(self) -> str:
        """The word the staff read."""
        return {"fatal": "致命", "warn": "警告", "info": "提示"}[self.value]


class Kind(NamedTuple):
    """A class of findings: its name states the fault, its help is an action."""

    name: str
    level: Level
    help: str

    def at(
        self,
        place: Place,
        message: str,
        *,
        path: str = "",
        help: str = "",  # noqa: A002
        related: tuple[Place, ...] = (),
    ) -> "Finding":
        """Return a finding of this kind at a place; a blank help means the kind's own."""
        return Finding(self, message, place, path, help or self.help, related)


class Finding(NamedTuple):
    """One fault at one place; ``path`` names the field (``经费.三公经费.本年决算``), blank for a whole file.

    ``related``: the other places where two disagree.
    """

    kind: Kind
    message: str
    place: Place
    path: str
    help: str
    related: tuple[Place, ...] = ()

    def of(self, file: str) -> "Finding":
        """Return the finding as it is reported of a filing: its places say in which file."""
        return self._replace(place=self.place.of(file), related=tuple(place.of(file) for place in self.related))

    @property
    def level(self) -> Level:
        """The level of its kind."""
        return self.kind.level


def is_fatal(findings: "tuple[Finding, ...] | list[Finding]") -> bool:
    """Tell whether the documents may not go out."""
    return any(finding.level is Level.FATAL for finding in findings)
