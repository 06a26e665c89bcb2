"""An import and its files. File names, contents and reports may hold students' names and words: they are sealed
under the import's own key, and go with it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.jobs import Job
from privacy.fields import EncryptedTextField
from students.models import School, User
from students.tenancy import SchoolScoped


class BulkImport(SchoolScoped):
    """Many files brought in at once: looked at, confirmed, added file by file."""

    access_path = None  # seen by whoever brought it in

    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    whole_school = models.BooleanField(default=False)  # by the operator's command: every student of the school
    prompt = models.CharField(max_length=2000, blank=True)
    day = models.DateField(null=True)  # for what names no day of its own
    token = models.CharField(max_length=64)  # keyed digest of the files: a killed command finds its import again
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"import {self.pk}"


class FileJob(Job, SchoolScoped):
    """One file of an import, read by one job: first to look, then to add."""

    access_path = None

    class Step(models.TextChoices):
        LOOK = "look", _("look")
        ADD = "add", _("add")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    bulk = models.ForeignKey(BulkImport, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    step = models.CharField(max_length=4, choices=Step.choices, default=Step.LOOK)
    name = EncryptedTextField(subject="bulk_id")
    content = EncryptedTextField(subject="bulk_id", null=True)  # gone once it is added
    encoding = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    ready = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    report = EncryptedTextField(subject="bulk_id", null=True)  # JSON list of sentences
    refused = models.BooleanField(default=False)  # nothing of it can be read; the report says why

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["school", "bulk", "position"], name="one_file_a_position")]
        indexes = [
            models.Index(
                fields=["state", "lease_until"], name="outstanding_files", condition=Q(state__in=["queued", "running"])
            )
        ]

    def __str__(self):
        return f"file {self.position} of {self.bulk_id}"

    @staticmethod
    def key_for(bulk: uuid.UUID, position: int) -> str:
        return f"file:{bulk}:{position}"
