"""Dates as people write them, and the sentence for those that cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.uploading.dates import date_of, day_comes_first
from assessments.uploading.values import RowProblem

TODAY = date(2026, 11, 23)
NOVEMBER_12 = date(2026, 11, 12)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-12",
        "2026-11-12T09:30:00Z",
        "2026-11-12 09:30",
        "2026/11/12",
        "11/12/2026",
        "11/12/26",
        "11-12-2026",
        "11/12/2026 9:30:05",
        "11/12/2026, 9:30 PM",
        "12 Nov 2026",
        "12. November 2026",
        "Nov 12, 2026",
        "November 12th, 2026",
        " 2026-11-12 ",
    ],
)
def test_the_twelfth_of_november_in_many_spellings(cell):
    assert date_of(cell, today=TODAY) == NOVEMBER_12


def test_today_has_come():
    assert date_of("2026-11-23", today=TODAY) == TODAY


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31/11/2025", "There is no 31 November. Which date is right?"),
        ("11/31/2025", "There is no 31 November. Which date is right?"),
        ("2025-02-30", "There is no 30 February. Which date is right?"),
        ("2025-13-05", "There is no month 13. Which date is right?"),
        ("20/30/2025", "There is no month 20. Which date is right?"),
        ("2025-00-05", "There is no month 0. Which date is right?"),
        ("11/24/2026", "24 November 2026 has not come yet. Which date is right?"),
        ("0026-11-12", "12 November 26 is long ago. Which date is right?"),
        ("last Tuesday", "“last Tuesday” is not a date. Write it as 2026-11-12 or 11/12/2026."),
        ("45972", "“45972” is not a date"),
        ("12 Movember 2026", "is not a date"),
        ("2026-11-12 and later", "is not a date"),
        ("13/5/2026", "Is this 13 May 2026?"),
    ],
)
def test_a_date_that_cannot_be_says_what_is_the_matter(cell, sentence):
    with pytest.raises(RowProblem) as problem:
        date_of(cell, today=TODAY)
    assert sentence in problem.value.sentence
    assert problem.value.field == "date"


def test_a_day_that_does_not_exist_comes_with_its_neighbors():
    with pytest.raises(RowProblem) as problem:
        date_of("31/11/2025", today=TODAY)
    assert [one.value for one in problem.value.candidates] == ["2025-10-31", "2025-11-30"]


def test_a_day_in_the_months_place_is_asked_about_with_the_day_it_may_be():
    with pytest.raises(RowProblem) as problem:
        date_of("13/5/2026", today=TODAY)
    assert [one.value for one in problem.value.candidates] == ["2026-05-13"]


def test_day_first_reads_the_other_way_round():
    assert date_of("5/11/2026", today=TODAY, day_first=True) == date(2026, 11, 5)
    with pytest.raises(RowProblem, match="Is this 13 May 2026"):
        date_of("5/13/2026", today=TODAY, day_first=True)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["5/11/2026", "13/5/2026"], True),
        (["5/11/2026", "5/13/2026"], False),
        (["13/5/2026", "5/13/2026"], False),  # both kinds: nothing can be said about the others
        (["5/11/2026"], False),
        (["31/11/2025"], False),  # no day in either reading
        (["2026-11-12", ""], False),
    ],
)
def test_day_first_is_suspected_only_when_a_date_says_so(cells, expected):
    assert day_comes_first(cells) is expected


@given(st.dates(min_value=date(1990, 1, 1), max_value=TODAY))
def test_every_day_reads_back_from_its_spellings(day):
    for cell in (
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%d %B %Y}",
        f"{day:%b} {day.day}, {day.year}",
    ):
        assert date_of(cell, today=TODAY) == day


@given(st.text(max_size=40) | st.from_regex(r"\d{1,5}[-/. ]\d{1,5}[-/. ]\d{1,5}", fullmatch=True), st.booleans())
def test_any_text_is_a_day_up_to_today_or_a_sentence(cell, day_first):
    try:
        assert date_of(cell, today=TODAY, day_first=day_first) <= TODAY
    except RowProblem as problem:
        assert problem.sentence
