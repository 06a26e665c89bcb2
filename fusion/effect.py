"""What a set of weights does to the scores, before anyone is assessed with it: from the model's out-of-fold rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.conf import settings

from fusion.combine import SkillWeights
from mlcore import registry, served
from mlcore.calibration import TEXT, Calibration, Fit
from mlcore.schema import SKILLS, Skill

NOTICEABLE = 0.005  # of r: less than the two decimals shown can tell


@dataclass(frozen=True)
class Effect:
    """One skill, from words alone: how well the fused score follows the ratings, and how wide its interval is.

    ``r`` is Pearson's against the ratings of responses that no part of the model had seen, ``None`` where one side
    does not vary; ``interval`` the half-width of the 80% interval at a typical response, in score units (0-1).
    """

    skill: Skill
    r: float | None
    shipped_r: float | None
    interval: float
    shipped_interval: float
    rows: int

    @property
    def falls(self) -> bool:
        """Whether these weights follow the ratings less well than those shipped with the model."""
        return self.shipped_r is not None and (self.r is None or self.r < self.shipped_r - NOTICEABLE)


def shipped_weights() -> dict[str, dict[str, float]]:
    """The weights that come with the model in use. Raises ``registry.ArtifactError`` when there is none."""
    return {skill.value: dict(row) for skill, row in _models().default_weights.items()}


def effect_of(weights: Mapping[str, SkillWeights]) -> tuple[Effect, ...]:
    """What ``weights`` would do, skill by skill, beside the shipped ones. Raises ``registry.ArtifactError``."""
    set_here, shipped = _calibrated(weights), _calibrated(shipped_weights())
    return tuple(_effect(skill, set_here.of(skill, TEXT), shipped.of(skill, TEXT)) for skill in SKILLS)


def _effect(skill: Skill, fit: Fit, shipped: Fit) -> Effect:
    spread = float(np.median(_models().out_of_fold.of(skill).spread))
    return Effect(skill, fit.r, shipped.r, fit.interval * spread, shipped.interval * spread, fit.rows)


def _models() -> registry.Models:
    """Asked anew which version is served; its files are read once."""
    return _loaded(served.now(settings.ARTIFACTS))


@lru_cache(maxsize=2)
def _loaded(_: served.Deployment) -> registry.Models:
    return registry.load(home=settings.ARTIFACTS)


def _calibrated(weights: Mapping[str, SkillWeights]) -> Calibration:
    return _calibration(served.now(settings.ARTIFACTS), json.dumps(weights, sort_keys=True))


@lru_cache(maxsize=64)
def _calibration(deployment: served.Deployment, weights_json: str) -> Calibration:
    return _loaded(deployment).calibrated(json.loads(weights_json))
