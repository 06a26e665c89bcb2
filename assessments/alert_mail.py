"""A mail to a school's safeguarding lead that says only that something waits: no name, no school, no sign.

Each alert is told once. A worker is woken when it is raised; beat comes by twice a minute for what was missed.
"""

import logging

from django.db.models import Q
from django.utils import timezone

from assessments.alerts import Alert
from privacy import audit, mail
from students.models import Membership, Role, School, User
from students.tenancy import now_in

log = logging.getLogger("sightline.alerts")


def tell() -> int:
    """How many schools' leads were told now."""
    waiting = Alert.objects.filter(told_at__isnull=True, state=Alert.State.WAITING)
    schools = School.objects.filter(pk__in=waiting.values("school"))
    return sum(_tell(school) for school in schools)


def _tell(school: School) -> bool:
    """Claimed first, so that two workers send one mail; given back when it could not be sent."""
    now = timezone.now()
    untold = Alert.objects.filter(school=school, told_at__isnull=True, state=Alert.State.WAITING)
    if not untold.update(told_at=now):
        return False
    leads = addresses(school, Role.SAFEGUARDING_LEAD)
    to = leads or addresses(school, Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)
    if not to:
        log.error("school %s has nobody with an address who could be told of an alert", school.pk)
        return False
    try:
        for address in to:  # one each: nobody sees who else is told
            mail.send_now("alert" if leads else "alert_without_lead", to=address, path="/alerts/")
    except OSError:
        log.exception("mail could not be sent; it is tried again within a minute")
        Alert.objects.filter(school=school, told_at=now).update(told_at=None)
        return False
    audit.record("alert.tell", by="system:alerts", school=school, people=len(to))
    return True


def addresses(school: School, *roles: Role) -> list[str]:
    here = Q(school=school) | Q(school__isnull=True, district=school.district_id)
    held = Membership.objects.filter(here, now_in(""), role__in=roles)
    people = User.objects.filter(is_active=True, pk__in=held.values("user")).exclude(email="")
    return sorted(set(people.values_list("email", flat=True)))
