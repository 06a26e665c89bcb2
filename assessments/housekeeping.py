"""What is thrown away without being asked: files that waited too long, what an import changed after its 30 days,
and keys that never met a ciphertext."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from assessments.models import BulkImport, Upload
from privacy import keys
from students.models import RosterImport, Student
from students.roster import undo

FILE_WAITS = timedelta(hours=24)
REPORT_KEPT = timedelta(days=30)


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
    return gone + expire_imports()


def expire_imports() -> int:
    """Files nobody confirmed go after a day; a finished import and its report after a month."""
    waiting = Q(confirmed_at__isnull=True, created_at__lt=timezone.now() - FILE_WAITS)
    told = Q(confirmed_at__lt=timezone.now() - REPORT_KEPT)
    old = list(BulkImport.objects.filter(waiting | told).values_list("pk", flat=True))
    keys.destroy(old)
    BulkImport.objects.filter(pk__in=old).delete()
    return len(old)


def subjects_in_use(subjects) -> set:
    used = set()
    for model in (Student, Upload, BulkImport, RosterImport):
        used.update(model.objects.filter(pk__in=subjects).values_list("pk", flat=True))
    return used
