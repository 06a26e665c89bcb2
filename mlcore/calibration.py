"""How wrong a fused score usually is: intervals and standard errors, per skill and pattern of sources.

Locally scaled split conformal prediction (Lei et al. 2018, section 5.2): the 80% quantile of
|rating - score| / spread over rows that no part of the model had seen. Coverage is measured with crossed
folds: the quantile for one writer and prompt block comes from rows that share neither.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mlcore import folds
from mlcore.mixing import mix
from mlcore.schema import BEHAVIORAL, LINGUISTIC, MODEL, SKILLS, SOURCES, Skill

Floats = NDArray[np.float64]
Weights = Mapping[Skill, Mapping[str, float]]
NOMINAL = 0.80
TEXT = (MODEL, LINGUISTIC)
LEAST_ROWS = 30


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """What the crossed folds said of the training rows: arrays over (response, skill) pairs, all alike in length.

    ``rating`` is on 0-1, NaN where not observed. ``scores`` maps a source to its scores before clipping.
    """

    skill: NDArray[np.str_]
    rating: Floats
    scores: Mapping[str, Floats]
    spread: Floats
    p_observed: Floats
    writer: NDArray[np.str_]
    prompt: NDArray[np.str_]

    def of(self, skill: Skill) -> "OutOfFold":
        return self.at(self.skill == skill.value)

    def at(self, rows: NDArray) -> "OutOfFold":
        scores = {source: values[rows] for source, values in self.scores.items()}
        cut = (self.rating, self.spread, self.p_observed, self.writer, self.prompt)
        rating, spread, p_observed, writer, prompt = (values[rows] for values in cut)
        return OutOfFold(self.skill[rows], rating, scores, spread, p_observed, writer, prompt)

    def matrix(self, sources: Sequence[str]) -> Floats:
        """Scores (n, sources); a source that the folds never saw is all NaN."""
        empty = np.full(len(self.rating), np.nan)
        return np.column_stack([self.scores.get(source, empty) for source in sources])


@dataclass(frozen=True, slots=True)
class Fit:
    """One skill under one pattern of sources. ``assumed``: no rated rows had these sources."""

    interval: float  # half-width of the 80% interval, in spreads
    error: float  # root mean squared error, in spreads
    r: float | None
    coverage: float | None
    rows: int
    assumed: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    fits: Mapping[str, Fit]  # by ``key(skill, sources)``
    spreads: Mapping[str, tuple[float, float]]  # per skill: the 10th and 90th percentile of the spread
    mistaken: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # per skill: see ``mistakes``

    def of(self, skill: Skill, sources: Sequence[str]) -> Fit:
        """The fit for the sources present; raises ``KeyError`` for sources unknown to the schema."""
        return self.fits[key(skill, sources)]

    def mistakes(self, skill: Skill, p: float) -> float:
        """The share of responses that show nothing of ``skill`` and are still held, out of fold, to show it with
        ``p`` or more: how often chance alone looks so sure. Zero from artifacts that did not measure it."""
        known = self.mistaken.get(skill.value, ())
        return (len(known) - bisect_left(known, p)) / len(known) if known else 0.0

    def to_json(self) -> dict[str, object]:
        return {
            "fits": {name: asdict(fit) for name, fit in self.fits.items()},
            "spreads": {name: list(ends) for name, ends in self.spreads.items()},
            **({"mistaken": {name: list(chances) for name, chances in self.mistaken.items()}} if self.mistaken else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping]) -> "Calibration":
        spreads = {name: (float(low), float(high)) for name, (low, high) in data["spreads"].items()}
        mistaken = {name: tuple(chances) for name, chances in data.get("mistaken", {}).items()}
        return cls({name: Fit(**fit) for name, fit in data["fits"].items()}, spreads, mistaken)


def key(skill: Skill, sources: Sequence[str]) -> str:
    return f"{skill.value}:{'+'.join(source for source in SOURCES if source in sources)}"


def calibrate(out_of_fold: OutOfFold, weights: Weights) -> Calibration:
    """Interval scale, standard error, r and coverage for every skill and pattern of sources under ``weights``."""
    fits, spreads, mistaken = {}, {}, {}
    for skill in SKILLS:
        rows = out_of_fold.of(skill)
        spreads[skill.value] = tuple(float(q) for q in np.quantile(rows.spread, [0.1, 0.9]))
        mistaken[skill.value] = _mistaken(rows)
        for sources in _patterns():
            fits[key(skill, sources)] = _fit(rows, sources, weights[skill])
    return Calibration(fits, spreads, mistaken)


def _mistaken(rows: OutOfFold) -> tuple[float, ...]:
    """P(observed) of the rows whose rating says that they show nothing, ascending, by percentiles."""
    nothing = rows.p_observed[np.isnan(rows.rating)]
    return tuple(round(float(p), 4) for p in np.quantile(nothing, np.linspace(0, 1, 101))) if len(nothing) else ()


def _patterns() -> list[tuple[str, ...]]:
    return [pattern for n in range(1, len(SOURCES) + 1) for pattern in combinations(SOURCES, n)]


def _fit(rows: OutOfFold, sources: Sequence[str], weights: Mapping[str, float]) -> Fit:
    """Measured from words where there are words; telemetry has no rated rows yet, so its error is assumed."""
    measured = tuple(source for source in sources if source in TEXT)
    if not measured:
        return _unread(rows)
    fused = fuse(rows, measured, weights)
    known = np.isfinite(rows.rating) & np.isfinite(fused)
    error = np.abs(rows.rating - fused)[known]
    return Fit(
        interval=quantile(error / rows.spread[known]),
        error=float(np.sqrt(np.mean((error / rows.spread[known]) ** 2))),
        r=pearson(rows.rating[known], fused[known]),
        coverage=float(np.mean(covered(rows, fused)[known])),
        rows=int(known.sum()),
        assumed=BEHAVIORAL in sources,
    )


def fuse(rows: OutOfFold, sources: Sequence[str], weights: Mapping[str, float]) -> Floats:
    """The fused score of each row from ``sources`` alone, clipped to 0-1. Equal weights if all theirs are zero."""
    held = np.array([weights.get(source, 0.0) for source in sources])
    return np.clip(mix(rows.matrix(sources), held if held.any() else np.ones(len(held))), 0, 1)


def _unread(rows: OutOfFold) -> Fit:
    """No words: a score may be as far off as a rating is from the mean of all ratings."""
    rating = rows.rating[np.isfinite(rows.rating)]
    away = np.abs(rating - rating.mean()) / np.median(rows.spread)
    return Fit(quantile(away), float(np.sqrt(np.mean(away**2))), None, None, 0, assumed=True)


def quantile(ratios: Floats) -> float:
    """The conformal quantile: the ceil((n + 1) * .8)-th smallest of n."""
    rank = int(np.ceil((len(ratios) + 1) * NOMINAL))
    return float(np.sort(ratios)[min(rank, len(ratios)) - 1])


def covered(rows: OutOfFold, fused: Floats) -> NDArray[np.bool_]:
    """Whether each row's rating lies in its interval, the scale taken from rows of other writers and blocks."""
    ratio = np.abs(rows.rating - fused) / rows.spread
    inside = np.zeros(len(ratio), dtype=bool)
    for fold in folds.crossed(rows.writer, rows.prompt):
        known = ratio[fold.train][np.isfinite(ratio[fold.train])]
        if len(known) >= LEAST_ROWS:
            inside[fold.test] = ratio[fold.test] <= quantile(known)
    return inside


def pearson(left: Floats, right: Floats) -> float | None:
    """Pearson's r; ``None`` where either side does not vary."""
    if len(left) < 2 or left.std() == 0 or right.std() == 0:
        return None
    return float(np.corrcoef(left, right)[0, 1])
