"""What a version is worth, told so that it can be checked: every figure from crossed folds, beside baselines.

The ratings come from a machine that read the codebook. All figures are therefore *agreement with a machine's
rating, not validity*; they are for text alone, since the corpus has no telemetry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlcore import agreement, baselines, calibration, combine, corpus, fairness, folds, training
from mlcore.agreement import Drawn
from mlcore.calibration import TEXT, OutOfFold
from mlcore.corpus import CorpusError, Row
from mlcore.mixing import shares
from mlcore.registry import Models
from mlcore.results import Fused, SkillScore
from mlcore.schema import LEVEL_CUTS, LINGUISTIC, MODEL, SKILLS, Skill
from mlcore.sources import Tick
from mlcore.tokens import word_count

Floats = NDArray[np.float64]
LABEL = "agreement with a machine's rating, not validity"
RATINGS = (0.0, 1 / 3, 2 / 3, 1.0)
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class Read:
    """One skill's rows with the version's scores for them, and what the baselines say of the same rows."""

    rows: OutOfFold
    fused: Floats
    scores: Sequence[SkillScore]
    others: Mapping[str, Floats]


def evaluate(
    models: Models, rows: Sequence[Row], exemplars: Sequence[Row], *, tick: Tick = lambda: None
) -> dict[str, object]:
    """The whole report as JSON-ready numbers, from the artifact's own out-of-fold scores and their rows.

    ``rows`` and ``exemplars`` are what the version was trained on; raises ``CorpusError`` for other rows.
    """
    check_own(models, rows)
    words = [word_count(item.text) for item in corpus.items(rows)]
    others = _baselines(rows, exemplars, tick)
    kinds = fairness.groups_of(rows)
    report = {
        skill.value: _skill(models, kinds, skill, _read(models, skill, words, {n: v[:, i] for n, v in others.items()}))
        for i, skill in enumerate(SKILLS)
    }
    return {
        "label": LABEL,
        "version": models.version,
        "data": models.metadata.get("data"),
        "rows": len(rows),
        "skills": report,
        "mean": _means(report),
    }


def check_own(models: Models, rows: Sequence[Row]) -> None:
    """Whether the version's out-of-fold scores are of these rows, in this order."""
    part = models.out_of_fold.of(SKILLS[0])
    same = len(part.rating) == len(rows) and all(
        np.array_equal(models.out_of_fold.of(skill).rating, corpus.targets(rows, skill), equal_nan=True)
        for skill in SKILLS
    )
    if not same or not np.array_equal(part.writer, corpus.writers(rows)):
        raise CorpusError(
            f"These are not the rows that {models.version} was trained on. Evaluate it with the corpus of its own time "
            "(`--corpus FILE`, or check out its commit), or train a version on this one: `make train`."
        )


def _baselines(rows: Sequence[Row], exemplars: Sequence[Row], tick: Tick) -> dict[str, Floats]:
    return baselines.held_out(
        texts_of(rows), all_targets(rows), folds.crossed(corpus.writers(rows), corpus.prompts(rows)),
        extra=(texts_of(exemplars), all_targets(exemplars)), tick=tick,
    )  # fmt: skip


def texts_of(rows: Sequence[Row]) -> list[str]:
    return [item.text for item in corpus.items(rows)]


def all_targets(rows: Sequence[Row]) -> Floats:
    """Ratings on 0-1, shape (n, 4) in schema order; NaN where not observed."""
    return np.column_stack([corpus.targets(rows, skill) for skill in SKILLS])


def _read(models: Models, skill: Skill, words: Sequence[int], others: Mapping[str, Floats]) -> Read:
    part = models.out_of_fold.of(skill)
    fused = calibration.fuse(part, TEXT, models.default_weights[skill])
    return Read(part, fused, _scores(models, part, words, skill), others)


def _scores(models: Models, part: OutOfFold, words: Sequence[int], skill: Skill) -> list[SkillScore]:
    """Each row's out-of-fold numbers as the product would combine and show them."""
    weights = models.default_weights[skill]
    matrix = part.matrix(TEXT)
    held = shares(matrix, [weights[source] for source in TEXT])
    return [
        combine.combine(
            [_fused(part, matrix, held, row, words[row], models.thresholds[skill], weights["confidence"])],
            skill=skill,
            calibration=models.calibration,
            every_score=True,
        )
        for row in range(len(words))
    ]


def _fused(
    part: OutOfFold, matrix: Floats, held: Floats, row: int, words: int, threshold: float, share: float
) -> Fused:
    score, p = float(matrix[row] @ held[row]), float(part.p_observed[row])
    return Fused(
        key=str(row), p_observed=p, observed=p >= threshold, score=score, base=score, spread=float(part.spread[row]),
        words=words, contributions=(), sources=dict(zip(TEXT, matrix[row].tolist(), strict=True)),
        shares=dict(zip(TEXT, held[row].tolist(), strict=True)), confidence_share=share,
    )  # fmt: skip


