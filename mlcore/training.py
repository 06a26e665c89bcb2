"""From the rated corpus to an artifact: crossed folds first, so that every number that ships was honest, then the fit.

The folds give out-of-fold scores of both sources and P(observed) for every row. From these alone come the
lines that put the sources on one scale, the spread, the thresholds and the calibration. The shipped sources
are then fitted to all rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlcore import corpus, folds, shape, spread
from mlcore.calibration import OutOfFold, calibrate, fuse
from mlcore.corpus import Row
from mlcore.features import extract_batch
from mlcore.registry import Models
from mlcore.schema import BEHAVIORAL, LEVEL_CUTS, LINGUISTIC, MODEL, SKILLS, Skill, schema_hash
from mlcore.sources import Sources, Tick, fit
from mlcore.tokens import word_count

Floats = NDArray[np.float64]
TEXT = (MODEL, LINGUISTIC)
CONFIDENCE = "confidence"
WEIGHTS: Mapping[str, float] = {MODEL: 0.50, LINGUISTIC: 0.25, BEHAVIORAL: 0.15, CONFIDENCE: 0.10}
PRECISION = 0.90
LEAST_SHARE = 0.6  # of how often Emerging and Advanced are rated, they must be assigned at least this often
GAINS = np.arange(1.0, 2.01, 0.05)


@dataclass(frozen=True, slots=True)
class Raw:
    """What the folds' sources said of the rows they had not seen: (n, 4) each, and (n,) ``known`` and ``words``."""

    scores: Mapping[str, Floats]
    p_observed: Floats
    known: Floats
    words: Floats


def features_of(rows: Sequence[Row]) -> Floats:
    """The feature matrix (n, 29) of rated rows; the corpus has no telemetry, so the behavioral columns are NaN."""
    matrix, _ = extract_batch(corpus.items(rows))
    return matrix


def train(
    rows: Sequence[Row],
    exemplars: Sequence[Row],
    *,
    version: str,
    deidentifier_version: str,
    weights: Mapping[Skill, Mapping[str, float]] | None = None,
    metadata: Mapping[str, object] | None = None,
    tick: Tick = lambda: None,
) -> Models:
    """All of an artifact in memory. Deterministic: the same rows give the same bytes on one machine."""
    weights = weights or dict.fromkeys(SKILLS, WEIGHTS)
    matrix, extra = features_of(rows), features_of(exemplars)
    raw = out_of_fold(rows, matrix, exemplars, extra, tick=tick)
    shapes = shapes_of(rows, raw, weights)
    spreads, table = tabulate(rows, raw, shapes, weights)
    return Models(
        version=version,
        schema_hash=schema_hash(),
        deidentifier_version=deidentifier_version,
        default_weights=weights,
        thresholds={skill: threshold(table.of(skill)) for skill in SKILLS},
        out_of_fold=table,
        calibration=calibrate(table, weights),
        sources=fit([*rows, *exemplars], np.vstack([matrix, extra]), tick=tick),
        shapes=shapes,
        spreads=spreads,
        metadata=metadata or {},
    )


def out_of_fold(
    rows: Sequence[Row],
    matrix: Floats,
    exemplars: Sequence[Row],
    extra: Floats,
    *,
    tick: Tick = lambda: None,
    cells: Sequence[folds.Fold] | None = None,
) -> Raw:
    """Each row read by sources that saw neither its writer nor its prompt's block."""
    cells = cells or folds.crossed(corpus.writers(rows), corpus.prompts(rows))
    result = Raw(
        {source: np.full((len(rows), len(SKILLS)), np.nan) for source in TEXT},
        np.full((len(rows), len(SKILLS)), np.nan),
        np.full(len(rows), np.nan),
        np.array([word_count(item.text) for item in corpus.items(rows)], dtype=float),
    )
    for cell in cells:
        learned = fit([*(rows[i] for i in cell.train), *exemplars], np.vstack([matrix[cell.train], extra]))
        _read_cell(result, learned, [rows[i] for i in cell.test], matrix, cell)
        tick()
    return result


def _read_cell(result: Raw, learned: Sources, tested: Sequence[Row], matrix: Floats, cell: folds.Fold) -> None:
    encoded = learned.wording.encode(corpus.items(tested))
    result.scores[LINGUISTIC][cell.test] = learned.linguistic(encoded)
    result.scores[MODEL][cell.test] = learned.model(matrix[cell.test])
    result.p_observed[cell.test] = learned.observed.probability(encoded, matrix[cell.test])
    result.known[cell.test] = encoded.known


