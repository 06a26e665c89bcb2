"""Which day a response may name, wherever it comes in: none that has not come yet, none of long ago."""

from datetime import UTC, date, datetime, timedelta

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

EARLIEST = date(1990, 1, 1)
FURTHEST_EAST = timedelta(hours=14)


class DayRefused(ValueError):
    """The message says which day is meant and asks for the right one."""


def checked(day: date, *, today: date) -> date:
    """``today`` at the school: an evening in Oregon is already tomorrow in UTC."""
    if day > today:
        raise DayRefused(_("%s has not come yet. Which date is right?") % in_words(day))
    if day < EARLIEST:
        raise DayRefused(_("%s is long ago. Which date is right?") % in_words(day))
    return day


def today_anywhere() -> date:
    """For what names no school: the latest day that it is on earth."""
    return (datetime.now(UTC) + FURTHEST_EAST).date()


def in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month]} {day.year}"
