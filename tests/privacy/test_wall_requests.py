"""Requests, tasks and commands behind the second wall: what each may see, and that nothing outlives it."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.db import OperationalError, connection
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone

from assessments import tasks
from assessments.models import AssessmentJob
from config.celery import app
from privacy import consent, middleware
from privacy.audit import AuditEvent
from privacy.wall import standing
from privacy.wall.command import SystemCommand
from privacy.wall.duties import Duty
from students import access
from students.access import Right
from students.models import ApiKey, District, Student
from students.schools_reached import schools_reached
from tests import factories as make

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security")

# Commands that make, read or send no rows about a school; whatever else there is acts as the system, by name.
WITHOUT_ROWS = {
    "assess": "reads files and prints",
    "list_routes": "reads the code",
    "measure_deidentify": "reads files and prints",
    "measure_distress": "reads files and prints",
    "prepare_corpus": "reads and writes files",
    "prepare_database": "runs as the owner of the tables",
    "retention_table": "reads the code",
    "privacy_page": "reads the code",
    "roster_formats": "reads the code",
    "simulate_sessions": "makes up a file",
    "train_distress": "reads and writes files",
}


def through(view):
    return middleware.second_wall(view)(RequestFactory().get("/"))


# --- whose schools ---------------------------------------------------------------------------------


def test_the_wall_never_hides_what_the_rights_table_shows(cast):
    """Schools reached are those of every row that any right reaches, and of no other district."""
    for name, who in {**cast.people(), **cast.programs()}.items():
        reached = schools_reached(who)
        for right in Right:
            rows = access.reach(who, right)
            field = "pk" if rows.model._meta.label == "students.School" else "school"
            assert set(rows.values_list(field, flat=True)) <= reached, (name, right)


@pytest.mark.parametrize(
    ("who", "schools"),
    [
        ("teacher", ["cedar"]),
        ("school_admin", ["cedar"]),
        ("district_admin", ["cedar", "alder"]),
        ("guardian", ["cedar"]),
        ("restricted_guardian", []),
        ("former_guardian", []),
        ("ex_teacher", []),
        ("inactive_teacher", []),
        ("newcomer", []),
        ("key", ["cedar"]),
        ("district_key", ["cedar", "alder"]),
        ("revoked_key", []),
        ("operator", ["cedar", "alder", "birch"]),
    ],
)
def test_somebody_reaches_the_schools_they_belong_to_today(cast, who, schools):
    assert schools_reached(getattr(cast, who)) == {getattr(cast, school).pk for school in schools}


# --- requests --------------------------------------------------------------------------------------


@pytest.mark.postgres
@on_postgresql
class TestRequests:
    def test_a_page_is_made_within_the_schools_of_whoever_asks(self, cast, client, monkeypatch):
        seen = []
        schools = Student.objects.values_list("school", flat=True)
        monkeypatch.setattr(access, "can", lambda *_: seen.append(set(schools.all())))
        client.force_login(cast.school_admin)
        client.get("/who-looked/")
        assert seen[0] == {cast.cedar.pk}

    def test_nobody_known_sees_no_rows(self, cast):
        assert through(lambda _: HttpResponse(str(Student.objects.count()))).content == b"0"

    def test_a_key_sees_its_schools_once_it_is_found(self, cast, client, monkeypatch):
        seen = set()

        def look(*_):
            seen.update(Student.objects.values_list("school", flat=True))
            raise Http404

        monkeypatch.setattr(access, "get_or_404", look)
        client.post(f"/api/v1/infer/{cast.sam.pk}", headers={"authorization": f"Api-Key {cast.key.secret}"})
        assert seen == {cast.cedar.pk}

    def test_whoever_asks_afterwards_is_not_within_it(self, cast, client):
        client.force_login(cast.teacher)
        client.get(f"/students/{cast.mateo.pk}/")
        assert standing.now() == standing.Standing()
        assert Student.objects.filter(school=cast.birch).exists()

    def test_what_failed_leaves_nothing_behind(self, cast):
        def fails(_):
            District.objects.create(name="half saved")
            return HttpResponse(status=500)

        assert through(fails).status_code == 500
        assert not District.objects.filter(name="half saved").exists()

    def test_what_was_refused_keeps_what_was_done_before(self, cast):
        def refuses(_):
            District.objects.create(name="kept")
            return HttpResponse(status=403)

        through(refuses)
        assert District.objects.filter(name="kept").exists()

    def test_what_streams_is_read_before_the_wall_is_gone(self, cast):
        def rows():
            yield str(Student.objects.count())

        answer = through(lambda _: StreamingHttpResponse(rows()))
        assert b"".join(answer) == b"0"

    def test_a_database_that_is_away_answers_503(self, monkeypatch):
        def away():
            raise OperationalError("no route to host db.internal")

        monkeypatch.setattr(standing, "request", away)
        answer = through(lambda _: HttpResponse())
        assert answer.status_code == 503
        assert b"db.internal" not in answer.content

    def test_a_refusal_is_written_down_although_the_school_is_not_the_refused_ones(self, cast, client):
        expired = make.ApiKeyFactory(school=cast.birch, name="old", expiry_date=timezone.now() - timedelta(days=1))
        client.post(f"/api/v1/infer/{cast.sam.pk}", headers={"authorization": f"Api-Key {expired.secret}"})
        assert AuditEvent.objects.get(verb="key.refused").school == cast.birch.pk

    def test_a_key_is_noted_as_used_once_a_minute_so_that_its_requests_do_not_wait_for_one_another(self, cast, client):
        address, headers = f"/api/v1/infer/{uuid.uuid4()}", {"authorization": f"Api-Key {cast.key.secret}"}
        client.post(address, headers=headers)
        first = ApiKey.objects.get(pk=cast.key.pk).last_used_at
        client.post(address, headers=headers)
        assert first is not None
        assert ApiKey.objects.get(pk=cast.key.pk).last_used_at == first


# --- tasks and commands ----------------------------------------------------------------------------


def ours() -> list:
    app.autodiscover_tasks(force=True)
    return [task for name, task in app.tasks.items() if not name.startswith("celery.")]


def test_every_task_says_what_it_is_about():
    assert "privacy.tasks.seal_audit" in {task.name for task in ours()}
    for task in ours():
        assert bool(task.jobs_of) != bool(task.system), f"{task.name}: see privacy/wall/task.py"
        assert not task.system or isinstance(task.system, Duty)


@pytest.mark.postgres
@on_postgresql
def test_a_task_works_within_the_schools_of_its_jobs(cast, monkeypatch):
    job = AssessmentJob.objects.create(
        school=cast.alder, student=cast.nora, asked_by="system:tests", idempotency_key="one"
    )
    AssessmentJob.objects.create(
        school=cast.cedar, student=cast.mateo, asked_by="system:tests", idempotency_key="of another school"
    )
    seen = []
    monkeypatch.setattr("assessments.pipeline.run", lambda _: seen.extend(Student.objects.all()))
    tasks.assess([str(job.pk)])
    assert seen == [cast.nora]


@pytest.mark.postgres
@on_postgresql
def test_a_task_about_no_job_sees_nothing(cast, monkeypatch):
    seen = []
    monkeypatch.setattr("assessments.pipeline.run", lambda _: seen.append(Student.objects.count()))
    tasks.assess([str(uuid.uuid4())])
    assert seen == [0]


@pytest.mark.postgres
@on_postgresql
def test_the_reaper_looks_into_every_school(cast, monkeypatch):
    seen = []
    monkeypatch.setattr(AssessmentJob, "reap", classmethod(lambda _: seen.append(Student.objects.count()) or []))
    tasks.reap()
    assert seen == [Student.objects.count()]


def test_every_command_of_ours_acts_by_name_or_touches_no_rows():
    apps = ("privacy", "students", "fusion", "reasoning", "assessments")
    found = {name: app for name, app in get_commands().items() if app in apps}
    plain = {name for name, app in found.items() if not isinstance(load_command_class(app, name), SystemCommand)}
    assert plain == WITHOUT_ROWS.keys()


@pytest.mark.postgres
@on_postgresql
def test_a_command_sees_every_school_and_says_so(cast, monkeypatch):
    seen = []
    monkeypatch.setattr("privacy.audit_chain.public_key", lambda: seen.append(standing.now().system) or "key")
    call_command("audit", "key")
    assert seen == ["command"]
    assert standing.now() == standing.Standing()


def test_a_familys_no_is_heard_in_the_next_school(cast):
    """Asked within the new school alone, as an import of its roster does."""
    student = uuid.uuid4()
    consent.withdraw(school=cast.alder.pk, subjects=[student], purpose="assess", basis="parent", by="system:tests")
    with standing.within([cast.cedar.pk]):
        consent.authorize_by_school(
            school=cast.cedar.pk, district=cast.district.pk, subjects=[student], by="system:tests"
        )
    assert not consent.covered([student], "assess", school=cast.cedar.pk)
