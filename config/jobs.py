"""Work that must happen exactly once: an abstract job row, claimed under a lease.

The job table is the queue of record. A broker only wakes workers up; it may lose, repeat or
reorder what it likes. A worker claims a job (state and lease in one conditional UPDATE), does
the work, and finishes it *in the transaction that holds the effects*: if the worker dies, both
are absent; if the lease was lost meanwhile, ``finish`` refuses and both are rolled back.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone


class LeaseLost(Exception):
    """Another worker took the job over; the effects of this attempt must not be saved."""


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    OUTSTANDING = (State.QUEUED, State.RUNNING)
    MAX_ATTEMPTS = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idempotency_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)  # a code for people, never a student's words
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def outstanding(self) -> bool:
        return self.state in self.OUTSTANDING

    @classmethod
    def claim(cls, ids: Iterable[uuid.UUID], *, seconds: int) -> list["Job"]:
        """Take the queued ones among ``ids`` for ``seconds``; whatever another worker holds is left alone."""
        lease = uuid.uuid4()
        now, wanted = timezone.now(), cls.objects.filter(id__in=list(ids))
        with transaction.atomic():
            wanted.filter(state=cls.State.QUEUED).update(
                state=cls.State.RUNNING,
                lease=lease,
                lease_until=now + timedelta(seconds=seconds),
                attempts=F("attempts") + 1,
            )
        return list(wanted.filter(lease=lease))  # by id: leases have no index, and jobs are kept

    @classmethod
    def finish(cls, jobs: Iterable["Job"]) -> None:
        """Mark done, inside the caller's transaction with the effects. Raises LeaseLost for all or none."""
        cls._close(jobs, state=cls.State.DONE)

    @classmethod
    def give_up(cls, jobs: Iterable["Job"], *, error: str) -> None:
        """This attempt failed: back to the queue, or failed for good after MAX_ATTEMPTS."""
        leases = [job.lease for job in jobs]
        mine = cls.objects.filter(id__in=[job.id for job in jobs], lease__in=leases, state=cls.State.RUNNING)
        now = timezone.now()
        with transaction.atomic():
            mine.filter(attempts__gte=cls.MAX_ATTEMPTS).update(
                state=cls.State.FAILED, error=error, finished_at=now, lease=None
            )
            mine.update(state=cls.State.QUEUED, error=error, lease=None, lease_until=None)

    @classmethod
    def fail(cls, jobs: Iterable["Job"], *, error: str) -> None:
        """Trying again would not help: failed for good, with the reason."""
        cls._close(jobs, state=cls.State.FAILED, error=error)

    @classmethod
    def stop(cls, jobs: Iterable["Job"], *, error: str) -> None:
        """Running jobs that may not go on, such as after a withdrawn consent."""
        cls._close(jobs, state=cls.State.CANCELLED, error=error)

    @classmethod
    def cancel(cls, jobs: models.QuerySet) -> int:
        return jobs.filter(state=cls.State.QUEUED).update(state=cls.State.CANCELLED, finished_at=timezone.now())

    @classmethod
    def retry(cls, jobs: models.QuerySet) -> list[uuid.UUID]:
        """Queue failed jobs once more, with fresh attempts."""
        failed = list(jobs.filter(state=cls.State.FAILED).values_list("id", flat=True))
        cls.objects.filter(id__in=failed, state=cls.State.FAILED).update(
            state=cls.State.QUEUED, attempts=0, error="", finished_at=None
        )
        return failed

    @classmethod
    def reap(cls, *, now: datetime | None = None, limit: int = 500) -> list[uuid.UUID]:
        """Ids that want waking: leases that ran out (requeued here) and jobs the broker forgot."""
        now = now or timezone.now()
        stale = cls.objects.filter(state=cls.State.RUNNING, lease_until__lt=now)
        with transaction.atomic():
            stale.filter(attempts__gte=cls.MAX_ATTEMPTS).update(
                state=cls.State.FAILED, error="stopped_midway", finished_at=now, lease=None
            )
            stale.update(state=cls.State.QUEUED, lease=None, lease_until=None)
        forgotten = Q(state=cls.State.QUEUED, created_at__lt=now - timedelta(seconds=10))
        return list(cls.objects.filter(forgotten).order_by("created_at").values_list("id", flat=True)[:limit])

    @classmethod
    def _close(cls, jobs: Iterable["Job"], *, state: str, error: str = "") -> None:
        jobs = list(jobs)
        closed = cls.objects.filter(
            id__in=[job.id for job in jobs], lease__in={job.lease for job in jobs}, state=cls.State.RUNNING
        ).update(state=state, error=error, finished_at=timezone.now(), lease=None, lease_until=None)
        if closed != len(jobs):
            raise LeaseLost(f"{len(jobs) - closed} of {len(jobs)} jobs were taken over by another worker")
