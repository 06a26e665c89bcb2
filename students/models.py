"""People and places. Names are sealed under the student's own key; who may see them is ``access.py``."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import crypto
from privacy.fields import EncryptedTextField
from students.family_rows import CaseWords, Invitation
from students.links import StaffInvitation
from students.names import fold
from students.principals import ApiKey, Membership, Role, User
from students.tenancy import Dated, Identified, SchoolScoped

__all__ = [
    "ApiKey",
    "CaseWords",
    "Classroom",
    "District",
    "Enrollment",
    "ExternalId",
    "Guardianship",
    "Invitation",
    "Membership",
    "NameToken",
    "Role",
    "RosterChange",
    "RosterImport",
    "RosterRun",
    "School",
    "SourcedId",
    "StaffInvitation",
    "Student",
    "TeachingAssignment",
    "Term",
    "User",
    "fold",
    "zone_of_most",
]


class District(Identified):
    name = models.CharField(max_length=200)

    def __str__(self):
        return self.name

    @property
    def time_zone(self) -> str:
        return zone_of_most(self.schools.all())


class School(Identified):
    wall_field = "id"  # the second wall: a school is of itself

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="schools")
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, default="America/New_York")
    names_version = models.PositiveIntegerField(default=0)  # grows with every new or changed name, see people.py

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="one_school_per_name")]

    def __str__(self):
        return self.name


def zone_of_most(schools: models.QuerySet[School]) -> str:
    """The time zone that most of them lie in; of none: UTC."""
    counted = schools.order_by().values("time_zone").annotate(number=models.Count("pk"))
    found = counted.order_by("-number", "time_zone").values_list("time_zone", flat=True).first()
    return found or "UTC"


class Term(SchoolScoped):
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="one_term_per_name")]

    def __str__(self):
        return self.name


class Classroom(SchoolScoped):
    access_path = "self"

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="classrooms")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "term", "name"], name="one_classroom_per_name")]

    def __str__(self):
        return self.name


class Student(SchoolScoped):
    """The id is also the subject under which the student's words and names are sealed."""

    access_path = ""

    first_name = EncryptedTextField(subject="id")
    last_name = EncryptedTextField(subject="id")
    nicknames = EncryptedTextField(subject="id", null=True)  # one a line
    pronouns = EncryptedTextField(subject="id", null=True)
    home_language = EncryptedTextField(subject="id", null=True)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    classrooms = models.ManyToManyField(Classroom, through="Enrollment", related_name="students")

    class Meta:
        indexes = [models.Index(fields=["school", "grade"])]

    def __str__(self):
        return f"student {self.pk}"  # never a name: this text reaches logs

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def sort_key(self) -> tuple[str, str]:
        return (fold(self.first_name), fold(self.last_name))

    @property
    def all_names(self) -> tuple[str, ...]:
        nicknames = (self.nicknames or "").splitlines()
        return tuple(name for name in (self.first_name, self.last_name, *nicknames) if name)


class NameToken(SchoolScoped):
    """A blind index: a keyed digest per folded name token, so that a school can be searched without
    decrypting every name in it."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="name_tokens")
    token = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "token", "student"], name="one_token_per_student")]

    def __str__(self):
        return f"token of {self.student_id}"

    @staticmethod
    def digest(school_id: uuid.UUID, token: str) -> str:
        return crypto.digest("name", str(school_id), fold(token))


class Enrollment(SchoolScoped, Dated):
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="enrollments")
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="enrollments")

    class Meta:
        indexes = [models.Index(fields=["school", "classroom", "starts_on"])]
        constraints = [
            models.UniqueConstraint(fields=["school", "student", "classroom", "starts_on"], name="one_enrollment_a_day")
        ]

    def __str__(self):
        return f"{self.student_id} in {self.classroom_id}"


class TeachingAssignment(SchoolScoped, Dated):
    teacher = models.ForeignKey(User, on_delete=models.CASCADE, related_name="teaching")
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="teaching")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "teacher", "classroom", "starts_on"], name="one_assignment_a_day")
        ]

    def __str__(self):
        return f"{self.teacher_id} teaches {self.classroom_id}"


class Guardianship(SchoolScoped, Dated):
    class Relation(models.TextChoices):
        PARENT = "parent", _("Parent")
        GUARDIAN = "guardian", _("Guardian")
        OTHER = "other", _("Other caregiver")

    guardian = models.ForeignKey(User, on_delete=models.CASCADE, related_name="guardianships")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="guardianships")
    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.PARENT)
    restricted = models.BooleanField(default=False)  # a court order keeps the record from this person

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "guardian", "student", "starts_on"], name="one_guardianship_a_day"
            )
        ]

    def __str__(self):
        return f"{self.guardian_id} for {self.student_id}"


class ExternalId(SchoolScoped):
    """A student's id in another system. The value is sealed; a keyed digest finds it."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="external_ids")
    system = models.CharField(max_length=40, default="roster")
    kind = models.CharField(max_length=40, default="student")
    value = EncryptedTextField(subject="student_id")
    token = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "system", "kind", "token"], name="one_student_per_external_id")
        ]

    def __str__(self):
        return f"{self.system} id of {self.student_id}"

    @staticmethod
    def digest(school_id: uuid.UUID, system: str, kind: str, value: str) -> str:
        return crypto.digest("external-id", str(school_id), system, kind, value.strip())


class SourcedId(SchoolScoped):
    """What another system calls a place or an adult; a student's are ``ExternalId``, sealed. Plain, because the
    names of places and of accounts stand plainly, too."""

    class Kind(models.TextChoices):
        SCHOOL = "school"
        TERM = "term"
        CLASS = "class"
        PERSON = "person"

    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=200)
    term = models.ForeignKey(Term, on_delete=models.CASCADE, null=True, related_name="sourced_ids")
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, null=True, related_name="sourced_ids")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sourced_ids")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "system", "kind", "value"], name="one_target_per_sourced_id")
        ]

    def __str__(self):
        return f"{self.system} {self.kind} {self.value}"


class RosterImport(SchoolScoped):
    """What a file says of one school, awaiting confirmation, sealed under a key of its own; gone on confirm, cancel
    or after a day. A file about several schools is one ``batch``."""

    content = EncryptedTextField(subject="id")
    file_name = models.CharField(max_length=120, blank=True)
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    format = models.CharField(max_length=60, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"roster file {self.pk}"


class RosterRun(SchoolScoped):
    """A confirmed import of one school. What it changed is kept for 30 days, so that it can be taken back."""

    batch = models.UUIDField(db_index=True)
    file_name = models.CharField(max_length=120, blank=True)
    format = models.CharField(max_length=60, blank=True)
    by = models.CharField(max_length=80)  # an audit actor
    done_at = models.DateTimeField(default=timezone.now)
    counts = models.JSONField(default=dict)
    places = models.JSONField(default=dict)  # ids of terms, classes, accounts and assignments; no names of people
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True)
    left = models.JSONField(default=list)  # what could not be taken back: [reason, how many]

    class Meta:
        ordering = ["-done_at"]
        indexes = [models.Index(fields=["school", "done_at"])]

    def __str__(self):
        return f"roster run {self.pk}"


class RosterChange(SchoolScoped):
    """What one run did to one student: before and after, sealed under the student's own key."""

    access_path = "student"

    run = models.ForeignKey(RosterRun, on_delete=models.CASCADE, related_name="changes")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="roster_changes")
    detail = EncryptedTextField(subject="student_id")  # JSON, see students/roster/ledger.py

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "run", "student"], name="one_change_per_run")]

    def __str__(self):
        return f"change of {self.student_id} in {self.run_id}"
