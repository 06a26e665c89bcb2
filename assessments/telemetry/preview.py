"""What a waiting file of telemetry would add, run by run; and adding it: every ready run or none, once."""

import uuid
from zoneinfo import ZoneInfo

from django.db import transaction

from assessments import intake
from assessments.models import Upload
from assessments.session_intake import AcceptedSessions, accept_sessions
from assessments.telemetry import runs, waiting
from assessments.telemetry.checking import Around, Checked, Status, check
from assessments.uploading import preview as files
from assessments.uploading.confirming import let_go
from assessments.uploading.waiting import Undecided
from privacy import audit
from students.models import Classroom


def of(upload: Upload, user) -> Checked:
    """Every run of the file with what becomes of it, in a number of queries that does not grow with the file."""
    read, plan = waiting.read(upload), waiting.plan_of(upload)
    around = around_of(upload.classroom, user)
    found = runs.build(read.records(), plan, zone=around.zone, until=around.until, tally=read.sheet.tally)
    return check(found, plan, around)


def look_at(upload: Upload, user) -> Checked:
    """The same for a person's eyes: it shows the names of the class beside the ids of the file."""
    found = of(upload, user)
    subjects = [uuid.UUID(one.value) for one in around_of(upload.classroom, user).people.everybody()]
    audit.record("upload.check", by=user, school=upload.school_id, subjects=subjects, obj=upload, runs=len(found.runs))
    return found


def around_of(classroom: Classroom, user) -> Around:
    known = files.known_for(classroom, user)
    zone = ZoneInfo(classroom.school.time_zone)
    return Around(classroom.school, known.people, known.agreed, zone, intake.today_at(classroom.school))


def add(pk: uuid.UUID, user) -> tuple[Upload, AcceptedSessions, Checked]:
    """Add the ready runs and let the file go, in one transaction. A second click finds no file: Http404.

    Raises Undecided, or consent.ConsentMissing when an agreement was withdrawn this very moment.
    """
    with transaction.atomic():
        upload = waiting.get_or_404(user, pk, lock=True)
        if not waiting.is_planned(upload):
            raise Undecided
        checked = of(upload, user)
        new = [run.new for run in checked.ready]
        accepted = accept_sessions(new, school=upload.school, by=user, upload=upload.pk)
        before = accepted.already_there + checked.counts[Status.ADDED]
        let_go(upload, by=user, added=len(accepted.added), already_there=before, left_out=checked.left_out)
    return upload, accepted, checked
