"""What the pieces of a part mean, remembered: the units of a district fill in one form, and most of it is the form."""

from collections.abc import Callable, Container, Sequence
from typing import Generic, TypeVar

_MOST = 4096  # pieces; twice as many are remembered
_LONGEST = 200  # bytes; what is longer is the unit's own

_T = TypeVar("_T")
_Read = Callable[[list[bytes]], tuple[Sequence[_T], Container[int]] | None]


class Known(Generic[_T]):
    """The meaning of pieces by their bytes. What is asked for again stays, what is not is forgotten by and by.

    A meaning is never None, and says nothing of the file it was found in.
    """

    def __init__(self) -> None:
        """Know nothing."""
        self._recent: dict[bytes, _T] = {}
        self._before: dict[bytes, _T] = {}

    def meanings(self, pieces: list[bytes], read: "_Read[_T]") -> list[_T] | None:
        """Return the meanings of pieces in their order; None where ``read`` cannot tell them.

        It is given what is not known, all at once, and returns the meanings, and which of them are not to be kept.
        """
        found: list[_T | None] = list(map(self._recent.get, pieces))
        missing = [number for number, meaning in enumerate(found) if meaning is None]
        if missing and not self._fill(found, missing, pieces, read):
            return None
        return found  # type: ignore[return-value]  # none is missing any more

    def _fill(self, found: list[_T | None], missing: list[int], pieces: list[bytes], read: "_Read[_T]") -> bool:
        unknown: list[int] = []
        for number in missing:
            found[number] = meaning = self._before.get(pieces[number])
            if meaning is None:
                unknown.append(number)
            else:
                self._keep(pieces[number], meaning)
        if not unknown:
            return True
        answer = read([pieces[number] for number in unknown])
        if answer is None:
            return False
        meanings, fleeting = answer
        for at, (number, meaning) in enumerate(zip(unknown, meanings, strict=True)):
            found[number] = meaning
            if len(pieces[number]) <= _LONGEST and at not in fleeting:
                self._keep(pieces[number], meaning)
        return True

    def _keep(self, piece: bytes, meaning: _T) -> None:
        if len(self._recent) >= _MOST:
            self._before, self._recent = self._recent, {}
        self._recent[piece] = meaning
