"""A mail to a school's safeguarding lead that says only that something waits: no name, no school, no sign.

Each alert is told once. A worker is woken when it is raised; beat comes by twice a minute for what was missed. What
nobody has opened after some hours is told again, to the lead and to the administrators, until somebody does. Where
nobody could be told, it stays untold: whoever is given an address gets the mail within the minute.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments.alerts import Alert
from privacy import audit, mail
from students.models import Role, School
from students.safeguarding import STAND_IN, addresses

log = logging.getLogger("sightline.alerts")
BY = "system:alerts"


def tell() -> int:
    """How many schools' people were told now."""
    waiting = Alert.objects.filter(state=Alert.State.WAITING)
    told = sum(_tell(school) for school in _schools(waiting.filter(told_at__isnull=True)))
    return told + sum(_tell_again(school) for school in _schools(_overdue(waiting)))


def _schools(alerts: QuerySet[Alert]) -> QuerySet[School]:
    return School.objects.filter(pk__in=alerts.values("school"))


def _overdue(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """Told, opened by nobody, and not told again lately."""
    since = timezone.now() - timedelta(hours=settings.ALERT_UNREAD_HOURS)
    quiet = Q(escalated_at__isnull=True) | Q(escalated_at__lt=since)
    return alerts.filter(quiet, told_at__lt=since, read_at__isnull=True)


def _tell(school: School) -> bool:
    untold = Alert.objects.filter(school=school, told_at__isnull=True, state=Alert.State.WAITING)
    leads = addresses(school, Role.SAFEGUARDING_LEAD)
    to = leads or addresses(school, *STAND_IN)
    if not to:
        return _nobody(school, untold)
    return _send("alert" if leads else "alert_without_lead", to, school, untold, "told_at", "alert.tell")


def _tell_again(school: School) -> bool:
    unread = _overdue(Alert.objects.filter(school=school, state=Alert.State.WAITING))
    to = addresses(school, Role.SAFEGUARDING_LEAD, *STAND_IN)
    return bool(to) and _send("alert_unread", to, school, unread, "escalated_at", "alert.escalate")


def _send(kind: str, to: list[str], school: School, alerts: QuerySet[Alert], mark: str, verb: str) -> bool:
    """Claimed first, so that two workers send one mail; given back when it could not be sent."""
    mine = _claim(alerts, mark)
    if not mine:
        return False
    try:
        for address in to:  # one each: nobody sees who else is told
            mail.send_now(kind, to=address, path="/alerts/")
    except OSError:
        log.exception("mail could not be sent; it is tried again within a minute")
        Alert.objects.filter(mine).update(**{mark: None})
        return False
    audit.record(verb, by=BY, school=school, people=len(to))
    return True


def _nobody(school: School, untold: QuerySet[Alert]) -> bool:
    """Said again every few hours, in the log and in the audit; the page and ``check`` say it all the time."""
    since = timezone.now() - timedelta(hours=settings.ALERT_UNREAD_HOURS)
    if _claim(untold.filter(Q(escalated_at__isnull=True) | Q(escalated_at__lt=since)), "escalated_at"):
        log.error("school %s has nobody with an address who could be told of an alert", school.pk)
        audit.record("alert.unreachable", by=BY, school=school)
    return False


def _claim(alerts: QuerySet[Alert], mark: str) -> Q | None:
    """Marks them as of now, and says how to find those again; none where another worker was first."""
    now = timezone.now()
    ids = list(alerts.values_list("pk", flat=True))
    return Q(pk__in=ids, **{mark: now}) if ids and alerts.filter(pk__in=ids).update(**{mark: now}) else None
