"""A file of telemetry between its upload and its confirmation: sealed like a file of responses, and marked as one."""

from django.db import transaction

from assessments.models import Upload
from assessments.telemetry import shapes
from assessments.telemetry.records import Plan
from assessments.telemetry.shapes import Read
from assessments.uploading import decoding
from assessments.uploading import waiting as files
from privacy import audit
from students.models import Classroom


def keep(data: bytes, *, name: str, classroom: Classroom, by) -> Upload:
    """Seal a file in which events can be read. Raises FileRefused before anything is kept."""
    text = decoding.decode(data).text
    read = shapes.read(text)
    mapping = {"plan": read.plan.to_json(), "certain": read.certain}
    return files.seal(text, kind=Upload.Kind.TELEMETRY, name=name, classroom=classroom, mapping=mapping, by=by)


def get_or_404(user, pk, *, lock: bool = False) -> Upload:
    return files.get_or_404(user, pk, kind=Upload.Kind.TELEMETRY, lock=lock)


def read(upload: Upload) -> Read:
    return shapes.read(upload.content, plan_of(upload))


def plan_of(upload: Upload) -> Plan:
    return Plan.from_json(upload.mapping["plan"])


def is_planned(upload: Upload) -> bool:
    """Whether the names of the columns decided what they are, or a person did."""
    return upload.mapping["certain"]


def decide(upload: Upload, plan: Plan, *, by) -> None:
    upload.mapping = {**upload.mapping, "plan": plan.to_json(), "certain": True}
    with transaction.atomic():
        upload.save(update_fields=["mapping"])
        audit.record("upload.change", by=by, school=upload.school_id, obj=upload)
