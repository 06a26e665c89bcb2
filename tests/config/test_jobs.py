"""The promise of a job row: exactly one worker's effects are kept, whatever dies when."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import AssessmentJob
from config.jobs import LeaseLost
from tests import factories

pytestmark = pytest.mark.django_db
State = AssessmentJob.State


@pytest.fixture
def jobs():
    return factories.AssessmentJobFactory.create_batch(3)


def claim(jobs, seconds=60):
    return AssessmentJob.claim([job.pk for job in jobs], seconds=seconds)


def states(jobs):
    return [AssessmentJob.objects.get(pk=job.pk).state for job in jobs]


def test_claiming_takes_every_queued_job_under_one_lease(jobs):
    claimed = claim(jobs)
    assert {job.pk for job in claimed} == {job.pk for job in jobs}
    assert len({job.lease for job in claimed}) == 1
    assert all(job.attempts == 1 and job.state == State.RUNNING for job in claimed)


def test_claiming_looks_at_its_own_jobs_and_never_through_all_that_ever_were(jobs):
    with CaptureQueriesContext(connection) as asked:
        claim(jobs)
    of_jobs = [query["sql"] for query in asked if "assessments_assessmentjob" in query["sql"]]
    assert len(of_jobs) == 2 and all('."id" IN' in sql for sql in of_jobs)


def test_a_second_worker_finds_nothing_to_claim(jobs):
    claim(jobs)
    assert claim(jobs) == []


def test_two_workers_share_what_is_left(jobs):
    assert len(claim(jobs[:1])) == 1
    assert {job.pk for job in claim(jobs)} == {job.pk for job in jobs[1:]}


def test_finishing_closes_the_job_and_forgets_the_lease(jobs):
    AssessmentJob.finish(claim(jobs))
    job = AssessmentJob.objects.get(pk=jobs[0].pk)
    assert (job.state, job.lease, job.outstanding) == (State.DONE, None, False)
    assert job.finished_at is not None


def test_a_worker_that_lost_its_lease_cannot_finish_and_its_effects_roll_back(jobs):
    slow = claim(jobs, seconds=-1)
    AssessmentJob.reap()
    claim(jobs)
    with pytest.raises(LeaseLost), transaction.atomic():
        factories.DistrictFactory(name="an effect of the slow worker")
        AssessmentJob.finish(slow)
    assert states(jobs) == [State.RUNNING] * 3
    assert not factories.DistrictFactory._meta.model.objects.filter(name__startswith="an effect").exists()


def test_one_lost_lease_in_a_chunk_refuses_the_whole_chunk(jobs):
    claimed = claim(jobs)
    AssessmentJob.objects.filter(pk=jobs[0].pk).update(lease=None, state=State.QUEUED)
    with pytest.raises(LeaseLost), transaction.atomic():
        AssessmentJob.finish(claimed)
    assert states(jobs) == [State.QUEUED, State.RUNNING, State.RUNNING]


def test_giving_up_puts_the_job_back_with_the_reason(jobs):
    AssessmentJob.give_up(claim(jobs), error="OperationalError")
    job = AssessmentJob.objects.get(pk=jobs[0].pk)
    assert (job.state, job.error, job.lease) == (State.QUEUED, "OperationalError", None)


def test_after_five_attempts_a_job_has_failed(jobs):
    for _ in range(AssessmentJob.MAX_ATTEMPTS):
        AssessmentJob.give_up(claim(jobs), error="ValueError")
    assert states(jobs) == [State.FAILED] * 3


def test_giving_up_without_the_lease_changes_nothing(jobs):
    slow = claim(jobs, seconds=-1)
    AssessmentJob.reap()
    claim(jobs)
    AssessmentJob.give_up(slow, error="late")
    assert states(jobs) == [State.RUNNING] * 3


def test_the_reaper_requeues_a_lease_that_ran_out_and_names_the_job(jobs):
    claim(jobs, seconds=-1)
    AssessmentJob.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert set(AssessmentJob.reap()) == {job.pk for job in jobs}
    assert states(jobs) == [State.QUEUED] * 3


def test_the_reaper_leaves_a_running_lease_alone(jobs):
    claim(jobs)
    assert AssessmentJob.reap() == []
    assert states(jobs) == [State.RUNNING] * 3


def test_the_reaper_wakes_jobs_whose_message_the_broker_lost(jobs):
    AssessmentJob.objects.filter(pk=jobs[0].pk).update(created_at=timezone.now() - timedelta(seconds=11))
    assert AssessmentJob.reap() == [jobs[0].pk]


def test_a_job_that_keeps_killing_its_worker_is_failed_not_retried_for_ever(jobs):
    for _ in range(AssessmentJob.MAX_ATTEMPTS):
        claim(jobs[:1], seconds=-1)
        AssessmentJob.reap()
    job = AssessmentJob.objects.get(pk=jobs[0].pk)
    assert (job.state, job.error) == (State.FAILED, "stopped_midway")


def test_retrying_gives_failed_jobs_fresh_attempts_and_leaves_the_others(jobs):
    AssessmentJob.fail(claim(jobs[:1]), error="ValueError")
    assert AssessmentJob.retry(AssessmentJob.objects.all()) == [jobs[0].pk]
    job = AssessmentJob.objects.get(pk=jobs[0].pk)
    assert (job.state, job.attempts, job.error) == (State.QUEUED, 0, "")


def test_only_queued_jobs_can_be_cancelled(jobs):
    claim(jobs[:1])
    assert AssessmentJob.cancel(AssessmentJob.objects.all()) == 2
    assert states(jobs) == [State.RUNNING, State.CANCELLED, State.CANCELLED]


def test_the_same_trigger_makes_one_job(jobs):
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        factories.AssessmentJobFactory(idempotency_key=jobs[0].idempotency_key)
