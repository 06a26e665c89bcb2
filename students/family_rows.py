"""Rows between a school and a family: an invitation on its way, and what was written on a case."""

from django.db import models
from django.utils import timezone

from privacy.fields import EncryptedTextField
from students.tenancy import SchoolScoped


class Invitation(SchoolScoped):
    """A link that lets one guardian choose a password once. It is bound to the relationship: when that ends, so does
    the link. The row holds neither address nor link."""

    access_path = None  # nobody opens one but the person who holds its link

    guardianship = models.ForeignKey("students.Guardianship", on_delete=models.CASCADE, related_name="invitations")
    made_by = models.CharField(max_length=80)  # an audit actor
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"invitation {self.pk}"


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
