"""A clock walks a school year: what goes on which day, what a page then says, and what never went."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from assessments import intake, pipeline, training
from assessments.models import Assessment, Feedback, GameSession, Response, StoredReading, Upload
from assessments.replay import replay
from assessments.uploading import waiting
from assessments.uploading.decoding import decode
from privacy import consent, holds, keys, tasks
from privacy.audit import AuditEvent
from privacy.erasure import Erasure
from students.models import Enrollment, Student, Term
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST_DAY = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)
LAST_DAY = date(2027, 6, 11)
SAID = (
    "When they laughed at Priyanka I could tell that she felt ashamed because nobody had asked her to play, "
    "so I sat with her and asked if she wanted to draw the map with me."
)
QUOTE = "could tell that she felt ashamed"


class Year:
    """One class in which Mateo and Priyanka write on the first day; the clock and everybody's doors."""

    def __init__(self, clock, client):
        self.clock, self.client = clock, client
        self.school = make.SchoolFactory()
        term = make.TermFactory(school=self.school, starts_on=FIRST_DAY.date(), ends_on=LAST_DAY)
        self.room = make.ClassroomFactory(school=self.school, term=term)
        self.teacher = make.UserFactory(username="okafor")
        make.MembershipFactory(user=self.teacher, school=self.school)
        make.TeachingAssignmentFactory(teacher=self.teacher, classroom=self.room)
        self.mateo, self.priyanka = (self.student(name) for name in ("Mateo", "Priyanka"))
        self.key = make.ApiKeyFactory(school=self.school)

    def student(self, name):
        student = make.StudentFactory(school=self.school, first_name=name)
        make.EnrollmentFactory(student=student, classroom=self.room)
        make.GameSessionFactory(student=student)
        accepted = intake.accept_text(student=student, text=SAID, prompt="What happened?", by=self.teacher)
        with keys.keyring():
            pipeline.run([job.pk for job in accepted.jobs])
        return student

    def day(self, number):
        """The worker's hour on that day of the year."""
        self.clock.move_to(FIRST_DAY + timedelta(days=number))
        tasks.retain()

    def page(self, student):
        self.client.force_login(self.teacher)
        return self.client.get(reverse("student_page", args=[student.pk]), {"skill": "empathy"})

    def assessment(self, student):
        return Assessment.objects.current().filter(student=student).latest("window_end")

    def by_api(self, student):
        address = reverse("api_assessment", args=[self.assessment(student).pk])
        return self.client.get(address, headers={"Authorization": f"Api-Key {self.key.secret}"}).json()


@pytest.fixture
def year(client, settings, tmp_path, monkeypatch):
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"
    monkeypatch.setattr(holds, "_registered", [])
    with time_machine.travel(FIRST_DAY, tick=False) as clock:
        yield Year(clock, client)


def numbers():
    return [list(model.objects.order_by("pk").values()) for model in (Assessment, StoredReading, Feedback)]


def test_a_year_of_retention(year):
    asking = {year.priyanka.pk}
    holds.register_hold(lambda subjects: asking & subjects)
    consent.grant(
        school=year.school.pk, subjects=[year.mateo.pk], purpose="train", basis="parent", by="system:tests"
    )  # fmt: skip
    assert training.fill() == 1
    file = decode(b"student,text\nMateo,hello there\n")
    waiting.keep(file, name="a.csv", classroom=year.room, by=year.teacher)
    first, told = numbers(), year.by_api(year.mateo)
    assert QUOTE in year.page(year.mateo).content.decode() and told["words_kept"] is True

    year.clock.move_to(FIRST_DAY + timedelta(hours=23))
    tasks.retain()
    assert Upload.objects.exists()
    year.day(1.1)
    assert not Upload.objects.exists(), "a file that nobody confirmed"

    year.day(89)
    assert QUOTE in year.page(year.mateo).content.decode()
    year.day(91)
    the_words_are_gone_and_the_rest_stays(year, first, told)
    assert QUOTE in year.page(year.priyanka).content.decode(), "somebody asked to see her record"

    asking.clear()
    year.day(92)
    assert QUOTE not in year.page(year.priyanka).content.decode()
    assert numbers() == first

    year.day((LAST_DAY - FIRST_DAY.date()).days + 364)
    assert Student.objects.count() == 2 and numbers() == first
    year.day((LAST_DAY - FIRST_DAY.date()).days + 367)
    assert not Student.objects.exists() and not Assessment.objects.exists() and not Enrollment.objects.exists()
    assert not keys.existing([year.mateo.pk, year.priyanka.pk])
    assert set(Erasure.objects.values_list("reason", flat=True)) == {"retention"} and Term.objects.exists()


def the_words_are_gone_and_the_rest_stays(year, first, told):
    response = Response.objects.get(student=year.mateo)
    assert (response.original, response.deidentified) == (None, None)
    assert GameSession.objects.get(student=year.mateo).payload is None
    assert numbers() == first, "scores, readings, contributions and claims are the bytes they were"

    html = year.page(year.mateo).content.decode()
    assert "ashamed" not in html and "the words are no longer kept" in html
    assert "The words are gone, the score stays." in html
    assert year.by_api(year.mateo) == {**told, "words_kept": False}

    again = replay(year.assessment(year.mateo))
    assert again.same and again.basis == "readings"
    told_of = AuditEvent.objects.filter(verb="retention.run", detail__rule="words").values_list(
        "detail__table", flat=True
    )
    assert sorted(told_of) == ["assessments.Aliases", "assessments.Response"]


def test_a_page_of_the_original_says_so_too(year):
    year.day(91)
    year.client.force_login(year.teacher)
    response = Response.objects.get(student=year.mateo)
    html = year.client.get(reverse("student_original", args=[year.mateo.pk, response.pk])).content.decode()
    assert "The words are gone." in html and "ashamed" not in html


def test_new_words_beside_old_numbers_are_assessed_together(year):
    """What was read of words that are gone still counts in a window that a late response joins."""
    year.day(91)
    accepted = intake.accept_text(
        student=year.mateo, text=f"{SAID} Then we laughed.", written_on=FIRST_DAY.date(), by=year.teacher
    )
    with keys.keyring():
        pipeline.run([job.pk for job in accepted.jobs])
    assert len(year.assessment(year.mateo).response_ids) == 2
    assert timezone.now() > FIRST_DAY + timedelta(days=90)
