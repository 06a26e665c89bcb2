"""The sealed writer: opened by code, once per version, and never trained on.

The result is written beside the version as it is obtained; a second call for the same version repeats what
was recorded and does not open the file.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from mlcore import agreement, calibration, corpus
from mlcore.combine import combine
from mlcore.corpus import Row
from mlcore.mixing import mix, shares
from mlcore.read import read
from mlcore.registry import ArtifactError, Models, seal, write_json
from mlcore.results import Fused, Item, Reading, SkillScore
from mlcore.schema import SKILLS, SOURCES, Skill

RECORD = "sealed.json"


def recorded(folder: Path) -> dict | None:
    path = folder / RECORD
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def open_once(models: Models, mask: Callable[[Item], Item], *, today: date) -> dict:
    """The sealed figures of a version: the recorded ones, or, the first time, measured and recorded."""
    if models.folder is None:
        raise ArtifactError("Only a saved version can be held against the sealed rows: `python -m mlcore train` first.")
    if said := recorded(models.folder):
        return said
    figures = {"version": models.version, "opened": today.isoformat()} | figures_for(
        models, corpus.load(corpus.SEALED, unseal=True), mask
    )
    write_json(models.folder / RECORD, figures)
    seal(models.folder)
    return figures


def figures_for(models: Models, rows: Sequence[Row], mask: Callable[[Item], Item]) -> dict:
    """Agreement of the version with rated rows, read as served: de-identified, fused with its default weights."""
    readings = read([mask(row.item) for row in rows], models)
    skills = {skill.value: _figures(models, rows, readings, skill) for skill in SKILLS}
    mean = float(np.mean([skill["pearson"] or 0.0 for skill in skills.values()]))
    return {"rows": len(rows), "mean_pearson": mean, "skills": skills}


def _figures(models: Models, rows: Sequence[Row], readings: Sequence[Reading], skill: Skill) -> dict:
    scores = score_all(models, readings, skill)
    rating = corpus.targets(rows, skill)
    known = np.isfinite(rating)
    value = np.array([score.score for score in scores])
    inside = np.array([s.low <= y <= s.high for s, y in zip(scores, rating, strict=True)])[known]
    p_observed = np.array([reading.skills[skill].p_observed for reading in readings])
    low, high = agreement.binomial_interval(int(inside.sum()), len(inside))
    confidence = np.array([score.confidence for score in scores])[known]
    return agreement.agreement(rating, value) | {
        "auc": agreement.auc(known, p_observed),
        "coverage": float(inside.mean()),
        "coverage_interval": [low, high],
        "confidence_with_error": agreement.spearman(confidence, np.abs(rating - value)[known]),
        "sources": {
            source: calibration.pearson(rating[known], _source(readings, skill, source)[known])
            for source in calibration.TEXT
        },
        "confusion": agreement.confusion(rating, value),
    }


def _source(readings: Sequence[Reading], skill: Skill, source: str) -> np.ndarray:
    return np.array([reading.skills[skill].sources[source].score for reading in readings])


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