def _skill(models: Models, kinds: Mapping[str, fairness.Members], skill: Skill, read: Read) -> dict[str, object]:
    part, rating = read.rows, read.rows.rating
    inside = calibration.covered(part, read.fused)
    return {
        "fused": agreement.agreement(rating, read.fused) | _by_prompt(read),
        "sources": {name: agreement.agreement(rating, score) for name, score in part.scores.items()},
        "baselines": {name: agreement.agreement(rating, score) for name, score in read.others.items()},
        "coverage": agreement.coverage(inside[np.isfinite(rating)]),
        "observed": _observed(part, models.thresholds[skill]),
        "confidence": _confidence(read),
        "levels": _levels(rating, read.fused),
        "groups": fairness.verdicts(part, read.fused, kinds),
    }


def _by_prompt(read: Read) -> dict[str, object]:
    """95% intervals when whole prompts are drawn: of r, and of r less that of TF-IDF + ridge on the same rows."""
    known = np.isfinite(read.rows.rating)
    rating, fused, other = (v[known] for v in (read.rows.rating, read.fused, read.others[baselines.TFIDF]))
    drawn = Drawn.of(read.rows.prompt[known])
    r = drawn.pearsons(rating, fused)
    return {
        "pearson_interval": agreement.interval(r),
        "gain_interval": agreement.interval(r - drawn.pearsons(rating, other)),
    }


def _observed(part: OutOfFold, threshold: float) -> dict[str, float | None]:
    """AUC; and, at a threshold found on other writers and blocks, the precision and reach of *scored*."""
    seen = np.isfinite(part.rating)
    scored = np.zeros(len(seen), dtype=bool)
    for cell in folds.crossed(part.writer, part.prompt):
        there = training.threshold_of(part.p_observed[cell.train], seen[cell.train])
        scored[cell.test] = part.p_observed[cell.test] >= there
    return {
        "auc": agreement.auc(seen, part.p_observed),
        "threshold": threshold,
        "precision": float(seen[scored].mean()) if scored.any() else None,
        "recall": float(scored[seen].mean()),
        "observed_share": float(seen.mean()),
    }


def _confidence(read: Read) -> dict[str, object]:
    """Whether more confidence goes with less error: by rank, and as mean absolute error by thirds and tenths."""
    known = np.isfinite(read.rows.rating)
    error = np.abs(read.rows.rating - read.fused)[known]
    said = np.array([score.confidence for score in read.scores])[known]
    parts = {
        name: np.array([score.confidence_parts[name] for score in read.scores])[known]
        for name in read.scores[0].confidence_parts
    }
    order = np.argsort(said, kind="stable")
    return {
        "spearman_with_error": agreement.spearman(said, error),
        "parts": {name: agreement.spearman(values, error) for name, values in parts.items()},
        "mae_by_third": [float(error[third].mean()) for third in np.array_split(order, 3)],
        "by_tenth": [[float(said[t].mean()), float(error[t].mean())] for t in np.array_split(order, 10) if len(t)],
    }


def _levels(rating: Floats, fused: Floats) -> dict[str, object]:
    known = np.isfinite(rating)
    y, p = rating[known], fused[known]
    apart = np.abs(agreement.levels(y) - agreement.levels(p))
    by_rating = [p[np.isclose(y, value)] for value in RATINGS]
    return {
        "confusion": agreement.confusion(rating, fused),
        "exact": float(np.mean(apart == 0)),
        "within_one": float(np.mean(apart <= 1)),
        "emerging": {"rated": float(np.mean(y < LEVEL_CUTS[0])), "assigned": float(np.mean(p < LEVEL_CUTS[0]))},
        "advanced": {"rated": float(np.mean(y >= LEVEL_CUTS[2])), "assigned": float(np.mean(p >= LEVEL_CUTS[2]))},
        "score_by_rating": [[float(q) for q in np.quantile(s, QUANTILES)] if len(s) else None for s in by_rating],
    }


def _means(report: Mapping[str, Mapping]) -> dict[str, float]:
    def mean(*path: str) -> float:
        values = []
        for skill in report.values():
            value = skill
            for step in path:
                value = value[step]
            values.append(value if value is not None else 0.0)
        return float(np.mean(values))

    lines = {f"baseline {name}": mean("baselines", name, "pearson") for name in baselines.BASELINES}
    return {
        "fused": mean("fused", "pearson"),
        MODEL: mean("sources", MODEL, "pearson"),
        LINGUISTIC: mean("sources", LINGUISTIC, "pearson"),
        **lines,
        "gain_over_tfidf": mean("fused", "pearson") - lines[f"baseline {baselines.TFIDF}"],
        "auc": mean("observed", "auc"),
        "coverage": mean("coverage", "share"),
    }
