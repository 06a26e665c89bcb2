"""A safeguarding lead is named: what waits and nobody has opened is told anew, to them, too, within the minute."""

from django.db import transaction
from django.dispatch import receiver

from assessments import tasks
from assessments.alerts import Alert
from students.models import Role, School
from students.roles import given


@receiver(given)
def tell_the_new_lead(role, district, school, **_) -> None:
    if role != Role.SAFEGUARDING_LEAD:
        return
    schools = [school] if school else School.objects.filter(district=district)
    unopened = Alert.objects.filter(school__in=schools, state=Alert.State.WAITING, read_at__isnull=True)
    if unopened.update(told_at=None):
        transaction.on_commit(tasks.tell_leads.delay, robust=True)
