"""A family withdraws: what is queued is stopped at once. What runs this moment asks again before it saves or sends."""

from django.dispatch import receiver
from django.utils import timezone

from assessments.models import AssessmentJob, FeedbackJob
from config.jobs import Job
from privacy.consent import Purpose, withdrawn

# Without the agreement to assess there is nothing to give feedback on either.
QUEUED_FOR = {Purpose.ASSESS: (AssessmentJob, FeedbackJob), Purpose.LLM_FEEDBACK: (FeedbackJob,)}


@receiver(withdrawn)
def stop_queued_work(school, subjects, purpose, **_) -> None:
    for model in QUEUED_FOR.get(purpose, ()):
        queued = model.objects.filter(school=school, student__in=subjects, state=Job.State.QUEUED)
        queued.update(state=Job.State.CANCELLED, error="consent_missing", finished_at=timezone.now())
