"""A roster file between upload and confirmation: sealed under a key of its own, gone on confirm and on cancel.

What is kept is the records, not the file: passwords, birth dates and flags that an export carries are never
stored. A file about several schools waits as one part for each. One that is forgotten is swept after a day
(assessments/housekeeping.py).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from privacy import audit, keys
from students.access import Right, visible
from students.models import RosterImport
from students.roster import applying, plan, records
from students.roster.applying import Source
from students.roster.records import RosterFile
from students.roster.schools import Assigned


class AlreadyConfirmed(Exception):
    """Somebody, or a second click, was faster."""


class Braked(Exception):
    """At least one school would lose more than the brake lets pass. Nothing was written."""


@dataclass(frozen=True)
class Part:
    """One school's share of a waiting file, with what it would do."""

    waiting: RosterImport
    plan: plan.Plan

    @property
    def agreed(self) -> str:
        """What the second confirmation repeats: which school, and how many enrollments end."""
        return f"{self.waiting.pk}:{self.plan.brake.enrollments}"


def keep(file: RosterFile, assigned: Assigned, *, file_name: str, by) -> uuid.UUID:
    batch = uuid.uuid4()
    waiting = [
        RosterImport(
            school=school,
            content=records.to_json(roster),
            file_name=file_name[:120],
            batch=batch,
            format=file.title,
            created_by=by,
        )
        for school, roster in assigned.taken
    ]
    keys.create([one.pk for one in waiting])
    with transaction.atomic():
        for one in waiting:
            one.save(force_insert=True)
            audit.record("roster.keep", by=by, school=one.school_id, obj=one)
    return batch


def get_or_404(who, batch) -> list[RosterImport]:
    """One's own file, as far as one still runs the rosters it is about."""
    files = visible(who, RosterImport, Right.ROSTER).filter(batch=batch, created_by=who)
    waiting = list(files.select_related("school__district").order_by("school__name"))
    if not waiting:
        raise Http404
    return waiting


def parts_of(waiting: Sequence[RosterImport]) -> list[Part]:
    return [Part(one, plan.compare(records.from_json(one.content), school=one.school)) for one in waiting]


def look_at(waiting: Sequence[RosterImport], *, by) -> list[Part]:
    """The parts for a person's eyes: they show names, of those on the roster and of those who would come."""
    parts = parts_of(waiting)
    with transaction.atomic():
        for part in parts:
            subjects = {planned.student.pk for planned in part.plan.rows if planned.student}
            audit.record("roster.check", by=by, school=part.waiting.school_id, subjects=subjects, obj=part.waiting)
    return parts


def confirm(waiting: Sequence[RosterImport], *, by, agreed: Mapping[str, int]) -> list[plan.Plan]:
    """All schools of the file or none. ``agreed``: the enrollments that may end, by the id of the part."""
    with transaction.atomic():
        locked = list(RosterImport.objects.select_for_update().filter(pk__in=[one.pk for one in waiting]))
        if len(locked) < len(waiting):
            raise AlreadyConfirmed
        try:
            plans = [
                applying.confirm(
                    records.from_json(one.content),
                    school=one.school,
                    by=by,
                    source=Source(one.batch, one.file_name, one.format),
                    accepting=agreed.get(str(one.pk)),
                )
                for one in waiting
            ]
        except applying.Braked:
            raise Braked from None
        RosterImport.objects.filter(pk__in=[one.pk for one in locked]).delete()
    keys.destroy([one.pk for one in locked])
    return plans


def cancel(waiting: Sequence[RosterImport], *, by) -> None:
    ids = [one.pk for one in waiting]
    keys.destroy(ids)
    with transaction.atomic():
        RosterImport.objects.filter(pk__in=ids).delete()
        for one in waiting:
            audit.record("roster.cancel", by=by, school=one.school_id, obj=one)
