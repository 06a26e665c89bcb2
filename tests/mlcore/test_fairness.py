import numpy as np
import pytest

from mlcore import fairness
from mlcore.agreement import FAIL, PASS, UNSURE
from mlcore.schema import Skill
from tests.mlcore import made_version


def verdicts(made, **kind):
    """The style groups of one skill, for a made version."""
    part = made_version.out_of_fold(made, seed=6, **{"noise": 0.1, **kind}).of(Skill.EMPATHY)
    fused = np.mean(list(part.scores.values()), axis=0)
    return fairness.verdicts(part, fused, {"style": fairness.groups_of(made)["style"]})["style"]


def test_every_row_is_in_one_grade_band_one_mode_one_style_and_one_writer():
    made = made_version.rows()
    for kind, members in fairness.groups_of(made).items():
        assert sum(inside.astype(int) for inside in members.values()).tolist() == [1] * len(made), kind


def test_a_band_that_nobody_is_in_is_not_told_as_a_group():
    made = [row for row in made_version.rows() if row.grade < 9]
    assert set(fairness.groups_of(made)["grade"]) == {"grades 5-6", "grades 7-8"}


def test_groups_of_which_no_harm_is_shown_pass_with_their_sizes():
    made = made_version.rows()
    for style, group in verdicts(made).items():
        known = [row for row in made if row.style == style and row.ratings[Skill.EMPATHY] is not None]
        assert (group["n"], group["parts"]["bias"], group["parts"]["error"]) == (len(known), PASS, PASS)


def test_scores_that_are_too_low_for_one_group_fail_it_and_say_by_how_much():
    terse = verdicts(made_version.rows(), bias=-0.2)["terse"]
    assert (terse["verdict"], terse["parts"]["bias"], terse["parts"]["error"]) == (FAIL, FAIL, FAIL)
    assert terse["bias"] == pytest.approx(-0.2, abs=0.05)
    assert terse["bias_interval"][1] < -fairness.MOST_BIAS


def test_the_others_are_not_blamed_for_it():
    plain = verdicts(made_version.rows(), bias=-0.2)["plain"]
    assert (plain["parts"]["bias"], plain["parts"]["error"]) == (PASS, PASS)


def test_a_small_group_is_insufficient_evidence_however_bad():
    made = made_version.rows(writers=("WA",))
    assert {group["verdict"] for group in verdicts(made, bias=-0.5).values()} == {UNSURE}


def test_many_rows_from_few_prompts_are_insufficient_evidence():
    made = [row for row in made_version.rows(writers=tuple("ABCDEFGHIJKLM")) if row.prompt_id < "P04"]
    found = verdicts(made)
    assert all(group["n"] > fairness.FEWEST and group["verdict"] == UNSURE for group in found.values())


def test_the_gravest_verdict_stands_for_all():
    assert fairness.worst([PASS, FAIL, UNSURE]) == FAIL
    assert fairness.worst([PASS, UNSURE]) == UNSURE
    assert fairness.worst([PASS, PASS]) == PASS
