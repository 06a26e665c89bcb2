"""Places in classes as rows: opened, ended and given another last day, many at a time.

History is closed and inserted anew, never edited: an ended row keeps its days. One exception: what ended this
very day opens again as it was, because a second row would be the same fact twice.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.utils import timezone

from students.models import Enrollment, Guardianship, Membership, School, TeachingAssignment
from students.people import chunks

BATCH = 500
# What a dated row is about: two rows with these and the same first day would be the same fact.
PAIRS: dict[type[Model], tuple[str, str]] = {
    Enrollment: ("student_id", "classroom_id"),
    TeachingAssignment: ("teacher_id", "classroom_id"),
    Guardianship: ("guardian_id", "student_id"),
    Membership: ("user_id", "role"),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """A row whose last day moved, with what it was."""

    row: Model
    before: date | None
    after: date | None


def open_rows(rows: Sequence[Model], *, school: School) -> tuple[list[Model], list[Ended]]:
    """Insert these; what stands there already with the same first day is opened again instead."""
    if not rows:
        return [], []
    model = type(rows[0])
    there = {_fact(row): row for row in model.objects.filter(school=school, starts_on__in={r.starts_on for r in rows})}
    new = [row for row in rows if _fact(row) not in there]
    again = [there[_fact(row)] for row in rows if _fact(row) in there]
    model.objects.bulk_create(new, batch_size=BATCH)
    return new, set_ends([(row, None) for row in again if row.ends_on is not None])


def close_rows(rows: Iterable[Model], *, on: date | None = None) -> list[Ended]:
    """End these today; what has yet to begin never will."""
    on = on or timezone.localdate()
    return set_ends([(row, max(on, row.starts_on)) for row in rows])


def set_ends(pairs: Sequence[tuple[Model, date | None]]) -> list[Ended]:
    done = [Ended(row, row.ends_on, ends_on) for row, ends_on in pairs]
    by_day: dict[date | None, list[uuid.UUID]] = {}
    for row, ends_on in pairs:
        row.ends_on = ends_on
        by_day.setdefault(ends_on, []).append(row.pk)
    for ends_on, ids in by_day.items():
        for chunk in chunks(ids, BATCH):
            type(pairs[0][0]).objects.filter(pk__in=chunk).update(ends_on=ends_on)
    return done


def pair(row: Model) -> tuple:
    return tuple(getattr(row, name) for name in PAIRS[type(row)])


def _fact(row: Model) -> tuple:
    return (*pair(row), row.starts_on)
