"""A file between its upload and its confirmation: sealed under a key of its own, seen by its uploader only."""

import uuid
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.http import Http404

from assessments.models import Upload
from assessments.uploading import decoding, reading
from assessments.uploading.columns import Guess, Plan, guess
from assessments.uploading.decoding import Decoded
from assessments.uploading.table import Table
from privacy import audit, keys
from students import access
from students.access import Right
from students.models import Classroom


class Undecided(Exception):
    """Nobody has said yet which column is which."""


def keep(decoded: Decoded, *, name: str, classroom: Classroom, by) -> Upload:
    """Seal a file that can be read as a table. Raises FileRefused before anything is kept."""
    guessed = guess(reading.read(decoded.text))
    mapping = {
        "plan": replace(guessed.plan, prompt="").to_json(),  # a guessed prompt may be somebody's words
        "certain": guessed.certain and decoded.certain,
        "encoding": decoded.encoding,
    }
    return seal(decoded.text, kind=Upload.Kind.RESPONSES, name=name, classroom=classroom, mapping=mapping, by=by)


def seal(text: str, *, kind: str, name: str, classroom: Classroom, mapping: dict, by) -> Upload:
    upload = Upload(
        id=uuid.uuid4(),
        school=classroom.school,
        classroom=classroom,
        kind=kind,
        content=text,
        file_name=name[-120:],
        mapping=mapping,
        created_by=by,
    )
    keys.create([upload.id])  # committed before the first ciphertext, see privacy.keys
    with transaction.atomic():
        upload.save(force_insert=True)
        audit.record("upload.keep", by=by, school=upload.school_id, obj=upload)
    return upload


def get_or_404(user, pk, *, kind: str | None = Upload.Kind.RESPONSES, lock: bool = False) -> Upload:
    """The uploader's own waiting file, as long as the class is the uploader's, too; 404 for everybody else.
    ``kind=None`` takes a file of any kind."""
    files = Upload.objects.filter(created_by=user, classroom__in=access.visible(user, Classroom, Right.CLASSROOM))
    files = files.filter(kind=kind) if kind else files
    files = files.select_for_update(of=("self",)) if lock else files
    upload = files.select_related("classroom__school", "school").filter(pk=pk).first()
    if upload is None:
        raise Http404
    return upload


def waiting_for(user, classroom: Classroom | None = None) -> list[Upload]:
    """The files of this person that still wait for a decision, the newest first, without their content."""
    files = Upload.objects.filter(created_by=user, classroom__in=access.visible(user, Classroom, Right.CLASSROOM))
    files = files.filter(classroom=classroom) if classroom else files
    return list(files.select_related("classroom").defer("content").order_by("-created_at"))


def table_of(upload: Upload) -> Table:
    return reading.read(upload.content)


def look_at(upload: Upload, *, by) -> Table:
    """The table for a person's eyes: whose words stand in it is not known yet."""
    table = table_of(upload)
    audit.record("upload.check", by=by, school=upload.school_id, obj=upload, rows=len(table.rows))
    return table


def plan_of(upload: Upload) -> Plan:
    return Plan.from_json(upload.mapping["plan"])


def plan_to_decide(upload: Upload, guessed: Guess) -> Plan:
    """What the question about the columns starts from: what was decided before, else the whole guess."""
    return plan_of(upload) if is_planned(upload) else guessed.plan


def is_planned(upload: Upload) -> bool:
    """Whether names alone decided the columns, or a person did."""
    return upload.mapping["certain"]


def letters_to_judge(upload: Upload) -> list[str]:
    """Unusual words of a file whose encoding is a guess; empty when nobody has to look."""
    certain = Decoded("", upload.mapping["encoding"]).certain
    return [] if certain else decoding.unusual_words(upload.content)


def decide(upload: Upload, plan: Plan, *, by) -> None:
    """Remember what a person decided about the columns."""
    upload.mapping = {**upload.mapping, "plan": plan.to_json(), "certain": True}
    with transaction.atomic():
        upload.save(update_fields=["mapping"])
        audit.record("upload.change", by=by, school=upload.school_id, obj=upload)


def mend(upload: Upload, number: int, *, student: uuid.UUID | None = None, day: date | None = None, by) -> None:
    """Remember who wrote one row, or when. Both are checked again like a cell of the file."""
    if number not in {row.number for row in table_of(upload).rows}:
        raise Http404
    plan = plan_of(upload)
    if student:
        plan = replace(plan, students={**plan.students, str(number): str(student)})
    if day:
        plan = replace(plan, dates={**plan.dates, str(number): day.isoformat()})
    decide(upload, plan, by=by)


def discard(upload: Upload, *, by) -> None:
    """The key first: whatever happens next, the words cannot be read again."""
    keys.destroy([upload.pk])
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).delete()
        audit.record("upload.cancel", by=by, school=upload.school_id, obj=upload)
