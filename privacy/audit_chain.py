"""The log of each school as a chain of hashes, its head signed.

Pages insert events and nothing else, so that they never wait for one another. A sealer comes after them, gives
every event its place in its school's chain (``AuditLink``: a hash over the link before and the event's own bytes)
and signs the last one (``AuditHead``, Ed25519). A copy of each head is kept outside the database. What is not
sealed yet is guarded by its keyed digest alone: it can be removed unseen, but neither changed nor invented.
"""

import hashlib
import json
import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from privacy import audit_heads, crypto
from privacy.audit import AuditEvent, AuditSubject, canonical, mac_of

log = logging.getLogger("sightline.audit")

NO_SCHOOL = uuid.UUID(int=0)  # the chain of events that belong to no school
GENESIS = "0" * 64
CHUNK = 500
LATE = timedelta(days=1)  # no transaction stays open longer; ``seal(everything=True)`` looks further back


class AuditLink(models.Model):
    """An event's place in its school's chain."""

    event_id = models.UUIDField(primary_key=True)
    school = models.UUIDField()
    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "position"], name="one_link_per_place")]

    def __str__(self):
        return f"{self.school} {self.position}"


class AuditHead(models.Model):
    """A signed statement: up to this place the chain of this school ends in this hash."""

    id = models.BigAutoField(primary_key=True)
    school = models.UUIDField()
    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    through = models.DateTimeField(db_index=True)  # the latest moment of an event up to here
    sealed_at = models.DateTimeField(db_index=True)
    signed_by = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "position"], name="one_head_per_place")]

    def __str__(self):
        return f"head of {self.school} at {self.position}"

    def said(self) -> dict:
        return {
            "school": str(self.school),
            "position": self.position,
            "hash": self.hash,
            "through": _iso(self.through),
            "sealed_at": _iso(self.sealed_at),
            "signed_by": self.signed_by,
        }

    def line(self) -> dict:
        return {**self.said(), "signature": self.signature}


@dataclass
class Sealed:
    events: int = 0
    heads: list[AuditHead] = field(default_factory=list)
    refused: list[uuid.UUID] = field(default_factory=list)  # their digest does not fit: not ours, or changed


def seal(*, everything: bool = False) -> Sealed:
    """Give each event that has none its place. ``everything`` looks for them beyond the last day, too."""
    done = Sealed()
    ids = list(unsealed(everything=everything).order_by("at", "id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        try:
            _seal_chunk(ids[start : start + CHUNK], done)
        except IntegrityError:  # another sealer took these places, or somebody who is none: verify tells which
            log.warning("the places of these audit events were taken meanwhile; they are sealed next time")
            break
    if done.refused:
        log.error("%d audit events do not fit their digest and are not sealed: audit verify", len(done.refused))
    _copy_heads()
    return done


def _copy_heads() -> None:
    """Heads the copy does not hold yet: those just made, and those a crash kept from it last time."""
    known = audit_heads.tail()
    if not known:
        heads = _latest_heads()
    else:
        heads = AuditHead.objects.filter(sealed_at__gte=known[-1].get("sealed_at")).order_by("id")
    there = {(line.get("school"), line.get("position")) for line in known}
    audit_heads.append(head.line() for head in heads if (str(head.school), head.position) not in there)


def unsealed(*, everything: bool = True) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(~Exists(AuditLink.objects.filter(event_id=OuterRef("id"))))
    through = None if everything else AuditHead.objects.aggregate(last=Max("through"))["last"]
    return rows.filter(at__gt=through - LATE) if through else rows


def _seal_chunk(ids: Sequence[uuid.UUID], done: Sealed) -> None:
    with transaction.atomic():
        events = unsealed().filter(id__in=ids).order_by("at", "id")
        by_school: dict[uuid.UUID, list] = defaultdict(list)
        for event, subjects in with_subjects(events):
            if event.mac != mac_of(event, [row.subject for row in subjects]):
                done.refused.append(event.id)
                continue
            by_school[event.school or NO_SCHOOL].append((event, [row.subject for row in subjects]))
        heads = {head.school: head for head in _latest_heads(by_school)}
        made = [_extend(school, heads.get(school), rows) for school, rows in by_school.items()]
        AuditLink.objects.bulk_create([link for links, _ in made for link in links])
        AuditHead.objects.bulk_create([head for _, head in made])
    done.events += sum(len(links) for links, _ in made)
    done.heads += [head for _, head in made]


def _extend(school: uuid.UUID, head: AuditHead | None, rows) -> tuple[list[AuditLink], AuditHead]:
    position, last = (head.position, head.hash) if head else (0, GENESIS)
    links = []
    for event, subjects in rows:
        position, last = position + 1, link_hash(last, canonical(event, subjects))
        links.append(AuditLink(event_id=event.id, school=school, position=position, hash=last))
    through = max(event.at for event, _ in rows)
    if head:
        through = max(through, head.through)
    return links, sign(
        AuditHead(school=school, position=position, hash=last, through=through, sealed_at=timezone.now())
    )


def link_hash(before: str, said: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(before) + said).hexdigest()


def with_subjects(events: Iterable[AuditEvent]) -> list[tuple[AuditEvent, list[AuditSubject]]]:
    events = list(events)
    subjects = defaultdict(list)
    for row in AuditSubject.objects.filter(event_id__in=[event.id for event in events]):
        subjects[row.event_id].append(row)
    return [(event, subjects[event.id]) for event in events]


def _latest_heads(schools: Iterable[uuid.UUID] | None = None) -> list[AuditHead]:
    rows = AuditHead.objects.all() if schools is None else AuditHead.objects.filter(school__in=list(schools))
    later = AuditHead.objects.filter(school=OuterRef("school"), position__gt=OuterRef("position"))
    return list(rows.filter(~Exists(later)).order_by("school"))


# --- the signature --------------------------------------------------------------------------------


def sign(head: AuditHead) -> AuditHead:
    head.signed_by = key_name(_signing_key().public_key())
    head.signature = _signing_key().sign(_bytes(head.said())).hex()
    return head


def is_signed(line: dict) -> bool:
    """Whether a head (as ``AuditHead.line`` or a line of the copy says it) bears our signature."""
    try:
        said = {name: value for name, value in line.items() if name != "signature"}
        _signing_key().public_key().verify(bytes.fromhex(line["signature"]), _bytes(said))
    except (InvalidSignature, KeyError, ValueError, TypeError):
        return False
    return True


def public_key() -> str:
    """Hex, for whoever checks the copy of the heads without us."""
    return _raw(_signing_key().public_key()).hex()


def key_name(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(_raw(key)).hexdigest()[:16]


@lru_cache
def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(crypto.derived_key("audit-head"))


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _bytes(said: dict) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
