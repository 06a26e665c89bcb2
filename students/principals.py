"""Who may act: users with memberships, and programs with keys."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework_api_key.models import AbstractAPIKey, BaseAPIKeyManager

from students.tenancy import Dated, Identified


class User(AbstractUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit_kind = "user"
    is_program = False

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.get_username()

    @property
    def initials(self) -> str:
        words = [word for word in self.display_name.replace(".", " ").split() if word[:1].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


class Role(models.TextChoices):
    TEACHER = "teacher", _("Teacher")
    SCHOOL_ADMIN = "school_admin", _("School administrator")
    DISTRICT_ADMIN = "district_admin", _("District administrator")
    RECORDS_OFFICER = "records_officer", _("Records officer")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    GUARDIAN = "guardian", _("Family")


class Membership(Identified, Dated):
    """A role at one school, or over a whole district."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    district = models.ForeignKey("students.District", on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(
        "students.School", on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    given_by = models.CharField(max_length=80, blank=True)  # an audit actor
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "school", "starts_on"],
                condition=Q(school__isnull=False),
                name="one_membership_per_role_and_school",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "district", "starts_on"],
                condition=Q(school__isnull=True),
                name="one_membership_per_role_and_district",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} at {self.school or self.district}"


class ApiKeyManager(BaseAPIKeyManager):
    pass


class ApiKey(AbstractAPIKey):
    """A program's key: of one school, or of a district; it acts and is logged as itself."""

    class Scope(models.TextChoices):
        INFER = "infer", _("send responses to be assessed and read the result")
        READ = "read", _("read assessments of single students")
        AGGREGATE = "aggregate", _("read aggregates")

    objects = ApiKeyManager()
    audit_kind = "key"
    is_program = True
    is_authenticated = True

    district = models.ForeignKey("students.District", on_delete=models.CASCADE, related_name="api_keys")
    school = models.ForeignKey(
        "students.School", on_delete=models.CASCADE, null=True, blank=True, related_name="api_keys"
    )
    scopes = models.JSONField(default=list)
    outside = models.BooleanField(default=False)  # not the school's own: reads only whom a family shares with others
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractAPIKey.Meta):
        verbose_name = "API key"
        verbose_name_plural = "API keys"

    @property
    def is_active(self) -> bool:
        return not (self.revoked or self.has_expired)

    @property
    def audit_id(self) -> str:
        """The row id holds the key's hash, which has no place in a log."""
        return self.prefix
