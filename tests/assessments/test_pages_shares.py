"""Shares that tell how a group stands and nothing about one student in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.pages.shares import of_schools, shares
from tests import factories as make

SCORES = st.lists(st.floats(0, 1), min_size=10, max_size=200)


def test_nine_scored_students_are_too_few_and_ten_are_enough():
    assert shares([0.5] * 9) == []
    assert len(shares([0.5] * 10)) == 4


def test_students_without_a_score_do_not_make_a_group_larger():
    assert shares([0.5] * 9 + [None] * 20) == []


@given(SCORES)
def test_shares_are_steps_of_ten_that_sum_to_a_hundred(scores):
    percents = [share.percent for share in shares(scores)]
    assert sum(percents) == 100
    assert all(percent % 10 == 0 for percent in percents)


@given(SCORES)
def test_no_share_says_everyone_or_no_one(scores):
    assert not {share.said for share in shares(scores)} & {"0%", "100%"}


def test_a_group_all_on_one_level_is_blunted():
    assert [share.said for share in shares([0.5] * 10)] == ["under 10%", "under 10%", "over 90%", "under 10%"]


def test_a_bars_parts_stand_one_after_another():
    parts = shares([0.1] * 5 + [0.9] * 5)
    assert [(part.left, part.percent) for part in parts] == [(0, 50), (50, 0), (50, 0), (50, 50)]


@pytest.mark.django_db
def test_groups_are_the_grades_of_a_school_in_order(django_assert_num_queries):
    school = make.SchoolFactory()
    for grade in (8, 7):
        for _ in range(10):
            student = make.StudentFactory(school=school, grade=grade)
            make.LatestAssessmentFactory(assessment=make.AssessmentFactory(student=student))
    with django_assert_num_queries(1):
        groups = of_schools([school])
    assert [group.grade for group in groups] == [7, 8]
    assert (
        groups[0].cells[0].said == "Emerging under 10%, Developing under 10%, Proficient over 90%, Advanced under 10%"
    )
    assert not groups[0].cells[3].shares  # resilience has no score
