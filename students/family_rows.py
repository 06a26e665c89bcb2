"""Rows between a school and a family: an invitation on its way, and what was written on a case."""

from django.db import models
from django.utils import timezone

from privacy.fields import EncryptedTextField
from students.links import Link
from students.tenancy import SchoolScoped


class Invitation(SchoolScoped, Link):
    """To one guardian, bound to the relationship: when that ends, so does the link."""

    access_path = None  # nobody opens one but the person who holds its link

    guardianship = models.ForeignKey("students.Guardianship", on_delete=models.CASCADE, related_name="invitations")


class CaseWords(SchoolScoped):
    """What a family or the school wrote on a case (``privacy.cases``), sealed under the child's key."""

    access_path = None  # read through its case alone

    student = models.ForeignKey("students.Student", on_delete=models.CASCADE, related_name="case_words")
    case = models.UUIDField(db_index=True)
    state = models.CharField(max_length=10)  # the step it belongs to
    words = EncryptedTextField(subject="student_id")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at"]

    def __str__(self):
        return f"words on case {self.case}"
