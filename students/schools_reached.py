"""The schools somebody has anything to do with today: what the second wall lets through for them.

Wider than the rights table (``access.py``), which decides within these schools: a membership of any role, a child,
a key. Never wider than a school.
"""

import uuid

from django.db.models import Q

from students.models import Guardianship, Membership, School
from students.tenancy import now_in


def schools_reached(who) -> set[uuid.UUID]:
    if not getattr(who, "is_authenticated", False) or not who.is_active:
        return set()
    schools = School.objects.filter(_of_key(who) if who.is_program else _of_user(who))
    return set(schools.values_list("pk", flat=True))


def _of_key(key) -> Q:
    return Q(pk=key.school_id) if key.school_id else Q(district=key.district_id)


def _of_user(user) -> Q:
    if user.is_superuser:
        return Q()  # the operator sets weights anywhere; the rights table opens no record to them
    held = Membership.objects.filter(now_in(""), user=user)
    children = Guardianship.objects.filter(now_in(""), guardian=user, restricted=False)
    whole_district = held.filter(school__isnull=True).values("district")
    return (
        Q(pk__in=held.filter(school__isnull=False).values("school"))
        | Q(district__in=whole_district)
        | Q(pk__in=children.values("school"))
    )
