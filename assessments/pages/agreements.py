"""What is agreed to, purpose by purpose, with the very text, who said so, and when."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.pages.clock import Clock
from privacy import audit, consent, consent_texts
from privacy.consent import AUTHORIZED_BY_SCHOOL, Basis, ConsentRecord, Mode, Purpose
from students.models import Student, User


@dataclass(frozen=True)
class Agreement:
    purpose: Purpose
    title: str
    body: str
    on: bool
    said: str  # by whom and when


def of(child: Student, *, guardian: User, clock: Clock) -> list[Agreement]:
    standing = consent.standing(child.pk, school=child.school_id)
    return [_agreement(purpose, record, guardian, clock) for purpose, record in standing.items()]


def is_schools_choice(child: Student) -> bool:
    """Whether the district lets the school authorize assessing; a family's own word outweighs it either way."""
    return consent.mode_of(child.school.district_id) is Mode.SCHOOL


def _agreement(purpose: Purpose, record: ConsentRecord | None, guardian: User, clock: Clock) -> Agreement:
    text = consent_texts.current(purpose)
    on = bool(record and record.granted)
    return Agreement(purpose, text.title, text.body, on, said_by(record, guardian, clock))


def said_by(record: ConsentRecord | None, guardian: User, clock: Clock) -> str:
    if record is None:
        return _("Nobody has agreed to this, so it is off.")
    words = {"day": clock.full_day(clock.local(record.at).date())}
    if record.basis == Basis.SCHOOL:
        return _("Authorized by the school on %(day)s.") % words if record.granted else _("Off since %(day)s.") % words
    if record.actor == audit.actor(guardian):
        return _("You agreed on %(day)s.") % words if record.granted else _("You said no on %(day)s.") % words
    if record.granted:
        return _("Another adult of the family agreed on %(day)s.") % words
    return _("Another adult of the family said no on %(day)s.") % words


assert Purpose.ASSESS in AUTHORIZED_BY_SCHOOL  # noqa: S101  (the page says so in words)
