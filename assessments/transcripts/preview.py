"""What a waiting transcript would add, line by line; and adding it: every ready turn or none, once."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from assessments import intake
from assessments.intake import Accepted
from assessments.models import Upload
from assessments.transcripts import keeping, waiting
from assessments.transcripts.checking import Checked, Fate, check
from assessments.transcripts.lines import Line
from assessments.uploading import preview as files
from assessments.uploading.checking import Known
from assessments.uploading.confirming import let_go
from assessments.uploading.values import Candidate
from privacy import audit
from students.models import Classroom, User
from students.tenancy import now_in


def of(upload: Upload, user) -> tuple[Checked, tuple[Candidate, ...]]:
    """Every line of the file with what becomes of it, and the class to choose from; in a number of queries that
    does not grow with the file."""
    known = files.known_for(upload.classroom, user)
    return _checked(upload, waiting.lines_of(upload), known), known.people.everybody()


def look_at(upload: Upload, user) -> tuple[Checked, tuple[Candidate, ...]]:
    """The same for a person's eyes: it shows what was said, and the names of the class."""
    found, students = of(upload, user)
    subjects = [uuid.UUID(candidate.value) for candidate in students]
    audit.record(
        "upload.check", by=user, school=upload.school_id, subjects=subjects, obj=upload, lines=len(found.lines)
    )
    return found, students


def _checked(upload: Upload, lines: Sequence[Line], known: Known) -> Checked:
    return check(
        lines,
        waiting.plan_of(upload),
        known,
        teachers=teachers_of(upload.classroom),
        earlier=keeping.earlier(lines, upload.school),
    )


def teachers_of(classroom: Classroom) -> list[tuple[str, str]]:
    """Whole and last names of those who teach the class now: they speak in it and are no students."""
    now = classroom.teaching.filter(now_in("")).values("teacher")
    return [(user.display_name, user.last_name) for user in User.objects.filter(pk__in=now)]


def add(pk: uuid.UUID, user) -> tuple[Upload, Accepted, Checked]:
    """Add the ready turns and let the file go, in one transaction. A second click finds no file: Http404.

    Raises uploading.waiting.Undecided, or consent.ConsentMissing when an agreement was withdrawn this very moment.
    """
    with transaction.atomic():
        upload = waiting.get_or_404(user, pk, lock=True)
        if not waiting.is_decided(upload):
            raise files.waiting.Undecided
        lines = waiting.lines_of(upload)
        found = _checked(upload, lines, files.known_for(upload.classroom, user))
        new = [one.new for one in found.ready]
        accepted = intake.accept_many(new, school=upload.school, by=user, upload=upload.pk)
        keeping.keep(found.turns, lines, school=upload.school, classroom=upload.classroom, by=user)
        before = accepted.already_there + found.counts[Fate.ADDED]
        let_go(upload, by=user, added=len(accepted.added), already_there=before, left_out=found.left_out)
    return upload, accepted, found
