"""The cast with canaries: words that stand nowhere else, one for each student and kind of thing known about them.

If a route of yours has a parameter that ``fill`` cannot fill, plant the row it names in ``World._rows``, or say in
``PARAMETERS`` what the parameter is.
"""

import json
import re
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from assessments import statements
from assessments.bulk.rows import BulkImport
from assessments.models import (
    Alert,
    Aliases,
    Assessment,
    GameSession,
    LatestAssessment,
    Release,
    Response,
    Statement,
    Upload,
)
from assessments.telemetry import waiting as telemetry
from assessments.transcripts import waiting as transcripts
from assessments.uploading import waiting
from assessments.uploading.decoding import decode
from fusion.weights import WeightsVersion
from mlcore.schema import SKILLS
from privacy import keys
from privacy.cases import Case
from students.models import (
    Classroom,
    ExternalId,
    Guardianship,
    Membership,
    NameToken,
    RosterImport,
    RosterRun,
    School,
    Student,
)
from students.names import index_of
from students.roster import formats
from students.roster import waiting as roster_waiting
from students.roster.schools import assign
from students.routes import Route
from tests import factories as make
from tests import quoting
from tests.cast import Cast

# place -> the cast's student, classroom, school, and who looks after them
PLACES = {
    "own": ("mateo", "homeroom_7b", "cedar", "teacher", "school_admin"),
    "other class": ("tyrell", "homeroom_8a", "cedar", "other_teacher", "school_admin"),
    "other school": ("nora", "homeroom_7c", "alder", "teacher_elsewhere", "school_admin_elsewhere"),
    "other district": ("sam", "homeroom_7d", "birch", "teacher_other_district", "other_district_admin"),
}
ROLES = (
    "anonymous",
    "teacher",
    "other_teacher",
    "ex_teacher",
    "school_admin",
    "district_admin",
    "records_officer",
    "safeguarding_lead",
    "guardian",
    "restricted_guardian",
    "former_guardian",
    "key",
    "key_elsewhere",
    "revoked_key",
    "operator",
)
PROGRAMS = {"key", "key_elsewhere", "revoked_key"}
# None stands in another's page by the arithmetic of the factory: sources, interval and base lie .02 to .2 away.
SCORES = {"own": 0.4137, "other class": 0.5239, "other school": 0.6441, "other district": 0.7743}
WEIGHTS = {s.value: {"model": 0.5, "linguistic": 0.25, "behavioral": 0.15, "confidence": 0.1} for s in SKILLS}
PARAMETERS = {
    "provider_id": "google",
    "kind": "access",
    "token": "nonsense",
    "uidb64": "nonsense",
    "number": "2",
    "app_label": "fusion",
    "url": "nonsense",
}
# What a role may see of the student in a place; whatever is not here is a leak.
_ROSTER = {"name", "about", "roster id", "id", "roster file"}
# A teacher may hand a class's scores back to the school's own system, which knows students by its ids.
_RECORD = {
    "name",
    "about",
    "words",
    "original",
    "score",
    "id",
    "upload",
    "roster id",
    "shared",
    "unshared",
    "statement",
}
_SHARED = {"name", "about", "roster id", "id", "shared", "statement", "case"}
_CASES = {"name", "id", "case", "statement"}  # a statement reaches the officer as the request it came with
MAY_SEE: dict[str, dict[str, set[str]]] = {
    "teacher": {"own": _RECORD},
    "other_teacher": {"other class": _RECORD},
    "school_admin": {"own": _ROSTER, "other class": _ROSTER},
    "district_admin": {"own": _ROSTER, "other class": _ROSTER, "other school": _ROSTER},
    "records_officer": {"own": _CASES, "other class": _CASES},
    "guardian": {"own": _SHARED},
    "key": {"own": {"id", "score", "statement"}, "other class": {"id", "score", "statement"}},
    "key_elsewhere": {"other school": {"id", "score", "statement"}},
    "safeguarding_lead": {"own": {"name", "alert", "id"}, "other class": {"name", "alert", "id"}},
}


@dataclass(frozen=True)
class Canary:
    place: str
    kind: str
    text: str


