"""Which column is which: what the names of the columns suggest, and what the teacher decided.

A plan holds column *numbers*, never names: in a file without a header the first row is somebody's words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import fmean

from django.utils.translation import gettext_lazy as _

from assessments.uploading import dates
from assessments.uploading.table import Table


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    help: str
    headers: tuple[str, ...]  # folded; earlier ones are the better match


def field_of(name: str, label: str, help_text: str, headers: str) -> Field:
    return Field(name, label, help_text, tuple(headers.split(", ")))


FIELDS = (
    field_of(
        "text",
        _("Words"),
        _("What the student wrote or said."),
        "text, response, responses, answer, essay, words, writing, student response, response text, reflection, "
        "transcript, journal, content, entry",
    ),
    field_of(
        "student_id",
        _("Student id"),
        _("The id from your roster."),
        "student id, studentid, sis id, sis user id, student number, student no, local id, external id, sourcedid, "
        "id, user id, participant id, email address, email, e mail, username",
    ),
    field_of(
        "student_name",
        _("Student name"),
        _("First and last name, a first name or a nickname."),
        "student, name, student name, full name, your name, first name, firstname, given name",
    ),
    field_of(
        "last_name",
        _("Last name"),
        _("Only when it stands in a column of its own."),
        "last name, lastname, surname, family name",
    ),
    field_of(
        "prompt",
        _("Prompt"),
        _("The question or task, when it differs from row to row."),
        "prompt, question, task, prompt text, assignment, item",
    ),
    field_of(
        "date",
        _("Date"),
        _("The day it was written."),
        "date, written on, when, timestamp, submitted, submitted at, submission date, day, completion time, "
        "start time, created at",
    ),
    field_of(
        "mode", _("Written or spoken"), _("Every response counts as written without it."), "mode, modality, medium"
    ),
    field_of("grade", _("Grade"), _("The grade at that time."), "grade, grade level, year level"),
)
BY_NAME = {one.name: one for one in FIELDS}
# Names that often mean something else (an "id" may count rows): a person looks before they are trusted.
UNSURE = frozenset(
    (
        *("id", "user id", "participant id", "email address", "email", "e mail", "username"),
        *("item", "assignment", "content", "entry"),
    )
)


@dataclass(frozen=True)
class Plan:
    """How to read the table's rows; kept in ``Upload.mapping``."""

    columns: Mapping[str, int] = field(default_factory=dict)  # a field's name -> column number
    prompt: str = ""  # for rows without one
    written_on: date | None = None  # for rows without one
    day_first: bool = False
    students: Mapping[str, str] = field(default_factory=dict)  # row number -> the student a person chose for it
    dates: Mapping[str, str] = field(default_factory=dict)  # row number -> the date a person gave it

    def value(self, cells: Sequence[str], name: str) -> str:
        index = self.columns.get(name)
        return cells[index].strip() if index is not None else ""

    @property
    def complete(self) -> bool:
        return "text" in self.columns and bool({"student_id", "student_name"} & set(self.columns))

    def to_json(self) -> dict:
        return {
            "columns": dict(self.columns),
            "prompt": self.prompt,
            "written_on": self.written_on.isoformat() if self.written_on else None,
            "day_first": self.day_first,
            "students": dict(self.students),
            "dates": dict(self.dates),
        }

    @classmethod
    def from_json(cls, stored: Mapping) -> "Plan":
        day = stored.get("written_on")
        known = {name: stored[name] for name in ("columns", "prompt", "day_first", "students", "dates")}
        return cls(**known, written_on=date.fromisoformat(day) if day else None)


@dataclass(frozen=True)
class Guess:
    plan: Plan
    certain: bool
    clear: bool = False  # no column's name leaves a doubt about what it holds

    @property
    def nameless(self) -> bool:
        """No column says who, when or on what: the first row may be a response already."""
        return set(self.plan.columns) <= {"text"}


def guess(table: Table) -> Guess:
    """What the file itself suggests. Certain only when names alone decide who, what, when and on which prompt."""
    found = {one.name: matches(one, table.columns) for one in FIELDS}
    columns = {name: hits[0] for name, hits in found.items() if hits}
    if "last_name" in columns and "student_name" not in columns:
        columns["student_name"] = columns.pop("last_name")
    plan = Plan(columns, day_first=_day_first(table, columns.get("date")))
    certain = plan.complete and {"date", "prompt"} <= set(columns) and not plan.day_first
    clear = all(_clear(hits, table.columns) for hits in found.values() if hits)
    return Guess(_with_longest_column(plan, table), certain and clear, clear)


def _clear(hits: Sequence[int], columns: Sequence[str]) -> bool:
    """One column alone has a name that leaves no doubt, and it is the one chosen."""
    sure = [index for index in hits if fold(columns[index]) not in UNSURE]
    return sure == [hits[0]]


def fold(header: str) -> str:
    return re.sub(r"[\W_]+", " ", header).casefold().strip()


def matches(one: Field, columns: Sequence[str]) -> list[int]:
    """The columns whose names say this field, the best name first."""
    folded = [fold(column) for column in columns]
    named = [(one.headers.index(name), index) for index, name in enumerate(folded) if name in one.headers]
    return [index for _rank, index in sorted(named)]


def _with_longest_column(plan: Plan, table: Table) -> Plan:
    """Without a column called text, the one with the longest cells is likely the words, and its name the prompt."""
    free = [index for index in range(len(table.columns)) if index not in plan.columns.values()]
    if "text" in plan.columns or not free:
        return plan
    lengths = {index: fmean(len(cell) for cell in table.column(index)) for index in free}
    longest = max(free, key=lengths.__getitem__)
    if lengths[longest] < 20:
        return plan
    header = table.columns[longest]
    prompt = header if header.endswith("?") and "prompt" not in plan.columns else plan.prompt
    return replace(plan, columns={**plan.columns, "text": longest}, prompt=prompt)


def _day_first(table: Table, column: int | None) -> bool:
    return column is not None and dates.day_comes_first(table.column(column))
