"""Who looked at a child's record, as its family reads it: in role words, the day, what was done, and why.

Only acts named here are shown. That is deliberate: what protects a child (a safeguarding lead's work) must never reach
a family by way of the log because somebody forgot to hide it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from privacy import audit
from privacy.audit import VERBS, AuditEvent
from privacy.egress.allowed import PURPOSES
from privacy.egress.disclosures import Outcome, about
from students import compliance
from students.compliance import Asked
from students.models import Role, Student, User

SHOWN = (
    "record.view", "response.original", "response.add", "session.add", "class.view", "assessment.run",
    "assessment.replay", "scores.export", "record.disclose", "roster.export", "student.add", "upload.confirm",
    "import.confirm", "consent.record", "compliance.view", "compliance.export", "release.preview", "release.share",
    "release.withdraw", "family.view", "family.copy", "guardian.list", "statement.add", "statement.withdraw",
)  # fmt: skip
# Another adult's requests, invitations and refusals are that adult's own affair.
OF_ONESELF = ("access.refused", "guardian.accept", "request.ask", "request.withdraw")
HIDDEN_OFFICE = Role.SAFEGUARDING_LEAD


@dataclass(frozen=True)
class FamilyLook:
    at: datetime
    who: str
    what: str
    why: str


@dataclass(frozen=True)
class Sent:
    at: datetime
    to: str
    what_for: str
    outcome: str


def events(child: Student, *, guardian: User):
    """The latest first."""
    own = Q(verb__in=OF_ONESELF, actor=audit.actor(guardian))
    return compliance.events(_asked(child)).filter(Q(verb__in=SHOWN) | own)


def looks(found, child: Student, *, guardian: User) -> list[FamilyLook]:
    """The lines of one page of ``events``, in as many queries for fifty as for one."""
    found = list(found)
    by_event = {event.pk: event for event in found}
    read = compliance.looks(found, _asked(child))
    return [
        _said(look.first, by_event[event.pk], guardian)
        for event, look in zip(found, read, strict=True)
        if look.lines and look.first.why != HIDDEN_OFFICE.label
    ]


def sent_outside(child: Student) -> list[Sent]:
    """What went to a language model, in the family's words."""
    return [
        Sent(
            one.at,
            _("%(model)s at %(origin)s") % {"model": one.model, "origin": one.destination},
            str(PURPOSES[one.purpose].words) if one.purpose in PURPOSES else one.purpose,
            str(Outcome(one.outcome).label) if one.outcome else _("not known"),
        )
        for one in about(child.pk)
    ]


def _asked(child: Student) -> Asked:
    return Asked((child.school,), child.pk)


def _said(line: compliance.Line, event: AuditEvent, guardian: User) -> FamilyLook:
    return FamilyLook(line.at, _who(line, event, guardian), str(VERBS[event.verb]), _why(line, event, guardian))


def _who(line: compliance.Line, event: AuditEvent, guardian: User) -> str:
    """A role, never an id; of the school's own staff the name as well, which the family knows from school."""
    kind, _colon, _rest = event.actor.partition(":")
    if event.actor == audit.actor(guardian):
        return _("You")
    if kind == "key":
        return _("A program with a key of the school")
    if kind != "user":
        return _("Sightline, by itself")
    if line.why.startswith(str(_("family"))):
        return _("Another adult of the family")
    role = _("teacher") if line.why.startswith(_("teaches %s") % "") else line.why
    return f"{line.who}, {role[:1].lower()}{role[1:]}"


def _why(line: compliance.Line, event: AuditEvent, guardian: User) -> str:
    if event.verb == "record.disclose":
        purpose = PURPOSES.get(event.detail.get("purpose", ""))
        return str(purpose.words) if purpose else ""
    if event.actor == audit.actor(guardian):
        return _("your child")
    return "" if event.actor.startswith("system:") else line.why  # that it went by itself is said already
