"""A record goes: the key first, then everything, whatever dies in between; and a receipt stays."""

import json
import uuid

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments import roster_names
from assessments.models import Assessment, Response, Upload
from assessments.uploading import waiting
from assessments.uploading.decoding import decode
from privacy import audit, erasure, holds, keys, tasks, tombstones
from privacy.audit import AuditEvent, AuditSubject
from privacy.consent import ConsentRecord
from privacy.erasure import Erasure, RecordHeld
from privacy.holders import all_holdings
from students.models import Guardianship, RosterRun, Student, User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def copy(settings, tmp_path):
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


@pytest.fixture
def asked_to_see(monkeypatch):
    """Students whose record somebody asked to see."""
    asking = set()
    monkeypatch.setattr(holds, "_registered", [lambda subjects: asking & subjects])
    return asking


def who(student):
    return {"student_id": student.pk, "school_id": student.school_id}


def erase(student, *, reason="family", by="system:tests", **more):
    return erasure.erase(**who(student), reason=reason, by=by, **more)


def rows_of(student):
    return {name: one.rows_of(student.pk).count() for name, one in all_holdings().items()}


def keep_file(cast, text, name="a.csv"):
    return waiting.keep(decode(text.encode()), name=name, classroom=cast.homeroom_7b, by=cast.teacher)


# --- what goes and what stays ------------------------------------------------------------------------


def test_every_row_goes_and_a_classmates_rows_stay(cast):
    make.GameSessionFactory(student=cast.mateo)
    make.ExternalIdFactory(student=cast.mateo)
    before, classmate = rows_of(cast.mateo), rows_of(cast.priyanka)
    assert before["assessments.Response"] == 1 and before["students.ExternalId"] == 1
    erase(cast.mateo)
    assert set(rows_of(cast.mateo).values()) == {0}
    assert rows_of(cast.priyanka) == classmate
    assert Student.objects.get(pk=cast.priyanka.pk).first_name == "Priyanka"


def test_the_page_is_not_there_any_more_and_the_class_goes_on(client, cast):
    client.force_login(cast.teacher)
    page = reverse("student_page", args=[cast.mateo.pk])
    assert client.get(page).status_code == 200
    erase(cast.mateo)
    assert client.get(page).status_code == 404
    room = client.get(reverse("class_page", args=[cast.homeroom_7b.pk])).content.decode()
    assert "Priyanka" in room and "Mateo" not in room


def test_the_receipt_counts_before_and_after_and_knows_nobody(cast):
    receipt = erase(cast.mateo)
    kept = Erasure.objects.get()
    assert kept.before["students.Student"] == 1 and kept.before["privacy.SubjectKey"] == 1
    assert set(kept.before) == set(kept.after) and set(kept.after.values()) == {0}
    assert kept.finished_at >= kept.key_destroyed_at >= kept.ordered_at and kept.traces == {}
    said = json.dumps(list(Erasure.objects.values()), default=str) + tombstones.path().read_text()
    assert not [name for name in ("Mateo", "Quintanilla", "quintanilla", "Teo") if name in said]
    assert receipt.pk == kept.pk


def test_what_was_done_with_the_record_stays_told(cast):
    audit.record("record.view", by=cast.teacher, school=cast.cedar, subjects=[cast.mateo.pk])
    agreements = ConsentRecord.objects.filter(subject=cast.mateo.pk).count()
    erase(cast.mateo, by=cast.records_officer)
    told = AuditEvent.objects.filter(
        id__in=AuditSubject.objects.filter(subject=cast.mateo.pk).values("event_id")
    ).values_list("verb", flat=True)
    assert {"record.view", "erasure.order", "record.erase"} <= set(told)
    assert ConsentRecord.objects.filter(subject=cast.mateo.pk).count() == agreements > 0


def test_a_plan_tells_and_changes_nothing(cast):
    plan = erasure.plan(**who(cast.mateo))
    assert plan.goes["assessments.Assessment"] == 1 and plan.stays["privacy.ConsentRecord"] == 1
    assert not plan.empty and not plan.held
    assert rows_of(cast.mateo)["assessments.Response"] == 1 and not Erasure.objects.exists()
    keys.open_key(cast.mateo.pk)


def test_an_assessment_is_as_unchangeable_as_before(cast):
    erase(cast.mateo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(student=cast.priyanka).update(empathy=0.1)


def test_a_name_is_not_remembered_by_the_deidentifier(cast):
    said = "Yesterday Quintanilla helped me."
    assert "Quintanilla" not in roster_names.deidentifier_of(cast.cedar).mask(said).text
    version = type(cast.cedar).objects.get(pk=cast.cedar.pk).names_version
    erase(cast.mateo)
    assert cast.cedar.pk not in roster_names._remembered
    assert type(cast.cedar).objects.get(pk=cast.cedar.pk).names_version > version  # what other processes go by


# --- what does not point at the student ---------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["MATEO went well", "by quintanilla, today", "Teo’s poster", '"mateo","x"', "josé-mateo"]
)
def test_a_waiting_file_that_names_the_student_goes_with_its_key(cast, said):
    file = keep_file(cast, f"student,text\nPriyanka Deshmukh,{said}\n")
    erase(cast.mateo)
    assert not Upload.objects.exists() and not keys.existing([file.pk])


