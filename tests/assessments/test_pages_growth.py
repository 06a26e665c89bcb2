"""Growth over time: who counts into a class average, and what the verdict says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from assessments.pages import growth as pages
from assessments.pages.changes import since_first
from assessments.pages.clock import Clock
from assessments.pages.growth import OtherScore, class_average
from mlcore.schema import Skill
from tests.factories import not_enough, scored_skill

CLOCK = Clock(now=datetime(2026, 11, 24, tzinfo=UTC))
SKILL = Skill.EMPATHY
SEPTEMBER, NOVEMBER = date(2026, 9, 21), date(2026, 11, 23)


def score(value, error=0.11):
    made = scored_skill(SKILL, "perspective_taking", "worried about the demo", key="", score=value)
    return replace(made, standard_error=error)


def growth_of(*values, others=(), error=0.11, start=SEPTEMBER):
    days = [start + timedelta(days=21 * place) for place in range(len(values))]
    history = [
        (day, {SKILL: not_enough(SKILL) if value is None else score(value, error)})
        for day, value in zip(days, values, strict=True)
    ]
    return pages.growth(SKILL, history, others, CLOCK, first_name="Mateo")


def classmates(count, day, value=0.5):
    return [OtherScore(number, day, value) for number in range(count)]


def test_nine_others_give_no_average_and_ten_do():
    assert class_average(NOVEMBER, classmates(9, NOVEMBER)) is None
    assert class_average(NOVEMBER, classmates(10, NOVEMBER)) == 0.5


def test_ten_scores_of_nine_students_give_no_average():
    scores = [*classmates(9, NOVEMBER), OtherScore(0, NOVEMBER - timedelta(days=1), 0.9)]
    assert class_average(NOVEMBER, scores) is None


def test_scores_of_other_weeks_do_not_count():
    assert class_average(NOVEMBER, classmates(10, NOVEMBER - timedelta(days=8))) is None
    assert class_average(NOVEMBER, classmates(10, NOVEMBER - timedelta(days=7))) == 0.5


def test_of_two_scores_of_one_classmate_the_nearer_in_time_counts():
    near, far = OtherScore(0, NOVEMBER, 1.0), OtherScore(0, NOVEMBER - timedelta(days=5), 0.0)
    average = class_average(NOVEMBER, [far, near, *classmates(10, NOVEMBER, 0.5)[1:]])
    assert average == (1.0 + 9 * 0.5) / 10


def test_a_rise_beyond_the_errors_is_said_with_its_threshold():
    shown = growth_of(0.2, 0.8)
    assert shown.change.verdict == "rise"
    assert shown.verdict.startswith("Up 0.60 since 21 Sep. Anything above 0.20")


def test_a_difference_within_the_errors_is_never_a_bare_number():
    shown = growth_of(0.5, 0.6)
    assert shown.change.verdict == "none"
    assert "0.10" not in shown.verdict
    assert "smaller than 0.20" in shown.verdict


def test_a_fall_is_said_in_the_same_words_as_a_rise():
    rise, fall = growth_of(0.2, 0.8).verdict, growth_of(0.8, 0.2).verdict
    assert fall.replace("Down", "Up") == rise


def test_windows_without_a_score_are_left_out_of_the_line():
    shown = growth_of(0.3, None, 0.5)
    assert [point.score.score for point in shown.points] == [0.3, 0.5]


def test_one_assessment_is_not_a_line():
    shown = growth_of(0.5)
    assert not shown.enough_for_a_line
    assert shown.change is None and shown.verdict == ""


def test_the_chart_leaves_the_average_out_when_too_few_others_have_scores():
    assert "average" not in growth_of(0.3, 0.5, others=classmates(9, SEPTEMBER)).chart


def test_the_chart_and_the_sentence_tell_the_class_average():
    others = [*classmates(10, SEPTEMBER, 0.4), *classmates(10, SEPTEMBER + timedelta(days=21), 0.5)]
    shown = growth_of(0.3, 0.5, others=others)
    assert [row["score"] for row in shown.chart["average"]] == [0.4, 0.5]
    assert shown.class_moved == "The class average rose 0.10 over the same weeks."


def test_the_page_says_how_many_responses_make_a_level_visible():
    assert growth_of(0.5, 0.6, error=0.10).needed.startswith("With one response on each side")
    assert growth_of(0.5, 0.6, error=0.2).needed.startswith("With 2 responses on each side")
    assert "however many responses" in growth_of(0.5, 0.6, error=0.4).needed


def test_change_is_told_since_each_skills_own_first_score():
    first, second, latest = score(0.2), score(0.5), score(0.8)
    silent = {SKILL: not_enough(SKILL), **others_silent()}
    history = [silent, {**silent, SKILL: first}, {**silent, SKILL: second}]
    change = since_first(history, {**silent, SKILL: latest})[SKILL]
    assert round(change.delta, 2) == 0.6


def test_a_skill_scored_for_the_first_time_has_nothing_to_compare_with():
    silent = {SKILL: not_enough(SKILL), **others_silent()}
    assert since_first([silent], {**silent, SKILL: score(0.8)}) == {}
    assert since_first([], {**silent, SKILL: score(0.8)}) == {}


def others_silent():
    return {skill: not_enough(skill) for skill in Skill if skill is not SKILL}
