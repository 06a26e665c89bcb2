"""What this app holds of a student beside the rows that point at them, and how it goes with an erased record."""

import json
import uuid
from collections.abc import Collection

from django.dispatch import receiver

from assessments import roster_names
from assessments.models import BulkImport, Discussion, FileJob, Upload
from privacy import keys
from privacy.erasure import erased
from privacy.holders import declare_trace
from students import mentions

AT_ONCE = 50  # files are large


def waiting_files(subject: uuid.UUID, school: uuid.UUID) -> list[uuid.UUID]:
    named, rows = mentions.of(subject), Upload.objects.filter(school=school)
    opened = keys.open_keys(rows.values_list("pk", flat=True))
    waiting = rows.iterator(chunk_size=AT_ONCE)
    return [one.pk for one in waiting if one.pk not in opened or any(map(named, _texts(one)))]


def imports(subject: uuid.UUID, school: uuid.UUID) -> list[uuid.UUID]:
    """Imports one of whose files, file names or reports names the student. They go whole: their files share a key."""
    named, rows, found = mentions.of(subject), FileJob.objects.filter(school=school), set()
    opened = keys.open_keys(rows.values_list("bulk_id", flat=True))
    for file in rows.iterator(chunk_size=AT_ONCE):
        if file.bulk_id in found:
            continue
        if file.bulk_id not in opened or named(f"{file.name} {file.content} {file.report}"):
            found.add(file.bulk_id)
    return sorted(found)


def _texts(upload: Upload) -> tuple[str, ...]:
    return upload.content, upload.file_name, json.dumps(upload.mapping, ensure_ascii=False)


def _drop(model):
    def drop(ids: Collection) -> None:
        keys.destroy(ids)
        model.objects.filter(pk__in=list(ids)).delete()

    return drop


def _standing(model):
    return lambda ids: model.objects.filter(pk__in=list(ids)).count()


declare_trace("assessments.Upload", find=waiting_files, left=_standing(Upload), erase=_drop(Upload))
declare_trace("assessments.BulkImport", find=imports, left=_standing(BulkImport), erase=_drop(BulkImport))


@receiver(erased)
def _forget(school, subject, **_said) -> None:
    """The names this process remembers, and discussions in which nobody is left who said something."""
    roster_names.forget(school)
    Discussion.objects.filter(school=school, turns__isnull=True).delete()
