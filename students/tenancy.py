"""Where a row belongs: UUID rows, school-scoped rows, and rows that are true between two dates."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Identified(models.Model):
    """Public ids are random: they stand in URLs and say nothing about how many or in which order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class SchoolScoped(Identified):
    """Every row linked to a student names its school; it comes first in unique keys and indexes."""

    school = models.ForeignKey("students.School", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Dated(models.Model):
    """True from ``starts_on`` until the day before ``ends_on``; access is asked at the time of looking."""

    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def holds(self) -> bool:
        """Today."""
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on > today)


def now_in(path: str, *, on=None) -> Q:
    """The rows of a dated relation that hold today: ``now_in("enrollments")``."""
    on = on or timezone.localdate()
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": on})
    )


def open_from(day: date) -> Q:
    """The rows of a dated relation that hold on this day or later."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day)
