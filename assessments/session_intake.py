"""The way in for game sessions, as ``intake`` is for responses: consent, sealing, a job row and an audit event in
one transaction; then a worker is woken."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from assessments import intake
from assessments.models import AssessmentJob, GameSession, Response
from assessments.telemetry import payload
from assessments.telemetry.moments import end_of, is_sane
from assessments.telemetry.standing import Known, NewSession, Standing
from mlcore.events import NAMES
from privacy import audit, consent, keys
from students.models import School


class SessionRefused(ValueError):
    """A run that cannot be taken as it is."""


@dataclass(frozen=True)
class AcceptedSessions:
    batch: uuid.UUID
    added: list[GameSession] = field(default_factory=list)
    already_there: int = 0
    replaced: int = 0
    jobs: list[AssessmentJob] = field(default_factory=list)


def accept_sessions(
    rows: Sequence[NewSession],
    *,
    school: School,
    by,
    upload: uuid.UUID | None = None,
    queue: bool = True,
    call_worker: bool = True,
) -> AcceptedSessions:
    """Many runs of one school's students. All or nothing; what is already there is not added twice. ``queue=False``
    when jobs of the same students wait already and will read them.

    Raises SessionRefused or consent.ConsentMissing, before anything is kept.
    """
    for row in rows:
        _check(row, school)
    students = {row.student.pk for row in rows}
    keys.open_keys(students)
    with transaction.atomic():
        consent.check(students, consent.Purpose.ASSESS, school=school.pk)
        standings = _standings(rows, school)
        _set_aside([one.instead_of for one in standings if one.instead_of])
        added = _insert(standings, school=school, by=by, upload=upload)
        accepted = AcceptedSessions(
            uuid.uuid4(), added, len(rows) - len(added), sum(bool(one.instead_of) for one in standings)
        )
        if added:
            if queue:
                accepted.jobs.extend(_queue(added, school=school, batch=accepted.batch, by=by))
            if call_worker:
                intake.wake([job.pk for job in accepted.jobs])
            concerned = {session.student_id for session in added}
            audit.record("session.add", by=by, school=school, subjects=concerned, count=len(added))
    return accepted


def _check(row: NewSession, school: School) -> None:
    if row.student.school_id != school.pk:
        raise ValueError(f"{row.student} is not of {school.pk}: a batch belongs to one school")
    if not row.events:
        raise SessionRefused("There are no events in this run.")
    if unknown := {event.kind for event in row.events} - set(NAMES):
        raise SessionRefused(f"{sorted(unknown)[0]} is not a kind of event.")
    tomorrow = end_of(intake.today_at(school), ZoneInfo(school.time_zone))
    if not is_sane((True, row.started_at.timestamp()), tomorrow):
        raise SessionRefused(f"A run cannot have begun on {row.started_at:%Y-%m-%d}.")


def _standings(rows: Sequence[NewSession], school: School) -> list[Standing]:
    """What is to be stored, each run once: not earlier in this file, not in the database."""
    known = Known(rows, school=school)
    seen: set[tuple[uuid.UUID, str]] = set()
    found = []
    for standing in map(known.standing, rows):
        if standing.new and (key := (standing.new.student.pk, standing.new.token)) not in seen:
            seen.add(key)
            found.append(standing)
    return found


def _set_aside(sessions: Iterable[GameSession]) -> None:
    ids = [session.pk for session in sessions]
    GameSession.objects.filter(pk__in=ids).update(set_aside_at=timezone.now())


def _insert(standings: Sequence[Standing], *, school: School, by, upload) -> list[GameSession]:
    named = {one.new.response for one in standings if one.new.response}
    own = dict(Response.objects.filter(school=school, pk__in=named).values_list("pk", "student_id")) if named else {}
    zone = ZoneInfo(school.time_zone)
    new = [
        GameSession(
            school=school,
            student=row.student,
            response_id=row.response if own.get(row.response) == row.student.pk else None,
            task=row.task,
            started_at=row.started_at,
            played_on=row.started_at.astimezone(zone).date(),
            payload=payload.to_text(row.events),
            simulated=row.simulated,
            token=row.token,
            run=row.run_digest,
            added_by=audit.actor(by),
            upload=upload,
            assessment_id=standing.instead_of.assessment_id if standing.instead_of else None,
        )
        for standing in standings
        if (row := standing.new)
    ]
    GameSession.objects.bulk_create(new, ignore_conflicts=True, batch_size=200)
    landed = set(GameSession.objects.filter(pk__in=[session.pk for session in new]).values_list("pk", flat=True))
    return [session for session in new if session.pk in landed]


def _queue(added: Sequence[GameSession], *, school: School, batch: uuid.UUID, by) -> list[AssessmentJob]:
    """One job per student; the key makes a repeated transaction harmless."""
    first = {}
    for session in added:
        first.setdefault(session.student_id, session)
    jobs = [
        AssessmentJob(
            school=school,
            student_id=student,
            batch=batch,
            asked_by=audit.actor(by),
            idempotency_key=f"session:{session.pk}",
        )
        for student, session in first.items()
    ]
    return AssessmentJob.objects.bulk_create(jobs, batch_size=200)
