"""Dates and times as people say them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from assessments.pages.clock import Clock

NEW_YORK = ZoneInfo("America/New_York")


def clock(hour=15, day=24):
    """15:00 UTC on 24 November is 10:00 in New York."""
    return Clock(NEW_YORK, datetime(2026, 11, day, hour, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("hour_utc", "greeting"), [(12, "Good morning"), (17, "Good afternoon"), (23, "Good evening"), (2, "Good evening")]
)
def test_the_greeting_goes_by_the_schools_own_hour(hour_utc, greeting):
    assert clock(hour_utc).greeting == greeting


def test_after_midnight_in_greenwich_it_is_still_yesterday_at_school():
    assert clock(hour=3, day=25).today == date(2026, 11, 24)


def test_today_and_yesterday_have_their_names():
    now = clock()
    assert now.near(datetime(2026, 11, 24, 13, 52, tzinfo=UTC)) == "Today"
    assert now.at(datetime(2026, 11, 23, 20, 41, tzinfo=UTC)) == "Yesterday, 15:41"
    assert now.within(datetime(2026, 11, 24, 12, 52, tzinfo=UTC)) == "today at 7:52"
    assert now.within(datetime(2026, 11, 23, 20, 41, tzinfo=UTC)) == "yesterday at 15:41"


def test_older_days_are_dates():
    now = clock()
    moment = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)
    assert (now.near(moment), now.at(moment), now.within(moment)) == ("12 Nov", "Thu 12 Nov", "on 12 November")


def test_a_day_of_another_year_carries_its_year():
    now = clock()
    last_year = date(2025, 6, 3)
    assert now.day(last_year) == "3 Jun 2025"
    assert now.full_day(last_year) == "3 June 2025"
    assert now.weekday(last_year) == "3 Jun 2025"
    assert now.long_day(date(2026, 11, 24)) == "Tuesday 24 November"


def test_without_a_school_the_clock_is_utc():
    assert Clock.of(None).zone == ZoneInfo("UTC")
