"""The columns of a simple roster file: what each is called in the files schools have, and how its cells are read."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from students.names import fold

GRADES = {"k": 0, "kg": 0, "kindergarten": 0}
HIGHEST_GRADE = 12


@dataclass(frozen=True)
class Field:
    label: str  # as a sentence to the office names it
    fills: str  # what it is of a record
    parse: Callable[[str], Any]
    headers: str  # folded, without spaces and punctuation


@dataclass(frozen=True)
class Columns:
    at: dict[str, int] = field(default_factory=dict)
    twice: dict[str, tuple[str, ...]] = field(default_factory=dict)


def needed(label: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not value:
            raise ValueError(f"The {label} is empty.")
        return value

    return parse


def grade_of(value: str) -> int | None:
    """7, 07, 7th, Grade 7 and K are grades; empty means the file does not say."""
    plain = re.sub(r"^grade|(?<=\d)(st|nd|rd|th)$", "", fold(value)).strip()
    number = GRADES.get(plain, int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 3 else None)
    if value and (number is None or number > HIGHEST_GRADE):
        raise ValueError(f"The grade '{value}' is not a number from K to 12.")
    return number


def said(value: str) -> str | None:
    return value or None


def several(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;,/|]", value) if part.strip())


def several_said(value: str) -> tuple[str, ...] | None:
    return several(value) or None


FIELDS: dict[str, Field] = {
    "student_id": Field(
        "student id",
        "id",
        needed("student id"),
        "studentid id sisid studentnumber studentno localid localstudentid sourcedid studentsourcedid "
        "pupilid permanentid studentsisid sisstudentid",
    ),
    "first_name": Field(
        "first name",
        "first_name",
        needed("first name"),
        "firstname first givenname given forename studentfirstname legalfirstname fname",
    ),
    "last_name": Field(
        "last name",
        "last_name",
        needed("last name"),
        "lastname last surname familyname family studentlastname legallastname lname",
    ),
    "grade": Field("grade", "grade", grade_of, "grade gradelevel grades yeargroup currentgrade gr"),
    "classroom": Field(
        "class",
        "classroom",
        needed("class"),
        "classroom class classname homeroom section sectionname room group coursesection",
    ),
    "nicknames": Field(
        "nickname",
        "nicknames",
        several_said,
        "nicknames nickname preferredname preferredfirstname goesby knownas calledname",
    ),
    "pronouns": Field("pronouns", "pronouns", said, "pronouns pronoun preferredpronouns"),
    "home_language": Field(
        "home language", "home_language", said, "homelanguage language primarylanguage nativelanguage languageathome"
    ),
    "teacher": Field("teacher", "taught_by", several, "teacherusername teacher teacherlogin teacheraccount"),
    "term": Field("term", "term", said, "term termname semester schoolyear academicsession session"),
}
REQUIRED = ("student_id", "first_name", "last_name", "grade", "classroom")
_BY_HEADER = {header: name for name, one in FIELDS.items() for header in one.headers.split()}


def plain_header(title: str) -> str:
    """Spelling, case, spaces and punctuation of a column's name do not matter."""
    return re.sub(r"[\W_]+", "", fold(title))


def columns_of(header: list[str]) -> Columns:
    """Where each field stands; spelling, case, spaces and underscores do not matter, other columns are ignored.

    Of several columns that could be meant, the one with our own name for it wins; without it none does.
    """
    plain = [plain_header(title) for title in header]
    found: dict[str, list[int]] = {}
    for at, title in enumerate(plain):
        if name := _BY_HEADER.get(title):
            found.setdefault(name, []).append(at)
    for name, ats in found.items():
        own = [at for at in ats if plain[at] == name.replace("_", "")]
        found[name] = own if len(own) == 1 else ats
    twice = {name: tuple(header[at].strip() for at in ats) for name, ats in found.items() if len(ats) > 1}
    return Columns({name: ats[0] for name, ats in found.items()}, twice)
