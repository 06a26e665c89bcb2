"""The log as a chain: sealed without touching an event, and no meddling goes unseen."""

import json
import random
import uuid
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from privacy import audit, audit_chain, audit_heads
from privacy.audit import AuditEvent, AuditSubject
from privacy.audit_chain import NO_SCHOOL, AuditHead, AuditLink, seal
from privacy.audit_verify import verify
from privacy.tasks import seal_audit
from tests.privacy import tampering

pytestmark = pytest.mark.django_db

SCHOOL = uuid.UUID(int=7)


@pytest.fixture(autouse=True)
def copy(settings, tmp_path):
    settings.AUDIT_HEADS = tmp_path / "elsewhere" / "heads.jsonl"
    return settings.AUDIT_HEADS


def look(**more):
    return audit.record("record.view", by="system:tests", school=SCHOOL, subjects=[uuid.uuid4()], **more)


# --- sealing ---------------------------------------------------------------------------------------


def test_every_event_gets_its_place_in_its_schools_chain():
    events = [look(), look(), audit.record("sign_in", by="system:tests")]
    assert seal().events == 3
    assert list(AuditLink.objects.filter(school=SCHOOL).order_by("position").values_list("event_id", "position")) == [
        (events[0].pk, 1),
        (events[1].pk, 2),
    ]
    assert AuditLink.objects.get(school=NO_SCHOOL).event_id == events[2].pk


def test_sealing_goes_on_where_it_stopped_and_does_nothing_when_nothing_is_new():
    look()
    seal()
    assert seal().events == 0 and AuditHead.objects.count() == 1
    look()
    assert seal().events == 1
    assert AuditHead.objects.latest("position").position == 2
    assert verify().sound


def test_sealing_leaves_the_events_as_they_are():
    event = look()
    before = AuditEvent.objects.filter(pk=event.pk).values().get()
    seal()
    assert AuditEvent.objects.filter(pk=event.pk).values().get() == before


def test_an_event_that_was_committed_late_still_gets_a_place():
    look()
    seal()
    event = look()
    with transaction.atomic():
        tampering.lift_the_guards()
        # As if its page had begun an hour before the seal and only just committed.
        event.at = timezone.now() - timedelta(hours=1)
        rows = AuditSubject.objects.filter(event_id=event.pk)
        rows.update(at=event.at)
        mac = audit.mac_of(event, rows.values_list("subject", flat=True))
        AuditEvent.objects.filter(pk=event.pk).update(at=event.at, mac=mac)
    assert seal().events == 1
    assert verify().sound


def test_a_backlog_is_sealed_in_chunks_and_in_order(monkeypatch):
    monkeypatch.setattr(audit_chain, "CHUNK", 4)
    tampering.write(11, schools=(SCHOOL,))
    assert seal().events == 11
    assert [head.position for head in AuditHead.objects.order_by("position")] == [4, 8, 11]
    assert verify().sound


def test_two_sealers_at_once_seal_once(monkeypatch):
    look()
    seal()
    look()
    slow = AuditLink.objects.get(position=1)

    def meanwhile(*args, **kwargs):
        AuditLink.objects.create(event_id=uuid.uuid4(), school=SCHOOL, position=2, hash="c" * 64)
        raise IntegrityError

    with monkeypatch.context() as patched:
        patched.setattr(audit_chain, "_extend", meanwhile)
        assert seal().events == 0
    assert AuditLink.objects.get() == slow
    assert seal().events == 1


def test_the_worker_seals_by_its_task():
    look()
    seal_audit()
    assert AuditLink.objects.count() == 1


def test_the_schedule_seals_within_a_minute(settings):
    [entry] = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == "privacy.tasks.seal_audit"]
    assert entry["schedule"] <= 60


@pytest.mark.parametrize("model", [AuditLink, AuditHead])
def test_seals_are_neither_changed_nor_deleted(model):
    look()
    seal()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(hash="0" * 64)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all().delete()


# --- the copy outside ------------------------------------------------------------------------------


def test_each_head_is_copied_outside_and_the_copy_can_be_checked_without_us(copy):
    look()
    seal()
    line = json.loads(copy.read_text())
    signature = bytes.fromhex(line.pop("signature"))
    said = json.dumps(line, sort_keys=True, separators=(",", ":")).encode()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(audit_chain.public_key())).verify(signature, said)
    assert (line["school"], line["position"]) == (str(SCHOOL), 1)
    assert copy.stat().st_mode & 0o777 == 0o600


def test_what_a_crash_kept_from_the_copy_is_added_next_time(copy, monkeypatch):
    look()
    seal()
    with monkeypatch.context() as patched:
        patched.setattr(audit_heads, "append", lambda heads: None)
        look()
        seal()
    assert len(copy.read_text().splitlines()) == 1 and verify().sound
    seal()
    assert [json.loads(line)["position"] for line in copy.read_text().splitlines()] == [1, 2]


def test_a_copy_that_outgrew_its_tail_is_not_written_twice(copy, monkeypatch):
    monkeypatch.setattr(audit_heads, "TAIL_BYTES", 700)
    for _ in range(5):
        look()
        seal()
    assert [json.loads(line)["position"] for line in copy.read_text().splitlines()] == [1, 2, 3, 4, 5]
    assert verify().sound


@pytest.mark.parametrize("line", ["no json", "{}", '"text"', '{"school": "x", "position": 9, "signature": "00"}'])
def test_a_line_that_is_not_ours_is_found(copy, line):
    look()
    seal()
    with copy.open("a") as file:
        file.write(line + "\n")
    assert verify().kinds == Counter({"copy": 1})


# --- what verify says ------------------------------------------------------------------------------


