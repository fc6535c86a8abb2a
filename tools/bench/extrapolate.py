"""From what was measured here to a province and the country: the formulas, and the same arithmetic in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """``start`` seconds once, ``each`` seconds a filing on one core; its ``share`` cannot be spread over cores."""

    start: float
    each: float
    share: float

    def seconds(self, filings: int, cores: int) -> float:
        """Return the wall time (Amdahl): start + filings × each × (share + (1 − share) ÷ cores)."""
        return self.start + filings * self.each * (self.share + (1 - self.share) / cores)

    def speedup(self, cores: int) -> float:
        """Return how much faster that is on so many cores, the start left out."""
        return 1 / (self.share + (1 - self.share) / cores)

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


def clock(seconds: float) -> str:
    """Print a time span: 48 s, 12 min, 3 h 05 min."""
    if seconds < 120:  # noqa: PLR2004 - up to two minutes, seconds say more
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"  # noqa: PLR2004
