"""Rows a family's page is made of: what a teacher shared, and what a family says about a score."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from privacy.fields import EncryptedTextField
from students.tenancy import SchoolScoped


class Release(SchoolScoped):
    """A teacher's word that a family may see one assessment: its levels, quotes and this very feedback. Taking it back
    closes the row; sharing again is another one. A superseding assessment is not released by itself."""

    access_path = "student"

    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="releases")
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="releases")
    feedback = models.ForeignKey("assessments.Feedback", on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey("students.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)  # an audit actor

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["school", "student", "at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(withdrawn_at__isnull=True), name="one_standing_release"
            )
        ]

    def __str__(self):
        return f"release of {self.assessment_id}"


class Statement(SchoolScoped):
    """What a family says about one skill's score, sealed. It stands beside that score wherever the score stands, also
    when the same window is assessed anew, until the family takes it back."""

    access_path = "student"

    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="statements")
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="statements")
    skill = models.CharField(max_length=20)
    words = EncryptedTextField(subject="student_id")
    case = models.UUIDField()  # privacy.cases
    by = models.CharField(max_length=80)  # an audit actor
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["school", "student", "at"])]

    def __str__(self):
        return f"statement about {self.assessment_id}"
