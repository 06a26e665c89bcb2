"""What becomes of each row: ready, added before, left out for want of consent, or a problem and how to mend it."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import intake
from assessments.intake import NewResponse
from assessments.uploading import dates, values
from assessments.uploading.columns import Plan
from assessments.uploading.people import ClassList
from assessments.uploading.table import Row, Table, shortened
from assessments.uploading.values import RowProblem
from students.models import Student

T = TypeVar("T")


class Status(StrEnum):
    READY = "ready"
    ADDED = "added"
    NO_CONSENT = "no_consent"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Known:
    """What the school knows already, fetched once for the whole file."""

    people: ClassList
    agreed: frozenset[uuid.UUID]
    responses: Mapping[uuid.UUID, Mapping[str, date]]  # student -> token -> the day it was written
    today: date


@dataclass(frozen=True)
class CheckedRow:
    number: int
    status: Status
    student: str  # as found in the class, or as the file says
    day: str
    words: str  # the first ones
    sentences: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    new: NewResponse | None = None

    @property
    def needs_a_look(self) -> bool:
        return self.status in (Status.PROBLEM, Status.NO_CONSENT) or bool(self.sentences)


def check(table: Table, plan: Plan, known: Known) -> list[CheckedRow]:
    """Every row of the table with its status, in the file's order."""
    seen: dict[tuple[uuid.UUID, str], int] = {}
    return [_checked(row, plan, known, seen) for row in table.rows]


@dataclass
class _Reading:
    """One row while its cells are read: what was understood, and what was not."""

    row: Row
    problems: list[RowProblem] = field(default_factory=list)

    def try_to(self, read: Callable[..., T], *args, **kwargs) -> T | None:
        try:
            return read(*args, **kwargs)
        except RowProblem as problem:
            self.problems.append(problem)
            return None


def _checked(row: Row, plan: Plan, known: Known, seen: dict) -> CheckedRow:
    reading = _Reading(row)
    student = reading.try_to(_student_of, row, plan, known)
    if student and student.pk not in known.agreed:
        return _not_agreed(row, plan, student)
    new = _read(reading, student, plan, known)
    if reading.problems:
        return _described(row, plan, Status.PROBLEM, student, new, problems=tuple(reading.problems))
    token = _token(new, new.written_on)
    if sentence := _there_before(new, token, known, seen, dated=_has_a_date(row, plan)):
        return _described(row, plan, Status.ADDED, student, new, sentences=(sentence,))
    seen[student.pk, token] = row.number
    note = values.note_on(new.text)
    return _described(row, plan, Status.READY, student, new, sentences=(note,) if note else ())


def _student_of(row: Row, plan: Plan, known: Known) -> Student:
    if (chosen := plan.students.get(str(row.number))) in known.people.by_pk:
        return known.people.by_pk[chosen]
    name = f"{plan.value(row.cells, 'student_name')} {plan.value(row.cells, 'last_name')}"
    return known.people.find(external_id=plan.value(row.cells, "student_id"), name=name.strip())


def _read(reading: _Reading, student: Student | None, plan: Plan, known: Known) -> NewResponse:
    row = reading.row
    if row.overflow:
        reading.try_to(_refuse_overflow, row)
    return NewResponse(
        student=student,
        text=reading.try_to(values.text_of, plan.value(row.cells, "text")) or "",
        prompt=reading.try_to(values.prompt_of, plan.value(row.cells, "prompt") or plan.prompt) or "",
        written_on=reading.try_to(_day_of, row, plan, known.today),
        mode=reading.try_to(values.mode_of, plan.value(row.cells, "mode")) or "",
        grade=reading.try_to(values.grade_of, plan.value(row.cells, "grade")),
    )


def _day_of(row: Row, plan: Plan, today: date) -> date:
    if chosen := plan.dates.get(str(row.number)):
        return dates.date_of(chosen, today=today)
    if cell := plan.value(row.cells, "date"):
        return dates.date_of(cell, today=today, day_first=plan.day_first)
    return plan.written_on or today


def _refuse_overflow(row: Row) -> None:
    raise RowProblem(
        _("This row has more cells than there are columns: words with a comma in them need quotation marks.")
    )


def _there_before(new: NewResponse, token: str, known: Known, seen: Mapping, *, dated: bool) -> str:
    """Why this row adds nothing, or an empty string. A row without a date of its own takes the day of its upload,
    and the same file on another day is still the same file: any day this student wrote on is tried."""
    if earlier := seen.get((new.student.pk, token)):
        return _("The same words by this student stand in row %s of this file. They are added once.") % earlier
    there = known.responses.get(new.student.pk, {})
    days = set() if dated else set(there.values())
    if token in there or any(_token(new, day) in there for day in days):
        return _("Added before. It is not added twice.")
    return ""


def _token(new: NewResponse, day: date) -> str:
    return intake.token_of(new.student, new.text, new.prompt, day)


def _has_a_date(row: Row, plan: Plan) -> bool:
    return str(row.number) in plan.dates or bool(plan.value(row.cells, "date"))


def _not_agreed(row: Row, plan: Plan, student: Student) -> CheckedRow:
    sentence = _(
        "%s’s family has not agreed to storing written responses, so this row was not read and will not be kept."
    ) % (student.first_name or student.name)
    return CheckedRow(
        row.number, Status.NO_CONSENT, student.name, plan.value(row.cells, "date"), "", sentences=(sentence,)
    )


def _described(row: Row, plan: Plan, status: Status, student: Student | None, new: NewResponse, **rest) -> CheckedRow:
    name = f"{plan.value(row.cells, 'student_name')} {plan.value(row.cells, 'last_name')}".strip()
    return CheckedRow(
        number=row.number,
        status=status,
        student=student.name if student else shortened(name or plan.value(row.cells, "student_id"), 40),
        day=date_format(new.written_on, "j M Y") if new.written_on else shortened(plan.value(row.cells, "date"), 30),
        words=shortened(new.text or plan.value(row.cells, "text"), 90),
        new=new if status is Status.READY else None,
        **rest,
    )
