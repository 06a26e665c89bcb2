"""Who works where, and as what: a role is given from today on and ended today, never rewritten and never deleted.

Who may do so at a place is decided where the place, or the role, is fetched (``access``, Right.STAFF). Decided here is
what nobody may: give himself a role, leave a place without an administrator, or put into one hand what is kept apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy import audit
from privacy.wall.duties import Duty
from privacy.wall.standing import system
from students import accounts
from students.accounts import NotPossible
from students.models import District, Membership, Role, School, StaffInvitation, TeachingAssignment, User
from students.roster import seats
from students.tenancy import now_in, open_from

AT_A_SCHOOL = (Role.TEACHER, Role.SAFEGUARDING_LEAD, Role.RECORDS_OFFICER, Role.SCHOOL_ADMIN)
OVER_A_DISTRICT = (Role.SAFEGUARDING_LEAD, Role.RECORDS_OFFICER, Role.DISTRICT_ADMIN)
ADMINISTER = (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)
# Whoever looks after a roster could seat himself in any class of it, and so read any record.
NOT_BESIDE: Mapping[Role, tuple[Role, ...]] = {
    Role.TEACHER: ADMINISTER,
    Role.SCHOOL_ADMIN: (Role.TEACHER,),
    Role.DISTRICT_ADMIN: (Role.TEACHER,),
}
MEANS: Mapping[Role, str] = {
    Role.TEACHER: gettext_lazy("Reads and adds to the records of the classes the roster gives, while teaching them."),
    Role.SAFEGUARDING_LEAD: gettext_lazy(
        "Is told by mail when a student's words point to danger, and reads those words alone."
    ),
    Role.RECORDS_OFFICER: gettext_lazy(
        "Answers families' requests and says which adults belong to a student. Sees no words and no scores."
    ),
    Role.SCHOOL_ADMIN: gettext_lazy(
        "Looks after people, roster, families and weights, and sees groups. Sees no student's words or scores."
    ),
    Role.DISTRICT_ADMIN: gettext_lazy(
        "The same for every school of the district, and how long what is kept. Sees no student's words or scores."
    ),
}

given = Signal()  # role, user, district, school (None: the whole district)


class OwnRole(NotPossible):
    """One's own administration ends only if one says that one means it."""


@dataclass(frozen=True)
class Place:
    """One school, or a whole district."""

    district: District
    school: School | None = None

    @classmethod
    def of(cls, row: Membership) -> "Place":
        return cls(row.district, row.school)

    @property
    def name(self) -> str:
        return self.school.name if self.school else self.district.name

    @property
    def roles(self) -> tuple[Role, ...]:
        return AT_A_SCHOOL if self.school else OVER_A_DISTRICT

    @property
    def rows(self) -> QuerySet[Membership]:
        """What is held, or was, at this very place."""
        return Membership.objects.filter(district=self.district, school=self.school)

    @property
    def reaching(self) -> QuerySet[Membership]:
        """And what is held over the whole district, which reaches the school, too."""
        return self.rows | Membership.objects.filter(district=self.district, school=None)

    @property
    def touching(self) -> QuerySet[Membership]:
        """And what is held at a school of the district, where the role is over the whole of it."""
        return self.reaching if self.school else Membership.objects.filter(district=self.district)


def give(role: Role, *, to: User, at: Place, by) -> Membership:
    with transaction.atomic():
        _one_at_a_time(at.district)
        check_can_give(role, to=to, at=at, by=by)
        made = _begin(role, to, at, by)
        audit.record("role.give", by=by, school=at.school, obj=made, role=role, to=str(to.pk))
        if role in ADMINISTER:
            _open_administration(to)
        given.send(Membership, role=role, user=to, district=at.district, school=at.school)
    return made


