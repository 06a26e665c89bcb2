"""What a family asks for about a record, as a case: when it came, until when it must be answered, and each step.

Rows know people as UUIDs without foreign keys, because a case about a deletion outlives the child's rows. They hold no
words: what was written on a case is sealed under the child's key (``students.CaseWords``) and goes with it. Each step
is a row that is never changed, and an event of the audit.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import audit


class Kind(models.TextChoices):
    ACCESS = "access", _("See the whole record")
    CORRECTION = "correction", _("Correct the record")
    DELETION = "deletion", _("Delete the record")


class State(models.TextChoices):
    RECEIVED = "received", _("Received")
    IDENTITY = "identity", _("Identity checked")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Taken back by the family")


@dataclass(frozen=True)
class Terms:
    days: int  # until when it must be answered
    law: str  # why so many


# FERPA gives 45 days to answer a request to inspect (34 CFR 99.10); the others have no shorter limit, and one for all
# is easier to keep.
TERMS: Mapping[Kind, Terms] = {
    Kind.ACCESS: Terms(45, "FERPA, 34 CFR 99.10(b)"),
    Kind.CORRECTION: Terms(45, "FERPA, 34 CFR 99.20: a reasonable time"),
    Kind.DELETION: Terms(45, "state laws and COPPA name 30 to 45 days; a district may ask for less"),
}
NEXT: Mapping[State, tuple[State, ...]] = {
    State.RECEIVED: (State.IDENTITY, State.REFUSED),
    State.IDENTITY: (State.GRANTED, State.REFUSED),
    State.GRANTED: (State.DONE,),
    State.REFUSED: (),
    State.DONE: (),
    State.WITHDRAWN: (),
}
CLOSED = (State.REFUSED, State.DONE, State.WITHDRAWN)
VERBS = {
    State.RECEIVED: "request.ask",
    State.IDENTITY: "request.identity",
    State.GRANTED: "request.grant",
    State.REFUSED: "request.refuse",
    State.DONE: "request.done",
    State.WITHDRAWN: "request.withdraw",
}
COPY_OPEN = timedelta(days=30)  # how long a granted access request opens the whole record for download


class WrongStep(ValueError):
    """This case cannot take this step now; the message says what can be done."""


class Case(models.Model):
    """One request. ``state`` is where its latest step left it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.UUIDField()
    subject = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    asked_by = models.CharField(max_length=80)  # an audit actor
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    about = models.CharField(max_length=120, blank=True)  # "assessment:<uuid> empathy", of a correction

    class Meta:
        ordering = ["due_on", "asked_at"]
        indexes = [models.Index(fields=["school", "state", "due_on"])]

    def __str__(self):
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def school_id(self) -> uuid.UUID:
        """As rows with a foreign key call it: the rights table speaks of both alike."""
        return self.school

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def next_states(self) -> tuple[State, ...]:
        return NEXT[State(self.state)]

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today


class CaseStep(models.Model):
    """What happened to a case, when, and by whom; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State.choices)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=20, blank=True)  # of an identity check, or a refusal: a key, never words
    mailed = models.BooleanField(default=False)  # who asked has an address, and was told that there is news

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.case_id}: {self.state}"


def open_case(
    *, school: uuid.UUID, subject: uuid.UUID, kind: Kind, on: date, by, about: str = "", mailed: bool = False
) -> Case:
    """``on`` is the school's own day. Raises ``WrongStep`` when the same is open already."""
    same = Case.objects.filter(subject=subject, kind=kind, about=about, asked_by=audit.actor(by))
    if same.exclude(state__in=CLOSED).exists():
        raise WrongStep(_("You have asked for this already, and the school has not answered yet."))
    with transaction.atomic():
        case = Case.objects.create(
            school=school,
            subject=subject,
            kind=kind,
            asked_by=audit.actor(by),
            due_on=on + timedelta(days=TERMS[kind].days),
            about=about,
        )
        _write(case, State.RECEIVED, by=by, mailed=mailed)
    return case


def step(case: Case, to: State, *, by, how: str = "", mailed: bool = False) -> CaseStep:
    """Take the next step, in the caller's transaction. Two people at one case: the second is told."""
    allowed = (*case.next_states, State.WITHDRAWN) if case.is_open else ()
    if to not in allowed:
        raise WrongStep(
            _("This case is at “%(state)s”, so that step does not fit.") % {"state": case.get_state_display()}
        )
    with transaction.atomic():
        if not Case.objects.filter(pk=case.pk, state=case.state).update(state=to):
            raise WrongStep(_("Somebody else has moved this case in the meantime. Look again."))
        case.state = to
        return _write(case, to, by=by, how=how, mailed=mailed)


def open_access_requests(student_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those whose family has asked to see the record and was not answered yet: nothing of theirs may be purged."""
    waiting = Case.objects.filter(subject__in=list(student_ids), kind=Kind.ACCESS).exclude(state__in=CLOSED)
    return set(waiting.values_list("subject", flat=True))


def whole_record_opened(subject: uuid.UUID, *, by) -> bool:
    """Whether a request of this very person to see the whole record was granted within the last 30 days."""
    granted = CaseStep.objects.filter(state=State.GRANTED, at__gt=timezone.now() - COPY_OPEN)
    mine = Case.objects.filter(subject=subject, kind=Kind.ACCESS, asked_by=audit.actor(by))
    return mine.filter(state__in=(State.GRANTED, State.DONE), pk__in=granted.values("case")).exists()


def _write(case: Case, state: State, *, by, how: str = "", mailed: bool = False) -> CaseStep:
    made = CaseStep.objects.create(case=case, state=state, actor=audit.actor(by), how=how, mailed=mailed)
    audit.record(
        VERBS[state], by=by, school=case.school, subjects=[case.subject], obj=case, kind=str(case.kind), how=how
    )
    return made
