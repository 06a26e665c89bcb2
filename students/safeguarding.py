"""Schools in which an alert would reach nobody who is there to read it, and whom it goes to instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from students import access
from students.access import Right
from students.models import Membership, Role, School
from students.tenancy import now_in

STAND_IN = (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)


@dataclass(frozen=True)
class Gap:
    """A school without a safeguarding lead who could be told."""

    school: School
    why: str
    reaches_somebody: bool  # an administrator with an address stands in


def gaps(schools: Iterable[School]) -> list[Gap]:
    """In one query, however many schools."""
    schools = list(schools)
    held = list(
        _held(schools, Role.SAFEGUARDING_LEAD, *STAND_IN).values_list("role", "school", "district", "user__email")
    )
    return [gap for school in schools if (gap := _gap(school, held))]


def gaps_for(user) -> list[Gap]:
    """Of the schools this administrator looks after; for the banner on every page of theirs."""
    return gaps(access.visible(user, School, Right.ROSTER).order_by("name"))


def addresses(school: School, *roles: Role) -> list[str]:
    held = _held([school], *roles).exclude(user__email="")
    return sorted(set(held.values_list("user__email", flat=True)))


def _gap(school: School, held: list[tuple]) -> Gap | None:
    here = [
        (role, email)
        for role, at, district, email in held
        if at == school.pk or (not at and district == school.district_id)
    ]
    leads = [email for role, email in here if role == Role.SAFEGUARDING_LEAD]
    if any(leads):
        return None
    why = _("its safeguarding lead has no mail address") if leads else _("nobody is its safeguarding lead")
    return Gap(school, why, any(email for role, email in here if role != Role.SAFEGUARDING_LEAD))


def _held(schools: list[School], *roles: Role):
    """What people hold today in one of these schools, or in the whole of its district."""
    districts = {school.district_id for school in schools}
    here = Q(school__in=schools) | Q(school__isnull=True, district__in=districts)
    return Membership.objects.filter(here, now_in(""), role__in=roles, user__is_active=True)