def test_a_waiting_file_goes_when_only_its_name_or_a_decision_names_the_student(cast):
    keep_file(cast, "student,text\nPriyanka Deshmukh,hello\n", name="quintanilla.csv")
    decided = keep_file(cast, "student,text\nPD,hello\n")
    waiting.mend(decided, 2, student=cast.mateo.pk, by=cast.teacher)
    erase(cast.mateo)
    assert not Upload.objects.exists()


def test_a_waiting_file_that_names_somebody_else_stays(cast):
    file = keep_file(cast, "student,text\nPriyanka Deshmukh,the meteor fell\n")
    erase(cast.mateo)
    assert Upload.objects.get() == file and Upload.objects.get().content


def test_a_roster_import_forgets_what_its_file_was_called(cast):
    run = RosterRun.objects.create(school=cast.cedar, batch=uuid.uuid4(), by="system:tests", file_name="mateo.csv")
    erase(cast.mateo)
    run.refresh_from_db()
    assert run.file_name == ""


def test_a_familys_account_is_an_empty_shell_and_is_signed_out(client, cast):
    client.force_login(cast.guardian)
    assert client.get(reverse("family")).status_code == 200
    User.objects.filter(pk=cast.guardian.pk).update(email="quintanilla@mail.example")
    erase(cast.mateo)
    shell = User.objects.get(pk=cast.guardian.pk)
    assert (shell.first_name, shell.last_name, shell.email, shell.is_active) == ("", "", "", False)
    assert shell.username == f"erased-{shell.pk}" and not shell.has_usable_password()
    assert client.get(reverse("family")).status_code == 302


def test_an_account_that_is_there_for_somebody_else_too_stays(cast):
    make.GuardianshipFactory(guardian=cast.guardian, student=cast.tyrell)
    make.GuardianshipFactory(guardian=cast.teacher, student=cast.mateo)
    erase(cast.mateo)
    assert User.objects.get(pk=cast.guardian.pk).is_active and User.objects.get(pk=cast.teacher.pk).is_active
    assert Guardianship.objects.get(guardian=cast.guardian).student == cast.tyrell


# --- the order of things --------------------------------------------------------------------------------


class Killed(Exception):
    """As if the process had died here."""


