"""What a reader hands over: the tree of a file as written, with the place of every value.

Where two files hold the same, parts of their trees may be one: nothing changes a part once it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from perfgen.place import Place


@dataclass(slots=True)
class Scalar:
    """One value as text; None is blank. ``unreadable``: the reader has already said what is wrong with it.

    ``number`` tells that the file holds a number, not text that looks like one. ``made``: what was built of it last.
    """

    text: str | None
    place: Place
    unreadable: bool = False
    number: bool = False
    made: Any = field(default=None, compare=False, repr=False)


@dataclass(slots=True)
class Branch:
    """Named parts in the order of the file; ``keys`` are the places of the names, None where the parts stand there.

    ``unreadable``: the reader has already said that the table could not be read, so nothing in it is missing.
    ``made``: what was built of it last, with what that depends on.
    """

    parts: dict[str, "Node"]
    place: Place
    keys: dict[str, Place] | None = None
    unreadable: bool = False
    made: object = field(default=None, compare=False, repr=False)

    def named_at(self, name: str) -> Place:
        """Return where the name of a part stands."""
        return self.keys[name] if self.keys else self.parts[name].place


@dataclass(slots=True)
class Items:
    """A list in the order of the file; ``made``: what was built of it last, with what that depends on."""

    items: tuple["Node", ...]
    place: Place
    made: object = field(default=None, compare=False, repr=False)

    def __iter__(self) -> Iterator["Node"]:
        """Go through the items."""
        return iter(self.items)


Node = Scalar | Branch | Items
