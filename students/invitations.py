"""A guardian's way in: a signed link, for one relationship, once, for two weeks.

The link holds two random ids under a signature and nothing about a child. Whoever has a password already is not sent
one: a link must never be a way to another's account. For the same reason none is made for a colleague, who comes in by
that role, and no office is shown one that opens what another school shares.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy import audit, mail
from privacy.wall.duties import Duty
from privacy.wall.standing import system
from students import guardians
from students.guardians import NewGuardian, NotPossible
from students.models import Guardianship, Invitation, Role, Student, User

LASTS = timedelta(days=14)
SALT = "sightline.invitation"


class LinkDead(ValueError):
    """Not one of ours, used, too old, replaced, or its relationship does not hold any more: all the same outside."""


@dataclass(frozen=True)
class Invited:
    bond: Guardianship
    path: str  # of the link; empty for whoever has another way in
    mailed: bool
    may_be_shown: bool = True  # to whoever invites; else the link goes by mail alone


def add_and_invite(*, student: Student, new: NewGuardian, by) -> Invited:
    with transaction.atomic():
        return invite(guardians.add(student=student, new=new, by=by), by=by)


def invite(bond: Guardianship, *, by, email: str = "") -> Invited:
    """A fresh link; a former one stops working. ``email`` for an account that has none yet."""
    user = bond.guardian
    if not guardians.opens(bond) or not user.is_active:
        raise NotPossible(_("This person may not see the record today, so there is nothing to invite to."))
    with system(Duty.INVITATION):
        comes_in = user.has_usable_password() or _is_colleague(user)
        own = not user.guardianships.exclude(school=bond.school_id).exists()
    with transaction.atomic():
        if email and own and not user.email and not comes_in:
            user.email = email
            user.save(update_fields=["email"])
        audit.record("guardian.invite", by=by, school=bond.school_id, subjects=[bond.student_id], obj=bond)
        if comes_in:
            return Invited(bond, "", mail.send("added", to=user.email))
        if not (own or user.email):
            raise NotPossible(_("This person belongs to another school's family, too. Ask your operator."))
        standing = Invitation.objects.filter(guardianship__guardian=user, used_at=None, withdrawn_at=None)
        with system(Duty.INVITATION):  # another school's link would open the same account
            standing.update(withdrawn_at=timezone.now())
        made = Invitation.objects.create(
            school=bond.school, guardianship=bond, made_by=audit.actor(by), expires_at=timezone.now() + LASTS
        )
        path = reverse("invitation", args=[token_of(made)])
        return Invited(bond, path, mail.send("invitation", to=user.email, path=path), may_be_shown=own)


def token_of(invitation: Invitation) -> str:
    said = [invitation.pk.hex, invitation.guardianship_id.hex]
    return signing.dumps(said, salt=SALT)


def find(token: str) -> Invitation:
    """The invitation this link is, if it can be used now. Raises ``LinkDead``."""
    try:
        pk, bond = map(uuid.UUID, signing.loads(token, salt=SALT, max_age=LASTS))
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkDead from None
    rows = Invitation.objects.select_related("guardianship__guardian", "guardianship__student")
    with system(Duty.INVITATION):  # nobody is signed in, so no school is known; and only for a link that we signed
        found = rows.filter(
            pk=pk, guardianship=bond, used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        ).first()
        if found is None or not _may_enter(found.guardianship):
            raise LinkDead
    return found


def accept(invitation: Invitation, *, password: str) -> User:
    """The password is set and the link is used up, both or neither; of two at once one wins."""
    bond = invitation.guardianship
    user = bond.guardian
    with transaction.atomic(), system(Duty.INVITATION):
        unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
        if not unused.update(used_at=timezone.now()):
            raise LinkDead
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record("guardian.accept", by=user, school=bond.school_id, subjects=[bond.student_id], obj=bond)
    return user


def _may_enter(bond: Guardianship) -> bool:
    user = bond.guardian
    return guardians.opens(bond) and user.is_active and not user.has_usable_password() and not _is_colleague(user)


def _is_colleague(user: User) -> bool:
    """Whether the account opens, or may open again, more than a family's pages. Asked over the second wall."""
    return user.is_staff or user.is_superuser or user.memberships.exclude(role=Role.GUARDIAN).exists()
