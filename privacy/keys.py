"""One key per student (or upload), wrapped by the master key, in the ``keys`` database.

Two databases are not one transaction, so the order carries the promise: a key is committed before
the first ciphertext under it, and erasure destroys the key first. A key that never met a
ciphertext (the writer died in between) is swept after an hour.
"""

import uuid
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from config import env
from privacy import crypto

SWEEP_AFTER = timedelta(hours=1)

_ring: ContextVar[dict[uuid.UUID, bytes] | None] = ContextVar("keyring", default=None)


class KeyGone(Exception):
    """The subject's key was destroyed (or never made): what was sealed under it cannot be read again."""


class MasterKeyWrong(crypto.CannotOpen):
    """The keys database was written under another master key. The message says which, and what to do."""


class SubjectKey(models.Model):
    subject = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    wrapped_under = models.CharField(max_length=12, blank=True)  # fingerprint of the master key; "": from before
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return f"key of {self.subject}"

    @property
    def bound_to(self) -> str:
        return f"subject_key.{self.subject}"


@contextmanager
def keyring():
    """Opened keys are remembered for one request or one task, and no longer. A ring within a ring is the same."""
    if _ring.get() is not None:
        yield
        return
    token = _ring.set({})
    try:
        yield
    finally:
        _ring.reset(token)


def create(subjects: Iterable[uuid.UUID]) -> None:
    """Make and commit a key for each subject that has none. Call before the transaction that seals under it."""
    SubjectKey.objects.bulk_create([_new(subject) for subject in map(as_uuid, subjects)], ignore_conflicts=True)


def existing(subjects: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those among ``subjects`` who have a key; none is opened."""
    found = (SubjectKey.objects.filter(subject__in=chunk) for chunk in _chunks([*map(as_uuid, subjects)], 500))
    return {subject for rows in found for subject in rows.values_list("subject", flat=True)}


def open_keys(subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """The keys of many subjects in one query; those that are gone are absent."""
    asked = {as_uuid(subject) for subject in subjects}
    ring = _ring.get()
    known = ring if ring is not None else {}
    unknown = [subject for subject in asked if subject not in known]  # one by one: a ring may hold a whole school's
    for chunk in _chunks(unknown, 500):  # SQLite binds at most 999 values in older builds
        for row in SubjectKey.objects.filter(subject__in=chunk):
            known[row.subject] = unwrap(row)
    return {subject: known[subject] for subject in asked if subject in known}


def open_key(subject: uuid.UUID) -> bytes:
    ring, subject = _ring.get(), as_uuid(subject)
    if ring and subject in ring:
        return ring[subject]
    try:
        return open_keys([subject])[subject]
    except KeyError:
        raise KeyGone(f"no key for {subject}: it was erased") from None


def destroy(subjects: Iterable[uuid.UUID]) -> int:
    """Commit the end of these keys; returns how many there were."""
    subjects = [as_uuid(subject) for subject in subjects]
    for subject in subjects:
        (_ring.get() or {}).pop(subject, None)
    return sum(SubjectKey.objects.filter(subject__in=chunk).delete()[0] for chunk in _chunks(subjects, 500))


def as_uuid(subject: uuid.UUID | str) -> uuid.UUID:
    """Ids arrive as text from tasks and URLs; their spelling must not matter."""
    return subject if isinstance(subject, uuid.UUID) else uuid.UUID(str(subject))


def sweep(*, in_use: Callable[[list[uuid.UUID]], set[uuid.UUID]]) -> int:
    """Destroy keys older than an hour that no row is sealed under; ``in_use`` answers which are."""
    old = list(SubjectKey.objects.filter(created_at__lt=timezone.now() - SWEEP_AFTER).values_list("subject", flat=True))
    orphans = set(old) - in_use(old)
    with transaction.atomic(using="keys"):
        return destroy(orphans)


def wrap(row, key: bytes):
    """``row`` (a SubjectKey or SystemKey) with this key in it, under the master key of now."""
    master = env.master_key()
    row.wrapped = crypto.seal(crypto.wrapping_key(master), key, bound_to=row.bound_to)
    row.wrapped_under = crypto.fingerprint(master)
    return row


def unwrap(row) -> bytes:
    """Also what a former master key wrapped, while it is named (SIGHTLINE_MASTER_KEY_OLD). Raises MasterKeyWrong."""
    masters = [env.master_key(), *env.former_master_keys()]
    for master in masters:
        try:
            return crypto.open_sealed(crypto.wrapping_key(master), row.wrapped, bound_to=row.bound_to)
        except crypto.CannotOpen as problem:
            refused = problem
    known = [crypto.fingerprint(master) for master in masters]
    if row.wrapped_under in known:
        raise refused  # the right master key: these bytes were changed, or put in another's place
    raise MasterKeyWrong(
        f"The keys database was written under another master key (fingerprint {row.wrapped_under or 'not noted'}); "
        f"this process holds {', '.join(known)}. Put that key back into SIGHTLINE_MASTER_KEY, or name it in "
        "SIGHTLINE_MASTER_KEY_OLD and run 'manage.py rotate_keys'. If it is lost, what was sealed cannot be read again."
    )


def _new(subject: uuid.UUID) -> SubjectKey:
    return wrap(SubjectKey(subject=subject), crypto.new_key())


def _chunks(values: list, size: int):
    return (values[start : start + size] for start in range(0, len(values), size))
