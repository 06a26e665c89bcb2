"""The two sources that read words, and P(observed): fitted together, so that folds and artifact share one code.

``linguistic``: ridge on the wording's terms, one line per skill. ``model``: trees on the features.
P(observed): ridge on terms and features towards observed (1) or not (-1), turned into a probability by a
logistic curve fitted to predictions for writers that were left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import xgboost
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from mlcore import ridge, trees, wording
from mlcore.corpus import Row, items, prompts, targets, writers
from mlcore.features import extract_batch
from mlcore.schema import SKILLS, Skill
from mlcore.tokens import Token

Floats = NDArray[np.float64]
EXEMPLAR_WEIGHT = 0.5
EXEMPLAR = "exemplar"
FEATURE_PART = 0.5  # of the kernel that P(observed) is learned on; the rest is the wording's
Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Standard:
    """Features made comparable: missing as the mean, then centered, scaled and cut at three deviations."""

    mean: Floats  # (29,)
    scale: Floats

    def __call__(self, matrix: Floats) -> Floats:
        centered = np.clip((matrix - self.mean) / self.scale, -3, 3)
        return np.nan_to_num(centered) / np.sqrt(matrix.shape[1])


@dataclass(frozen=True, slots=True)
class Observed:
    """Per skill (in schema order): line over terms and features, then the logistic curve's slope and offset."""

    terms: Floats  # (terms, 4)
    features: Floats  # (29, 4)
    intercept: Floats  # (4,)
    slope: Floats
    offset: Floats
    standard: Standard

    def probability(self, encoded: wording.Encoded, matrix: Floats) -> Floats:
        """P(observed), shape (n, 4)."""
        line = encoded.matrix @ self.terms + self.standard(matrix) @ self.features + self.intercept
        return expit(self.slope * line + self.offset)


@dataclass(frozen=True, slots=True)
class Sources:
    wording: wording.Wording
    terms: Floats  # (terms, 4): the linguistic source
    intercept: Floats  # (4,)
    boosters: dict[Skill, xgboost.Booster]
    observed: Observed

    def linguistic(self, encoded: wording.Encoded) -> Floats:
        """Scores of the linguistic source, (n, 4), not clipped."""
        return encoded.matrix @ self.terms + self.intercept

    def model(self, matrix: Floats) -> Floats:
        """Scores of the trees, (n, 4), not clipped."""
        return np.column_stack([trees.predict(self.boosters[skill], matrix, skill) for skill in SKILLS])


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows with what is read from them once for all folds: features (n, 29) and tokens."""

    rows: Sequence[Row]
    matrix: Floats
    tokens: Sequence[list[Token]]

    def at(self, chosen: NDArray[np.intp]) -> "Prepared":
        return Prepared([self.rows[i] for i in chosen], self.matrix[chosen], [self.tokens[i] for i in chosen])

    def __add__(self, other: "Prepared") -> "Prepared":
        return Prepared(
            [*self.rows, *other.rows], np.vstack([self.matrix, other.matrix]), [*self.tokens, *other.tokens]
        )


def prepare(rows: Sequence[Row]) -> Prepared:
    """The corpus has no telemetry, so the behavioral columns are NaN."""
    read = items(rows)
    return Prepared(rows, extract_batch(read)[0], wording.tokens_of(read))


def fit(prepared: Prepared, *, tick: Tick = lambda: None) -> Sources:
    """Both sources and P(observed) from training rows."""
    rows, matrix = prepared.rows, prepared.matrix
    words = wording.learn(prepared.tokens, writers(rows), prompts(rows))
    encoded = words.encode_tokens(prepared.tokens)
    kernel = np.asarray((encoded.matrix @ encoded.matrix.T).todense())
    tick()
    lines = [_line(rows, kernel, skill) for skill in SKILLS]
    boosters = {skill: _trees(rows, matrix, skill) for skill in SKILLS}
    tick()
    return Sources(
        wording=words,
        terms=np.column_stack([encoded.matrix[chosen].T @ line.dual for chosen, line in lines]),
        intercept=np.array([line.intercept for _, line in lines]),
        boosters=boosters,
        observed=_observed(rows, encoded, kernel, matrix),
    )


def trust(rows: Sequence[Row]) -> Floats:
    """Weight of each row in training: exemplars, written from the codebook, count less than the corpus."""
    return np.array([EXEMPLAR_WEIGHT if row.style == EXEMPLAR else 1.0 for row in rows])


def _rated(rows: Sequence[Row], skill: Skill) -> tuple[NDArray[np.intp], Floats]:
    target = targets(rows, skill)
    chosen = np.flatnonzero(np.isfinite(target))
    return chosen, target[chosen]


def _line(rows: Sequence[Row], kernel: Floats, skill: Skill) -> tuple[NDArray[np.intp], ridge.Ridge]:
    chosen, target = _rated(rows, skill)
    groups, weight = writers(rows)[chosen], trust(rows)[chosen]
    return chosen, ridge.fit(kernel[np.ix_(chosen, chosen)], target, groups=groups, weight=weight)


def _trees(rows: Sequence[Row], matrix: Floats, skill: Skill) -> xgboost.Booster:
    chosen, target = _rated(rows, skill)
    return trees.fit(matrix[chosen], target, skill, groups=writers(rows)[chosen], weight=trust(rows)[chosen])


def _observed(rows: Sequence[Row], encoded: wording.Encoded, kernel: Floats, matrix: Floats) -> Observed:
    corpus = np.flatnonzero([row.style != EXEMPLAR for row in rows])
    standard = _standard(matrix[corpus])
    features = standard(matrix[corpus])
    both = (1 - FEATURE_PART) * kernel[np.ix_(corpus, corpus)] + FEATURE_PART * features @ features.T
    groups = writers(rows)[corpus]
    seen = [np.where(np.isfinite(targets(rows, skill)[corpus]), 1.0, -1.0) for skill in SKILLS]
    lines = [ridge.fit(both, target, groups=groups) for target in seen]
    curves = [_logistic(line.held_out, target > 0) for line, target in zip(lines, seen, strict=True)]
    duals = np.column_stack([line.dual for line in lines])
    return Observed(
        terms=(1 - FEATURE_PART) * (encoded.matrix[corpus].T @ duals),
        features=FEATURE_PART * (features.T @ duals),
        intercept=np.array([line.intercept for line in lines]),
        slope=np.array([slope for slope, _ in curves]),
        offset=np.array([offset for _, offset in curves]),
        standard=standard,
    )


def _standard(matrix: Floats) -> Standard:
    present = np.isfinite(matrix)
    filled = np.where(present, matrix, 0.0)
    count = np.maximum(present.sum(axis=0), 1)
    mean = filled.sum(axis=0) / count
    scale = np.sqrt((np.where(present, filled - mean, 0.0) ** 2).sum(axis=0) / count)
    return Standard(mean, np.maximum(scale, 1e-3))


def _logistic(line: Floats, seen: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that make ``expit(slope * line + offset)`` most likely (Platt 1999)."""

    def loss(parts: Floats) -> float:
        z = parts[0] * line + parts[1]
        return float(np.logaddexp(0, np.where(seen, -z, z)).sum() + 0.01 * parts[0] ** 2)

    slope, offset = minimize(loss, np.array([2.0, 0.0]), method="BFGS").x
    return float(slope), float(offset)
