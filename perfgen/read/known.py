"""What the pieces of parts mean, remembered: the units of a district fill in one form, and most of it is the form."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

_MOST = 1_500_000  # bytes of pieces that were asked for lately, and as many from before
_LONGEST = 16_000

_T = TypeVar("_T")
_Meanings = dict[bytes, object]
_Read = Callable[[list[bytes]], Sequence[_T] | None]


class Known:
    """The meaning of pieces by their kind and their bytes. What is asked for again stays, the rest is forgotten.

    A meaning is never None, and follows from kind and piece alone: other files are told the same.
    """

    def __init__(self, besides: int) -> None:
        """Know nothing; ``besides``: bytes that a piece takes besides its own."""
        self._besides = besides
        self._size = 0
        self._recent: dict[str, _Meanings] = defaultdict(dict)
        self._before: dict[str, _Meanings] = defaultdict(dict)

    def meanings(self, kind: str, pieces: list[bytes], read: _Read[_T]) -> list[_T] | None:
        """Return the meanings of pieces in their order; None where ``read`` cannot tell them.

        It is given what is not known, all at once.
        """
        found: list[object] = list(map(self._recent[kind].get, pieces))
        missing = [number for number, meaning in enumerate(found) if meaning is None] if None in found else []
        if missing and not self._fill(kind, found, missing, pieces, read):
            return None
        return found  # type: ignore[return-value]  # what ``read`` returned, now or before

    def _fill(self, kind: str, found: list[object], missing: list[int], pieces: list[bytes], read: _Read[_T]) -> bool:
        before = self._before[kind]
        unknown: list[int] = []
        for number in missing:
            found[number] = meaning = before.get(pieces[number])
            if meaning is None:
                unknown.append(number)
        meanings = read([pieces[number] for number in unknown]) if unknown else ()
        if meanings is None:
            return False
        for number, meaning in zip(unknown, meanings, strict=True):
            found[number] = meaning
        self._keep(kind, {piece: found[number] for number in missing if len(piece := pieces[number]) <= _LONGEST})
        return True

    def _keep(self, kind: str, lot: _Meanings) -> None:
        if self._size > _MOST:
            self._before, self._recent, self._size = self._recent, defaultdict(dict), 0
        self._recent[kind].update(lot)
        self._size += sum(map(len, lot)) + self._besides * len(lot)


KNOWN = Known(300)
PARTS = Known(20_000)


def remembered(most: int, longest: int = 20_000) -> Callable[[Callable[..., _T]], Callable[..., _T]]:
    """Remember what a function makes of parts, unless they are long: they are alike in workbooks that began as one."""

    def decorate(function: Callable[..., _T]) -> Callable[..., _T]:
        kept = lru_cache(maxsize=most)(function)

        def either(*parts: bytes | str) -> _T:
            return (kept if sum(map(len, parts)) <= longest else function)(*parts)

        return either

    return decorate
