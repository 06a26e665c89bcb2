"""An import from its first file to its last: kept sealed, looked at, confirmed, added file by file.

Each file is a job of its own: its responses, its report and its end are one transaction. Whoever is killed in
between loses and doubles nothing; a worker's reaper, or the same command once more, goes on with the rest.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import tasks
from assessments.bulk.kinds import kind_of
from assessments.bulk.packing import Packed
from assessments.bulk.reading import Found, Setting
from assessments.bulk.rows import BulkImport, FileJob
from assessments.uploading import decoding, preview
from assessments.uploading.table import FileRefused
from config.jobs import LeaseLost
from privacy import audit, crypto, keys
from students import access
from students.access import Right
from students.models import School, Student, TeachingAssignment, User

log = logging.getLogger("sightline.import")
INSERTED = 20  # files a statement: contents are large


@dataclass(frozen=True)
class Told:
    """One file with what became of it, as the command prints it and the page shows it."""

    name: str
    kind: str
    found: Found
    refused: bool = False


# --- what can be done with an import -------------------------------------------------------------


def digest_of(files: Iterable[Packed], *, school: School, whole_school: bool, prompt: str, day: date | None) -> str:
    """What makes two imports the same one. Reads every file once."""
    told = hashlib.sha256(repr((whole_school, prompt, day)).encode())
    for file in files:
        told.update(hashlib.sha256(file.name.encode()).digest() + hashlib.sha256(file.data).digest())
    return crypto.digest("import", str(school.pk), told.hexdigest())


def unfinished(token: str, *, school: School, by: User) -> BulkImport | None:
    """The same import, begun before and not at its end."""
    begun = BulkImport.objects.filter(school=school, token=token, created_by=by, confirmed_at__isnull=False)
    return begun.filter(files__state__in=(*FileJob.OUTSTANDING, FileJob.State.FAILED)).order_by("-created_at").first()


def start(
    files: Iterable[Packed],
    *,
    school: School,
    by: User,
    token: str,
    whole_school: bool = False,
    prompt: str = "",
    day: date | None = None,
    step: str = FileJob.Step.LOOK,
) -> BulkImport:
    """Keep the files sealed and queue them: to be looked at, or to be added at once. All of them or none."""
    bulk = BulkImport(
        school=school,
        created_by=by,
        whole_school=whole_school,
        prompt=prompt,
        day=day,
        token=token,
        confirmed_at=timezone.now() if step == FileJob.Step.ADD else None,
    )
    keys.create([bulk.pk])
    with keys.keyring(), transaction.atomic():
        bulk.save(force_insert=True)
        rows = (_row(file, bulk, position, step) for position, file in enumerate(files, start=1))
        count = 0
        while batch := list(islice(rows, INSERTED)):
            count += len(FileJob.objects.bulk_create(batch))
        if not count:
            raise FileRefused(_("There is no file in it. Nothing was added."))
        audit.record("import.start", by=by, school=school, obj=bulk, files=count, step=str(step))
    return bulk


def confirm(bulk: BulkImport, *, by: User) -> int:
    """Queue every file that has something to add; the second of two clicks finds nothing to queue."""
    with transaction.atomic():
        first = BulkImport.objects.filter(pk=bulk.pk, confirmed_at__isnull=True).update(confirmed_at=timezone.now())
        if not first:
            return 0
        looked = bulk.files.filter(state=FileJob.State.DONE, step=FileJob.Step.LOOK)
        count = looked.filter(ready__gt=0).update(
            step=FileJob.Step.ADD, state=FileJob.State.QUEUED, attempts=0, finished_at=None
        )
        bulk.files.filter(state=FileJob.State.DONE).update(content=None)
        audit.record("import.confirm", by=by, school=bulk.school, obj=bulk, files=count)
    return count


def discard(bulk: BulkImport, *, by: User) -> None:
    """The key first: whatever happens next, the words cannot be read again."""
    keys.destroy([bulk.pk])
    with transaction.atomic():
        BulkImport.objects.filter(pk=bulk.pk).delete()
        audit.record("upload.cancel", by=by, school=bulk.school, obj=bulk)


def wake(bulk: BulkImport) -> None:
    """A task for each queued file. If the broker is away the reaper finds them."""
    queued = list(bulk.files.filter(state=FileJob.State.QUEUED).values_list("pk", flat=True))
    transaction.on_commit(lambda: [tasks.take_in.delay([str(pk)]) for pk in queued], robust=True)


def retry(bulk: BulkImport, *, by: User) -> int:
    with transaction.atomic():
        again = FileJob.retry(bulk.files.all())
        if again:
            audit.record("job.retry", by=by, school=bulk.school, obj=bulk, count=len(again))
    return len(again)


# --- one file at a time --------------------------------------------------------------------------


def run(job_ids: Iterable) -> None:
    """Do the queued ones among these files. One that cannot be read does not hold up the others."""
    for job_id in job_ids:
        for job in FileJob.claim([job_id], seconds=settings.JOB_LEASE_SECONDS):
            try:
                with keys.keyring():
                    _take(FileJob.objects.select_related("bulk__school", "bulk__created_by").get(pk=job.pk))
            except LeaseLost:
                log.warning("file %s was taken over by another worker", job.pk)
            except Exception as error:
                log.exception("file %s failed", job.pk)
                FileJob.give_up([job], error=type(error).__name__)


def look(file: Packed, setting: Setting) -> Told:
    """What one file would add; nothing is kept."""
    try:
        if file.refused:
            raise FileRefused(file.refused)
        return _read(file.name, decoding.decode(file.data), setting)
    except FileRefused as refused:
        return _refused(file.name, refused)


def setting_of(bulk: BulkImport) -> Setting:
    return setting_for(
        bulk.school,
        by=bulk.created_by,
        whole_school=bulk.whole_school,
        prompt=bulk.prompt,
        day=bulk.day,
        import_id=bulk.pk,
    )


def setting_for(school: School, *, by: User, whole_school: bool, prompt="", day=None, import_id=None) -> Setting:
    """The students it may concern, asked at the time of reading: the importer's own, or the whole school's."""
    students = Student.objects.filter(school=school)
    if not whole_school:
        students = access.visible(by, Student, Right.COLLECT).filter(school=school)
    known = preview.known_of(preview.readable(students), school=school, called=school.name)
    teaching = TeachingAssignment.objects.filter(school=school).values("teacher")
    teachers = [(user.display_name, user.last_name) for user in User.objects.filter(pk__in=teaching)]
    return Setting(school, known, teachers, by, import_id, prompt, day)


def _row(file: Packed, bulk: BulkImport, position: int, step: str) -> FileJob:
    row = FileJob(
        school=bulk.school,
        bulk=bulk,
        position=position,
        step=step,
        name=file.name,
        idempotency_key=FileJob.key_for(bulk.pk, position),
    )
    try:
        if file.refused:
            raise FileRefused(file.refused)
        decoded = decoding.decode(file.data)
        row.content, row.encoding = decoded.text, decoded.encoding
    except FileRefused as refused:
        row.refused, row.state, row.finished_at = True, FileJob.State.DONE, timezone.now()
        row.report = json.dumps([str(refused)])
    return row


def _take(job: FileJob) -> None:
    """Look at one file, or add it: effects, report and the job's end in one transaction."""
    decoded = decoding.Decoded(job.content, job.encoding)
    told = _told(job.name, lambda: _read(job.name, decoded, setting_of(job.bulk)))
    with transaction.atomic():
        if job.step == FileJob.Step.ADD and not told.refused:
            job.added = told.found.add()
            job.before = told.found.before + told.found.ready - job.added
            audit.record("import.file", by=job.bulk.created_by, school=job.school, obj=job, added=job.added)
        else:
            job.before = told.found.before
        job.content = None if job.step == FileJob.Step.ADD or told.refused else job.content
        job.kind, job.ready, job.left_out = told.kind, told.found.ready, told.found.left_out
        job.refused, job.report = told.refused, json.dumps(told.found.sentences)
        fields = ("kind", "ready", "added", "before", "left_out", "refused", "report", "content")
        job.save(update_fields=fields)
        FileJob.finish([job])


def _told(name: str, read: Callable[[], Told]) -> Told:
    try:
        return read()
    except FileRefused as refused:
        return _refused(name, refused)


def _read(name: str, decoded: decoding.Decoded, setting: Setting) -> Told:
    kind = kind_of(decoded.text)
    return Told(name, kind.name, kind.read(decoded, setting.named(name)))


def _refused(name: str, refused: FileRefused) -> Told:
    return Told(name, "", Found(0, 0, 0, [str(refused)]), refused=True)


def told_of(bulk: BulkImport) -> Iterator[FileJob]:
    """The files with their reports, opened with one key."""
    keys.open_keys([bulk.pk])
    for row in bulk.files.defer("content"):
        row.sentences = json.loads(row.report) if row.report else []
        yield row
