"""The nine behavioral columns, and the rule that makes a source of them."""

import math
import random

import numpy as np
import pytest

from mlcore.features.behavioral import COLUMNS, NEEDED, RULES, read, rule_score, tidy
from mlcore.results import Event
from mlcore.schema import BEHAVIORAL, INDEX, NAMES, SKILLS, Skill


def measured(*events: Event) -> dict[str, float]:
    return dict(zip(COLUMNS, read(events), strict=True))


def row_of(**columns: float) -> np.ndarray:
    row = np.full(len(NAMES), np.nan)
    for name, value in columns.items():
        row[INDEX[name]] = value
    return row


def failing_then_solving(wait: float = 10.0) -> list[Event]:
    return [
        Event("session_start", 0),
        Event("task_start", 0, "maze"),
        Event("attempt", 10, "maze"),
        Event("failure", 20, "maze"),
        Event("retry", 20 + wait, "maze"),
        Event("success", 60, "maze"),
        Event("session_end", 120),
    ]


def test_no_events_say_nothing() -> None:
    assert np.isnan(read(())).all()


def test_a_failure_and_a_second_try_that_works() -> None:
    columns = measured(*failing_then_solving())
    assert columns["attempts_per_task"] == 2
    assert columns["success_share"] == 0.5
    assert columns["retry_share"] == 1
    assert columns["recovery_seconds"] == 10
    assert columns["recovered_share"] == 1
    assert columns["rushed_share"] == 0
    assert columns["hints_per_task"] == 0


def test_without_failures_recovery_is_missing_and_not_perfect() -> None:
    columns = measured(Event("attempt", 0, "a"), Event("success", 30, "a"))
    for name in ("retry_share", "recovery_seconds", "recovered_share", "rushed_share"):
        assert math.isnan(columns[name])
    assert columns["success_share"] == 1


def test_a_failure_nobody_came_back_to_has_no_recovery_time() -> None:
    columns = measured(Event("attempt", 0, "a"), Event("failure", 30, "a"), Event("session_end", 90))
    assert columns["retry_share"] == 0
    assert columns["recovered_share"] == 0
    assert math.isnan(columns["recovery_seconds"])
    assert math.isnan(columns["rushed_share"])


def test_a_try_at_another_task_does_not_answer_a_failure() -> None:
    columns = measured(Event("failure", 0, "a"), Event("attempt", 5, "b"), Event("success", 20, "b"))
    assert columns["retry_share"] == 0
    assert columns["recovered_share"] == 0


def test_a_try_within_two_seconds_is_rushed() -> None:
    assert measured(*failing_then_solving(wait=1.5))["rushed_share"] == 1
    assert measured(*failing_then_solving(wait=2.0))["rushed_share"] == 0


def test_time_away_runs_from_idle_to_the_next_event() -> None:
    columns = measured(Event("session_start", 0), Event("idle", 50), Event("resume", 75), Event("session_end", 100))
    assert columns["idle_share"] == 0.25


def test_a_session_under_ten_seconds_has_no_shares_of_time() -> None:
    columns = measured(Event("session_start", 0), Event("idle", 2), Event("session_end", 8))
    assert math.isnan(columns["idle_share"])


def test_help_is_counted_per_ten_minutes() -> None:
    columns = measured(Event("session_start", 0), Event("help_given", 60), Event("session_end", 300))
    assert columns["help_given_rate"] == 2


def test_alone_nobody_could_be_helped_so_help_is_missing() -> None:
    assert math.isnan(measured(*failing_then_solving())["help_given_rate"])
    talked = measured(*failing_then_solving(), Event("message", 70))
    assert talked["help_given_rate"] == 0


