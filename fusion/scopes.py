"""For which schools and districts a person may see and set weights: the rights table, and the operator."""

from django.db.models import Q, QuerySet

from fusion.weights import WeightsVersion
from students import access
from students.access import Right
from students.models import District, Membership, Role, School
from students.tenancy import now_in


def schools_of(user) -> QuerySet[School]:
    if user.is_active and user.is_superuser:
        return School.objects.all()
    return access.reach(user, Right.WEIGHTS)


def districts_of(user) -> QuerySet[District]:
    """Whole districts: a school's administrator sets no weights for the schools beside it."""
    if user.is_active and user.is_superuser:
        return District.objects.all()
    held = Membership.objects.filter(now_in(""), user=user, role=Role.DISTRICT_ADMIN, school__isnull=True)
    return District.objects.filter(id__in=held.values("district")) if user.is_active else District.objects.none()


def versions_of(user) -> QuerySet[WeightsVersion]:
    """The versions of these schools and districts, open and closed."""
    whole = Q(school__isnull=True, district__in=districts_of(user).values("pk"))
    return WeightsVersion.objects.filter(whole | Q(school__in=schools_of(user).values("pk")))


def may_set_any(user) -> bool:
    return user.is_authenticated and (schools_of(user).exists() or districts_of(user).exists())
