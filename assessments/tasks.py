"""Doors for the worker: load by id, call one function. The job table is the truth; a task only wakes."""

from celery import shared_task

from privacy import keys
from privacy.wall.duties import Duty

CHUNK = 50


@shared_task(jobs_of="assessments.AssessmentJob")
def assess(job_ids: list[str]) -> None:
    from assessments import pipeline  # imported late: intake must be able to import this door

    with keys.keyring():
        pipeline.run(job_ids)


@shared_task(jobs_of="assessments.FileJob")
def take_in(job_ids: list[str]) -> None:
    """Files of an import: look at them, or add them."""
    from assessments.bulk import importing

    importing.run(job_ids)


@shared_task(jobs_of="assessments.FeedbackJob")
def write_feedback(job_ids: list[str]) -> None:
    """Runs on a queue of its own: a slow writer outside must not hold a worker that scores are waiting for."""
    from assessments import feedback_writing

    with keys.keyring():
        feedback_writing.run(job_ids)


@shared_task(system=Duty.SAFEGUARDING)
def tell_leads() -> None:
    """Safeguarding leads of what was set aside."""
    from assessments import alert_mail

    alert_mail.tell()


@shared_task(system=Duty.REAPER)
def reap() -> None:
    """Wake jobs whose worker died or whose message the broker lost."""
    from assessments.models import AssessmentJob, FeedbackJob, FileJob

    for job_id in FileJob.reap():
        take_in.delay([str(job_id)])
    ids = [str(job_id) for job_id in AssessmentJob.reap()]
    for start in range(0, len(ids), CHUNK):
        assess.delay(ids[start : start + CHUNK])
    for job_id in FeedbackJob.reap():
        write_feedback.delay([str(job_id)])


@shared_task(system=Duty.SWEEP)
def sweep() -> None:
    """Destroy keys no row is sealed under."""
    from assessments import housekeeping

    housekeeping.sweep()


@shared_task(system=Duty.TRAINING)
def fill_training_store() -> None:
    """Only what families agreed to: by default nobody has."""
    from assessments import training

    training.fill()
