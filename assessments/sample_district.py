"""The sample district: two whole classes over a semester, from our corpus, really taken in and assessed.

Students and responses come from ``ml_artifacts/corpus/demo_*.jsonl``; no model was ever trained on
them. Dates are shifted so that each class's last occasion was yesterday. One more small class per
school gives scoping something to refuse. Every third student also has one run of a game on that last day that nobody
played (``mlcore.simulation``): it is marked as simulated wherever it is shown.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import mean
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction
from django.utils import timezone

from assessments import intake, releases
from assessments.models import Release, Response
from assessments.session_intake import accept_sessions
from assessments.telemetry.standing import NewSession
from mlcore import simulation
from mlcore.schema import SKILLS
from privacy.cases import Kind
from students import family_cases, people
from students.demo import PASSWORD
from students.models import (
    Classroom,
    District,
    ExternalId,
    Guardianship,
    Membership,
    Role,
    School,
    Student,
    TeachingAssignment,
    Term,
    User,
)

BY = "system:demo"
DISTRICT = "Riverbend Sample District"
TEACHERS = {"Ms. Okafor": "okafor", "Mr. Lindqvist": "lindqvist", "Mr. Vance": "vance", "Ms. Ferrara": "ferrara"}
SMALL_CLASSES = {
    "Cedar Hollow Middle School": ("Homeroom 7A", "Mr. Vance", 7),
    "Harbor Point High School": ("English 10, period 5", "Ms. Ferrara", 10),
}
SMALL_NAMES = {
    "Homeroom 7A": ("Noor Haddad", "Silas Brandt", "Itzel Ramos", "Kwame Boateng", "Freya Nilsen", "Hugo Marchetti"),
    "English 10, period 5": (
        "Anouk Leclair",
        "Desmond Frye",
        "Yuki Tanabe",
        "Rosa Paredes",
        "Tomas Havel",
        "Lani Kealoha",
    ),
}
STAFF = (
    ("admin", "Dana", "Whitfield", Role.SCHOOL_ADMIN, "Cedar Hollow Middle School"),
    ("district", "Rosa", "Delgado", Role.DISTRICT_ADMIN, None),
    ("records", "Lee", "Abrams", Role.RECORDS_OFFICER, "Cedar Hollow Middle School"),
    ("safeguarding", "Nia", "Cole", Role.SAFEGUARDING_LEAD, "Cedar Hollow Middle School"),
)
REACHED = {"safeguarding": "cole@example.org"}  # without it every administrator is told that nobody would be
FAMILY_LOGIN_FOR = "G7-S01"
SHARED_OF_A_CLASS = 4
ASKED = "We would like to see everything before the meeting in December, and go through it with somebody."
PLAYS = 3  # every third student of a whole class


@dataclass(frozen=True)
class Sample:
    students: list[dict]
    responses: list[dict]

    @classmethod
    def read(cls, corpus: Path) -> "Sample":
        return cls(*(_lines(corpus / f"demo_{name}.jsonl") for name in ("students", "responses")))

    def first_and_last_day(self) -> tuple[date, date]:
        days = [date.fromisoformat(row["date"]) for row in self.responses]
        return min(days), max(days)


def create(corpus: Path) -> list:
    """Make what is missing; returns the jobs still to be run. A second call keeps what is there."""
    sample = Sample.read(corpus)
    with transaction.atomic():
        if not District.objects.filter(name=DISTRICT).exists():
            _people_and_places(sample)
    jobs = []
    for school in School.objects.filter(district__name=DISTRICT).order_by("name"):
        if not Response.objects.filter(school=school).exists():
            jobs += _take_in(sample, school)
    return jobs


def families() -> None:
    """Once all is assessed: teachers share a few, and one family asks for something. A second call adds nothing."""
    for school in School.objects.filter(district__name=DISTRICT):
        if Release.objects.filter(school=school).exists():
            continue
        ids = ExternalId.objects.filter(school=school).select_related("student").order_by("pk")
        children = {external.value: external.student for external in ids}
        for number in sorted(children)[:SHARED_OF_A_CLASS]:
            _share(children[number])
        if FAMILY_LOGIN_FOR in children:
            _ask(children[FAMILY_LOGIN_FOR])


def _share(student: Student) -> None:
    try:
        _assessment, feedback = releases.shareable(student)
    except releases.NotShareable:
        return
    teacher = User.objects.get(teaching__classroom__enrollments__student=student)
    releases.share(student=student, looked_at=str(feedback.pk), by=teacher)


def _ask(student: Student) -> None:
    """The family that signs in wants to see everything; the officer's queue has something to show."""
    guardian = User.objects.get(username="family")
    family_cases.ask(child=student, kind=Kind.ACCESS, words=ASKED, by=guardian)


def _people_and_places(sample: Sample) -> None:
    district = District.objects.create(name=DISTRICT)
    password = User(username="demo")
    password.set_password(PASSWORD)  # one slow hash for all of them
    names = sorted({row["school"] for row in sample.students})
    schools = {name: School.objects.create(district=district, name=name) for name in names}
    _staff(district, schools, password.password)
    for name, school in schools.items():
        _classes(sample, name, school, password.password)


