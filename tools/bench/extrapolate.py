"""From what was measured here to a province and the country: the formulas, and the same arithmetic in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """``start`` seconds once, ``each`` seconds a filing on one core, of which ``share`` cannot be spread over cores."""

    start: float
    each: float
    share: float

    def seconds(self, filings: int, cores: int) -> float:
        """Return the wall time (Amdahl): start + filings × each × (share + (1 − share) ÷ cores)."""
        return self.start + filings * self.each * (self.share + (1 - self.share) / cores)

    def arithmetic(self, filings: int, cores: int) -> str:
        """Write the sum down with its figures."""
        spread = f"({self.share:.3f} + {1 - self.share:.3f} ÷ {cores})"
        return (
            f"{self.start:.2f} s + {filings:,} × {self.each * 1000:.2f} ms × {spread} "
            f"= {self.seconds(filings, cores):,.0f} s"
        )


def fit(small: tuple[int, float], large: tuple[int, float]) -> tuple[float, float]:
    """Return start and slope of the line through two measurements (filings, figure); ValueError for equal sizes."""
    (fewer, less), (more, greater) = small, large
    if fewer == more:
        raise ValueError("two different sizes are needed")
    slope = (greater - less) / (more - fewer)
    return less - fewer * slope, slope


def serial_share(speedup: float, processes: int) -> float:
    """Return the share that cannot be spread, from the speed-up with so many processes: 0 if perfect, 1 if none.

    speedup = 1 ÷ (share + (1 − share) ÷ processes), solved for the share. A measured speed-up outside 1 … processes is
    noise and counts as the nearer end.
    """
    kept = min(max(speedup, 1.0), float(processes))
    return (processes / kept - 1) / (processes - 1)


def clock(seconds: float) -> str:
    """Print a time span: 48 s, 12 min, 3 h 05 min."""
    if seconds < 120:  # noqa: PLR2004 - up to two minutes, seconds say more
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"  # noqa: PLR2004
