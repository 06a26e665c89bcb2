"""What a version is worth, told so that it can be checked: every figure from crossed folds, beside baselines.

The ratings come from a machine that read the codebook. All figures are therefore *agreement with a machine's
rating, not validity*; they are for text alone, since the corpus has no telemetry.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlcore import agreement, baselines, calibration, combine, corpus, folds, training
from mlcore.calibration import TEXT, OutOfFold
from mlcore.corpus import CorpusError, Row
from mlcore.mixing import shares
from mlcore.registry import Models
from mlcore.results import Fused, SkillScore
from mlcore.schema import LEVEL_CUTS, LINGUISTIC, MODEL, SKILLS, Skill
from mlcore.sources import Prepared, Tick, prepare
from mlcore.tokens import word_count

Floats = NDArray[np.float64]
LABEL = "agreement with a machine's rating, not validity"
FRACTIONS = (0.25, 0.5, 0.75, 1.0)
BANDS = ((5, 6), (7, 8), (9, 10), (11, 12))


@dataclass(frozen=True, slots=True)
class Read:
    """One skill's rows with the version's scores for them."""

    rows: OutOfFold
    fused: Floats
    scores: Sequence[SkillScore]


def evaluate(models: Models, rows: Sequence[Row], *, tick: Tick = lambda: None) -> dict[str, object]:
    """The whole report as JSON-ready numbers, from the artifact's own out-of-fold scores and their rows."""
    if len(models.out_of_fold.of(SKILLS[0]).rating) != len(rows):
        raise CorpusError("These are not the rows the version was trained on; evaluate it on its own corpus.")
    read = {skill: _read(models, rows, skill) for skill in SKILLS}
    report = {skill.value: _skill(models, rows, skill, read[skill], tick) for skill in SKILLS}
    return {
        "label": LABEL,
        "version": models.version,
        "data": models.metadata.get("data"),
        "rows": len(rows),
        "skills": report,
        "mean": _means(report),
    }


def _read(models: Models, rows: Sequence[Row], skill: Skill) -> Read:
    part = models.out_of_fold.of(skill)
    fused = calibration.fuse(part, TEXT, models.default_weights[skill])
    return Read(part, fused, _scores(models, part, [word_count(i.text) for i in corpus.items(rows)], skill))


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


def _skill(models: Models, rows: Sequence[Row], skill: Skill, read: Read, tick: Tick) -> dict[str, object]:
    part, rating = read.rows, read.rows.rating
    cells = folds.crossed(part.writer, part.prompt)
    others = baselines.held_out([item.text for item in corpus.items(rows)], rating, cells)
    tick()
    inside = calibration.covered(part, read.fused)
    known = np.isfinite(rating)
    return {
        "fused": agreement.agreement(rating, read.fused)
        | {"pearson_interval": _by_prompt(part, read.fused), "gain_interval": _gain(part, read.fused, others)},
        "sources": {name: agreement.agreement(rating, score) for name, score in part.scores.items()},
        "baselines": {name: agreement.agreement(rating, score) for name, score in others.items()},
        "coverage": _coverage(inside[known]),
        "observed": _observed(part, models.thresholds[skill]),
        "confidence": _confidence(read),
        "levels": _levels(rating, read.fused),
        "writers": _groups(read, inside, {w: part.writer == w for w in np.unique(part.writer)}),
        "groups": {
            name: _groups(read, inside, members) for name, members in groups_of(rows).items()
        },
    }  # fmt: skip


def _by_prompt(part: OutOfFold, fused: Floats) -> list[float]:
    known = np.flatnonzero(np.isfinite(part.rating))
    y, p = part.rating[known], fused[known]
    return list(agreement.bootstrap(part.prompt[known], lambda i: calibration.pearson(y[i], p[i])))


def _gain(part: OutOfFold, fused: Floats, others: Mapping[str, Floats]) -> list[float]:
    """The interval of fused r less TF-IDF + ridge r on the same rows."""
    known = np.flatnonzero(np.isfinite(part.rating))
    y, p, q = part.rating[known], fused[known], others[baselines.TFIDF][known]

    def gain(i: NDArray[np.intp]) -> float:
        return (calibration.pearson(y[i], p[i]) or 0.0) - (calibration.pearson(y[i], q[i]) or 0.0)

    return list(agreement.bootstrap(part.prompt[known], gain))


