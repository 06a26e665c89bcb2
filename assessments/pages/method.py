"""What the page about the method says of the models in use: only what their own metadata holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from assessments.pages import labels
from assessments.pages.examples import Example
from fusion.combine import CONFIDENCE
from mlcore import fairness, registry
from mlcore.agreement import FAIL, UNSURE
from mlcore.schema import LEVEL_CUTS, SKILLS, SOURCES, Skill
from privacy.deidentify import measured as names_measured


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
    """Out of fold: agreement with the rating, beside the simplest reader of words, and how often the band held it.

    ``same`` and ``near`` count, of 100 responses, those whose level is the rated one, and at most one level away.
    """

    r: float
    simplest_r: float
    held: int
    same: int
    near: int


@dataclass(frozen=True)
class Doubt:
    """A kind of response for which the scores of one skill are worse than for others, or cannot be vouched for."""

    skill: str
    group: str
    responses: int


@dataclass(frozen=True)
class Whole:
    """All four skills together, of 100 responses; ``sealed`` is agreement on a writer kept apart until the end."""

    same: int
    near: int
    held: int
    sealed: float | None = None
    sealed_rows: int = 0


@dataclass(frozen=True)
class Method:
    version: str
    rows: int | None  # rated responses the models learned from
    lines: list[Line]
    example: Example
    cuts: tuple[float, ...] = LEVEL_CUTS
    names_out: Mapping | None = None  # how often names and contacts were found when that was measured
    whole: Whole | None = None
    worse: Sequence[Doubt] = ()
    unsure: Sequence[Doubt] = ()


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
    metrics = metrics or {}
    lines = [_line(skill, metadata, metrics) for skill in SKILLS]
    return Method(
        version=metadata.get("version", ""),
        rows=metadata.get("rows"),
        lines=lines,
        example=EXAMPLE,
        names_out=names_measured.read(),
        whole=_whole([line.measured for line in lines if line.measured], metrics.get("sealed") or {}),
        worse=_doubts(metrics, FAIL),
        unsure=_doubts(metrics, UNSURE),
    )


def _whole(measured: Sequence[Measured], sealed: Mapping) -> Whole | None:
    if not measured:
        return None
    same, near, held = (
        round(sum(getattr(one, name) for one in measured) / len(measured)) for name in ("same", "near", "held")
    )
    return Whole(same, near, held, sealed.get("mean_pearson"), sealed.get("rows", 0))


def _doubts(metrics: Mapping, verdict: str) -> list[Doubt]:
    """Grades, modes and styles with this verdict; the writers of the corpus mean nothing to a reader of this page."""
    return [
        Doubt(labels.SKILLS[Skill(name)], labels.group_title(kind, group), found["n"])
        for name, skill in metrics.get("skills", {}).items()
        for kind, group, found in fairness.listed(skill["groups"])
        if kind != "writer" and found["verdict"] == verdict
    ]


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
    return Measured(
        r=found["fused"]["pearson"],
        simplest_r=found["baselines"]["tfidf_ridge"]["pearson"],
        held=round(found["coverage"]["share"] * 100),
        same=round(found["levels"]["exact"] * 100),
        near=round(found["levels"]["within_one"] * 100),
    )
