"""Which assessments an outside writer is asked about: the newest of each student whose family has agreed.

Called in the transaction that saves the scores, so that no score waits for a writer and none is forgotten. With the
door shut, or without consent (the default), there is nothing to do.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction

from assessments import tasks
from assessments.models import Assessment, FeedbackJob
from privacy import consent
from privacy.egress import allowed
from students.models import School

PURPOSE = "llm_feedback"


def queue(assessments: Iterable[Assessment], *, school: School) -> list[FeedbackJob]:
    if not allowed.is_open(PURPOSE):
        return []
    newest = _newest(assessments)
    agreed = consent.covered(newest, consent.Purpose.LLM_FEEDBACK, school=school.pk)
    jobs = [
        FeedbackJob(
            school=school,
            student_id=student,
            assessment=newest[student],
            idempotency_key=f"feedback:{newest[student].pk}",
        )
        for student in agreed
    ]
    FeedbackJob.objects.bulk_create(jobs, batch_size=200)
    for job in jobs:
        transaction.on_commit(lambda job=job: tasks.write_feedback.delay([str(job.pk)]), robust=True)
    return jobs


def _newest(assessments: Iterable[Assessment]) -> dict[uuid.UUID, Assessment]:
    """The page shows feedback on the latest window: of the others nothing has to leave."""
    return {one.student_id: one for one in sorted(assessments, key=lambda one: one.window_end)}