def check_can_give(role: Role, *, to: User, at: Place, by) -> None:
    if role not in at.roles:
        raise NotPossible(_("There is no such role at %s.") % at.name)
    if _is(by, to):
        raise NotPossible(_("Nobody gives a role to themselves. Ask another administrator."))
    if to.is_superuser:
        raise NotPossible(_("This person keeps Sightline running and holds no role at a school."))
    accounts.check_is_on(to)
    held = set(at.touching.filter(now_in(""), user=to).values_list("role", flat=True))
    if at.rows.filter(now_in(""), user=to, role=role).exists():
        raise NotPossible(_("%(name)s has this role already.") % {"name": to.display_name})
    if apart := held.intersection(NOT_BESIDE.get(role, ())):
        kept = {"role": Role(role).label, "other": " / ".join(sorted(str(Role(one).label) for one in apart))}
        raise NotPossible(
            _(
                "Who looks after the roster teaches no class of it: that would open records the role is kept from. "
                "%(other)s and %(role)s are kept apart. End the one before you give the other."
            )
            % kept
        )


def end(held: Membership, *, by, sure: bool = False) -> None:
    """From today on. With a teacher's role the classes end, so that a role given anew next year opens none of them."""
    with transaction.atomic():
        _one_at_a_time(held.district)
        held = Membership.objects.select_related("user", "district", "school").get(pk=held.pk)
        check_can_end(held, by=by, sure=sure)
        seats.close_rows([held])
        Membership.objects.filter(pk=held.pk).update(ended_by=audit.actor(by))
        _withdraw_links(held)
        classes = _leave_classes(held) if held.role == Role.TEACHER else 0
        audit.record(
            "role.end", by=by, school=held.school_id, obj=held, role=held.role, of=str(held.user_id), classes=classes
        )
        if held.role in ADMINISTER:
            _open_administration(held.user)


def check_can_end(held: Membership, *, by, sure: bool = False) -> None:
    if not is_open(held):
        raise NotPossible(_("This role has ended already."))
    if held.role not in ADMINISTER:
        return
    if is_last_administrator(held):
        raise NotPossible(
            _(
                "Nobody else who has signed in administers %(place)s. Give somebody the role and let them come in "
                "first, so that it is never left alone."
            )
            % {"place": Place.of(held).name}
        )
    if _is(by, held.user) and not sure:
        raise OwnRole(_("This is your own administration. Say that you mean it: you cannot give it back to yourself."))


def is_open(held: Membership) -> bool:
    """It holds today, or will."""
    return held.ends_on is None or held.ends_on > timezone.localdate()


def is_last_administrator(held: Membership) -> bool:
    """Nobody else is left who administers this place and has come in: an invitation alone does not count."""
    others = Place.of(held).reaching.filter(now_in(""), role__in=ADMINISTER, user__is_active=True).exclude(pk=held.pk)
    come_in = Q(user__last_login__isnull=False) | ~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return held.role in ADMINISTER and not others.filter(come_in).exists()


def teaches(user: User, school: School) -> QuerySet[TeachingAssignment]:
    """The classes that the teacher's role opens there, today or later."""
    return TeachingAssignment.objects.filter(open_from(timezone.localdate()), school=school, teacher=user)


def _one_at_a_time(district: District) -> None:
    """Of two administrators who end each other at the same moment the second is the last, and stays."""
    District.objects.select_for_update().get(pk=district.pk)


def _begin(role: Role, user: User, at: Place, by) -> Membership:
    """One row a day: what began and ended today is opened again."""
    keys = {"user": user, "role": role, "district": at.district, "school": at.school}
    said = {"ends_on": None, "given_by": audit.actor(by), "ended_by": ""}
    return Membership.objects.update_or_create(**keys, starts_on=timezone.localdate(), defaults=said)[0]


def _withdraw_links(held: Membership) -> None:
    links = StaffInvitation.objects.filter(membership=held, used_at=None, withdrawn_at=None)
    links.update(withdrawn_at=timezone.now())


def _leave_classes(held: Membership) -> int:
    return len(seats.close_rows(list(teaches(held.user, held.school)))) if held.school else 0


def _open_administration(user: User) -> None:
    """Django's administration, where weights are set, wants a flag before it asks the rights table."""
    with system(Duty.STAFF):  # an administrator of another school goes on being one
        administers = Membership.objects.filter(now_in(""), user=user, role__in=ADMINISTER).exists()
    wanted = user.is_superuser or administers
    if user.is_staff != wanted:
        user.is_staff = wanted
        user.save(update_fields=["is_staff"])


def _is(by, user: User) -> bool:
    return getattr(by, "pk", None) == user.pk
