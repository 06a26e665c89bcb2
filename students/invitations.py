"""The way in of whoever was added by an e-mail address: a signed link, for one relationship or role, once, for 14 days.

The link holds two random ids under a signature and nothing about a child. Whoever has a way in already is not sent
one: a link must never be a way to another's account. For the same reason a colleague who becomes family comes in by
that role, a colleague's own link is shown to nobody who invites, whose role may open less, and no office is shown a
family's that opens what another school shares.
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
from students import accounts, guardians
from students.guardians import NewGuardian, NotPossible
from students.links import Link
from students.models import Guardianship, Invitation, Membership, StaffInvitation, Student, User

LASTS = timedelta(days=14)


class LinkDead(ValueError):
    """Not one of ours, used, too old, replaced, or what it was for does not hold any more: all the same outside."""


@dataclass(frozen=True)
class Kind:
    """What a link hangs on, whose account it opens, and where that leads."""

    rows: type[Link]
    ground: str  # the field that names the relationship or the role
    person: str  # the field of that which names the account
    salt: str
    asked: str  # audit verbs
    accepted: str
    leads_to: str


FAMILY = Kind(
    Invitation, "guardianship", "guardian", "sightline.invitation", "guardian.invite", "guardian.accept", "family"
)
STAFF = Kind(
    StaffInvitation, "membership", "user", "sightline.invitation.staff", "staff.invite", "staff.accept", "home"
)
KINDS = (FAMILY, STAFF)


@dataclass(frozen=True)
class Invited:
    bond: Guardianship | Membership
    path: str  # of the link; empty for whoever has another way in
    mailed: bool
    may_be_shown: bool = False  # to whoever invites; else the link goes by mail alone


def add_and_invite(*, student: Student, new: NewGuardian, by) -> Invited:
    with transaction.atomic():
        return invite(guardians.add(student=student, new=new, by=by), by=by)


def invite(bond: Guardianship, *, by, email: str = "") -> Invited:
    """A fresh link; a former one stops working. ``email`` for an account that has none yet."""
    user = bond.guardian
    if not guardians.opens(bond) or not user.is_active:
        raise NotPossible(_("This person may not see the record today, so there is nothing to invite to."))
    with system(Duty.INVITATION):
        comes_in = accounts.has_a_way_in(user) or accounts.is_colleague(user)
        own = not user.guardianships.exclude(school=bond.school_id).exists()
    with transaction.atomic():
        if email and own and not user.email and not comes_in:
            user.email = email
            user.save(update_fields=["email"])
        if not (comes_in or own or user.email):
            raise NotPossible(_("This person belongs to another school's family, too. Ask your operator."))
        return _send(FAMILY, bond, by=by, comes_in=comes_in, may_be_shown=own)


def invite_colleague(held: Membership, *, by) -> Invited:
    if not held.holds or not held.user.is_active:
        raise NotPossible(_("This person has no role here today, so there is nothing to invite to."))
    with transaction.atomic():
        return _send(STAFF, held, by=by, comes_in=accounts.has_a_way_in(held.user))


def token_of(link: Link) -> str:
    kind = kind_of(link)
    said = [link.pk.hex, getattr(link, f"{kind.ground}_id").hex]
    return signing.dumps(said, salt=kind.salt)


def kind_of(link: Link) -> Kind:
    return next(kind for kind in KINDS if isinstance(link, kind.rows))


def user_of(link: Link) -> User:
    kind = kind_of(link)
    return getattr(getattr(link, kind.ground), kind.person)


def find(token: str) -> Link:
    """The invitation this link is, if it can be used now. Raises ``LinkDead``."""
    kind, pk, ground = _read(token)
    rows = kind.rows.objects.select_related(f"{kind.ground}__{kind.person}")
    with system(Duty.INVITATION):  # nobody is signed in, so no school is known; and only for a link that we signed
        found = rows.filter(
            pk=pk, **{kind.ground: ground}, used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        ).first()
        if found is None or not _may_enter(found):
            raise LinkDead
    return found


def accept(link: Link, *, password: str) -> User:
    """The password is set and the link is used up, both or neither; of two at once one wins."""
    kind, user = kind_of(link), user_of(link)
    with transaction.atomic(), system(Duty.INVITATION):
        unused = kind.rows.objects.filter(pk=link.pk, used_at=None, withdrawn_at=None)
        if not unused.update(used_at=timezone.now()):
            raise LinkDead
        user.set_password(password)
        user.save(update_fields=["password"])
        _write_down(kind.accepted, getattr(link, kind.ground), by=user)
    return user


def _send(kind: Kind, ground: Guardianship | Membership, *, by, comes_in: bool, may_be_shown: bool = False) -> Invited:
    user = getattr(ground, kind.person)
    _write_down(kind.asked, ground, by=by)
    if comes_in:
        return Invited(ground, "", mail.send("added", to=user.email))
    with system(Duty.INVITATION):  # another school's link would open the same account, and so would one to a role
        for former in KINDS:
            theirs = former.rows.objects.filter(**{f"{former.ground}__{former.person}": user})
            theirs.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    path = reverse("invitation", args=[token_of(_make(kind, ground, by))])
    return Invited(ground, path, mail.send("invitation", to=user.email, path=path), may_be_shown)


def _make(kind: Kind, ground: Guardianship | Membership, by) -> Link:
    fields = {kind.ground: ground, "made_by": audit.actor(by), "expires_at": timezone.now() + LASTS}
    if kind is FAMILY:
        fields["school"] = ground.school
    return kind.rows.objects.create(**fields)


def _read(token: str) -> tuple[Kind, uuid.UUID, uuid.UUID]:
    for kind in KINDS:
        try:
            pk, ground = map(uuid.UUID, signing.loads(token, salt=kind.salt, max_age=LASTS))
        except (signing.BadSignature, ValueError, TypeError):
            continue
        return kind, pk, ground
    raise LinkDead


def _may_enter(link: Link) -> bool:
    user = user_of(link)
    return _stands(link, user) and user.is_active and not accounts.has_a_way_in(user)


def _stands(link: Link, user: User) -> bool:
    if isinstance(link, StaffInvitation):
        return link.membership.holds
    return guardians.opens(link.guardianship) and not accounts.is_colleague(user)


def _write_down(verb: str, ground: Guardianship | Membership, *, by) -> None:
    subjects = [ground.student_id] if isinstance(ground, Guardianship) else []
    audit.record(verb, by=by, school=ground.school_id, subjects=subjects, obj=ground)
