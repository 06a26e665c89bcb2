"""Bringing a source's raw scores onto the ratings' scale: one straight line per skill and source.

Ridge and shallow trees pull every score towards the mean, each by its own amount. A line leaves the order
of students as it is, makes a source's weight mean what it says, and lets contributions stay exact: they
are multiplied by the slope.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """``offset + slope * score``."""

    offset: float
    slope: float

    def __call__(self, score: Floats) -> Floats:
        return self.offset + self.slope * score

    def stretched(self, gain: float, center: float) -> "Line":
        """This line, its distance from ``center`` multiplied by ``gain``."""
        return Line(center + gain * (self.offset - center), self.slope * gain)


def fit(score: Floats, rating: Floats) -> Line:
    """Least squares of ``rating`` on ``score``, both (n,) and NaN-free; a score that does not vary gives the mean."""
    if np.var(score) < 1e-12:
        return Line(float(rating.mean()), 0.0)
    slope = float(np.cov(score, rating, bias=True)[0, 1] / np.var(score))
    return Line(float(rating.mean() - slope * score.mean()), slope)
