from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mlcore.windows import windows

START = date(2026, 9, 1)


def days(*offsets: int) -> list[date]:
    return [START + timedelta(days=offset) for offset in offsets]


def test_two_weeks_apart_is_one_window_and_a_day_more_is_two():
    assert len(windows(days(0, 14))) == 1
    assert len(windows(days(0, 15))) == 2


def test_a_window_never_runs_past_sixty_days():
    assert [len(window) for window in windows(days(0, 12, 24, 36, 48, 60, 61))] == [6, 1]


def test_no_dates_make_no_window():
    assert windows([]) == []


@given(st.lists(st.integers(0, 400), max_size=30))
def test_windows_part_the_dates_in_order_and_lose_none(offsets):
    assert [day for window in windows(days(*offsets)) for day in window] == sorted(days(*offsets))
