"""Which responses belong to one assessment: dates in order, cut at long gaps and after two months."""

from collections.abc import Iterable
from datetime import date, timedelta

GAP, LONGEST = timedelta(days=14), timedelta(days=60)


def windows(dates: Iterable[date]) -> list[list[date]]:
    """``dates`` sorted and grouped: a new window opens at a gap over 14 days, or past 60 days from its first.

    >>> [len(window) for window in windows([date(2026, 9, 1), date(2026, 9, 10), date(2026, 10, 1)])]
    [2, 1]
    """
    result: list[list[date]] = []
    for day in sorted(dates):
        if result and day - result[-1][-1] <= GAP and day - result[-1][0] <= LONGEST:
            result[-1].append(day)
        else:
            result.append([day])
    return result
