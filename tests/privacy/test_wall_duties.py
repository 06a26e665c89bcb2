"""Each use of the system's role leaves one trace, in the transaction of what it is about, and cannot do without."""

import ast
import subprocess
import sys
import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments import intake, tasks
from assessments.models import AssessmentJob
from config.celery import app
from privacy import audit, keys
from privacy import tasks as privacy_tasks
from privacy.audit import AuditEvent
from privacy.keys import SubjectKey
from privacy.wall import standing, tracing
from privacy.wall.duties import Duty, Leaves
from students import invitations
from students.guardians import NewGuardian
from students.models import ApiKey, Student

ROOT = Path(__file__).resolve().parents[2]
OURS = ("privacy", "students", "fusion", "reasoning", "assessments", "config")
# Where which duty is done: a new use of the role is a line here, to be looked at.
USES = {
    "assessments/tasks.py": {"REAPER", "SWEEP", "TRAINING", "SAFEGUARDING"},
    "privacy/consent.py": {"CONSENT"},
    "privacy/middleware.py": {"AUDIT"},
    "privacy/tasks.py": {"SEAL", "ERASURE", "RETENTION"},
    "privacy/wall/command.py": {"COMMAND"},
    "privacy/wall/standing.py": {"SIGN_IN"},  # reaching
    "privacy/wall/task.py": {"WORKER"},
    "students/checks.py": {"COMMAND"},
    "students/guardians.py": {"GUARDIANS"},
    "students/invitations.py": {"INVITATION"},
    "students/reach_traces.py": {"SIGN_IN"},
    "students/roles.py": {"STAFF"},
    "students/staff.py": {"STAFF"},
    "students/signing_in/identity.py": {"SIGN_IN"},
    "students/signing_in/passwords.py": {"SIGN_IN"},
    "students/tasks.py": {"SIGN_IN"},
}
STALE = timedelta(hours=2)


def uses(duty: Duty) -> list[AuditEvent]:
    return [one for one in AuditEvent.objects.filter(verb="system.use") if one.detail["duty"] == duty]


# --- who may ---------------------------------------------------------------------------------------


def sources():
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_the_role_is_used_only_where_it_is_said():
    found = {}
    for path, text in sources():
        if path == "privacy/wall/duties.py":
            continue
        named = {
            node.attr
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Duty"
        }
        if named:
            found[path] = named
    assert found == USES
    assert set().union(*USES.values()) == set(Duty.__members__), "a duty that nobody has"


def test_nothing_takes_the_role_past_its_door():
    """Neither by its name nor by PostgreSQL's words for changing a role."""
    door = {"privacy/wall/standing.py", "privacy/wall/raising.py", "privacy/wall/checking.py"}
    words = ("SYSTEM_ROLE", "sightline_system", "set_config(", "set role", "sightline.system")
    past = {
        (path, word) for path, text in sources() for word in words if path not in door and word.lower() in text.lower()
    }
    assert past == {("privacy/wall/__init__.py", "sightline_system")} & past


@pytest.mark.parametrize("said", ["reaper", "whatever", ""])
def test_a_bare_word_is_no_duty(said):
    with pytest.raises(ValueError, match="add it there"):
        standing.system(said)


def test_a_duty_says_what_for_and_what_it_leaves():
    for duty in Duty:
        assert len(duty.why) > 20 and isinstance(duty.leaves, Leaves)
        assert standing.Standing(system=duty).system == duty.value


# --- one event a use --------------------------------------------------------------------------------


