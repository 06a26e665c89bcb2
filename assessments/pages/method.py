"""What the page about the method says of the models in use: only what their own metadata holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from assessments.pages import labels
from assessments.pages.examples import Example
from fusion.combine import CONFIDENCE
from mlcore import registry
from mlcore.schema import LEVEL_CUTS, SKILLS, SOURCES, Skill
from privacy.deidentify import measured


@dataclass(frozen=True)
class Line:
    """One skill: what it means, what counts how much, and from which P(observed) on it is scored."""

    skill: Skill
    label: str
    meaning: str
    weights: list[tuple[str, float]]
    threshold: float | None
    measured: "Measured | None" = None


@dataclass(frozen=True)
class Measured:
    """Out of fold: agreement with the rating, beside the simplest reader of words, and how often the band held it."""

    r: float
    simplest_r: float
    held: float


@dataclass(frozen=True)
class Method:
    version: str
    rows: int | None  # rated responses the models learned from
    lines: list[Line]
    example: Example
    cuts: tuple[float, ...] = LEVEL_CUTS
    names_out: Mapping | None = None  # how often names and contacts were found when that was measured


EXAMPLE = Example(Skill.SELF_REGULATION, 0.62, 0.47, 0.77)


def of_models_in_use() -> Method:
    """From the metadata of the current version alone; the models themselves are not loaded for a page of words."""
    try:
        folder = registry.folder_of(home=settings.ARTIFACTS)
        metrics = folder / "metrics.json"  # written when a version has been evaluated
        measured = json.loads(metrics.read_text(encoding="utf-8")) if metrics.exists() else {}
        return of(json.loads((folder / "metadata.json").read_text(encoding="utf-8")), measured)
    except (registry.ArtifactError, FileNotFoundError):  # no version is in use: the page says so
        return of({})


def of(metadata: Mapping, metrics: Mapping | None = None) -> Method:
    return Method(
        version=metadata.get("version", ""),
        rows=metadata.get("rows"),
        lines=[_line(skill, metadata, metrics or {}) for skill in SKILLS],
        example=EXAMPLE,
        names_out=measured.read(),
    )


def _line(skill: Skill, metadata: Mapping, metrics: Mapping) -> Line:
    weights = metadata.get("default_weights", {}).get(skill, {})
    named = [(labels.SOURCES[source], weights[source]) for source in SOURCES if source in weights]
    if CONFIDENCE in weights:
        named.append((labels.CONFIDENCE_SHARE, weights[CONFIDENCE]))
    return Line(
        skill=skill,
        label=labels.SKILLS[skill],
        meaning=labels.MEANINGS[skill],
        weights=named,
        threshold=metadata.get("thresholds", {}).get(skill),
        measured=_measured(metrics.get("skills", {}).get(skill)),
    )


def _measured(found: Mapping | None) -> Measured | None:
    if found is None:
        return None
    simplest = found["baselines"]["tfidf_ridge"]["pearson"]
    return Measured(found["fused"]["pearson"], simplest, round(found["coverage"]["share"] * 100))
