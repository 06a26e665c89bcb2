"""Texts that families gave to train our models: de-identified, apart from the records, under keys of their own.

A row does not say whose it is. Its ``author`` is a keyed digest of the student, and the key that seals the author's
texts is another one than the record's. When the agreement is withdrawn or the record is erased, the texts and that key
go at once; the row stays, empty, so that a model that was trained with it can be named.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.dispatch import Signal, receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import audit, consent, crypto, keys, retention
from privacy.consent import Purpose
from privacy.erasure import Erasure
from privacy.fields import EncryptedTextField
from privacy.holders import declare_trace

excluded = Signal()  # once it is committed: what was made of the store is looked through


class Why(models.TextChoices):
    WITHDRAWN = "withdrawn", _("the agreement was withdrawn")
    ERASED = "erased", _("the record was erased")
    RETENTION = "retention", _("its time was over")


class TrainingExample(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.UUIDField()
    author = models.UUIDField()
    source = models.CharField(max_length=64, unique=True)  # keyed digest of the response: each is kept once
    text = EncryptedTextField(subject="author", null=True)
    prompt = EncryptedTextField(subject="author", null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    mode = models.CharField(max_length=8)
    deidentifier_version = models.CharField(max_length=20)
    kept_at = models.DateTimeField(default=timezone.now)
    excluded_at = models.DateTimeField(null=True)
    excluded_why = models.CharField(max_length=10, choices=Why.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "author"])]

    def __str__(self):
        return f"training example {self.pk}"


@dataclass(frozen=True)
class Example:
    """One de-identified response, as it is handed to the store."""

    subject: uuid.UUID
    response: uuid.UUID
    text: str
    prompt: str
    grade: int | None
    mode: str
    deidentifier_version: str

    @property
    def source(self) -> str:
        return crypto.digest("training-source", str(self.response))


def author_of(subject: uuid.UUID) -> uuid.UUID:
    return uuid.UUID(crypto.digest("training-author", str(keys.as_uuid(subject)))[:32])


def keep(examples: Iterable[Example], *, school: uuid.UUID, by) -> int:
    """Those whose family agreed, each once. The agreement is asked for within the transaction that keeps them."""
    examples = list(examples)
    keys.create(author_of(one.subject) for one in examples)
    with keys.keyring(), transaction.atomic():
        agreed = agreeing({one.subject for one in examples}, school=school)
        known = set(
            TrainingExample.objects.filter(source__in=[e.source for e in examples]).values_list("source", flat=True)
        )
        new = [one for one in examples if one.subject in agreed and one.source not in known]
        TrainingExample.objects.bulk_create([_row(one, school) for one in new], batch_size=200)
        if new:
            audit.record("training.keep", by=by, school=school, subjects={e.subject for e in new}, count=len(new))
    return len(new)


def agreeing(subjects: Iterable[uuid.UUID], *, school: uuid.UUID) -> set[uuid.UUID]:
    """Whose texts may come in: the family agreed, and the record was never erased."""
    agreed = consent.covered(subjects, Purpose.TRAIN, school=school)
    return agreed - set(Erasure.objects.filter(subject__in=agreed).values_list("subject", flat=True))


def exclude(subjects: Iterable[uuid.UUID], *, why: str) -> int:
    """Their texts go, and the key of these texts; in the caller's transaction, the key when that is over."""
    return _exclude(TrainingExample.objects.filter(author__in=[author_of(one) for one in subjects]), why=why)


def opened(*, by, verb: str = "training.read") -> Iterator[TrainingExample]:
    """What a model may learn from now. One event per school; who wrote what is not known here."""
    rows = TrainingExample.objects.filter(excluded_at__isnull=True).order_by("school", "id")
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.school].append(row)
    for school, examples in grouped.items():
        audit.record(verb, by=by, school=school, count=len(examples))
        keys.open_keys(row.author for row in examples)
        yield from examples


def in_use(subjects: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those among ``subjects`` that are authors whose texts are kept (for ``keys.sweep``)."""
    rows = TrainingExample.objects.filter(excluded_at__isnull=True, author__in=list(subjects))
    return set(rows.values_list("author", flat=True))


def _row(one: Example, school: uuid.UUID) -> TrainingExample:
    return TrainingExample(
        school=school,
        author=author_of(one.subject),
        source=one.source,
        text=one.text,
        prompt=one.prompt or None,
        grade=one.grade,
        mode=one.mode,
        deidentifier_version=one.deidentifier_version,
    )


def _exclude(rows: models.QuerySet, *, why: str) -> int:
    standing = rows.filter(excluded_at__isnull=True)
    authors = set(standing.values_list("author", flat=True))
    gone = standing.update(text=None, prompt=None, grade=None, excluded_at=timezone.now(), excluded_why=Why(why))
    transaction.on_commit(lambda: keys.destroy(authors - in_use(authors)))
    if gone:
        transaction.on_commit(lambda: excluded.send(sender=TrainingExample))
    return gone


@receiver(consent.withdrawn)
def _on_withdrawal(school, subjects, purpose, **_said) -> None:
    if purpose == Purpose.TRAIN:
        exclude(subjects, why=Why.WITHDRAWN)


@retention.expires("training")
def _expire(run: retention.Run) -> list[retention.Gone]:
    rows = TrainingExample.objects.filter(excluded_at__isnull=True, kept_at__lt=run.before("training"))
    count = rows.count()
    if not run.dry:
        _exclude(rows, why=Why.RETENTION)
    return [retention.Gone("privacy.TrainingExample", count)]


def _standing(authors) -> int:
    return TrainingExample.objects.filter(author__in=authors, excluded_at__isnull=True).count()


declare_trace(
    "privacy.TrainingExample",
    find=lambda subject, school: [author_of(subject)],
    left=_standing,
    erase=lambda authors: _exclude(TrainingExample.objects.filter(author__in=authors), why=Why.ERASED),
)
