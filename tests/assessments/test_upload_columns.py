"""What the names of the columns suggest, and when they suggest it beyond doubt."""

from datetime import date

import pytest

from assessments.uploading import reading
from assessments.uploading.columns import FIELDS, Plan, fold, guess

WORDS = "I waited until it was quiet and then I asked what had happened"


def guess_for(header: str, *cells: str):
    cells = cells or tuple(WORDS if fold(name) in ("text", "essay", "response") else "x" for name in header.split(","))
    return guess(reading.read(f"{header}\n{','.join(cells)}\n"))


@pytest.mark.parametrize(
    "header",
    [
        "student_id,date,prompt,text",
        "Student Name,Timestamp,Question,Response",
        "SIS ID,Submitted at,Prompt,ESSAY",
        "id,student_id,date,prompt,grade,mode,style,text",  # the row's own id beside the student's
    ],
)
def test_clear_names_decide_everything(header):
    guessed = guess_for(header)
    assert guessed.certain
    assert guessed.plan.complete


@pytest.mark.parametrize(
    "header",
    [
        "student,text",  # when, and on which prompt?
        "student,date,text",
        "student,prompt,text",
        "student,date,prompt,text,essay",  # which of the two?
        "email address,date,prompt,text",  # known to the roster or not?
        "id,date,prompt,text",
        "date,prompt,text",  # who?
        "student,date,prompt,notes",
    ],
)
def test_any_doubt_is_asked_about(header):
    assert not guess_for(header).certain


def test_dates_that_are_only_day_first_are_asked_about():
    guessed = guess_for("student,date,prompt,text", "Mateo", "13/5/2026", "Why?", WORDS)
    assert guessed.plan.day_first
    assert not guessed.certain


def test_a_google_forms_export_is_understood_and_asked_about():
    guessed = guess_for("Timestamp,Email Address,What happened?", "11/12/2026 9:30:05", "m@school.example", WORDS)
    assert guessed.plan.columns == {"date": 0, "student_id": 1, "text": 2}
    assert guessed.plan.prompt == "What happened?"
    assert not guessed.certain


def test_a_plain_word_in_the_header_is_not_offered_as_the_prompt():
    assert guess_for("Timestamp,Your name,Notes", "11/12/2026 9:30:05", "Mateo", WORDS).plan.prompt == ""


def test_first_and_last_name_may_stand_apart():
    assert guess_for("First Name,Last Name,text").plan.columns == {"student_name": 0, "last_name": 1, "text": 2}


def test_a_last_name_alone_is_a_name():
    assert guess_for("Last Name,text").plan.columns == {"student_name": 0, "text": 1}


def test_a_plan_survives_being_stored():
    plan = Plan({"text": 1, "student_name": 0}, "Why?", date(2026, 11, 12), True, {"2": "x"}, {"3": "2026-11-01"})
    assert Plan.from_json(plan.to_json()) == plan


def test_no_header_means_two_things():
    headers = [header for one in FIELDS for header in one.headers]
    assert len(headers) == len(set(headers))
    assert all(fold(header) == header for header in headers)
