"""A version as it is served, on rated rows it never learned from: the sealed writer, or a file of ratings.

Rows are read like any response (de-identified, fused with the version's default weights). Beside the figures stand
the baselines, trained on the corpus the version learned from. Where a file holds two ratings per response
(``second_ratings`` beside ``ratings``), the raters' own agreement and PRMSE are given as well.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlcore import agreement, baselines, calibration, corpus, prmse
from mlcore.agreement import Drawn
from mlcore.combine import combine
from mlcore.corpus import CorpusError, Row
from mlcore.evaluation import LABEL, all_targets, texts_of
from mlcore.folds import Fold
from mlcore.mixing import mix, shares
from mlcore.read import read
from mlcore.registry import Models
from mlcore.results import Fused, Item, Reading, SkillScore
from mlcore.schema import SKILLS, SOURCES, Skill

Floats = NDArray[np.float64]
Mask = Callable[[Item], Item]
SECOND = "second_ratings"
BY_PEOPLE = "agreement with people's ratings on the codebook"


def file_figures(models: Models, path: Path, mask: Mask, *, learned: Sequence[Row], by_people: bool) -> dict:
    """Figures of a version on a file of rated responses, in the corpus's own format; raises ``CorpusError``.

    ``by_people`` says who rated: the label of every figure depends on it.
    """
    rows = corpus.load(path)
    if not rows:
        raise CorpusError(f"{path} holds no rows.")
    if known := {row.text for row in rows} & {row.text for row in learned}:
        raise CorpusError(
            f"{len(known)} of the responses in {path.name} were trained on: a figure on them would say nothing."
        )
    figures = figures_for(models, rows, mask, learned=learned, second=second_targets(path))
    return figures | {"label": BY_PEOPLE if by_people else LABEL, "data": {path.name: corpus.digest(path)}}


def second_targets(path: Path) -> Floats | None:
    """The second raters' ratings on 0-1, (n, 4), NaN where there is none; ``None`` when the file holds no second."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    if not any(SECOND in record for record in records):
        return None
    seconds = [
        corpus.parse({**record, "ratings": record[SECOND]}, where=f"{path.name}:{n}") if SECOND in record else None
        for n, record in enumerate(records, 1)
    ]
    empty = np.full(len(SKILLS), np.nan)
    return np.array([empty if row is None else all_targets([row])[0] for row in seconds])


def figures_for(
    models: Models, rows: Sequence[Row], mask: Mask, *, learned: Sequence[Row], second: Floats | None = None
) -> dict:
    """Agreement of the version with rated rows, beside baselines trained on ``learned``."""
    masked = [mask(row.item) for row in rows]
    readings = read(masked, models)
    others = _baselines([item.text for item in masked], learned)
    skills = {
        skill.value: _figures(models, rows, readings, skill, {n: v[:, i] for n, v in others.items()})
        | {"two_raters": None if second is None else _two(models, rows, readings, skill, second[:, i])}
        for i, skill in enumerate(SKILLS)
    }
    mean = float(np.mean([skill["pearson"] or 0.0 for skill in skills.values()]))
    return {"rows": len(rows), "mean_pearson": mean, "skills": skills}


def _baselines(tested: Sequence[str], learned: Sequence[Row]) -> dict[str, Floats]:
    """Each baseline's predictions, (n, 4), for texts it did not learn from."""
    texts, n = texts_of(learned), len(learned)
    goal = np.vstack([all_targets(learned), np.full((len(tested), len(SKILLS)), np.nan)])
    cell = Fold("file", np.arange(n), np.arange(n, n + len(tested)))
    return {name: value[n:] for name, value in baselines.held_out([*texts, *tested], goal, [cell]).items()}


def _figures(
    models: Models, rows: Sequence[Row], readings: Sequence[Reading], skill: Skill, others: Mapping[str, Floats]
) -> dict:
    scores = score_all(models, readings, skill)
    rating = corpus.targets(rows, skill)
    known = np.isfinite(rating)
    value = np.array([score.score for score in scores])
    inside = np.array([s.low <= y <= s.high for s, y in zip(scores, rating, strict=True)])[known]
    p_observed = np.array([reading.skills[skill].p_observed for reading in readings])
    confidence = np.array([score.confidence for score in scores])[known]
    coverage = agreement.coverage(inside)
    drawn = Drawn.of(corpus.prompts(rows)[known])
    return agreement.agreement(rating, value) | {
        "pearson_interval": agreement.interval(drawn.pearsons(rating[known], value[known])),
        "baselines": {name: calibration.pearson(rating[known], other[known]) for name, other in others.items()},
        "auc": agreement.auc(known, p_observed),
        "coverage": coverage["share"],
        "coverage_interval": coverage["interval"],
        "confidence_with_error": agreement.spearman(confidence, np.abs(rating - value)[known]),
        "sources": {
            source: calibration.pearson(rating[known], _source(readings, skill, source)[known])
            for source in calibration.TEXT
        },
        "confusion": agreement.confusion(rating, value),
    }


def _two(models: Models, rows: Sequence[Row], readings: Sequence[Reading], skill: Skill, second: Floats) -> dict:
    value = np.array([score.score for score in score_all(models, readings, skill)])
    return prmse.two_raters(value, corpus.targets(rows, skill), second)


def _source(readings: Sequence[Reading], skill: Skill, source: str) -> Floats:
    """A source's scores; NaN for a response without words."""
    sources = [reading.skills[skill].sources for reading in readings]
    return np.array([found[source].score if source in found else np.nan for found in sources])


def score_all(models: Models, readings: Sequence[Reading], skill: Skill) -> list[SkillScore]:
    """One score per reading under the version's default weights, whatever its status."""
    return [
        combine([fused(models, reading, skill)], skill=skill, calibration=models.calibration, every_score=True)
        for reading in readings
    ]


def fused(models: Models, reading: Reading, skill: Skill) -> Fused:
    """One skill of one reading under the default weights; for measuring, without contributions."""
    part, weights = reading.skills[skill], models.default_weights[skill]
    scores = [[part.sources[s].score if s in part.sources else np.nan for s in SOURCES]]
    held = shares(scores, [weights[s] for s in SOURCES])[0]
    score = float(mix(scores, [weights[s] for s in SOURCES])[0])
    present = [i for i, s in enumerate(SOURCES) if s in part.sources]
    return Fused(
        key=reading.key, p_observed=part.p_observed, observed=part.observed, score=score, base=score,
        spread=part.spread, words=reading.words, contributions=(),
        sources={SOURCES[i]: scores[0][i] for i in present}, shares={SOURCES[i]: float(held[i]) for i in present},
        confidence_share=weights["confidence"],
    )  # fmt: skip
