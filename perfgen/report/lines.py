"""What the summary says of the filings of a run, a line each."""

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

_TOGETHER = 500  # lines; loose, each takes nearly a kilobyte and keeps what was freed around it from the system


class Line(NamedTuple):
    """What the summary says of one filing; ``folder`` is where its documents are, seen from the summary."""

    unit: str
    source: str
    pack: str
    state: str
    figures: dict[str, str]
    counts: dict[str, int]
    documents: int
    folder: str = ""
    note: str = ""


class Lines:
    """The lines of a run, packed while it goes on: a province has tens of thousands, and memory is to stay flat.

    ``states`` counts them by state, in the order in which the states came up.
    """

    def __init__(self) -> None:
        """Begin without a line."""
        self._packed: list[bytes] = []
        self._loose: list[Line] = []
        self.states: Counter[str] = Counter()

    def __len__(self) -> int:
        """Count them."""
        return self.states.total()

    def __iter__(self) -> Iterator[Line]:
        """Go through all of them in their order."""
        for lot in self._packed:
            yield from (Line(*line) for line in json.loads(zlib.decompress(lot)))
        yield from self._loose

    def add(self, line: Line) -> None:
        """Take one more."""
        self.states[line.state] += 1
        self._loose.append(line)
        if len(self._loose) == _TOGETHER:
            self._packed.append(zlib.compress(json.dumps(self._loose).encode()))
            self._loose = []