def _coverage(inside: NDArray[np.bool_]) -> dict[str, object]:
    hits, n = int(inside.sum()), len(inside)
    return {
        "share": hits / n if n else None,
        "interval": list(agreement.binomial_interval(hits, n)) if n else None,
        "n": n,
        "verdict": agreement.coverage_verdict(hits, n),
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
    """Whether more confidence goes with less error: by rank, and as mean absolute error by thirds."""
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
    }


def _levels(rating: Floats, fused: Floats) -> dict[str, object]:
    known = np.isfinite(rating)
    y, p = rating[known], fused[known]
    return {
        "confusion": agreement.confusion(rating, fused),
        "emerging": {"rated": float(np.mean(y < LEVEL_CUTS[0])), "assigned": float(np.mean(p < LEVEL_CUTS[0]))},
        "advanced": {"rated": float(np.mean(y >= LEVEL_CUTS[2])), "assigned": float(np.mean(p >= LEVEL_CUTS[2]))},
    }


def groups_of(rows: Sequence[Row]) -> dict[str, dict[str, NDArray[np.bool_]]]:
    """Membership by grade band, mode and style."""
    grade = np.array([row.grade for row in rows])
    bands = {f"grades {low}-{high}": (grade >= low) & (grade <= high) for low, high in BANDS}
    return {"grade": bands, "mode": _by(rows, lambda r: r.mode), "style": _by(rows, lambda r: r.style)}


def _by(rows: Sequence[Row], name: Callable[[Row], str]) -> dict[str, NDArray[np.bool_]]:
    names = np.array([name(row) for row in rows])
    return {str(value): names == value for value in np.unique(names)}


def _groups(
    read: Read, inside: NDArray[np.bool_], members: Mapping[str, NDArray[np.bool_]]
) -> dict[str, dict[str, object]]:
    known = np.isfinite(read.rows.rating)
    return {
        str(name): agreement.agreement(read.rows.rating[rows], read.fused[rows])
        | {
            "bias": float(np.mean((read.fused - read.rows.rating)[rows & known])) if (rows & known).any() else None,
            "coverage": _coverage(inside[rows & known]),
        }
        for name, rows in members.items()
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


def learning_curve(
    rows: Sequence[Row], exemplars: Sequence[Row], weights: Mapping[Skill, Mapping[str, float]], *, tick: Tick
) -> list[dict[str, float]]:
    """Mean fused r on one cell per writer when only a part of the training prompts is there, seeded."""
    own, extra = prepare(rows), prepare(exemplars)
    cells = folds.crossed(corpus.writers(rows), corpus.prompts(rows))[:: folds.BLOCKS]
    return [{"fraction": fraction, **_at(fraction, own, extra, cells, weights, tick)} for fraction in FRACTIONS]


def _at(
    fraction: float,
    own: Prepared,
    extra: Prepared,
    cells: Sequence[folds.Fold],
    weights: Mapping[Skill, Mapping[str, float]],
    tick: Tick,
) -> dict[str, float]:
    random = np.random.default_rng(folds.SEED)
    fewer = [
        folds.Fold(cell.name, np.sort(random.permutation(cell.train)[: int(fraction * len(cell.train))]), cell.test)
        for cell in cells
    ]
    raw = training.out_of_fold(own, extra, tick=tick, cells=fewer)
    values = []
    for i, skill in enumerate(SKILLS):
        rating = corpus.targets(own.rows, skill)
        tested = np.isfinite(rating) & np.isfinite(raw.scores[MODEL][:, i])
        lines = training.lines_of(rating[tested], {s: raw.scores[s][tested, i] for s in TEXT})
        parts = np.array([weights[skill][source] for source in TEXT])
        fused = sum(p * lines[s](raw.scores[s][tested, i]) for p, s in zip(parts / parts.sum(), TEXT, strict=True))
        values.append(calibration.pearson(rating[tested], fused) or 0.0)
    return {"rows": float(np.mean([len(cell.train) for cell in fewer])), "pearson": float(np.mean(values))}
