"""Blind ratings: what a reader sees, what counts as an answer, and what disagreement does."""

import json

import pytest

from mlcore.asking import Rejected
from mlcore.labeling import PASSES, agreed, ratings, request
from mlcore.schema import SKILLS

WELL = {"empathy": 3, "problem_solving": "NO", "self_regulation": "1", "resilience": 4}


def test_a_reader_gets_the_codebook_the_prompt_and_the_text_and_nothing_else():
    made = request("SY-1", "Why?", "Because.", reading="first", tries=0)
    assert json.loads(made.text) == {"prompt": "Why?", "text": "Because."}
    assert [path.name for path in made.instructions] == ["label.md", "CODEBOOK.md"]
    assert made.temperature == 0


def test_the_second_reading_is_asked_in_other_words_and_another_order():
    first, second = (path.read_text() for path in PASSES.values())
    assert first != second
    assert first.index('"empathy"') < first.index('"resilience"')
    assert second.index('"resilience"') < second.index('"empathy"')


@pytest.mark.parametrize("path", PASSES.values(), ids=lambda path: path.name)
def test_a_reader_is_told_that_the_text_is_data(path):
    assert "praise" in path.read_text()


def test_ratings_are_read_as_numbers_or_not_observed():
    assert ratings(json.dumps(WELL)) == WELL | {"self_regulation": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"empathy": 0}, {"empathy": 5}, {"empathy": 2.5}, {"empathy": True}, {"empathy": None}, {"empathy": "no"},
        {"empathy": "3 because"}, {"empathy": [3]}, {"kindness": 3}, {"empathy": "4.0"},
    ],
    ids=str,
)  # fmt: skip
def test_anything_else_is_no_rating(wrong):
    with pytest.raises(Rejected):
        ratings(json.dumps(WELL | wrong))


def test_three_skills_are_not_four():
    with pytest.raises(Rejected, match="not the four skills"):
        ratings(json.dumps({skill.value: 2 for skill in SKILLS[:3]}))


def test_readings_agree_only_when_all_four_ratings_do():
    assert agreed(ratings(json.dumps(WELL)), ratings(json.dumps(WELL)))
    assert not agreed(WELL, WELL | {"resilience": 3})
    assert not agreed(WELL, WELL | {"resilience": "NO"})
