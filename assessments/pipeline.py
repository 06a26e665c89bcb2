"""From a claimed job to saved rows: claim, check consent, load, score, save. Each chunk is one short transaction.

Killed at any moment it loses and doubles nothing: effects and job state commit together, a lease
that ran out is requeued by the reaper, and running twice finds nothing new to do. A family that
withdraws while its child is being read is asked about again before anything is saved.
"""

import logging
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import DatabaseError, transaction

from assessments import feedback_queue, portfolio, saving
from assessments.models import AssessmentJob
from assessments.models_in_use import calibration_for, models_in_use
from assessments.roster_names import deidentifier_of
from assessments.scoring import Rules, score
from config.jobs import LeaseLost
from fusion import weights
from privacy import consent
from reasoning.writers import current_writer
from students.models import School

log = logging.getLogger("sightline.pipeline")


def run(job_ids: Sequence[uuid.UUID | str]) -> None:
    """Do the queued ones among these jobs. A student that cannot be assessed does not hold up the others."""
    jobs = AssessmentJob.claim(job_ids, seconds=settings.JOB_LEASE_SECONDS)
    for school_jobs in _by_school(jobs):
        try:
            _assess(school_jobs)
        except Exception:  # one bad student must not fail forty-nine good ones: find out which
            log.exception("a chunk of %d jobs failed; trying them one at a time", len(school_jobs))
            for job in school_jobs:
                _assess_alone(job)


def _assess_alone(job: AssessmentJob) -> None:
    try:
        _assess([job])
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job.pk)
    except DatabaseError as error:
        AssessmentJob.give_up([job], error=type(error).__name__)
    except Exception as error:
        log.exception("job %s failed", job.pk)
        AssessmentJob.give_up([job], error=type(error).__name__)


def _assess(jobs: list[AssessmentJob]) -> None:
    """One school's jobs: the product's sentence."""
    school = School.objects.get(pk=jobs[0].school_id)
    jobs = _with_consent(jobs, school)
    if not jobs:
        return
    version = weights.current_for(school)
    rules = rules_for(school, version)
    portfolios = portfolio.load([job.student_id for job in jobs], rules=rules, weights_version=version)
    jobs = _with_key(jobs, {one.student.pk for one in portfolios})
    results = score([one.student_in for one in portfolios], rules)
    with transaction.atomic():
        consent.check({job.student_id for job in jobs}, consent.Purpose.ASSESS, school=school.pk)  # once more
        made = saving.save(portfolios, results, school=school, rules=rules, weights_version=version)
        feedback_queue.queue(made, school=school)
        AssessmentJob.finish(jobs)


def rules_for(school: School, version: weights.WeightsVersion | None) -> Rules:
    models = models_in_use()
    chosen = version.weights if version else models.default_weights
    return Rules(
        models=models,
        weights=chosen,
        calibration=calibration_for(models, chosen),
        deidentifier=deidentifier_of(school),
        writer=current_writer(),
    )


def _with_consent(jobs: list[AssessmentJob], school: School) -> list[AssessmentJob]:
    """Consent may have been withdrawn since intake: those jobs stop here."""
    agreed = consent.covered({job.student_id for job in jobs}, consent.Purpose.ASSESS, school=school.pk)
    AssessmentJob.stop([job for job in jobs if job.student_id not in agreed], error="consent_missing")
    return [job for job in jobs if job.student_id in agreed]


def _with_key(jobs: list[AssessmentJob], readable: set[uuid.UUID]) -> list[AssessmentJob]:
    """A student whose key was destroyed cannot be read again: trying once more would not help."""
    AssessmentJob.fail([job for job in jobs if job.student_id not in readable], error="erased")
    return [job for job in jobs if job.student_id in readable]


def _by_school(jobs: list[AssessmentJob]) -> list[list[AssessmentJob]]:
    grouped: dict[uuid.UUID, list[AssessmentJob]] = {}
    for job in jobs:
        grouped.setdefault(job.school_id, []).append(job)
    return list(grouped.values())