def _staff(district: District, schools: dict[str, School], password: str) -> None:
    for username, first, last, role, school in STAFF:
        may_enter_admin = role in (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)
        address = REACHED.get(username, "")
        user = _user(username, first, last, password, is_staff=may_enter_admin, email=address)
        Membership.objects.create(user=user, role=role, district=district, school=schools.get(school))
    _user("operator", "Operator", "", password, is_staff=True, is_superuser=True)


def _classes(sample: Sample, name: str, school: School, password: str) -> None:
    term = Term.objects.create(school=school, name="Fall", **_term_dates(sample))
    whole = [row for row in sample.students if row["school"] == name]
    room = _classroom(whole[0]["classroom"], whole[0]["teacher"], term, password)
    students = people.add_students([_newcomer(row, room, term) for row in whole], school=school, by=BY)
    _families(zip(whole, students, strict=True), password)
    small, teacher, grade = SMALL_CLASSES[name]
    other = _classroom(small, teacher, term, password)
    few = [
        people.NewStudent(*full.split(" ", 1), grade, (other,), starts_on=term.starts_on) for full in SMALL_NAMES[small]
    ]
    people.add_students(few, school=school, by=BY)


def _classroom(name: str, teacher: str, term: Term, password: str) -> Classroom:
    room = Classroom.objects.create(school=term.school, term=term, name=name)
    user = _user(TEACHERS[teacher], *teacher.split(" "), password)
    Membership.objects.create(
        user=user, role=Role.TEACHER, district=term.school.district, school=term.school, starts_on=term.starts_on
    )
    TeachingAssignment.objects.create(school=term.school, teacher=user, classroom=room, starts_on=term.starts_on)
    return room


def _newcomer(row: dict, room: Classroom, term: Term) -> people.NewStudent:
    return people.NewStudent(
        first_name=row["first_name"],
        last_name=row["last_name"],
        grade=row["grade"],
        classrooms=(room,),
        external_id=row["id"],
        pronouns=row["pronouns"],
        home_language=row["home_language"],
        starts_on=term.starts_on,
    )


def _families(pairs: Iterable[tuple[dict, Student]], password: str) -> None:
    for row, student in pairs:
        login = row["id"] == FAMILY_LOGIN_FOR
        username = "family" if login else f"family-{row['id'].lower()}"
        guardian = _user(username, "The", f"{row['last_name']} family", password if login else "!")
        Guardianship.objects.create(school=student.school, guardian=guardian, student=student)


def _user(username: str, first: str, last: str, password: str, **flags) -> User:
    return User.objects.create(username=username, first_name=first, last_name=last, password=password, **flags)


def _take_in(sample: Sample, school: School) -> list:
    ids = ExternalId.objects.filter(school=school).select_related("student")
    students = {external.value: external.student for external in ids}
    rows = [row for row in sample.responses if row["student_id"] in students]
    shift = timezone.localdate() - timedelta(days=1) - max(date.fromisoformat(row["date"]) for row in rows)
    new = [
        intake.NewResponse(
            student=students[row["student_id"]],
            text=row["text"],
            prompt=row["prompt"],
            written_on=date.fromisoformat(row["date"]) + shift,
            mode=row["mode"],
            grade=row["grade"],
        )
        for row in rows
    ]
    with transaction.atomic():
        jobs = intake.accept_many(new, school=school, by=BY, call_worker=False).jobs
        games = [_game(own, school) for own in list(_by_student(new, rows).values())[::PLAYS]]
        accept_sessions(games, school=school, by=BY, queue=False, call_worker=False)
    return jobs


def _by_student(new: list[intake.NewResponse], rows: list[dict]) -> dict:
    """Each student's responses as taken in, and as the corpus rates them, in the order of the file."""
    own: dict = {}
    for response, row in zip(new, rows, strict=True):
        own.setdefault(row["student_id"], []).append((response, row["ratings"]))
    return own


def _game(own: list[tuple[intake.NewResponse, dict]], school: School) -> NewSession:
    """One made-up run on the day of the student's last response, drawn from how the responses were rated."""
    last = max((response for response, _ in own), key=lambda response: response.written_on)
    rng = np.random.default_rng([ord(letter) for letter in f"{last.text[:40]}{last.grade}"])
    rated = {skill: [r[skill] for _, r in own if isinstance(r[skill], int)] for skill in SKILLS}
    profile = {skill: (mean(found) - 1) / 3 if found else None for skill, found in rated.items()}
    return NewSession(
        student=last.student,
        events=simulation.session(simulation.player(profile, rng), rng),
        started_at=datetime.combine(last.written_on, time(10, 15), ZoneInfo(school.time_zone)),
        run="sample",
        task="Bridge Builder",
        simulated=True,
    )


def _term_dates(sample: Sample) -> dict[str, date]:
    first, last = sample.first_and_last_day()
    shift = timezone.localdate() - timedelta(days=1) - last
    return {"starts_on": first + shift - timedelta(days=21), "ends_on": last + shift + timedelta(days=75)}


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
