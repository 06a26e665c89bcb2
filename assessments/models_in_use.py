"""The trained models of this process: loaded and verified once, with calibrations for the weights in use."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache

from django.conf import settings

from fusion.combine import SkillWeights
from mlcore import calibration, registry
from privacy.deidentify import DEIDENTIFIER_VERSION


@cache
def models_in_use() -> registry.Models:
    return models_of(None)


@lru_cache(maxsize=4)
def models_of(version: str | None) -> registry.Models:
    """One version from the registry; refuses files that do not match and texts de-identified another way."""
    models = registry.load(version, home=settings.ARTIFACTS)
    models.check(deidentifier_version=DEIDENTIFIER_VERSION)
    return models


def calibration_for(models: registry.Models, weights: Mapping[str, SkillWeights]) -> calibration.Calibration:
    """Intervals and standard errors for these weights, from the artifact's out-of-fold scores."""
    return _calibrated(models.version, json.dumps(weights, sort_keys=True))


@lru_cache(maxsize=64)
def _calibrated(version: str, weights_json: str) -> calibration.Calibration:
    return calibration.calibrate(models_of(version).out_of_fold, json.loads(weights_json))
