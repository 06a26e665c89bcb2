"""From the rated corpus to an artifact: crossed folds first, so that every number that ships was honest, then the fit.

The folds give out-of-fold scores of both sources and P(observed) for every row. From these alone come the
lines that put the sources on one scale, the spread, the thresholds and the calibration. The shipped sources
are then fitted to all rows.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlcore import asked, corpus, folds, shape, spread
from mlcore.calibration import OutOfFold, calibrate, fuse
from mlcore.corpus import Row
from mlcore.registry import Models
from mlcore.schema import BEHAVIORAL, LEVEL_CUTS, LINGUISTIC, MODEL, SKILLS, Skill, schema_hash
from mlcore.sources import Prepared, Tick, fit, prepare
from mlcore.tokens import word_count

Floats = NDArray[np.float64]
TEXT = (MODEL, LINGUISTIC)
CONFIDENCE = "confidence"
WEIGHTS: Mapping[str, float] = {MODEL: 0.25, LINGUISTIC: 0.50, BEHAVIORAL: 0.15, CONFIDENCE: 0.10}
PRECISION = 0.90
LEAST_SHARE = 0.8  # of how often Emerging and Advanced are rated, they must be assigned at least this often
CORES = min(2, os.cpu_count() or 1)
GAINS = np.arange(1.0, 2.01, 0.05)


@dataclass(frozen=True, slots=True)
class Raw:
    """What the folds' sources said of the rows they had not seen: (n, 4) each, and (n,) ``known`` and ``words``."""

    scores: Mapping[str, Floats]
    p_observed: Floats
    known: Floats
    words: Floats


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
    own, extra = prepare(rows), prepare(exemplars)
    raw = out_of_fold(own, extra, tick=tick)
    shapes = shapes_of(rows, raw, weights)
    spreads, table = tabulate(rows, raw, shapes, weights)
    return Models(
        version=version,
        schema_hash=schema_hash(),
        deidentifier_version=deidentifier_version,
        default_weights=weights,
        thresholds={skill: _threshold(table.of(skill)) for skill in SKILLS},
        out_of_fold=table,
        calibration=calibrate(table, weights),
        sources=fit(own + extra, tick=tick),
        shapes=shapes,
        spreads=spreads,
        metadata=metadata or {},
    )


def out_of_fold(
    own: Prepared, extra: Prepared, *, tick: Tick = lambda: None, cells: Sequence[folds.Fold] | None = None
) -> Raw:
    """Each row of ``own`` read by sources that saw neither its writer nor its prompt's block; all saw ``extra``."""
    rows = own.rows
    shape_ = (len(rows), len(SKILLS))
    result = Raw(
        {source: np.full(shape_, np.nan) for source in TEXT},
        np.full(shape_, np.nan),
        np.full(len(rows), np.nan),
        np.array([word_count(item.text) for item in corpus.items(rows)], dtype=float),
    )
    cells = cells or folds.crossed(corpus.writers(rows), corpus.prompts(rows))
    for cell, told in zip(cells, _told(own, extra, cells), strict=True):
        result.scores[LINGUISTIC][cell.test], result.scores[MODEL][cell.test] = told.linguistic, told.model
        result.p_observed[cell.test], result.known[cell.test] = told.p_observed, told.known
        tick()
    return result


@dataclass(frozen=True, slots=True)
class CellTold:
    """What one cell's sources said of its test rows."""

    linguistic: Floats
    model: Floats
    p_observed: Floats
    known: Floats


def _told(own: Prepared, extra: Prepared, cells: Sequence[folds.Fold]) -> Iterator[CellTold]:
    """Cell by cell, in order, on as many cores as there are. No cell knows of another, so the numbers are the same
    on one core and on many; workers are forked, which costs nothing for the rows they share."""
    if CORES == 1 or len(cells) < CORES:
        yield from (_read_cell(own, extra, cell) for cell in cells)
        return
    with ProcessPoolExecutor(CORES, get_context("fork")) as workers:
        yield from workers.map(_read_cell, repeat(own), repeat(extra), cells)


def _read_cell(own: Prepared, extra: Prepared, cell: folds.Fold) -> CellTold:
    learned, tested = fit(own.at(cell.train) + extra), own.at(cell.test)
    encoded = learned.wording.encode_tokens(tested.tokens)
    told = learned.read(encoded, tested.matrix, asked.cues([row.prompt for row in tested.rows]))
    return CellTold(told.scores, learned.model(tested.matrix), told.p_observed, encoded.known)


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
    lines = lines_of(rated, {source: score[known] for source, score in scores.items()})
    parts = np.array([weights[source] for source in TEXT])
    fused = sum(
        part * lines[source](scores[source][known]) for part, source in zip(parts / parts.sum(), TEXT, strict=True)
    )
    gain = next((g for g in GAINS if _ends_assigned(center + g * (fused - center), rated)), GAINS[-1])
    return {source: line.stretched(float(gain), center) for source, line in lines.items()}


def lines_of(rated: Floats, scores: Mapping[str, Floats]) -> dict[str, shape.Line]:
    """Each source's line onto the ratings' scale; all (n,) and NaN-free."""
    return {source: shape.fit(score, rated) for source, score in scores.items()}


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


def _threshold(rows: OutOfFold) -> float:
    return threshold_of(rows.p_observed, np.isfinite(rows.rating))


def threshold_of(p_observed: Floats, seen: NDArray[np.bool_]) -> float:
    """The lowest P(observed) at and above which at least 90% of the rows had been rated; above 1 if there is none."""
    order = np.argsort(-p_observed, kind="stable")
    precision = np.cumsum(seen[order]) / np.arange(1, len(order) + 1)
    passing = np.flatnonzero(precision >= PRECISION)
    return float(p_observed[order][passing[-1]]) if len(passing) else 1.01


def next_version(home: Path, year: int, month: int) -> str:
    """``year.month.n``, one past the versions of that month that are there."""
    numbers = [int(p.name.rsplit(".", 1)[1]) for p in home.glob(f"{year}.{month}.*") if p.is_dir()]
    return f"{year}.{month}.{max(numbers, default=0) + 1}"
