"""Where the assessing of a class stands, in one honest line."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from assessments.pages.work import CONSENT_MISSING, JobRow, summed

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BATCH = uuid4()


def jobs(count, state, *, error="", batch=BATCH, age=timedelta(seconds=30), finished=None):
    return [JobRow(uuid4(), batch, state, error, NOW - age, finished) for _ in range(count)]


def standing(*groups):
    return summed([row for group in groups for row in group], now=NOW)


def test_work_under_way_says_what_and_how_far():
    work = standing(jobs(15, "done", finished=NOW), jobs(8, "queued"), jobs(1, "running"))
    assert (work.heading, work.done, work.outstanding) == ("Assessing 24 students…", 15, 9)


def test_one_student_is_one_student():
    assert standing(jobs(1, "queued")).heading == "Assessing 1 student…"


def test_partial_failure_names_the_counts_and_what_was_kept():
    work = standing(jobs(22, "done"), jobs(2, "failed", error="ValueError"))
    assert work.heading == "22 of 24 assessed."
    assert work.details == ["Two stopped midway; nothing was lost."]
    assert work.may_retry and work.retry_label == "Try those two again"


def test_a_missing_consent_is_said_and_offers_no_retry():
    work = standing(jobs(23, "done"), jobs(1, "cancelled", error=CONSENT_MISSING))
    assert work.details == ["One was not assessed because the family has not agreed to it."]
    assert not work.may_retry


def test_what_a_person_stopped_may_be_tried_again():
    work = standing(jobs(15, "done"), jobs(9, "cancelled"))
    assert work.details == ["Nine were stopped before they began."]
    assert work.retry_label == "Try those nine again"


def test_nothing_is_said_when_everyone_was_reached():
    assert not standing(jobs(24, "done")).news


def test_a_failure_of_long_ago_is_no_longer_news():
    assert not standing(jobs(2, "failed", age=timedelta(days=15))).news


def test_an_older_batch_does_not_count_into_the_one_under_way():
    work = standing(jobs(10, "done", batch=uuid4()), jobs(3, "queued"))
    assert work.total == 3


def test_no_time_is_promised_before_the_pace_is_known():
    assert standing(jobs(4, "done", finished=NOW), jobs(20, "queued")).time_left == ""
    fresh = timedelta(seconds=2)
    assert standing(jobs(12, "done", finished=NOW, age=fresh), jobs(12, "queued", age=fresh)).time_left == ""


def test_time_left_follows_the_pace_so_far():
    half = standing(jobs(12, "done", finished=NOW), jobs(12, "queued"))
    assert (half.seconds_left, half.time_left) == (30.0, "Less than a minute left.")
    slow = timedelta(minutes=3)
    assert standing(jobs(12, "done", finished=NOW, age=slow), jobs(12, "queued", age=slow)).time_left == (
        "About 3 minutes left."
    )


def test_one_minute_is_a_minute():
    pace = timedelta(seconds=60)
    work = standing(jobs(12, "done", finished=NOW, age=pace), jobs(12, "queued", age=pace))
    assert work.time_left == "About a minute left."
