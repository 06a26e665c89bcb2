"""What weights do to the scores, told from the committed model's out-of-fold rows."""

from types import SimpleNamespace

import pytest

from fusion import effect
from fusion.combine import check_weights
from mlcore import registry
from mlcore.calibration import TEXT, calibrate
from mlcore.schema import SKILLS, Skill


def every_skill(**row):
    return {skill.value: row for skill in SKILLS}


WORDING_ALONE = every_skill(model=0.0, linguistic=0.75, behavioral=0.15, confidence=0.1)
MODEL_ALONE = every_skill(model=0.75, linguistic=0.0, behavioral=0.15, confidence=0.1)


def test_the_shipped_weights_can_be_used():
    check_weights(effect.shipped_weights())


def test_the_shipped_weights_beside_themselves_change_nothing():
    for one in effect.effect_of(effect.shipped_weights()):
        assert (one.r, one.interval) == (one.shipped_r, one.shipped_interval)
        assert not one.falls


def test_the_figures_are_those_of_calibration():
    models = registry.load()
    fits = calibrate(models.out_of_fold, {skill: WORDING_ALONE[skill] for skill in SKILLS})
    for one in effect.effect_of(WORDING_ALONE):
        assert one.r == pytest.approx(fits.of(one.skill, TEXT).r)
        assert one.rows == fits.of(one.skill, TEXT).rows > 500


def test_other_weights_move_r_and_the_interval():
    wording, model = effect.effect_of(WORDING_ALONE), effect.effect_of(MODEL_ALONE)
    assert all(one.r != other.r and one.interval != other.interval for one, other in zip(wording, model, strict=True))


def test_the_interval_is_in_score_units():
    assert all(0.05 < one.interval < 0.6 for one in effect.effect_of(WORDING_ALONE))


@pytest.mark.parametrize(
    ("r", "shipped", "falls"),
    [(0.70, 0.70, False), (0.698, 0.70, False), (0.66, 0.70, True), (0.75, 0.70, False), (None, 0.70, True)],
)
def test_a_fall_is_one_that_two_decimals_can_show(r, shipped, falls):
    assert effect.Effect(Skill.EMPATHY, r, shipped, 0.2, 0.2, 560).falls is falls


def test_without_an_artifact_it_says_so_and_invents_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(effect, "settings", SimpleNamespace(ARTIFACTS=tmp_path))
    with pytest.raises(registry.ArtifactError, match="no version is in use"):
        effect.effect_of(WORDING_ALONE)
    with pytest.raises(registry.ArtifactError):
        effect.shipped_weights()
