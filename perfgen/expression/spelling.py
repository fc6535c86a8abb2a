"""What to say of a name that means nothing: the nearest spelling, or the names there are."""

from collections.abc import Sequence

_SHOWN_NAMES = 12


def similar(name: str, known: Sequence[str], most: int = 1, least: float = 0.5) -> list[str]:
    """Return the known names that are most alike, the nearest first; ``least``: from 0, nothing in common, to 1."""
    import difflib  # it brings a pattern to compile, and few filings misspell anything

    return difflib.get_close_matches(name, known, most, least)


def nearest(name: str, known: tuple[str, ...]) -> str:
    """Ask whether the known name that is most alike was meant; blank where none is."""
    near = similar(name, known)
    return f"，是不是“{near[0]}”？" if near else ""


def describe_unknown(name: str, known: tuple[str, ...], owner: str = "") -> str:
    """Say that a name is unknown, with the nearest spelling or the names there are."""
    where = f"“{owner}”下没有“{name}”" if owner else f"没有名为“{name}”的表或栏目"
    return f"{where}{nearest(name, known) or _listed(known)}"


def describe_unknown_column(name: str, known: tuple[str, ...]) -> str:
    """Say that rows have no such column."""
    return f"列表里没有“{name}”这一栏{nearest(name, known) or _listed(known)}"


def _listed(known: tuple[str, ...]) -> str:
    more = "……" if len(known) > _SHOWN_NAMES else ""
    return f"，现有：{'、'.join(known[:_SHOWN_NAMES])}{more}" if known else ""
