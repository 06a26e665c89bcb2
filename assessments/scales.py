"""The geometry of a score drawn on its scale: where the dot, the interval and the cuts between levels stand.

Pure numbers, no markup. Across, everything is a percentage of the width, so that one drawing stretches from
a table cell to a page; downward it is pixels.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mlcore.schema import LEVEL_CUTS, LEVELS, Level, level_of


@dataclass(frozen=True, slots=True)
class Size:
    """How tall one drawing of a scale is, in pixels; ``css`` is the class that says the same to the stylesheet."""

    css: str
    height: int
    track: int
    band: int
    cap: float
    dot: int

    @property
    def middle(self) -> float:
        return self.height / 2

    @property
    def track_top(self) -> float:
        return (self.height - self.track) / 2

    @property
    def band_top(self) -> float:
        return (self.height - self.band) / 2

    @property
    def track_corner(self) -> float:
        return self.track / 2

    @property
    def cut_top(self) -> float:
        return self.track_top - 0.5

    @property
    def cut_bottom(self) -> float:
        return self.track_top + self.track + 0.5

    @property
    def cap_shift(self) -> float:
        return -self.cap / 2


LARGE = Size(css="", height=28, track=8, band=16, cap=2, dot=7)
MINI = Size(css="mini", height=12, track=4, band=8, cap=1.5, dot=4)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One score on its scale. ``dot`` is ``None`` where there is not enough evidence: never a dot at 0.50."""

    size: Size
    cuts: tuple[str, ...]
    dot: str | None = None
    low: str = ""
    high: str = ""
    width: str = ""


CUTS = tuple(f"{100 * cut:.2f}%" for cut in LEVEL_CUTS)


def drawing(size: Size, score: float | None, low: float | None, high: float | None) -> Drawing:
    """Where things stand for a score and its 80% interval, all on 0-1; what lies outside is clipped to the edge."""
    if score is None:
        return Drawing(size, CUTS)
    left, right = clipped(score if low is None else low), clipped(score if high is None else high)
    return Drawing(size, CUTS, across(score), across(left), across(right), across(right - left))


def clipped(value: float) -> float:
    return min(1.0, max(0.0, value))


def across(value: float) -> str:
    """A value on 0-1 as a place on the scale."""
    return f"{100 * clipped(value):.2f}%"


def other_levels(score: float, low: float, high: float) -> tuple[Level, ...]:
    """The levels beside its own that the interval reaches, lowest first."""
    first, last = LEVELS.index(level_of(low)), LEVELS.index(level_of(high))
    return tuple(level for level in LEVELS[first : last + 1] if level != level_of(score))


# Three bars, one under the other: what stands beside a confidence number, and opened below it.
BAR_TOPS = (0, 5, 10)


def bars(values: Iterable[float]) -> list[tuple[int, str]]:
    """(top in pixels, width) of each bar of the small confidence mark."""
    return [(top, across(value)) for top, value in zip(BAR_TOPS, values, strict=True)]


def from_center(value: float, full: float) -> tuple[str, str]:
    """(left, width) of a bar that grows from the center line: right for what raises, left for what lowers.

    ``full`` is the size that fills half of the drawing.
    """
    half = 50 * clipped(abs(value) / full) if full else 0.0
    return f"{50 - half if value < 0 else 50:.2f}%", f"{half:.2f}%"