def shapes_of(
    rows: Sequence[Row], raw: Raw, weights: Mapping[Skill, Mapping[str, float]]
) -> dict[Skill, dict[str, shape.Line]]:
    """For each skill the lines of its sources: onto the ratings' scale, then apart until the ends are assigned."""
    return {
        skill: _shapes(corpus.targets(rows, skill), {s: raw.scores[s][:, i] for s in TEXT}, weights[skill])
        for i, skill in enumerate(SKILLS)
    }


def _shapes(rating: Floats, scores: Mapping[str, Floats], weights: Mapping[str, float]) -> dict[str, shape.Line]:
    known = np.isfinite(rating)
    rated, center = rating[known], float(rating[known].mean())
    lines = {source: shape.fit(score[known], rated) for source, score in scores.items()}
    parts = np.array([weights[source] for source in TEXT])
    fused = sum(
        part * lines[source](scores[source][known]) for part, source in zip(parts / parts.sum(), TEXT, strict=True)
    )
    gain = next((g for g in GAINS if _ends_assigned(center + g * (fused - center), rated)), GAINS[-1])
    return {source: line.stretched(float(gain), center) for source, line in lines.items()}


def _ends_assigned(fused: Floats, rated: Floats) -> bool:
    """Whether the lowest and the highest level are each assigned at least ``LEAST_SHARE`` as often as rated."""
    low = np.mean(fused < LEVEL_CUTS[0]) >= LEAST_SHARE * np.mean(rated < LEVEL_CUTS[0])
    high = np.mean(fused >= LEVEL_CUTS[-1]) >= LEAST_SHARE * np.mean(rated >= LEVEL_CUTS[-1])
    return bool(low and high)


def tabulate(
    rows: Sequence[Row],
    raw: Raw,
    shapes: Mapping[Skill, Mapping[str, shape.Line]],
    weights: Mapping[Skill, Mapping[str, float]],
) -> tuple[dict[Skill, spread.Spread], OutOfFold]:
    """The spread per skill, and the table of (response, skill) pairs that ships with the artifact."""
    spreads, parts = {}, []
    for i, skill in enumerate(SKILLS):
        scores = {source: shapes[skill][source](raw.scores[source][:, i]) for source in TEXT}
        rating = corpus.targets(rows, skill)
        part = OutOfFold(
            np.full(len(rows), skill.value),
            rating,
            scores,
            np.ones(len(rows)),
            raw.p_observed[:, i],
            corpus.writers(rows),
            corpus.prompts(rows),
        )
        fused, known = fuse(part, TEXT, weights[skill]), np.isfinite(rating)
        cue = spread.cues(part.matrix(TEXT), fused, raw.words, raw.p_observed[:, i], raw.known)
        spreads[skill] = spread.fit(cue[known], np.abs(rating - fused)[known])
        part.spread[:] = spreads[skill](cue)
        parts.append(part)
    return spreads, _stacked(parts)


def _stacked(parts: Sequence[OutOfFold]) -> OutOfFold:
    def stack(name: str) -> NDArray:
        return np.concatenate([getattr(part, name) for part in parts])

    scores = {source: np.concatenate([part.scores[source] for part in parts]) for source in TEXT}
    plain = {name: stack(name) for name in ("skill", "rating", "spread", "p_observed", "writer", "prompt")}
    return OutOfFold(scores=scores, **plain)


def threshold(rows: OutOfFold) -> float:
    """The lowest P(observed) at and above which at least 90% of the rows had been rated; 1.0 if there is none."""
    order = np.argsort(-rows.p_observed, kind="stable")
    precision = np.cumsum(np.isfinite(rows.rating[order])) / np.arange(1, len(order) + 1)
    passing = np.flatnonzero(precision >= PRECISION)
    return float(rows.p_observed[order][passing[-1]]) if len(passing) else 1.0


def next_version(home: Path, year: int, month: int) -> str:
    """``year.month.n``, one past the versions of that month that are there."""
    numbers = [int(p.name.rsplit(".", 1)[1]) for p in home.glob(f"{year}.{month}.*") if p.is_dir()]
    return f"{year}.{month}.{max(numbers, default=0) + 1}"
