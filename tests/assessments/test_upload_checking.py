"""Rows between the file and the house: every row gets one status, and says what to do about it."""

import uuid
from datetime import date

import pytest

from assessments import intake
from assessments.uploading import reading
from assessments.uploading.checking import Known, Status, check
from assessments.uploading.columns import Plan
from assessments.uploading.people import ClassList
from students.models import Student
from tests.assessments.uploads import OTHER_WORDS, WORDS

TODAY = date(2026, 11, 23)
MATEO = Student(id=uuid.uuid4(), first_name="Mateo", last_name="Quintanilla", grade=7)
WREN = Student(id=uuid.uuid4(), first_name="Wren", last_name="Calloway", grade=7)
COLUMNS = {"student_name": 0, "date": 1, "prompt": 2, "text": 3}


def known(responses=None) -> Known:
    people = ClassList("Period 3", [MATEO, WREN], lambda value: [])
    return Known(people=people, agreed=frozenset({MATEO.pk}), responses=responses or {}, today=TODAY)


def checked(*lines: str, plan: Plan | None = None, responses=None):
    table = reading.read("student,date,prompt,text\n" + "\n".join(lines) + "\n")
    return check(table, plan or Plan(COLUMNS), known(responses))


def test_a_row_that_is_ready_carries_what_will_be_added():
    (row,) = checked(f'Mateo,2026-11-12,Why?,"{WORDS}"')
    assert row.status is Status.READY
    assert row.new == intake.NewResponse(MATEO, WORDS, "Why?", date(2026, 11, 12), "written", None)
    assert not row.needs_a_look


def test_every_problem_of_a_row_is_told_at_once():
    (row,) = checked("Xavier,31/11/2025,Why?,#NAME?")
    assert row.status is Status.PROBLEM
    assert row.new is None
    assert [problem.sentence.split(".")[0] for problem in row.problems] == [
        "No student in Period 3 is called “Xavier”",
        "Your spreadsheet shows #NAME? here in place of the words",
        "There is no 31 November",
    ]


def test_without_the_familys_agreement_the_words_are_not_even_shown():
    (row,) = checked(f'Wren,never,Why?,"{WORDS}"')
    assert row.status is Status.NO_CONSENT
    assert row.words == ""
    assert row.new is None
    assert row.sentences == (
        "Wren’s family has not agreed to storing written responses, so this row was not read and will not be kept.",
    )


def test_the_same_row_twice_in_a_file_is_added_once():
    first, second = checked(f'Mateo,2026-11-12,Why?,"{WORDS}"', f'Mateo Quintanilla,11/12/2026,Why?,"{WORDS}  "')
    assert (first.status, second.status) == (Status.READY, Status.ADDED)
    assert "stand in row 2 of this file" in second.sentences[0]


def test_other_words_on_the_same_day_are_another_response():
    rows = checked(f'Mateo,2026-11-12,Why?,"{WORDS}"', f'Mateo,2026-11-12,Why?,"{OTHER_WORDS}"')
    assert [row.status for row in rows] == [Status.READY, Status.READY]


def test_what_the_school_has_already_is_not_added_again():
    token = intake.token_of(MATEO, WORDS, "Why?", date(2026, 11, 12))
    (row,) = checked(f'Mateo,2026-11-12,Why?,"{WORDS}"', responses={MATEO.pk: {token: date(2026, 11, 12)}})
    assert row.status is Status.ADDED


@pytest.mark.parametrize(("cell", "status"), [("", Status.ADDED), ("2026-11-20", Status.READY)])
def test_a_row_without_a_date_is_known_again_on_another_day(cell, status):
    token = intake.token_of(MATEO, WORDS, "Why?", date(2026, 11, 12))
    (row,) = checked(f'Mateo,{cell},Why?,"{WORDS}"', responses={MATEO.pk: {token: date(2026, 11, 12)}})
    assert row.status is status


def test_prompt_and_date_of_the_whole_file_fill_the_empty_cells_only():
    plan = Plan(COLUMNS, prompt="For all?", written_on=date(2026, 11, 2))
    filled, empty = checked(f'Mateo,2026-11-12,Why?,"{WORDS}"', f'Mateo,,,"{WORDS}"', plan=plan)
    assert (filled.new.prompt, filled.new.written_on) == ("Why?", date(2026, 11, 12))
    assert (empty.new.prompt, empty.new.written_on) == ("For all?", date(2026, 11, 2))


def test_a_row_without_any_date_is_from_today():
    (row,) = checked(f'Mateo,,Why?,"{WORDS}"')
    assert row.new.written_on == TODAY


def test_a_comma_that_wanted_quotation_marks_is_not_swallowed():
    (row,) = checked("Mateo,2026-11-12,Why?,I waited, then I asked")
    assert row.status is Status.PROBLEM
    assert "words with a comma in them need quotation marks" in row.problems[0].sentence


def test_what_a_person_decided_for_a_row_counts_there_and_nowhere_else():
    plan = Plan(COLUMNS, students={"2": str(MATEO.pk)}, dates={"3": "2026-11-01"})
    chosen, dated = checked(f'M,2026-11-12,Why?,"{WORDS}"', f'Mateo,someday,Why?,"{WORDS}"', plan=plan)
    assert chosen.new.student is MATEO
    assert dated.new.written_on == date(2026, 11, 1)


def test_a_student_who_is_not_in_the_class_cannot_be_decided_for():
    (row,) = checked(f'M,2026-11-12,Why?,"{WORDS}"', plan=Plan(COLUMNS, students={"2": str(uuid.uuid4())}))
    assert row.status is Status.PROBLEM


def test_few_words_are_ready_and_worth_a_look():
    (row,) = checked("Mateo,2026-11-12,Why?,idk it was fine")
    assert row.status is Status.READY
    assert row.needs_a_look


def test_long_words_are_shown_by_their_beginning():
    (row,) = checked(f'Mateo,2026-11-12,Why?,"{"word " * 100}"')
    assert len(row.words) <= 90
    assert row.words.endswith("…")
