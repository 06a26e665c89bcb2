"""A roster file between upload and confirmation: sealed under a key of its own, gone on confirm and on cancel.

One that is forgotten is swept after a day (assessments/housekeeping.py).
"""

from django.db import transaction
from django.http import Http404

from privacy import audit, keys
from students import roster, roster_csv
from students.access import Right, visible
from students.models import RosterImport, School


class AlreadyConfirmed(Exception):
    """Somebody, or a second click, was faster."""


def keep(text: str, *, school: School, file_name: str, by) -> RosterImport:
    waiting = RosterImport(school=school, content=text, file_name=file_name[:120], created_by=by)
    keys.create([waiting.pk])
    with transaction.atomic():
        waiting.save(force_insert=True)
        audit.record("roster.keep", by=by, school=school, obj=waiting)
    return waiting


def get_or_404(who, pk) -> RosterImport:
    """One's own file, for a school whose roster one still runs."""
    waiting = visible(who, RosterImport, Right.ROSTER).filter(pk=pk, created_by=who).select_related("school").first()
    if waiting is None:
        raise Http404
    return waiting


def plan_of(waiting: RosterImport) -> roster.Plan:
    return roster.compare(roster_csv.read(waiting.content), school=waiting.school)


def look_at(waiting: RosterImport, *, by) -> roster.Plan:
    """The plan for a person's eyes: it shows names, those on the roster and those that would come."""
    plan = plan_of(waiting)
    subjects = [row.student.pk for row in plan.rows if row.student]
    audit.record("roster.check", by=by, school=waiting.school_id, subjects=subjects, obj=waiting, **plan.counts)
    return plan


def confirm(waiting: RosterImport, *, by) -> roster.Plan:
    with transaction.atomic():
        locked = RosterImport.objects.select_for_update().filter(pk=waiting.pk).first()
        if locked is None:
            raise AlreadyConfirmed
        plan = roster.confirm(roster_csv.read(locked.content), school=waiting.school, by=by)
        locked.delete()
    keys.destroy([waiting.pk])
    return plan


def cancel(waiting: RosterImport, *, by) -> None:
    keys.destroy([waiting.pk])
    with transaction.atomic():
        RosterImport.objects.filter(pk=waiting.pk).delete()
        audit.record("roster.cancel", by=by, school=waiting.school_id, obj=waiting)
