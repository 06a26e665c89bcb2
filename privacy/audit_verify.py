"""Whether the log is what was written: every event against its digest, its place in the chain and the signed heads.

Finds rows that were changed, removed, inserted or put in another order, and a tail that was cut, as long as the copy
of the heads or one signed head beyond the cut is left. What is not sealed yet is counted, with its age: a removal
there leaves no trace.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef
from django.utils import timezone

from privacy import audit_heads
from privacy.audit import AuditEvent, AuditSubject, canonical, mac_of
from privacy.audit_chain import (
    GENESIS,
    NO_SCHOOL,
    AuditHead,
    AuditLink,
    is_signed,
    link_hash,
    unsealed,
    with_subjects,
)

CHUNK = 1000
CHANGED, REMOVED, INSERTED, REORDERED, CUT, HEAD, COPY = (
    "changed", "removed", "inserted", "reordered", "cut", "head", "copy",
)  # fmt: skip
SAYS = {
    CHANGED: "an event no longer says what was written",
    REMOVED: "a sealed event is gone",
    INSERTED: "a row was put in that Sightline did not write",
    REORDERED: "an event stands in another place than it was sealed in",
    CUT: "the end of the log is gone",
    HEAD: "a signed head does not fit its chain, or its signature does not hold",
    COPY: "a line in the copy of the heads bears no valid signature",
}


@dataclass(frozen=True)
class Finding:
    kind: str
    school: uuid.UUID | None
    what: str  # an event's id or a place in the chain

    def __str__(self):
        return f"{self.kind}: {SAYS[self.kind]} ({self.what}, school {self.school or '-'})"


@dataclass
class Verdict:
    sealed: int = 0
    heads: int = 0
    tail: int = 0  # events not sealed yet
    oldest: datetime | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.findings

    @property
    def kinds(self) -> Counter:
        return Counter(finding.kind for finding in self.findings)

    def age(self) -> timedelta:
        return timezone.now() - self.oldest if self.oldest else timedelta()


def verify() -> Verdict:
    verdict = Verdict()
    heads = _heads()
    for school in sorted(_schools() | set(heads), key=str):
        verdict.findings += _chain(school, heads.get(school, []), verdict)
    verdict.findings += [*_unsealed(verdict), *_stray_subjects(), *_copy(heads)]
    return verdict


def _schools() -> set[uuid.UUID]:
    return set(AuditLink.objects.values_list("school", flat=True).distinct())


def _heads() -> dict[uuid.UUID, list[AuditHead]]:
    found: dict[uuid.UUID, list[AuditHead]] = {}
    for head in AuditHead.objects.order_by("school", "position"):
        found.setdefault(head.school, []).append(head)
    return found


def _chain(school: uuid.UUID, heads: list[AuditHead], verdict: Verdict) -> Iterator[Finding]:
    """Walk one school's links in order; the hash of each is computed from the link before it as it *should* be."""
    verdict.heads += len(heads)
    signed = {}
    for head in heads:
        if is_signed(head.line()):
            signed[head.position] = head.hash
        else:
            yield Finding(HEAD, school, f"place {head.position}")
    expected, before = 1, GENESIS
    for link, event, subjects in _links(school):
        verdict.sealed += 1
        if link.position != expected:
            yield Finding(REMOVED, school, f"places {expected} to {link.position - 1}")
        yield from _one(school, link, event, subjects, before)
        if signed.get(link.position, link.hash) != link.hash:
            yield Finding(HEAD, school, f"place {link.position}")
        expected, before = link.position + 1, link.hash
    last = max((head.position for head in heads), default=0)
    if last >= expected:
        yield Finding(CUT, school, f"places {expected} to {last}")
    if last < expected - 1:
        yield Finding(INSERTED, school, f"places {last + 1} to {expected - 1} under no signed head")


def _one(school, link: AuditLink, event: AuditEvent | None, subjects, before: str) -> Iterator[Finding]:
    if event is None:
        yield Finding(REMOVED, school, str(link.event_id))
    elif not _whole(event, subjects) or (event.school or NO_SCHOOL) != school:
        yield Finding(CHANGED, school, str(event.id))
    elif link_hash(before, canonical(event, [row.subject for row in subjects])) != link.hash:
        yield Finding(REORDERED, school, str(event.id))


def _links(school: uuid.UUID) -> Iterator[tuple[AuditLink, AuditEvent | None, list[AuditSubject]]]:
    after = 0
    while links := list(AuditLink.objects.filter(school=school, position__gt=after).order_by("position")[:CHUNK]):
        events = AuditEvent.objects.filter(id__in=[link.event_id for link in links])
        found = {event.id: (event, subjects) for event, subjects in with_subjects(events)}
        for link in links:
            yield (link, *found.get(link.event_id, (None, [])))
        after = links[-1].position


def _whole(event: AuditEvent, subjects: list[AuditSubject]) -> bool:
    """The event and its subjects' rows say what was written. These repeat its school and moment, to be searched by."""
    alike = all((row.school, row.at) == (event.school, event.at) for row in subjects)
    return alike and event.mac == mac_of(event, [row.subject for row in subjects])


def _unsealed(verdict: Verdict) -> Iterator[Finding]:
    rows = unsealed()
    verdict.tail, verdict.oldest = rows.count(), rows.aggregate(oldest=Min("at"))["oldest"]
    ids = list(rows.values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        for event, subjects in with_subjects(AuditEvent.objects.filter(id__in=ids[start : start + CHUNK])):
            if not _whole(event, subjects):
                yield Finding(INSERTED, event.school, str(event.id))


def _stray_subjects() -> Iterator[Finding]:
    """Subjects' rows whose event is gone, or never was."""
    strays = AuditSubject.objects.filter(~Exists(AuditEvent.objects.filter(id=OuterRef("event_id"))))
    for event_id, school in strays.values_list("event_id", "school").distinct():
        yield Finding(INSERTED, school, f"a subject of {event_id}")


def _copy(heads: dict[uuid.UUID, list[AuditHead]]) -> Iterator[Finding]:
    """The copy must not know more than the tables, nor anything else."""
    known = {(str(school), head.position): head.hash for school, rows in heads.items() for head in rows}
    for number, line in enumerate(audit_heads.lines(), 1):
        if not is_signed(line):
            yield Finding(COPY, None, f"line {number}")
            continue
        place = (line["school"], line["position"])
        if place not in known:
            yield Finding(CUT, uuid.UUID(line["school"]), f"place {line['position']}, which the copy knows")
        elif known[place] != line["hash"]:
            yield Finding(HEAD, uuid.UUID(line["school"]), f"place {line['position']}, which the copy knows otherwise")
