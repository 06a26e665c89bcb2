"""A link that lets somebody choose a password once: to a family (``family_rows.Invitation``) or to a colleague."""

from django.db import models
from django.utils import timezone

from students.tenancy import Identified


class Link(models.Model):
    """The row holds neither address nor link."""

    made_by = models.CharField(max_length=80)  # an audit actor
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"invitation {self.pk}"


class StaffInvitation(Identified, Link):
    """To one colleague, bound to the role: when that ends, so does the link."""

    membership = models.ForeignKey("students.Membership", on_delete=models.CASCADE, related_name="invitations")