@pytest.mark.django_db
class TestEach:
    def test_who_what_for_and_when_are_told(self):
        began = timezone.now()
        with standing.system(Duty.CONSENT, place="here"):
            pass
        [event] = uses(Duty.CONSENT)
        assert (event.actor, event.object, event.school) == ("system:consent", "here", None)
        assert event.detail == {"duty": "consent", "why": Duty.CONSENT.why}
        assert began <= event.at <= timezone.now()

    def test_a_command_is_one_use_however_much_it_does(self, cast):
        call_command("consent_mode", "--district", str(cast.district.pk), "--to", "parent")
        [event] = uses(Duty.COMMAND)
        assert event.object == "command:consent_mode"

    def test_the_operator_can_list_them(self):
        for _ in range(3):
            with standing.system(Duty.GUARDIANS):
                pass
        said = StringIO()
        call_command("audit", "uses", stdout=said)
        assert "3  guardians" in said.getvalue() and "1  command       command:audit" in said.getvalue()

    def test_an_invitation_is_traced_when_the_link_is_ours_and_not_when_anybody_knocks(self, cast, client):
        invited = invitations.add_and_invite(
            student=cast.mateo, new=NewGuardian("Ada", "Q", "ada@example.org"), by=cast.school_admin
        )
        before = len(uses(Duty.INVITATION))
        client.get(reverse("invitation", args=["made-up"]))
        assert len(uses(Duty.INVITATION)) == before
        client.get(invited.path)
        assert len(uses(Duty.INVITATION)) == before + 1

    def test_a_trace_that_cannot_be_written_keeps_the_duty_from_being_done(self, monkeypatch):
        monkeypatch.setattr(audit, "record", _cannot)
        done = []
        with pytest.raises(RuntimeError, match="full"), standing.system(Duty.COMMAND):
            done.append(1)
        assert not done


def _cannot(verb, **_):
    raise RuntimeError("the disk is full")


# --- beat -------------------------------------------------------------------------------------------

BEAT = [
    (tasks.reap, Duty.REAPER),
    (tasks.sweep, Duty.SWEEP),
    (tasks.tell_leads, Duty.SAFEGUARDING),
    (tasks.fill_training_store, Duty.TRAINING),
    (privacy_tasks.erase, Duty.ERASURE),
    (privacy_tasks.retain, Duty.RETENTION),
    (privacy_tasks.seal_audit, Duty.SEAL),
]


def test_these_are_all_that_beat_comes_by_for(settings):
    app.autodiscover_tasks(force=True)
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert asked == {task.name for task, _ in BEAT}


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.parametrize(("task", "duty"), BEAT, ids=[duty for _, duty in BEAT])
def test_beat_that_finds_nothing_to_do_leaves_nothing(cast, task, duty):
    for _ in range(2):  # the first may still have to do with what the cast brought
        AuditEvent.objects.count()
        task()
    before = AuditEvent.objects.count()
    task()
    assert AuditEvent.objects.count() == before


@pytest.fixture
def stale_jobs(cast):
    accepted = intake.accept_many(
        [
            intake.NewResponse(cast.mateo, f"I asked my group what they needed on day {n} and we made a list.")
            for n in range(3)
        ],
        school=cast.cedar,
        by=cast.teacher,
        call_worker=False,
    )
    long_ago = timezone.now() - STALE
    AssessmentJob.objects.filter(pk__in=[job.pk for job in accepted.jobs]).update(
        state="running", lease=uuid.uuid4(), lease_until=long_ago
    )
    return accepted.jobs


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
class TestAReaperThatFindsSomething:
    @pytest.fixture(autouse=True)
    def _nobody_is_woken(self, monkeypatch):
        monkeypatch.setattr(tasks.assess, "delay", lambda _ids: None)

    def test_leaves_one_event_for_many_rows(self, stale_jobs):
        tasks.reap()
        [event] = uses(Duty.REAPER)
        assert event.object == "task:assessments.tasks.reap"

    def test_changes_nothing_where_the_event_cannot_be_written(self, stale_jobs, monkeypatch):
        monkeypatch.setattr(audit, "record", _cannot)
        with pytest.raises(RuntimeError):
            tasks.reap()
        assert set(AssessmentJob.objects.values_list("state", flat=True)) >= {"running"}

    def test_outside_of_a_transaction_too(self, stale_jobs, monkeypatch):
        monkeypatch.setattr(audit, "record", _cannot)
        with pytest.raises(RuntimeError), standing.system(Duty.REAPER):
            AssessmentJob.objects.filter(state="running").update(state="queued")
        assert not AssessmentJob.objects.filter(state="queued").exists()

    def test_what_a_rollback_took_along_is_written_again_with_what_stands(self, stale_jobs):
        rows = AssessmentJob.objects.filter(state="running")
        with standing.system(Duty.REAPER):
            with pytest.raises(KeyError), transaction.atomic():
                rows.update(state="failed")
                raise KeyError
            assert not uses(Duty.REAPER)
            with transaction.atomic():
                with pytest.raises(KeyError), transaction.atomic():
                    rows.update(state="failed")
                    raise KeyError
                rows.update(state="queued")
            rows.update(state="failed")
        assert len(uses(Duty.REAPER)) == 1


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_keys_that_are_swept_leave_a_trace_though_they_lie_in_another_database(cast):
    tasks.sweep()
    before = len(uses(Duty.SWEEP))
    orphan = uuid.uuid4()
    keys.create([orphan])
    SubjectKey.objects.filter(subject=orphan).update(created_at=timezone.now() - STALE)
    tasks.sweep()
    assert len(uses(Duty.SWEEP)) == before + 1
    assert not SubjectKey.objects.filter(subject=orphan).exists()


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_sealing_is_told_by_its_heads_and_does_not_feed_itself(cast):
    for _ in range(3):
        privacy_tasks.seal_audit()
    assert not uses(Duty.SEAL)


