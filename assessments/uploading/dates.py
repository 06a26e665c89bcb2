"""Dates as people write them: ISO, United States m/d/yyyy, d/m/yyyy when asked to, and with the month in words."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from assessments import days
from assessments.days import in_words
from assessments.uploading.table import shortened
from assessments.uploading.values import Candidate, RowProblem

_TIME = r"(?:[T\s,]+\d{1,2}:\d{2}.*)?$"
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME, re.ASCII)
_SLASHES = re.compile(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _TIME, re.ASCII)
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<name>[^\W\d]+)\.?,?\s+(?P<year>\d{4})" + _TIME)
_MONTH_DAY = re.compile(r"(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME)
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>20\d\d)([-_.]?)(?P<month>0[1-9]|1[0-2])\2(?P<day>0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII
)
_NAMES = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]


def date_of(cell: str, *, today: date, day_first: bool = False) -> date:
    """The day a cell names. Raises RowProblem when there is no such day, or it has not come yet."""
    year, month, day = _parts(cell.strip(), day_first)
    try:
        found = date(year, month, day)
    except ValueError:
        raise _no_such_day(year, month, day, today) from None
    try:
        return days.checked(found, today=today)
    except days.DayRefused as refused:
        raise RowProblem(str(refused), field="date") from None


def day_in_name(file_name: str, *, today: date) -> date | None:
    """The day a file's name gives: 2025-03-14, or GMT20250314-140000 as Zoom calls a recording."""
    match = _IN_NAME.search(file_name)
    try:
        return date_of(f"{match['year']}-{match['month']}-{match['day']}", today=today) if match else None
    except RowProblem:
        return None


def day_comes_first(cells: Iterable[str]) -> bool:
    """Whether some date fits only day/month, and none only month/day."""
    found = [match for cell in cells if (match := _SLASHES.match(cell.strip()))]
    day_only = any(int(m["first"]) > 12 and _exists(_year(m), int(m["second"]), int(m["first"])) for m in found)
    return day_only and not any(int(match["second"]) > 12 for match in found)


def written_with_slashes(cells: Iterable[str]) -> bool:
    """Whether it matters at all which number of a date is the day."""
    return any(_SLASHES.match(cell.strip()) for cell in cells)


def _parts(cell: str, day_first: bool) -> tuple[int, int, int]:
    if match := _ISO.match(cell):
        return int(match["year"]), int(match["month"]), int(match["day"])
    if match := _SLASHES.match(cell):
        return _slashes(match, day_first)
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        if (match := pattern.match(cell)) and (month := _month(match["name"])):
            return int(match["year"]), month, int(match["day"])
    raise RowProblem(_("“%s” is not a date. Write it as 2026-11-12 or 11/12/2026.") % shortened(cell, 30), field="date")


def _slashes(match: re.Match, day_first: bool) -> tuple[int, int, int]:
    """Month first, as in the United States, unless the plan says otherwise. A day in the month's place is asked about:
    it may be a slip, and it may say that all the others are meant the other way round."""
    first, second = int(match["first"]), int(match["second"])
    month, day = (second, first) if day_first else (first, second)
    year = _year(match)
    if month > 12 >= day:
        month, day = day, month
        if _exists(year, month, day):
            meant = date(year, month, day)
            raise RowProblem(
                _("Is this %s? Its day and month stand the other way round than in the plan for this file.")
                % in_words(meant),
                field="date",
                candidates=(Candidate(meant.isoformat(), in_words(meant)),),
            )
    return year, month, day


def _year(match: re.Match) -> int:
    return int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)


def _no_such_day(year: int, month: int, day: int, today: date) -> RowProblem:
    if not 1 <= month <= 12:
        return RowProblem(_("There is no month %s. Which date is right?") % month, field="date")
    near = [date(year, month, last) for last in (30, 29, 28) if 28 < day <= 31 and _exists(year, month, last)][:1]
    before = [date(year, month - 1, day)] if month > 1 and _exists(year, month - 1, day) else []
    return RowProblem(
        _("There is no %(day)s %(month)s. Which date is right?") % {"day": day, "month": MONTHS[month]},
        field="date",
        candidates=tuple(Candidate(one.isoformat(), in_words(one)) for one in before + near if one <= today),
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month(name: str) -> int:
    """1-12 for a month's English name or the beginning of it, 0 for anything else."""
    beginning = name.casefold()
    fits = [number for number, month in enumerate(_NAMES, start=1) if month.startswith(beginning)]
    return fits[0] if len(beginning) >= 3 and len(fits) == 1 else (9 if beginning == "sept" else 0)
