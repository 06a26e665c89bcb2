"""What is thrown away without being asked: files that waited too long, what an import changed after its 30 days,
and keys that never met a ciphertext."""

from datetime import timedelta

from django.utils import timezone

from assessments.models import Upload
from privacy import keys
from students.models import RosterImport, Student
from students.roster import undo

FILE_WAITS = timedelta(hours=24)


def sweep() -> dict[str, int]:
    return {
        "files": expire_waiting_files(),
        "roster runs": undo.expire(),
        "keys": keys.sweep(in_use=subjects_in_use),
    }


def expire_waiting_files() -> int:
    """A file awaiting confirmation goes after a day: its key first, then its row."""
    gone = 0
    for model in (Upload, RosterImport):
        old = model.objects.filter(created_at__lt=timezone.now() - FILE_WAITS)
        ids = list(old.values_list("pk", flat=True))
        keys.destroy(ids)
        gone += model.objects.filter(pk__in=ids).delete()[0]
    return gone


def subjects_in_use(subjects) -> set:
    used = set()
    for model in (Student, Upload, RosterImport):
        used.update(model.objects.filter(pk__in=subjects).values_list("pk", flat=True))
    return used
