"""What a run did, written while it is done, so that it can be taken back: per student, and for places and accounts.

A student's part is sealed under the student's own key: it holds the names before and after, and goes with the key.
"""

import json
import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from students.models import RosterChange, RosterRun
from students.roster.seats import BATCH, Ended


class Ledger:
    def __init__(self):
        self.students: dict[uuid.UUID, dict[str, Any]] = {}
        self.places: dict[str, list] = {}

    def of(self, student_id: uuid.UUID, what: str, *entries) -> None:
        self.students.setdefault(student_id, {}).setdefault(what, []).extend(entries)

    def place(self, what: str, *entries) -> None:
        self.places.setdefault(what, []).extend(entries)

    def enrolled(self, created: Iterable, again: Iterable[Ended]) -> None:
        for row in created:
            self.of(row.student_id, "opened", str(row.pk))
        self.ended("reopened", again)

    def ended(self, what: str, done: Iterable[Ended]) -> None:
        for one in done:
            self.of(one.row.student_id, what, moved(one))

    def write(self, run: RosterRun) -> None:
        run.places = self.places
        run.save(force_insert=True)
        RosterChange.objects.bulk_create(
            (
                RosterChange(school=run.school, run=run, student_id=student, detail=json.dumps(detail))
                for student, detail in self.students.items()
            ),
            batch_size=BATCH,
        )


def moved(one: Ended) -> list:
    return [str(one.row.pk), _iso(one.before), _iso(one.after)]


def detail_of(change: RosterChange) -> dict[str, Any]:
    return json.loads(change.detail)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
