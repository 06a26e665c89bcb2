"""The end of every waiting file, whatever it holds: it goes in the transaction that adds what was ready, once."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from assessments.models import Upload
from privacy import audit, keys
from privacy.audit import AuditEvent


def let_go(upload: Upload, *, by, added: int, already_there: int, left_out: int) -> None:
    """Called in the transaction that adds. The key goes after it: a file that could not be added stays readable."""
    audit.record(
        "upload.confirm",
        by=by,
        school=upload.school,
        obj=upload,
        classroom=str(upload.classroom_id),
        added=added,
        already_there=already_there,
        left_out=left_out,
    )
    pk = upload.pk
    Upload.objects.filter(pk=pk).delete()
    transaction.on_commit(lambda: keys.destroy([pk]))


def class_of_added(pk: uuid.UUID, user) -> uuid.UUID | None:
    """The class a file of ``user`` was added to within the last day: for the second of two clicks."""
    lately = AuditEvent.objects.filter(at__gte=timezone.now() - timedelta(days=1), verb="upload.confirm")
    event = lately.filter(actor=audit.actor(user), object=f"upload:{pk}").first()
    return uuid.UUID(event.detail["classroom"]) if event else None
