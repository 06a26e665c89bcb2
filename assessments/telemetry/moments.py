"""When an event happened, as games write it: ISO 8601, Unix time, a spreadsheet's date, or seconds into the run."""

import math
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from mlcore.features.behavioral import LONGEST_SESSION

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
# Below the first a number counts seconds from the run's beginning; then Unix seconds, milli- and microseconds.
SINCE_START, SECONDS, MILLISECONDS, MICROSECONDS = 1e8, 1e11, 1e14, 1e17
SHEET = ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p")

Moment = tuple[bool, float]  # (has a date, seconds: since 1970 or since the run began)


def moment_of(value: object, zone: tzinfo) -> Moment | None:
    """The moment a cell or JSON value names; None when it cannot be read. Times without a zone are in ``zone``."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _number(value)
    return _text(str(value).strip()[:60], zone)


def is_sane(moment: Moment, until: float) -> bool:
    """Whether it can be true at all: not before 2000, not ``until`` or later, not longer than a day into a run."""
    dated, seconds = moment
    return EARLIEST <= seconds < until if dated else 0 <= seconds <= LONGEST_SESSION


def end_of(day: date, zone: tzinfo) -> float:
    """When the next day begins there."""
    return datetime.combine(day + timedelta(days=1), time(), zone).timestamp()


@lru_cache(maxsize=4096)  # a log names the same second many times
def _text(text: str, zone: tzinfo) -> Moment | None:
    try:
        return _number(float(text))
    except ValueError:
        pass
    try:
        return _dated(datetime.fromisoformat(text), zone)
    except ValueError:
        return next((found for form in SHEET if (found := _by_form(text, form, zone))), None)


def _number(value: float) -> Moment | None:
    """A lone number may be absurd, but it is a number; the infinite and the huge are none."""
    try:
        value = float(value)
    except OverflowError:
        return None
    if not math.isfinite(value) or abs(value) >= MICROSECONDS:
        return None
    if value < SINCE_START:
        return False, value
    return True, value / (1 if value < SECONDS else 1e3 if value < MILLISECONDS else 1e6)


def _dated(when: datetime, zone: tzinfo) -> Moment | None:
    try:
        return True, (when if when.tzinfo else when.replace(tzinfo=zone)).timestamp()
    except (OverflowError, ValueError):  # year 1 or 9999, moved over the edge by its offset
        return None


def _by_form(text: str, form: str, zone: tzinfo) -> Moment | None:
    try:
        return _dated(datetime.strptime(text, form), zone)  # noqa: DTZ007  (the zone is given just below)
    except ValueError:
        return None