def test_an_empty_log_is_sound():
    assert verify().sound


def test_the_unsealed_tail_is_counted_with_its_age():
    look()
    seal()
    for _ in range(3):
        look()
    verdict = verify()
    assert verdict.sound
    assert (verdict.sealed, verdict.tail) == (1, 3)
    assert timedelta() <= verdict.age() < timedelta(minutes=1)


@pytest.fixture
def log():
    random.seed(20261126)
    tampering.sealed_log()
    assert verify().sound
    tampering.lift_the_guards()


def undone(way):
    """The verdict after ``way``, which is then taken back."""
    copy = audit_heads.path().read_text()
    with transaction.atomic():
        way()
        verdict = verify()
        transaction.set_rollback(True)
    audit_heads.path().write_text(copy)
    return verdict


@pytest.mark.parametrize("way", tampering.EVERY_WAY, ids=lambda way: way.__name__)
def test_every_way_of_meddling_is_found(log, way):
    assert not undone(way).sound


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        (tampering.change_a_subject, "changed"),
        (tampering.remove_an_event, "removed"),
        (tampering.insert_an_event, "inserted"),
        (tampering.swap_what_stands_in_two_places, "reordered"),
        (tampering.cut_the_tail, "cut"),
    ],
)
def test_what_was_done_is_called_by_its_name(log, way, kind):
    assert kind in undone(way).kinds


def test_a_place_that_is_left_empty_is_called_removed(log):
    first = AuditLink.objects.order_by("school", "position").first()
    found = undone(lambda: AuditLink.objects.filter(pk=first.pk).delete()).findings
    assert "places 1 to 1" in [one.what for one in found if one.kind == "removed"]


def random_tampers(count: int, seed: int) -> Counter:
    random.seed(seed)
    missed = Counter()
    for _ in range(count):
        way = random.choice(tampering.EVERY_WAY)
        missed[way.__name__] += undone(way).sound
    assert verify().sound  # each was taken back, so that the next one stood alone
    return +missed


def test_fifty_random_tampers_are_found(log):
    assert random_tampers(50, seed=1) == Counter()


@pytest.mark.proof
def test_a_thousand_random_tampers_are_found(log):
    assert random_tampers(1000, seed=2) == Counter()


@pytest.mark.parametrize("way", [tampering.change_an_event, tampering.insert_an_event, tampering.change_a_subject])
def test_before_the_seal_an_event_can_neither_be_changed_nor_invented(way):
    random.seed(4)
    tampering.write(9)
    tampering.lift_the_guards()
    assert undone_without_copy(way).kinds == Counter({"inserted": 1})


def undone_without_copy(way):
    with transaction.atomic():
        way()
        verdict = verify()
        transaction.set_rollback(True)
    return verdict


def test_an_invented_event_is_not_sealed_either():
    tampering.lift_the_guards()
    forged = AuditEvent.objects.create(actor="user:x", verb="record.view", mac="d" * 64)
    ours = look()
    done = seal()
    assert done.refused == [forged.pk]
    assert AuditLink.objects.get().event_id == ours.pk


def test_an_event_written_under_another_master_key_is_not_ours(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("privacy.audit.crypto.derived_key", lambda purpose: b"k" * 32)
        look()
    assert verify().kinds == Counter({"inserted": 1})


# --- the command -----------------------------------------------------------------------------------


def run(act):
    out, err = StringIO(), StringIO()
    call_command("audit", act, stdout=out, stderr=err)
    return out.getvalue()


def test_the_command_seals_and_finds_a_sound_log():
    look()
    assert "2 events sealed, 2 heads signed" in run("seal")  # the other one: that an operator's command ran
    said = run("verify")
    assert "2 sealed events under 2 signed heads" in said
    assert "1 events are not sealed yet" in said and "Nothing was changed" in said


def test_the_command_fails_where_something_was_done(log):
    tampering.remove_an_event()
    with pytest.raises(CommandError, match=r"not what was written: \d findings"):
        run("verify")


def test_the_command_looks_for_unsealed_events_of_any_age():
    look()
    seal()
    tampering.lift_the_guards()
    old = AuditEvent(actor="system:tests", verb="sign_in", at=timezone.now() - timedelta(days=30))
    old.mac = audit.mac_of(old, [])
    old.save(force_insert=True)
    assert seal().events == 0
    assert "2 events sealed" in run("seal")  # the other one is this command's own


def test_the_command_prints_the_public_key():
    assert run("key").strip() == audit_chain.public_key()


# --- what an event says, to the byte ----------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 1.0, 1000.0, 1e22, 0.62, -3, 0, 12345678901234567890])
def test_an_event_fits_its_digest_after_either_database_wrote_its_numbers(number):
    event = look(count=number)
    kept = AuditEvent.objects.get(pk=event.pk)
    assert kept.mac == audit.mac_of(kept, AuditSubject.objects.values_list("subject", flat=True))


def test_the_digest_covers_everything_an_event_says():
    event = AuditEvent(actor="user:a", verb="record.view", school=SCHOOL, object="student:b", detail={"n": 1})
    subject = uuid.uuid4()
    whole = audit.mac_of(event, [subject])
    for field in AuditEvent._meta.concrete_fields:
        if field.name == "mac":
            continue
        before = getattr(event, field.name)
        setattr(
            event, field.name, {"at": event.at + timedelta(microseconds=1), "detail": {"n": 2}}.get(field.name, "x")
        )
        assert audit.mac_of(event, [subject]) != whole, field.name
        setattr(event, field.name, before)
    assert audit.mac_of(event, []) != whole
    assert audit.mac_of(event, [subject]) == whole