class World(Cast):
    def __init__(self):
        super().__init__()
        self.canaries: list[Canary] = []
        self.made: dict[tuple, uuid.UUID] = {}
        for place in PLACES:
            self._names(place)
            self._record(place)
            self._rows(place)
        for admin in (self.school_admin, self.district_admin):
            admin.is_staff = True
            admin.save()

    def at(self, place: str) -> tuple:
        """Student, classroom, school, teacher and administrator of a place."""
        return tuple(getattr(self, name) for name in PLACES[place])

    def row(self, model: type[models.Model], place: str) -> uuid.UUID:
        """The id of a row of ``model`` in that place."""
        student, classroom, school, *_ = self.at(place)
        known = {Student: student, Classroom: classroom, School: school}
        if model in known:
            return known[model].pk
        if (model, place) in self.made:
            return self.made[model, place]
        fields = {field.name for field in model._meta.fields}
        rows = model.objects.filter(student=student) if "student" in fields else model.objects.none()
        found = rows.values_list("pk", flat=True).first()
        assert found, f"World._rows plants no {model.__name__} for {place}: add it there (tests/matrix/world.py)"
        return found

    def fill(self, route: Route, place: str) -> str:
        """An address of this route that names the rows of a place."""
        path = route.path.replace("^", "").removesuffix("$")
        path = re.sub(r"\(\?P<(\w+)>.*\)", r"<\1>", path)
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: self._value(route, found[1], place), path)

    def _value(self, route: Route, name: str, place: str) -> str:
        loads = route.declaration.loads.models
        if name in PARAMETERS:
            return PARAMETERS[name]
        if route.name == "session_end":
            return "0"  # one's own devices: tests/students/test_devices.py
        if name == "version":
            return min(path.parent.name for path in settings.ARTIFACTS.glob("*/metadata.json"))
        kind = route.name.partition("_")[0]
        if (kind, place) in self.made and loads == (Upload,):  # a discussion and a game's log are kinds of it
            return str(self.made[kind, place])
        if route.path.startswith("admin/r/"):  # the administration's way to any row's own page: try a student's
            student, *_ = self.at(place)
            return str(student.pk if name == "object_id" else ContentType.objects.get_for_model(Student).pk)
        assert loads, f"/{route.path}: {name} stands in the address, so say what it loads: loads=one(Model)"
        by_name = {f"{model.__name__.lower()}_{end}": model for model in loads for end in ("pk", "id")}
        return str(self.row(by_name.get(name, loads[0]), place))

    # --- planting ------------------------------------------------------------------------------

    def _plant(self, place: str, kind: str, text: str = "") -> str:
        text = text or f"Zq{kind.replace(' ', '')}{place.replace(' ', '')}q"
        self.canaries.append(Canary(place, kind, text))
        return text

    def _names(self, place: str) -> None:
        student, *_ = self.at(place)
        mark = place.replace(" ", "")
        for field in ("first_name", "last_name", "nicknames"):
            setattr(student, field, self._plant(place, "name", f"Zq{field.partition('_')[0]}{mark}"))
        for field in ("pronouns", "home_language"):
            setattr(student, field, self._plant(place, "about", f"zq{field.partition('_')[0]}{mark}"))
        student.save()
        NameToken.objects.filter(student=student).delete()
        NameToken.objects.bulk_create(
            NameToken(school=student.school, student=student, token=NameToken.digest(student.school_id, piece))
            for piece in index_of(student.all_names)
        )
        self._plant(place, "id", str(student.pk))

    def _record(self, place: str) -> None:
        student, *_ = self.at(place)
        response = Response.objects.get(student=student)
        words = self._plant(place, "words")
        response.deidentified = f"{response.deidentified} {words}"
        response.original = f"{response.original} {self._plant(place, 'original')}"
        response.save()
        score = SCORES[place]
        self._plant(place, "score", str(score))
        self._plant(place, "score", f"{score:.2f}")
        assessment = make.AssessmentFactory(response=response, cover=[response], score=score)
        LatestAssessment.objects.filter(student=student).update(assessment=assessment)
        make.FeedbackFactory(assessment=assessment)
        self.made[Assessment, place], self.made[Response, place] = assessment.pk, response.pk
        self._shared_and_not(place, assessment)
        for pk in (assessment.pk, response.pk):
            self._plant(place, "id", str(pk))

    def _shared_and_not(self, place: str, newer: Assessment) -> None:
        """An earlier assessment is shared with the family; the newer one, which every teacher's page shows, is not."""
        student, _classroom, school, teacher, _admin = self.at(place)
        words = {
            kind: make.ResponseFactory(
                student=student, deidentified=f"{self._plant(place, kind)} I checked it twice and asked.", original="x"
            )
            for kind in ("shared", "unshared")
        }
        earlier = make.AssessmentFactory(response=words["shared"], details=quoting.details(words["shared"]))
        said = make.FeedbackFactory(assessment=earlier, claims=quoting.CLAIMS)
        Release.objects.create(school=school, student=student, assessment=earlier, feedback=said, by=teacher)
        after = make.AssessmentFactory(response=words["unshared"], details=quoting.details(words["unshared"]))
        LatestAssessment.objects.filter(student=student).update(assessment=newer)
        make.FeedbackFactory(assessment=after, claims=quoting.CLAIMS)
        guardian = student.guardianships.order_by("starts_on", "pk").first()
        asker = self.guardian if place == "own" else guardian.guardian if guardian else self.newcomer
        case = statements.contest(
            child=student, assessment=earlier, skill=SKILLS[0], words=self._plant(place, "case"), by=asker
        )
        Statement.objects.create(
            school=school,
            student=student,
            assessment=newer,
            skill=SKILLS[0],
            words=self._plant(place, "statement"),
            case=case.pk,
            by="system:tests",
        )
        self.made[Case, place] = case.pk
        self._plant(place, "id", str(case.pk))

    def _rows(self, place: str) -> None:
        student, _classroom, school, teacher, admin = self.at(place)
        make.ExternalIdFactory(student=student, value=self._plant(place, "roster id"))
        Aliases.objects.create(school=school, student=student, mapping=json.dumps({"x": self._plant(place, "alias")}))
        GameSession.objects.create(
            school=school,
            student=student,
            started_at=timezone.now(),
            played_on=self.today,
            payload=json.dumps([self._plant(place, "telemetry")]),
            task=self._plant(place, "task"),
            token=place,
        )
        bond = student.guardianships.first() or make.GuardianshipFactory(student=student, guardian=self.newcomer)
        self.made[Guardianship, place] = bond.pk
        self.made[Membership, place] = teacher.memberships.get().pk
        alert = Alert.objects.create(
            school=school, student=student, words=self._plant(place, "alert"), signs='["self-harm"]',
            written_on=self.today, mode="written", token=place, added_by="system:tests",
        )  # fmt: skip
        self.made[Alert, place] = alert.pk
        self._files(place)
        run = RosterRun.objects.create(school=school, batch=uuid.uuid4(), by=f"user:{admin.pk}", file_name="a.csv")
        bulk = BulkImport.objects.create(school=school, created_by=teacher, token=place)
        self.made[RosterRun, place], self.made[BulkImport, place] = run.pk, bulk.pk
        version, _ = WeightsVersion.objects.get_or_create(
            district=school.district,
            school=school,
            defaults={"number": 1, "weights": WEIGHTS, "why": "planted", "by": admin},
        )
        self.made[WeightsVersion, place] = version.pk

    def _files(self, place: str) -> None:
        """What waits for a confirmation: responses, a discussion, a roster."""
        student, classroom, school, teacher, admin = self.at(place)
        to = {"classroom": classroom, "by": teacher}
        said = self._plant(place, "upload")
        table = f"student,date,text\n{student.name},2026-11-01,{said} went well at last today\n"
        self.made[Upload, place] = waiting.keep(decode(table.encode()), name="a.csv", **to).pk
        talk = f"WEBVTT\n\n00:00:01.000 --> 00:00:09.000\n<v {student.name}>{said} and I asked why.\n"
        self.made["transcript", place] = transcripts.keep(decode(talk.encode()), name="a.vtt", **to).pk
        log = f"student,session,time,event\n{said},run 1,2026-11-01T10:00:00Z,start\n"
        self.made["telemetry", place] = telemetry.keep(log.encode(), name="log.csv", **to).pk
        known, new = ExternalId.objects.get(student=student).value, self._plant(place, "roster file")
        rows = f"student_id,first_name,last_name,grade,classroom\n{known},{new},Q,7,{classroom.name}\n"
        roster = formats.read([("roster.csv", rows.encode())])
        assigned = assign(roster, among=[school], chosen=school)
        self.made[RosterImport, place] = roster_waiting.keep(roster, assigned, file_name="roster.csv", by=admin)


def planted() -> World:
    with keys.keyring():
        return World()
