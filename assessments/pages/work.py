"""Where the assessing of some students stands, in one line: what is under way, done, or stopped, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import AssessmentJob
from assessments.pages import labels

State = AssessmentJob.State
CONSENT_MISSING = "consent_missing"
REMEMBERED = timedelta(days=14)  # failures and stops older than this are no longer news
SURE_AFTER = timedelta(seconds=4)  # an estimate needs that much watching
SURE_DONE = 5


@dataclass(frozen=True)
class Work:
    """Counts of students by where their latest job stands."""

    total: int = 0
    done: int = 0
    failed: int = 0
    refused: int = 0  # consent withdrawn or missing
    stopped: int = 0  # stopped by a person before they began
    outstanding_students: frozenset = frozenset()
    seconds_left: float | None = None

    @property
    def outstanding(self) -> int:
        return len(self.outstanding_students)

    @property
    def news(self) -> bool:
        """Something to say: work under way, or students it did not reach."""
        return bool(self.outstanding or self.unreached)

    @property
    def unreached(self) -> int:
        return self.failed + self.refused + self.stopped

    @property
    def may_retry(self) -> bool:
        return not self.outstanding and bool(self.failed or self.stopped)

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0

    @property
    def heading(self) -> str:
        if self.outstanding:
            return ngettext("Assessing %(n)s student…", "Assessing %(n)s students…", self.total) % {"n": self.total}
        if self.unreached:
            return _("%(done)s of %(total)s assessed.") % {"done": self.done, "total": self.total}
        return ngettext("%(n)s student assessed.", "%(n)s students assessed.", self.total) % {"n": self.total}

    @property
    def details(self) -> list[str]:
        """A sentence for each reason why some were not assessed."""
        said = []
        if self.failed:
            said.append(
                ngettext(
                    "%(n)s stopped midway; nothing was lost.", "%(n)s stopped midway; nothing was lost.", self.failed
                )
                % {"n": _capital(self.failed)}
            )
        if self.refused:
            said.append(
                ngettext(
                    "%(n)s was not assessed because the family has not agreed to it.",
                    "%(n)s were not assessed because their families have not agreed to it.",
                    self.refused,
                )
                % {"n": _capital(self.refused)}
            )
        if self.stopped:
            said.append(
                ngettext("%(n)s was stopped before it began.", "%(n)s were stopped before they began.", self.stopped)
                % {"n": _capital(self.stopped)}
            )
        return said

    @property
    def time_left(self) -> str:
        """Only once the pace has been watched; otherwise nothing is promised."""
        if self.seconds_left is None:
            return ""
        minutes = round(self.seconds_left / 60)
        if self.seconds_left < 45:
            return _("Less than a minute left.")
        return ngettext("About a minute left.", "About %(n)s minutes left.", max(1, minutes)) % {"n": max(1, minutes)}

    @property
    def meanwhile(self) -> str:
        """What to know while it runs."""
        return " ".join(filter(None, [self.time_left, _("You can leave this page.")]))

    @property
    def retry_label(self) -> str:
        count = self.failed + self.stopped
        if count == 1:
            return _("Try that one again")
        return _("Try those %(n)s again") % {"n": labels.spelled(count)}


@dataclass(frozen=True)
class JobRow:
    student: object
    batch: object
    state: str
    error: str
    created_at: datetime
    finished_at: datetime | None


def latest_jobs(students: QuerySet) -> QuerySet:
    """Each student's latest job."""
    newest = AssessmentJob.objects.filter(student=OuterRef("pk")).order_by("-created_at", "-pk").values("pk")[:1]
    return AssessmentJob.objects.filter(pk__in=students.annotate(_newest=Subquery(newest)).values("_newest"))


def of(students: QuerySet, *, now: datetime | None = None) -> Work:
    """Where these students stand, in one query."""
    rows = latest_jobs(students).values_list("student_id", "batch", "state", "error", "created_at", "finished_at")
    return summed((JobRow(*row) for row in rows), now=now or timezone.now())


def summed(rows: Iterable[JobRow], *, now: datetime) -> Work:
    """What to say of the latest jobs: the batches under way, or else those that left someone behind."""
    recent = [row for row in rows if row.state in AssessmentJob.OUTSTANDING or row.created_at > now - REMEMBERED]
    wanted = {row.batch for row in recent if row.state in AssessmentJob.OUTSTANDING} or {
        row.batch for row in recent if row.state in (State.FAILED, State.CANCELLED)
    }
    told = [row for row in recent if row.batch in wanted]
    return Work(
        total=len(told),
        done=_count(told, State.DONE),
        failed=_count(told, State.FAILED),
        refused=sum(row.state == State.CANCELLED and row.error == CONSENT_MISSING for row in told),
        stopped=sum(row.state == State.CANCELLED and row.error != CONSENT_MISSING for row in told),
        outstanding_students=frozenset(row.student for row in told if row.state in AssessmentJob.OUTSTANDING),
        seconds_left=_seconds_left(told, now),
    )


def _count(rows: list[JobRow], state: str) -> int:
    return sum(row.state == state for row in rows)


def _seconds_left(rows: list[JobRow], now: datetime) -> float | None:
    """Remaining students at the pace so far; None before the pace says anything."""
    finished = [row for row in rows if row.finished_at]
    waiting = sum(row.state in AssessmentJob.OUTSTANDING for row in rows)
    if not waiting or len(finished) < SURE_DONE:
        return None
    elapsed = now - min(row.created_at for row in rows)
    return waiting * elapsed.total_seconds() / len(finished) if elapsed > SURE_AFTER else None


def _capital(count: int) -> str:
    return labels.spelled(count).capitalize()