STEPS = {
    "before the key": ("privacy.erasure.tombstones.append", True),
    "after the key": ("privacy.erasure.keys.destroy", False),
    "at a file": ("students.traces.User.save", False),
    "at the rows": ("privacy.erasure._delete_rows", False),
    "at the receipt": ("privacy.erasure._finish", False),
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_it_is_resumed_to_the_same_end(cast, monkeypatch, step):
    target, key_left = STEPS[step]
    destroy = keys.destroy

    def die(*args, **kwargs):
        if target.endswith("keys.destroy"):
            destroy(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(target, die)
        with pytest.raises(Killed):
            erase(cast.mateo)
        assert bool(keys.existing([cast.mateo.pk])) is key_left
        assert rows_of(cast.mateo)["assessments.Response"] == 1, "rows went before the erasure was told"
    tasks.erase()
    assert set(rows_of(cast.mateo).values()) == {0} and not keys.existing([cast.mateo.pk])
    assert Erasure.objects.get().finished_at and not User.objects.get(pk=cast.guardian.pk).is_active
    assert AuditEvent.objects.filter(verb="record.erase").count() == 1


def test_rows_that_do_not_go_keep_the_erasure_open(cast, monkeypatch):
    monkeypatch.setattr("privacy.erasure._delete_rows", lambda subject: None)
    with pytest.raises(erasure.NotAllGone, match=r"students\.Student"):
        erase(cast.mateo)
    assert not Erasure.objects.get().finished_at and not AuditEvent.objects.filter(verb="record.erase").exists()


def test_one_that_fails_does_not_keep_the_others_waiting(cast, monkeypatch, caplog):
    for student in (cast.mateo, cast.priyanka):
        erasure.order(**who(student), reason="family", by="system:tests")
    rows = erasure._delete_rows

    def only_priyanka(subject):
        if subject == cast.mateo.pk:
            raise Killed
        rows(subject)

    monkeypatch.setattr("privacy.erasure._delete_rows", only_priyanka)
    assert erasure.resume() == 1
    assert not Student.objects.filter(pk=cast.priyanka.pk).exists()
    assert "did not come to its end" in caplog.text and "Mateo" not in caplog.text


def test_an_order_is_part_of_the_callers_transaction(cast):
    with pytest.raises(Killed), transaction.atomic():
        erasure.order(**who(cast.mateo), reason="family", by="system:tests")
        raise Killed
    assert erasure.resume() == 0 and keys.existing([cast.mateo.pk])


def test_an_order_twice_is_one_erasure(cast):
    first = erasure.order(**who(cast.mateo), reason="family", by="system:tests", case=uuid.uuid4())
    assert erasure.order(**who(cast.mateo), reason="school", by="system:tests") == first
    assert erasure.resume() == 1


def test_at_once_is_refused_within_a_transaction(cast):
    with pytest.raises(RuntimeError), transaction.atomic():
        erase(cast.mateo)
    keys.open_key(cast.mateo.pk)


def test_a_reason_of_ones_own_is_refused(cast):
    with pytest.raises(ValueError, match="because I say so"):
        erase(cast.mateo, reason="because I say so")


def test_nothing_goes_while_somebody_asks_to_see_it(cast, asked_to_see):
    asked_to_see.add(cast.mateo.pk)
    assert erasure.plan(**who(cast.mateo)).held
    with pytest.raises(RecordHeld, match="Answer the request first"):
        erase(cast.mateo)
    assert keys.existing([cast.mateo.pk]) and not Erasure.objects.exists()
    erase(cast.priyanka)
    erase(cast.mateo, despite_hold=True)
    assert not keys.existing([cast.mateo.pk])


# --- after a restore --------------------------------------------------------------------------------------


def restored(student, *, key=True):
    """As a backup from before the erasure brings it back: the rows, not the tombstone."""
    Erasure.objects.all().delete()
    if key:
        keys.create([student.pk])
    again = make.StudentFactory._meta.model(id=student.pk, school=student.school, grade=7)
    again.__dict__.update(first_name=b"x", last_name=b"x")
    keys.create([student.pk])
    again.first_name, again.last_name = "Mateo", "Quintanilla"
    again.save(force_insert=True)
    make.ResponseFactory(student=again)
    if not key:
        keys.destroy([student.pk])
    return again


@pytest.mark.parametrize("key", [True, False])
def test_whoever_a_backup_brought_back_is_erased_again(cast, key):
    first = erase(cast.mateo)
    restored(cast.mateo, key=key)
    [again] = erasure.replay()
    assert again.replays == first.pk and again.reason == "restored" and again.before["assessments.Response"] == 1
    assert not Response.objects.filter(student=cast.mateo.pk).exists() and not keys.existing([cast.mateo.pk])
    assert Erasure.objects.filter(pk=first.pk, finished_at__isnull=False).exists(), "the tombstone is known again"
    assert erasure.replay() == []


def test_a_replay_spares_files_that_came_later_when_nobody_was_brought_back(cast):
    erase(cast.mateo)
    keep_file(cast, "student,text\nPriyanka Deshmukh,hello\n")
    assert erasure.replay() == [] and Upload.objects.exists()


def test_without_the_key_every_waiting_file_of_the_school_goes(cast):
    erase(cast.mateo)
    restored(cast.mateo, key=False)
    keep_file(cast, "student,text\nsomebody,hello\n")
    erasure.replay()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("change", ["subject", "invented", "no json"])
def test_a_line_that_is_not_ours_erases_nobody(cast, change):
    erase(cast.mateo)
    line = json.loads(tombstones.path().read_text())
    lines = {
        "subject": json.dumps({**line, "subject": str(cast.priyanka.pk)}),
        "invented": json.dumps({**line, "id": str(uuid.uuid4()), "subject": str(cast.priyanka.pk), "mac": "0" * 64}),
        "no json": "{",
    }
    tombstones.path().write_text(lines[change] + "\n")
    with pytest.raises(tombstones.TombstoneUnsound, match="line 1"):
        erasure.replay()
    assert Student.objects.filter(pk=cast.priyanka.pk).exists()


def test_carried_out_by_two_workers_at_once_it_is_told_once(cast):
    erasure.order(**who(cast.mateo), reason="family", by="system:tests")
    one, other = Erasure.objects.get(), Erasure.objects.get()
    erasure.carry_out(one)
    erasure.carry_out(other)
    assert len(list(tombstones.lines())) == 1
    assert AuditEvent.objects.filter(verb="record.erase").count() == 1


def test_an_erased_familys_account_is_known_to_no_service_phone_or_browser_any_more(cast):
    """What is left of it would tell who they are, and keep them from an account of a later day."""
    kept = {"user": cast.guardian_of_another, "provider": "google", "uid": "its-number-there"}
    beside = [
        SocialAccount.objects.create(**{**kept, "user": cast.guardian}),
        EmailAddress.objects.create(user=cast.guardian, email="family@example.org"),
        Authenticator.objects.create(user=cast.guardian, type=Authenticator.Type.TOTP, data={}),
        UserSession.objects.create(user=cast.guardian, ip="127.0.0.1", user_agent="Firefox", session_key="k"),
    ]
    another = SocialAccount.objects.create(**{**kept, "uid": "another-number"})
    erase(cast.mateo)
    assert not [row for row in beside if type(row).objects.filter(pk=row.pk).exists()]
    assert SocialAccount.objects.get() == another