# --- workers, sign-in ------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_worker_leaves_a_trace_for_work_and_none_when_it_was_woken_twice(cast, monkeypatch):
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("without a wall nobody asks over it")
    job = AssessmentJob.objects.create(
        school=cast.alder, student=cast.nora, asked_by="system:tests", idempotency_key="one"
    )
    monkeypatch.setattr("assessments.pipeline.run", lambda _: None)
    tasks.assess([str(job.pk)])
    [event] = uses(Duty.WORKER)
    assert event.object == "task:assessments.tasks.assess"
    AssessmentJob.objects.filter(pk=job.pk).update(state="done")
    tasks.assess([str(job.pk)])
    assert len(uses(Duty.WORKER)) == 1


@pytest.mark.postgres
@pytest.mark.django_db
class TestReach:
    @pytest.fixture(autouse=True)
    def _walled(self):
        from django.db import connection

        if connection.vendor != "postgresql":
            pytest.skip("without a wall nobody asks over it")

    def test_a_session_leaves_one_and_another_when_its_schools_change(self, cast, client):
        client.force_login(cast.teacher)
        for _ in range(3):
            client.get("/home/")
        [event] = uses(Duty.SIGN_IN)
        assert event.actor == audit.actor(cast.teacher) and event.detail["schools"] == 1
        cast.teacher.memberships.update(school=cast.alder)
        for _ in range(2):
            client.get("/home/")
        assert len(uses(Duty.SIGN_IN)) == 2

    def test_a_key_leaves_one_a_day(self, cast, client):
        row, secret = ApiKey.objects.create_key(name="t", district=cast.district, school=cast.cedar, scopes=["infer"])
        asked = {"headers": {"Authorization": f"Api-Key {secret}"}, "content_type": "application/json"}
        for _ in range(3):
            client.post(reverse("api_infer", args=[cast.mateo.pk]), {"text": "short"}, **asked)
        assert len(uses(Duty.SIGN_IN)) == 1
        ApiKey.objects.filter(pk=row.pk).update(last_used_at=timezone.now() - timedelta(days=1))
        client.post(reverse("api_infer", args=[cast.mateo.pk]), {"text": "short"}, **asked)
        assert len(uses(Duty.SIGN_IN)) == 2

    def test_where_it_cannot_be_written_nobody_gets_an_answer(self, cast, client, monkeypatch):
        client.force_login(cast.teacher)
        client.raise_request_exception = False
        monkeypatch.setattr(tracing, "leave", _cannot)
        assert client.get("/home/").status_code == 500


def test_the_wall_does_not_need_django_to_name_its_duties():
    """Tasks name them while Celery is set up, before Django's settings may be read."""
    code = "import sys, privacy.wall.duties; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.django_db
def test_the_role_still_sees_what_it_saw(cast):
    with standing.system(Duty.COMMAND):
        assert Student.objects.filter(school=cast.alder).exists() and Student.objects.filter(school=cast.cedar).exists()
