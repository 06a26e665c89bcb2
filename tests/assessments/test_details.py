"""What an assessment stores of its scores: a round trip, and a digest that knows numbers only."""

from dataclasses import replace

from assessments import details
from mlcore.schema import Skill
from tests.factories import skill_scores


def test_scores_survive_the_round_trip():
    scores = skill_scores("r-1")
    stored = details.to_json(scores)
    assert details.to_json(details.from_json(stored)) == stored
    assert details.from_json(stored)[Skill.EMPATHY].level == scores[Skill.EMPATHY].level


def test_the_digest_knows_nothing_of_ids():
    one, other = (details.to_json(skill_scores(key)) for key in ("id-of-a-response", "another-id"))
    assert details.result_digest(one) == details.result_digest(other)


def test_the_digest_changes_with_a_score():
    scores = skill_scores("r-1")
    moved = {**scores, Skill.EMPATHY: replace(scores[Skill.EMPATHY], score=scores[Skill.EMPATHY].score + 0.001)}
    assert details.result_digest(details.to_json(scores)) != details.result_digest(details.to_json(moved))


def test_the_digest_ignores_noise_past_six_decimals():
    scores = skill_scores("r-1")
    noisy = {**scores, Skill.EMPATHY: replace(scores[Skill.EMPATHY], score=scores[Skill.EMPATHY].score + 1e-9)}
    assert details.result_digest(details.to_json(scores)) == details.result_digest(details.to_json(noisy))


def test_what_cannot_be_said_is_null_not_zero():
    stored = details.to_json(skill_scores("r-1"))
    assert stored["resilience"]["score"] is None
    assert details.from_json(stored)[Skill.RESILIENCE].score is None
