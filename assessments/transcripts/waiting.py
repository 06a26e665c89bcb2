"""A transcript between its upload and its confirmation: an ``Upload`` of its own kind, with decisions of its own."""

from dataclasses import replace

from django.db import transaction

from assessments import intake
from assessments.models import Upload
from assessments.transcripts import formats, tabular
from assessments.transcripts.lines import Line
from assessments.transcripts.plan import Plan
from assessments.uploading import dates, waiting
from assessments.uploading.decoding import Decoded
from privacy import audit
from students.models import Classroom


def keep(decoded: Decoded, *, name: str, classroom: Classroom, by) -> Upload:
    """Seal a file that can be read as a transcript. Raises FileRefused before anything is kept."""
    plan = plan_for(decoded.text)
    if plan.format != formats.TABLE.name or tabular.complete(plan.columns):
        formats.read(decoded.text, plan.format, plan.columns)  # refused now rather than on the next page
    plan = replace(plan, held_on=dates.day_in_name(name, today=intake.today_at(classroom.school)))
    mapping = {"plan": plan.to_json(), "sniffed": plan.format, "certain": False, "encoding": decoded.encoding}
    return waiting.seal(
        decoded.text, kind=Upload.Kind.TRANSCRIPT, name=name, classroom=classroom, mapping=mapping, by=by
    )


def plan_for(text: str) -> Plan:
    """What the text itself suggests. Raises FileRefused when it is no transcript at all."""
    found = formats.sniff(text)
    table = formats.table_of(text) if found is formats.TABLE else None
    return Plan(found.name, tabular.guess(table) if table else {})


def get_or_404(user, pk, *, lock: bool = False) -> Upload:
    return waiting.get_or_404(user, pk, kind=Upload.Kind.TRANSCRIPT, lock=lock)


def plan_of(upload: Upload) -> Plan:
    return Plan.from_json(upload.mapping["plan"])


def lines_of(upload: Upload) -> tuple[Line, ...]:
    plan = plan_of(upload)
    return formats.read(upload.content, plan.format, plan.columns)


def is_decided(upload: Upload) -> bool:
    """Whether a person has said how it is read, when it was held and what it was about."""
    return upload.mapping["certain"]


def decide(upload: Upload, plan: Plan, *, by) -> None:
    """Remember a decision. Read another way, other people speak: what was chosen for them starts anew."""
    before = plan_of(upload)
    if (plan.format, dict(plan.columns)) == (before.format, dict(before.columns)):
        plan = plan.choosing({**before.speakers, **plan.speakers})
    _remember(upload, plan, by=by)


def choose_speakers(upload: Upload, chosen: dict[int, str], *, by) -> None:
    """Remember who is who: a student's id, ``plan.NOT_A_STUDENT``, or nothing to leave it open."""
    _remember(upload, plan_of(upload).choosing({str(place): who for place, who in chosen.items()}), by=by)


def _remember(upload: Upload, plan: Plan, *, by) -> None:
    upload.mapping = {**upload.mapping, "plan": plan.to_json(), "certain": True}
    with transaction.atomic():
        upload.save(update_fields=["mapping"])
        audit.record("upload.change", by=by, school=upload.school_id, obj=upload)
