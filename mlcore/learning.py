"""The learning curve: what a version made the same way would reach with fewer rated responses, beside TF-IDF."""

from collections.abc import Mapping, Sequence

import numpy as np

from mlcore import baselines, calibration, corpus, folds, training
from mlcore.calibration import TEXT, pearson
from mlcore.corpus import Row
from mlcore.evaluation import all_targets, texts_of
from mlcore.schema import MODEL, SKILLS, Skill
from mlcore.sources import Prepared, Tick, prepare

FRACTIONS = (0.25, 0.5, 0.75, 1.0)
Weights = Mapping[Skill, Mapping[str, float]]


def curve(
    rows: Sequence[Row], exemplars: Sequence[Row], weights: Weights, *, tick: Tick = lambda: None
) -> list[dict[str, float]]:
    """Mean r on one cell per writer when only a part of the training rows is there, drawn with a seed.

    All points stand on the same test rows and know the exemplars; only the corpus shrinks.
    """
    own, extra = prepare(rows), prepare(exemplars)
    cells = folds.crossed(corpus.writers(rows), corpus.prompts(rows))[:: folds.BLOCKS]
    return [{"fraction": fraction, **_at(fraction, own, extra, cells, weights, tick)} for fraction in FRACTIONS]


def steps(rows: Sequence[Row]) -> int:
    """How often ``curve`` ticks."""
    return len(FRACTIONS) * len(set(corpus.writers(rows)))


def _at(
    fraction: float, own: Prepared, extra: Prepared, cells: Sequence[folds.Fold], weights: Weights, tick: Tick
) -> dict[str, float]:
    fewer = _fewer(cells, fraction)
    raw = training.out_of_fold(own, extra, tick=tick, cells=fewer)
    simple = baselines.held_out(
        texts_of(own.rows), all_targets(own.rows), fewer, extra=(texts_of(extra.rows), all_targets(extra.rows))
    )[baselines.TFIDF]
    fused, plain = [], []
    for i, skill in enumerate(SKILLS):
        rating = corpus.targets(own.rows, skill)
        tested = np.isfinite(rating) & np.isfinite(raw.scores[MODEL][:, i])
        scores = {source: raw.scores[source][tested, i] for source in TEXT}
        fused.append(pearson(rating[tested], _fused(rating[tested], scores, weights[skill])) or 0.0)
        plain.append(pearson(rating[tested], simple[tested, i]) or 0.0)
    return {
        "rows": float(np.mean([len(cell.train) for cell in fewer])),
        "pearson": float(np.mean(fused)),
        "tfidf_ridge": float(np.mean(plain)),
    }


def _fewer(cells: Sequence[folds.Fold], fraction: float) -> list[folds.Fold]:
    random = np.random.default_rng(folds.SEED)
    return [
        folds.Fold(cell.name, np.sort(random.permutation(cell.train)[: int(fraction * len(cell.train))]), cell.test)
        for cell in cells
    ]


def _fused(
    rating: calibration.Floats, scores: Mapping[str, calibration.Floats], weights: Mapping[str, float]
) -> calibration.Floats:
    lines = training.lines_of(rating, scores)
    parts = np.array([weights[source] for source in TEXT])
    return sum(p * lines[s](scores[s]) for p, s in zip(parts / parts.sum(), TEXT, strict=True))
