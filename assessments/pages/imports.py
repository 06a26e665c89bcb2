"""Where an import stands, in numbers and in one line; and its files with what became of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.bulk import importing
from assessments.bulk.kinds import BY_NAME
from assessments.bulk.rows import BulkImport, FileJob

State = FileJob.State
REMEMBERED = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    adding: bool  # confirmed: what is counted is being added, not only looked at
    total: int  # files of this step
    done: int
    outstanding: int
    failed: int
    refused: int
    ready: int
    added: int
    before: int
    left_out: int

    @property
    def title(self) -> str:
        words = (
            ngettext("Adding %s file…", "Adding %s files…", self.total)
            if self.adding
            else ngettext("Reading %s file…", "Reading %s files…", self.total)
        )
        return words % self.total

    @property
    def heading(self) -> str:
        """812 responses are ready, 3 were there before, 14 are left out."""
        first = (
            ngettext("%s response added", "%s responses added", self.added) % self.added
            if self.adding
            else ngettext("%s response is ready", "%s responses are ready", self.ready) % self.ready
        )
        before = ngettext("%s was there before", "%s were there before", self.before) % self.before
        left = ngettext("%s is left out", "%s are left out", self.left_out) % self.left_out
        return ", ".join([first, *([before] if self.before else []), *([left] if self.left_out else [])])

    @property
    def may_confirm(self) -> bool:
        return not self.adding and not self.outstanding and self.ready > 0


def standing_of(bulk: BulkImport) -> Standing:
    """In one query. Files with nothing to add are not counted among those being added."""
    adding = bulk.confirmed_at is not None
    own = Q(step=FileJob.Step.ADD) if adding else Q()
    outstanding = Q(state__in=FileJob.OUTSTANDING)
    numbers = bulk.files.order_by().aggregate(
        total=Count("pk", filter=own),
        done=Count("pk", filter=own & ~outstanding),
        outstanding=Count("pk", filter=outstanding),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        refused=Count("pk", filter=Q(refused=True)),
        **{name: Sum(name, default=0) for name in ("ready", "added", "before", "left_out")},
    )
    return Standing(adding=adding, **numbers)


@dataclass(frozen=True)
class FileLine:
    name: str
    kind: str
    ready: int
    added: int
    before: int
    left_out: int
    refused: bool
    failed: bool
    sentences: list[str]


def files_of(bulk: BulkImport) -> Iterator[FileLine]:
    for row in importing.told_of(bulk):
        failed = row.state == State.FAILED
        sentences = [_("It could not be added. Nothing of it was kept.")] if failed else row.sentences
        label = str(BY_NAME[row.kind].label) if row.kind in BY_NAME else ""
        numbers = (row.ready, row.added, row.before, row.left_out)
        yield FileLine(row.name, label, *numbers, row.refused, failed, sentences)


def waiting_for(user) -> list[BulkImport]:
    """This person's imports of the last month, the newest first."""
    since = timezone.now() - REMEMBERED
    return list(
        BulkImport.objects.filter(created_by=user, whole_school=False, created_at__gt=since).order_by("-created_at")
    )
