"""A response in which signs of danger were found: kept apart from responses until the safeguarding lead decides.

Its words stand here and not in ``Response``, so that no page, export, program or model that reads responses has to
remember to leave it out. Released, it becomes a response like any other and is gone from here.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.distress import Signs
from privacy.fields import EncryptedTextField
from students.models import Student
from students.tenancy import SchoolScoped


class Alert(SchoolScoped):
    access_path = None  # by no right over students: Right.ALERTS over its school alone

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for you")
        RELEASED = "released", _("released")
        KEPT = "kept", _("kept apart")

    class Reason(models.TextChoices):
        PHRASE = "phrase", _("a turn of phrase or a joke")
        STORY = "story", _("a book, film, game or lesson")
        KNOWN = "known", _("known, and looked after")
        NOTHING = "nothing", _("nothing in it")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    words = EncryptedTextField(subject="student_id", null=True)  # as written; gone on release
    signs = EncryptedTextField(subject="student_id")  # JSON of privacy.distress.Signs: they say something, too
    prompt = models.ForeignKey("assessments.Prompt", on_delete=models.PROTECT, null=True, related_name="+")
    written_on = models.DateField()
    mode = models.CharField(max_length=8)
    grade = models.PositiveSmallIntegerField(null=True)
    token = models.CharField(max_length=64)  # as of a response: the same words raise one alert
    added_by = models.CharField(max_length=80)  # an audit actor
    upload = models.UUIDField(null=True)
    received_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)  # the lead was sent a mail
    read_at = models.DateTimeField(null=True)  # first opened by whoever may
    escalated_at = models.DateTimeField(null=True)  # last told again, or found that there is nobody to tell
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)  # why it was released

    class Meta:
        ordering = ["-received_at", "id"]
        indexes = [models.Index(fields=["school", "state", "received_at"])]
        constraints = [models.UniqueConstraint(fields=["school", "student", "token"], name="one_alert_per_text")]

    def __str__(self):
        return f"alert {self.pk}"

    @property
    def found(self) -> Signs:
        """As it was found: no rule and no model is asked again."""
        return Signs.from_json(self.signs)
