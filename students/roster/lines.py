"""One line of a student information system's table, and what its values mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from students.roster.columns import grade_of
from students.roster.maps import ENDED
from students.roster.records import AdultRecord, TermRecord

DATE_SHAPES = ("%Y-%m-%d", "%m/%d/%Y", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d")


@dataclass(slots=True)
class Row:
    """One line under our own names of its columns."""

    file: str
    line: int
    values: Mapping[str, str]
    problem: str = ""

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")

    def several(self, field: str) -> list[str]:
        return [one.strip() for one in self[field].replace(";", ",").split(",") if one.strip()]

    @property
    def ended(self) -> bool:
        return self["status"].lower() in ENDED

    @property
    def where(self) -> str:
        return f"line {self.line} of {self.file}"

    @property
    def whose(self) -> str:
        return f"{self['first_name']} {self['last_name']}".strip() or self["name"]


@lru_cache(maxsize=10_000)
def date_of(text: str) -> date | None:
    """A day as any of these systems writes it; the time of a timestamp is dropped."""
    text = text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0].strip()
    for shape in DATE_SHAPES:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  (a day of the school's calendar)
        except ValueError:
            continue
    return None


def terms_within(classes: Iterable[Row]) -> list[Row]:
    """Version 1 of School Data Sync writes the term beside each class."""
    return [
        Row(
            row.file,
            row.line,
            {
                "key": row["terms"] or row["term_name"],
                "name": row["term_name"],
                "starts_on": row["term_starts_on"],
                "ends_on": row["term_ends_on"],
            },
        )
        for row in classes
        if row["term_name"]
    ]


def longest_term(keys: Sequence[str], terms: Mapping[str, TermRecord]) -> str | None:
    """Of several terms of one class the one that covers most days, so that the choice does not move with the date."""
    known = [terms[key] for key in keys if key in terms]
    if known:
        return max(known, key=lambda term: term.ends_on - term.starts_on).key
    return keys[0] or None if keys else None


def class_names(row: Row, *, alone: bool) -> tuple[str, ...]:
    title, longer = row["name"][:90], [f"{row['name'][:90]} ({one})"[:120] for one in (row["code"], row["key"]) if one]
    return (title, *longer) if alone else tuple(longer)


def adult_of(row: Row) -> AdultRecord:
    return AdultRecord(
        id=row["key"],
        username=row["username"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        email=row["email"],
        ended=row.ended or row["enabled"].lower() in ("false", "0", "no"),
        file=row.file,
        line=row.line,
    )


def grade_said(said: str) -> int | None:
    """K to 12; the codes for anything else (a nursery, a university) say nothing Sightline keeps."""
    for one in said.replace(";", ",").split(","):
        try:
            if (grade := grade_of(one.strip())) is not None:
                return grade
        except ValueError:
            continue
    return None


def role_code(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
