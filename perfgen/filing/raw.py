"""What a reader hands over: the tree of a file as written, with the place of every value."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from perfgen.place import Place


class Scalar(NamedTuple):
    """One value as text; None is blank. ``unreadable``: the reader has already said what is wrong with it.

    ``number`` tells that the file holds a number, not text that looks like one.
    """

    text: str | None
    place: Place
    unreadable: bool = False
    number: bool = False


class Branch(NamedTuple):
    """Named parts in the order of the file; ``keys`` are the places of the names.

    ``unreadable``: the reader has already said that the table could not be read, so nothing in it is missing.
    """

    parts: dict[str, "Node"]
    place: Place
    keys: dict[str, Place]
    unreadable: bool = False


@dataclass(slots=True)
class Items:
    """A list in the order of the file."""

    items: tuple["Node", ...]
    place: Place

    def __iter__(self) -> Iterator["Node"]:
        """Go through the items."""
        return iter(self.items)


Node = Scalar | Branch | Items
