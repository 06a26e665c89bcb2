"""A family withdraws: what is queued is stopped at once. What runs this moment asks again before it saves."""

from django.dispatch import receiver
from django.utils import timezone

from assessments.models import AssessmentJob
from privacy.consent import Purpose, withdrawn


@receiver(withdrawn)
def stop_queued_work(school, subjects, purpose, **_) -> None:
    if purpose != Purpose.ASSESS:
        return
    queued = AssessmentJob.objects.filter(school=school, student__in=subjects, state=AssessmentJob.State.QUEUED)
    queued.update(state=AssessmentJob.State.CANCELLED, error="consent_missing", finished_at=timezone.now())
