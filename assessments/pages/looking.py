"""Looking at a record is an act: it is written down before anything is shown.

A page may refresh a part of itself while it lies open: sort its table, turn to the next response. That is one look,
not a hundred. So such a part writes nothing when the same person's look at the same thing, and at everybody it shows,
stands in the log within the hour, and writes like a page when it does not: there is no way to look without a trace.
What brings scores that were not there before is ``always`` a look of its own; a poll that brings none never comes here.
"""

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone

from privacy import audit

ONE_LOOK = timedelta(hours=1)


def write_down(request, verb: str, obj, *, subjects, always: bool = False, **detail) -> None:
    if request.htmx and not always and _stands_already(request.user, verb, obj, set(subjects)):
        return
    audit.record(verb, by=request.user, school=obj.school_id, subjects=subjects, obj=obj, **detail)


def write_down_names(who, students) -> None:
    """Names in a list, and no more of them: an event for each school they are of."""
    by_school = defaultdict(list)
    for student in students:
        by_school[student.school_id].append(student.pk)
    for school, subjects in by_school.items():
        audit.record("record.names", by=who, school=school, subjects=subjects, count=len(subjects))


def _stands_already(user, verb: str, obj, subjects: set) -> bool:
    looks = audit.AuditEvent.objects.filter(
        at__gt=timezone.now() - ONE_LOOK,
        school=obj.school_id,
        verb=verb,
        actor=audit.actor(user),
        object=f"{obj._meta.model_name}:{obj.pk}",
    )
    if not subjects:
        return looks.exists()
    told = audit.AuditSubject.objects.filter(event_id__in=looks.values("id"), subject__in=subjects)
    return told.values("subject").distinct().count() == len(subjects)
