"""A discussion and its turns: what stands around a spoken response, without a word of it.

A turn points to the response that holds its words, and to the response it answers. Whose words those are is
asked again each time somebody looks: they are sealed under the other student's key and open only for whoever
may see that student. Nothing here is ever scored.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import crypto
from students.models import Classroom, School, Student
from students.tenancy import SchoolScoped


class Answered(models.TextChoices):
    """Whom a turn answers, as far as may be kept."""

    NOBODY = "nobody", _("It opened the discussion.")
    STUDENT = "student", _("It answered a classmate’s turn.")
    ONESELF = "oneself", _("It goes on from the student’s own turn before it.")
    NOT_A_STUDENT = "not_a_student", _("It answered somebody who is not a student.")
    NOT_KEPT = "not_kept", _("It answered a turn that was not kept.")


class Discussion(SchoolScoped):
    """One transcript, once: the token is a keyed digest of who said what in it."""

    classroom = models.ForeignKey(Classroom, on_delete=models.SET_NULL, null=True, related_name="+")
    prompt = models.ForeignKey("assessments.Prompt", on_delete=models.PROTECT, null=True, related_name="+")
    held_on = models.DateField()
    token = models.CharField(max_length=64)
    added_by = models.CharField(max_length=80)  # an audit actor
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "token"], name="one_discussion_per_transcript")]

    def __str__(self):
        return f"discussion {self.pk}"

    @staticmethod
    def digest(school: School, lines) -> str:
        said = (part for line in lines for part in (line.label, line.text))
        return crypto.digest("discussion", str(school.pk), *said)


class Turn(SchoolScoped):
    """Where a response stood in a discussion."""

    access_path = "student"

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="turns")
    response = models.OneToOneField("assessments.Response", on_delete=models.CASCADE, related_name="turn")
    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveIntegerField()
    answered = models.CharField(max_length=16, choices=Answered.choices)
    answers = models.ForeignKey("assessments.Response", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "discussion", "position"], name="one_turn_a_position")]

    def __str__(self):
        return f"turn {self.position} of {self.discussion_id}"
