"""The two sources that read words, and P(observed): fitted together, so that folds and artifact share one code.

``linguistic``: ridge on the wording's terms, each read at the part to which its clause bears on the skill.
``model``: trees on the features. P(observed): ridge on terms and features towards observed (1) or not (-1), and
the clause that bears most on the skill, turned into a probability by a logistic curve over both, fitted to
predictions for writers that were left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from mlcore import asked, bearing, ridge, trees, wording
from mlcore.corpus import Row, items, prompts, targets, writers
from mlcore.features import extract_batch
from mlcore.schema import SKILLS, Skill
from mlcore.tokens import Token

if TYPE_CHECKING:
    import xgboost

Floats = NDArray[np.float64]
OWN_WEIGHT = 0.5
EXEMPLAR, COMPOSED = "exemplar", "composed"  # written by us: one skill each, or whole responses
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
    curve: Floats  # (4, 4): slopes of the line, of the clause that bears most and of the prompt's cue; offset
    usual: Floats  # (4,) the cue of a prompt that is not known
    standard: Standard

    def probability(self, encoded: wording.Encoded, matrix: Floats, most: Floats, cues: Floats) -> Floats:
        """P(observed), shape (n, 4); ``most`` (n, 4) is how much the clause that bears most does, ``cues`` (n, 4)
        what the prompts ask about, NaN where there is none."""
        line = encoded.matrix @ self.terms + self.standard(matrix) @ self.features + self.intercept
        cue = np.where(np.isfinite(cues), cues, self.usual)
        return expit(self.curve[0] * line + self.curve[1] * most + self.curve[2] * cue + self.curve[3])


@dataclass(frozen=True, slots=True)
class Told:
    """What the words of a batch say: the source's scores and P(observed), both (n, 4), and what each token adds."""

    scores: Floats
    p_observed: Floats
    attended: tuple[wording.Encoded, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    wording: wording.Wording
    bearing: bearing.Bearing
    terms: Floats  # (terms, 4): the linguistic source
    intercept: Floats  # (4,)
    boosters: dict[Skill, xgboost.Booster]
    observed: Observed

    def read(self, encoded: wording.Encoded, matrix: Floats, cues: Floats) -> Told:
        """Scores of the linguistic source, not clipped, and P(observed), from terms, features (n, 29) and what
        the prompts ask about (n, 4)."""
        heights = self.bearing.heights(encoded)
        attended = tuple(bearing.attended(encoded, heights[:, i]) for i in range(len(SKILLS)))
        scores = np.column_stack([part.matrix @ self.terms[:, i] for i, part in enumerate(attended)]) + self.intercept
        most = bearing.pooled(encoded, heights)
        return Told(scores, self.observed.probability(encoded, matrix, most, cues), attended)

    def by_clause(self, attended: Sequence[wording.Encoded]) -> list[list[wording.Clause]]:
        """For each response its clauses; their values (4,) sum to the score less the intercept, exactly."""
        values = [wording.by_token(part, self.terms[:, i : i + 1]) for i, part in enumerate(attended)]
        return wording.cut(attended[0], np.hstack(values))

    def model(self, matrix: Floats) -> Floats:
        """Scores of the trees, (n, 4), not clipped."""
        return np.column_stack([trees.predict(self.boosters[skill], matrix, skill) for skill in SKILLS])


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows with what is read from them once for all folds: features (n, 29) and tokens."""

    rows: Sequence[Row]
    matrix: Floats
    tokens: Sequence[list[Token]]

    def at(self, chosen: NDArray[np.intp]) -> Prepared:
        return Prepared([self.rows[i] for i in chosen], self.matrix[chosen], [self.tokens[i] for i in chosen])

    def __add__(self, other: Prepared) -> Prepared:
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
    kernel = inner(encoded.matrix)
    tick()
    whole = np.array([row.style != EXEMPLAR for row in rows])  # an exemplar's NO says nothing: it shows one skill
    bears, heights = _bearing(rows, encoded, kernel, whole)
    lines = [_line(rows, encoded, heights[:, i], skill) for i, skill in enumerate(SKILLS)]
    boosters = {skill: _trees(rows, matrix, skill) for skill in SKILLS}
    tick()
    return Sources(
        wording=words,
        bearing=bears,
        terms=np.column_stack([line.terms for line in lines]),
        intercept=np.array([line.intercept for line in lines]),
        boosters=boosters,
        observed=_observed(rows, encoded, kernel, matrix, bearing.pooled(encoded, heights), whole),
    )


def inner(matrix: sparse.csr_matrix) -> Floats:
    """Inner products of the rows of a sparse matrix, dense."""
    return (matrix @ matrix.T).toarray()


def _bearing(
    rows: Sequence[Row], encoded: wording.Encoded, kernel: Floats, whole: NDArray[np.bool_]
) -> tuple[bearing.Bearing, Floats]:
    """The bearing, learned from whole responses, and the heights of all clauses, each without its own writer."""
    chosen = np.flatnonzero(whole)
    part = wording.of_documents(encoded, chosen)
    bears, known = bearing.learn(part, kernel[np.ix_(chosen, chosen)], _seen(rows)[chosen], writers(rows)[chosen])
    heights = bears.heights(encoded)
    heights[np.isin(wording.clause_documents(encoded), chosen)] = known
    return bears, heights


def _seen(rows: Sequence[Row]) -> NDArray[np.bool_]:
    return np.column_stack([np.isfinite(targets(rows, skill)) for skill in SKILLS])


def trust(rows: Sequence[Row]) -> Floats:
    """Weight of each row in training: what we wrote ourselves from the codebook counts less than the corpus."""
    return np.array([OWN_WEIGHT if row.style in (EXEMPLAR, COMPOSED) else 1.0 for row in rows])


def _rated(rows: Sequence[Row], skill: Skill) -> tuple[NDArray[np.intp], Floats]:
    target = targets(rows, skill)
    chosen = np.flatnonzero(np.isfinite(target))
    return chosen, target[chosen]


@dataclass(frozen=True, slots=True)
class Line:
    """The linguistic source of one skill."""

    terms: Floats  # (terms,)
    intercept: float


def _line(rows: Sequence[Row], encoded: wording.Encoded, height: Floats, skill: Skill) -> Line:
    """The line over the wording as the skill reads it."""
    chosen, target = _rated(rows, skill)
    matrix = bearing.attended(encoded, height).matrix[chosen]
    line = ridge.fit(inner(matrix), target, groups=writers(rows)[chosen], weight=trust(rows)[chosen])
    return Line(matrix.T @ line.dual, line.intercept)


def _trees(rows: Sequence[Row], matrix: Floats, skill: Skill) -> xgboost.Booster:
    chosen, target = _rated(rows, skill)
    return trees.fit(matrix[chosen], target, skill, groups=writers(rows)[chosen], weight=trust(rows)[chosen])


def _observed(
    rows: Sequence[Row],
    encoded: wording.Encoded,
    kernel: Floats,
    matrix: Floats,
    most: Floats,
    whole: NDArray[np.bool_],
) -> Observed:
    corpus = np.flatnonzero(whole)
    standard = _standard(matrix[corpus])
    features = standard(matrix[corpus])
    both = (1 - FEATURE_PART) * kernel[np.ix_(corpus, corpus)] + FEATURE_PART * features @ features.T
    groups, seen = writers(rows)[corpus], _seen(rows)[corpus].T
    lines = [ridge.fit(both, np.where(rated, 1.0, -1.0), groups=groups) for rated in seen]
    duals = np.column_stack([line.dual for line in lines])
    cues = asked.cues([rows[i].prompt for i in corpus])
    curves = [
        _logistic(np.column_stack([line.held_out, most[corpus, i], cues[:, i]]), seen[i])
        for i, line in enumerate(lines)
    ]
    return Observed(
        terms=(1 - FEATURE_PART) * (encoded.matrix[corpus].T @ duals),
        features=FEATURE_PART * (features.T @ duals),
        intercept=np.array([line.intercept for line in lines]),
        curve=np.column_stack(curves),
        usual=cues.mean(axis=0),
        standard=standard,
    )


def _standard(matrix: Floats) -> Standard:
    present = np.isfinite(matrix)
    filled = np.where(present, matrix, 0.0)
    count = np.maximum(present.sum(axis=0), 1)
    mean = filled.sum(axis=0) / count
    scale = np.sqrt((np.where(present, filled - mean, 0.0) ** 2).sum(axis=0) / count)
    return Standard(mean, np.maximum(scale, 1e-3))


def _logistic(cues: Floats, seen: NDArray[np.bool_]) -> Floats:
    """Slopes (one per column of ``cues``) and offset of the likeliest logistic curve (Platt 1999)."""

    def loss(parts: Floats) -> float:
        z = cues @ parts[:-1] + parts[-1]
        return float(np.logaddexp(0, np.where(seen, -z, z)).sum() + 0.01 * (parts[:-1] ** 2).sum())

    from scipy.optimize import minimize  # here: serving fits nothing

    return minimize(loss, np.array([2.0, *np.zeros(cues.shape[1])]), method="BFGS").x