def test_hints_are_counted_per_task() -> None:
    columns = measured(
        Event("task_start", 0, "a"), Event("task_start", 1, "b"), Event("hint", 2, "a"), Event("hint", 3, "a")
    )
    assert columns["hints_per_task"] == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_arrival_does_not_matter(seed: int) -> None:
    events = failing_then_solving()
    shuffled = random.Random(seed).sample(events, len(events))
    distinct = [e for e in events if e.at not in (0,)]  # two events share the first second
    assert measured(*[e for e in shuffled if e in distinct]) == pytest.approx(measured(*distinct), nan_ok=True)


def test_an_event_that_arrives_twice_counts_once() -> None:
    events = failing_then_solving()
    assert measured(*events, *events) == pytest.approx(measured(*events), nan_ok=True)


@pytest.mark.parametrize("at", [math.nan, math.inf, -math.inf, -5.0, 1e12])
def test_absurd_times_are_set_aside(at: float) -> None:
    events = failing_then_solving()
    assert measured(*events, Event("failure", at, "maze")) == pytest.approx(measured(*events), nan_ok=True)


def test_only_absurd_times_say_nothing() -> None:
    assert np.isnan(read((Event("attempt", math.nan, "a"),))).all()


def test_a_laptop_closed_overnight_is_ten_minutes() -> None:
    events = tidy([Event("failure", 0, "a"), Event("attempt", 40_000, "a")])
    assert events[1].at - events[0].at == 600


def test_values_stay_within_their_ranges() -> None:
    events = [Event("attempt", place * 0.1, "a") for place in range(2000)]
    assert measured(*events)["attempts_per_task"] == 50


def test_unknown_kinds_are_no_error() -> None:
    assert measured(Event("teleport", 0), Event("session_end", 60))["idle_share"] == 0


def test_every_rule_reads_known_columns_of_its_skill() -> None:
    assert set(RULES) == set(NEEDED) == set(SKILLS)
    for skill in SKILLS:
        names = {name for name, *_ in RULES[skill]}
        assert names <= set(COLUMNS)
        assert set(NEEDED[skill]) <= names


@pytest.mark.parametrize("skill", SKILLS)
def test_without_the_needed_column_there_is_no_source(skill: Skill) -> None:
    assert rule_score(skill, row_of()) is None


@pytest.mark.parametrize("skill", SKILLS)
def test_base_and_contributions_make_the_score(skill: Skill) -> None:
    row = row_of(**dict.fromkeys(COLUMNS, 0.4))
    source = rule_score(skill, row)
    assert source is not None
    assert source.score == pytest.approx(np.clip(source.base + sum(c.value for c in source.contributions), 0, 1))
    assert {c.source for c in source.contributions} == {BEHAVIORAL}


@pytest.mark.parametrize("skill", SKILLS)
@pytest.mark.parametrize("extreme", [0.0, 1e6])
def test_the_score_stays_between_0_and_1(skill: Skill, extreme: float) -> None:
    source = rule_score(skill, row_of(**dict.fromkeys(COLUMNS, extreme)))
    assert source is not None
    assert 0 <= source.score <= 1


def test_a_missing_column_that_is_not_needed_adds_nothing() -> None:
    source = rule_score(Skill.RESILIENCE, row_of(retry_share=1.0))
    assert source is not None
    assert [c.feature for c in source.contributions] == ["retry_share"]
    assert source.score == pytest.approx(0.5 + 0.5 * (1.0 - 0.6))


def test_going_on_after_failures_raises_resilience() -> None:
    went_on = rule_score(Skill.RESILIENCE, row_of(retry_share=1.0, recovered_share=1.0))
    stopped = rule_score(Skill.RESILIENCE, row_of(retry_share=0.0, recovered_share=0.0))
    assert went_on and stopped and went_on.score > stopped.score


def test_rushing_lowers_self_regulation() -> None:
    calm = rule_score(Skill.SELF_REGULATION, row_of(rushed_share=0.0))
    rushed = rule_score(Skill.SELF_REGULATION, row_of(rushed_share=1.0))
    assert calm and rushed and calm.score > rushed.score
