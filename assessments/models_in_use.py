"""The trained models of this process: which version is served is asked anew, its files are read and verified once."""

import gc
import json
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from fusion.combine import SkillWeights
from mlcore import calibration, registry, served
from privacy.deidentify import DEIDENTIFIER_VERSION


def models_in_use() -> registry.Models:
    """The version that the history names now: a promotion or a rollback reaches processes that run."""
    now = served.now(settings.ARTIFACTS)
    registry.check_promoted(registry.folder_of(now.version, settings.ARTIFACTS), now)
    return models_of(now.version)


def models_of(version: str) -> registry.Models:
    """One version from the registry; refuses files that do not match and texts de-identified another way."""
    return _loaded(version, registry.files_digest(registry.folder_of(version, settings.ARTIFACTS)))


@lru_cache(maxsize=4)
def _loaded(version: str, files: str) -> registry.Models:
    models = registry.load(version, home=settings.ARTIFACTS)
    models.check(deidentifier_version=DEIDENTIFIER_VERSION)
    gc.freeze()  # what was loaded stays: looking through it again and again cost a fifth of a batch
    gc.set_threshold(20_000, 20, 20)  # of a request's thousands of objects hardly one is in a cycle: seldom is enough
    return models


def calibration_for(models: registry.Models, weights: Mapping[str, SkillWeights]) -> calibration.Calibration:
    """Intervals and standard errors for these weights, from the artifact's out-of-fold scores."""
    return _calibrated(models.version, registry.files_digest(models.folder), json.dumps(weights, sort_keys=True))


@lru_cache(maxsize=64)
def _calibrated(version: str, files: str, weights_json: str) -> calibration.Calibration:
    return _loaded(version, files).calibrated(json.loads(weights_json))
