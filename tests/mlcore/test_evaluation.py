import json

import numpy as np
import pytest

from mlcore import evaluation
from mlcore.baselines import BASELINES
from mlcore.calibration import pearson
from mlcore.corpus import CorpusError
from mlcore.schema import SKILLS
from tests.mlcore import made_version


@pytest.fixture(scope="module")
def made():
    return made_version.rows()


@pytest.fixture(scope="module")
def models(made):
    return made_version.models(made)


@pytest.fixture(scope="module")
def found(models, made):
    return evaluation.evaluate(models, made, made_version.rows(seed=20, writers=("EX",)))


def test_every_figure_of_machine_ratings_says_so(found):
    assert found["label"] == "agreement with a machine's rating, not validity"


def test_the_whole_is_plain_json(found):
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_fused_r_is_that_of_the_scores_under_the_shipped_weights(models, found):
    for skill in SKILLS:
        part, weights = models.out_of_fold.of(skill), models.default_weights[skill]
        total = weights["model"] + weights["linguistic"]
        mixed = sum(part.scores[s] * weights[s] / total for s in ("model", "linguistic"))
        known = np.isfinite(part.rating)
        assert found["skills"][skill]["fused"]["pearson"] == pytest.approx(
            pearson(part.rating[known], np.clip(mixed, 0, 1)[known])
        )


def test_the_baselines_stand_beside_every_skill_on_the_same_rows(found):
    for skill in found["skills"].values():
        assert set(skill["baselines"]) == set(BASELINES)
        assert {line["n"] for line in skill["baselines"].values()} == {skill["fused"]["n"]}


def test_a_version_that_knows_the_ratings_gains_over_baselines_that_see_jumbled_words(found):
    for skill in found["skills"].values():
        low, high = skill["fused"]["gain_interval"]
        assert low > 0.3 and high > low
        assert abs(skill["baselines"]["tfidf_ridge"]["pearson"]) < 0.4


def test_intervals_hold_the_figure_they_belong_to(found):
    for skill in found["skills"].values():
        low, high = skill["fused"]["pearson_interval"]
        assert low < skill["fused"]["pearson"] < high


def test_the_levels_add_up(found):
    for skill in found["skills"].values():
        table = np.array(skill["levels"]["confusion"])
        assert table.sum() == skill["fused"]["n"]
        assert skill["levels"]["exact"] == pytest.approx(np.trace(table) / table.sum())
        assert skill["levels"]["exact"] <= skill["levels"]["within_one"] <= 1


def test_scores_rise_with_the_rating(found):
    for skill in found["skills"].values():
        medians = [quantiles[2] for quantiles in skill["levels"]["score_by_rating"]]
        assert medians == sorted(medians)


def test_every_group_has_a_size_and_a_verdict(found):
    for skill in found["skills"].values():
        assert set(skill["groups"]) == {"writer", "grade", "mode", "style"}
        for members in skill["groups"].values():
            assert sum(group["n"] for group in members.values()) == skill["fused"]["n"]
            assert {group["verdict"] for group in members.values()} <= {"pass", "fail", "insufficient evidence"}


def test_means_are_those_of_the_skills(found):
    assert found["mean"]["fused"] == pytest.approx(np.mean([s["fused"]["pearson"] for s in found["skills"].values()]))
    assert found["mean"]["gain_over_tfidf"] == pytest.approx(
        found["mean"]["fused"] - found["mean"]["baseline tfidf_ridge"]
    )


@pytest.mark.parametrize("spoil", ["fewer", "reordered", "rerated"])
def test_rows_that_are_not_the_versions_own_are_refused(models, made, spoil):
    rows = {"fewer": made[:-1], "reordered": made[::-1], "rerated": made_version.rows(seed=99)}[spoil]
    with pytest.raises(CorpusError, match="not the rows that 2000"):
        evaluation.evaluate(models, rows, [])
