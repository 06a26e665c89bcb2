"""The people of a school, or of a whole district, as whoever gives the roles there reads and changes them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from privacy.wall.duties import Duty
from privacy.wall.standing import system
from students import accounts, invitations, roles
from students.accounts import NotPossible, Person
from students.invitations import Invited
from students.models import Membership, Role, School, StaffInvitation, User
from students.names import fold
from students.roles import Place
from students.tenancy import now_in, open_from

ORDER = {role: number for number, role in enumerate(Role)}


@dataclass(frozen=True)
class NewColleague(Person):
    role: str = Role.TEACHER


@dataclass(frozen=True)
class Colleague:
    """One person: what is held at a place today or will be, and how the account stands."""

    user: User
    held: tuple[Membership, ...]
    over: tuple[Membership, ...]  # over the whole district of a school: given and ended there
    has_second_step: bool
    has_a_way_in: bool
    invitation: StaffInvitation | None  # whose link still works
    last_in: date | None

    @property
    def all_roles(self) -> tuple[Membership, ...]:
        return (*self.held, *self.over)


def add(new: NewColleague, *, at: Place, by) -> Invited:
    """The account of this address, or a new one, with a role from today on and a way in."""
    with transaction.atomic():
        with system(Duty.STAFF):  # what an address is at the district's other schools
            user = accounts.of(new, district=at.district)
        return give(new.role, to=user, at=at, by=by)


def give(role: str, *, to: User, at: Place, by) -> Invited:
    with transaction.atomic():
        return invitations.invite_colleague(roles.give(Role(role), to=to, at=at, by=by), by=by)


def of(at: Place) -> list[Colleague]:
    """By name; in a number of queries that does not grow with them."""
    rows = at.reaching.filter(open_from(timezone.localdate())).select_related("user", "district", "school")
    return _colleagues(at, rows)


def one(user: User, at: Place) -> Colleague:
    """Somebody who is there, or was."""
    rows = at.reaching.filter(open_from(timezone.localdate()), user=user).select_related("user", "district", "school")
    return _colleague(user, list(rows), at, _Accounts([user], at))


def called(text: str, colleagues: list[Colleague]) -> list[Colleague]:
    """Those whose name, user name or address holds each word."""
    words = fold(text).split()
    return [
        one
        for one in colleagues
        if all(word in fold(f"{one.user.display_name} {one.user.username} {one.user.email}") for word in words)
    ]


def former(at: Place, user: User | None = None) -> "list[Told]":
    """What was held at this very place, the latest end first."""
    rows = at.rows.exclude(open_from(timezone.localdate())).select_related("user", "district", "school")
    found = rows.filter(user=user) if user else rows
    return told(found.order_by("-ends_on", "role", "pk"))


def told(rows: Iterable[Membership]) -> "list[Told]":
    """Who gave each role and who ended it, by name."""
    rows = list(rows)
    ids = {actor.removeprefix("user:") for row in rows for actor in (row.given_by, row.ended_by) if "user:" in actor}
    names = {f"user:{user.pk}": user.display_name for user in User.objects.filter(pk__in=ids)}
    return [Told(row, names.get(row.given_by, ""), names.get(row.ended_by, "")) for row in rows]


def classes_of(user: User, at: Place) -> list[str]:
    """What the teacher's role opens there."""
    if at.school is None:
        return []
    return sorted(roles.teaches(user, at.school).values_list("classroom__name", flat=True))


def of_schools(schools: list[School]) -> "list[Summary]":
    """Schools in a line each, in one query, however many."""
    districts = {school.district_id for school in schools}
    here = Q(school__in=schools) | Q(school__isnull=True, district__in=districts)
    rows = list(Membership.objects.filter(here, now_in("")).select_related("user").order_by("user__last_name"))
    return [_summary(school, rows) for school in schools]


@dataclass(frozen=True)
class Told:
    row: Membership
    given_by: str
    ended_by: str


@dataclass(frozen=True)
class Summary:
    school: School
    people: int  # whose roles are at the school itself
    leads: tuple[User, ...]
    administrators: tuple[User, ...]


def _summary(school: School, rows: list[Membership]) -> Summary:
    here = [row for row in rows if row.school_id == school.pk]
    over = [row for row in rows if row.school_id is None and row.district_id == school.district_id]

    def who(role: Role) -> tuple[User, ...]:
        return tuple(dict.fromkeys(row.user for row in (*here, *over) if row.role == role))

    return Summary(school, len({row.user_id for row in here}), who(Role.SAFEGUARDING_LEAD), who(Role.SCHOOL_ADMIN))


class _Accounts:
    """How the accounts of many people stand, each question asked once."""

    def __init__(self, users: Iterable[User], at: Place):
        self.zone = ZoneInfo((at.school or at.district).time_zone)
        ids = [user.pk for user in users]
        steps = Authenticator.objects.filter(user__in=ids, type=Authenticator.Type.TOTP)
        self.with_second_step = set(steps.values_list("user_id", flat=True))
        self.by_a_service = set(SocialAccount.objects.filter(user__in=ids).values_list("user_id", flat=True))
        links = StaffInvitation.objects.filter(
            membership__user__in=ids, used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        )
        self.links = {link.membership.user_id: link for link in links.select_related("membership")}


def _colleagues(at: Place, rows: Iterable[Membership]) -> list[Colleague]:
    held: dict[User, list[Membership]] = defaultdict(list)
    for row in rows:
        held[row.user].append(row)
    known = _Accounts(held, at)
    found = [_colleague(user, theirs, at, known) for user, theirs in held.items()]
    return sorted(found, key=lambda one: (fold(one.user.last_name), fold(one.user.display_name)))


def _colleague(user: User, rows: list[Membership], at: Place, known: _Accounts) -> Colleague:
    rows = sorted(rows, key=lambda row: (ORDER[row.role], row.starts_on))
    here = at.school.pk if at.school else None
    return Colleague(
        user,
        tuple(row for row in rows if row.school_id == here),
        tuple(row for row in rows if row.school_id != here),
        user.pk in known.with_second_step,
        user.has_usable_password() or user.pk in known.by_a_service,
        known.links.get(user.pk),
        _day(user.last_login, known.zone),
    )


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    """A day and no hour: what is asked is whether an account is used, not when somebody begins to work."""
    return at.astimezone(zone).date() if at else None


# --- one role, about to be ended --------------------------------------------------------------------


@dataclass(frozen=True)
class Ending:
    """What it would mean to end a role, said before it is done."""

    told: Told
    refused: str  # why it cannot be ended now
    is_own: bool  # whoever asks would end their own administration
    leaves_nobody: bool  # who could be told of an alert
    classes: int


def endings(held: Iterable[Membership], *, by) -> list[Ending]:
    return [_ending(one, by) for one in told(held)]


def _ending(one: Told, by) -> Ending:
    row, at = one.row, Place.of(one.row)
    try:
        roles.check_can_end(row, by=by, sure=True)
        refused = ""
    except NotPossible as problem:
        refused = str(problem)
    is_own = row.user_id == by.pk and row.role in roles.ADMINISTER
    others = at.reaching.filter(now_in(""), role=Role.SAFEGUARDING_LEAD, user__is_active=True).exclude(pk=row.pk)
    leaves_nobody = row.role == Role.SAFEGUARDING_LEAD and not others.exclude(user__email="").exists()
    classes = len(classes_of(row.user, at)) if row.role == Role.TEACHER else 0
    return Ending(one, refused, is_own, leaves_nobody, classes)
