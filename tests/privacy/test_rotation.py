"""A new master key: everything opens as before, digests stay what they were, and a wrong key says so."""

import base64
import secrets
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import reverse

from config import env
from privacy import audit_chain, audit_verify, crypto, keys, root_key, rotation
from privacy.keys import KeyGone, MasterKeyWrong, SubjectKey
from students.models import NameToken, Student
from tests import factories as make

pytestmark = pytest.mark.django_db


def new_master():
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture(autouse=True)
def digests_from_the_database(settings, tmp_path):
    """As in a process of its own: the root of digests is asked for, not known from the start."""
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    root_key.forget()
    crypto.use_root(root_key.root)
    yield
    root_key.forget()
    crypto.use_root(env.master_key)


@pytest.fixture
def process(monkeypatch):
    """Start the process again with these keys in its environment."""

    def start(master=None, old=None, **files):
        for name, value in {"MASTER_KEY": master, "MASTER_KEY_OLD": old, **files}.items():
            if value is not None:
                monkeypatch.setenv(f"SIGHTLINE_{name}", value)
        root_key.forget()

    return start


@pytest.fixture
def former():
    return base64.b64encode(env.master_key()).decode()


@pytest.fixture
def student():
    root_key.ensure()
    return make.StudentFactory(first_name="Mateo", last_name="Quintanilla")


def name_of(student):
    return Student.objects.get(pk=student.pk).first_name


def test_after_a_rotation_everything_opens_without_the_former_key(student, process, former):
    new = new_master()
    process(new, former)
    assert name_of(student) == "Mateo", "while both are named, both open"
    done = rotation.rotate(by="system:tests")
    assert done.keys == 2 and set(done.standing) == {crypto.fingerprint(env.master_key())}
    process(new, "")
    assert name_of(student) == "Mateo"
    later = make.StudentFactory(first_name="Priyanka")
    assert name_of(later) == "Priyanka"


def test_the_former_key_opens_nothing_any_more(student, process, former):
    process(new_master(), former)
    rotation.rotate(by="system:tests")
    process(former, "")
    with pytest.raises(MasterKeyWrong, match="SIGHTLINE_MASTER_KEY_OLD"):
        name_of(student)


def test_names_are_found_and_the_audit_holds_as_before(student, process, former):
    audit_chain.seal(everything=True)
    token = NameToken.digest(student.school_id, "quintanilla")
    assert NameToken.objects.filter(token=token).exists()
    new = new_master()
    process(new, former)
    rotation.rotate(by="system:tests")
    process(new, "")
    assert NameToken.digest(student.school_id, "quintanilla") == token
    audit_chain.seal(everything=True)
    assert audit_verify.verify().sound


@pytest.mark.parametrize("rotations", [1, 3])
def test_the_root_of_digests_outlives_rotations(process, former, rotations):
    root_key.ensure()
    before = crypto.digest("tests", "one")
    for _ in range(rotations):
        new = new_master()
        process(new, former)
        rotation.rotate(by="system:tests")
        process(new, "")
        former = new
    assert crypto.digest("tests", "one") == before


def test_a_database_from_before_there_was_a_root_keeps_its_digests(process, former):
    student = make.StudentFactory(first_name="Mateo")
    SubjectKey.objects.update(wrapped_under="")
    before = crypto.digest("tests", "one")
    new = new_master()
    process(new, former)
    assert crypto.digest("tests", "one") == before, "between the restart and the rotation, too"
    rotation.rotate(by="system:tests")
    process(new, "")
    assert crypto.digest("tests", "one") == before and name_of(student) == "Mateo"


def test_killed_midway_it_goes_on_where_it_stopped(process, former, monkeypatch):
    root_key.ensure()
    students = make.StudentFactory.create_batch(5)
    monkeypatch.setattr(rotation, "CHUNK", 2)
    new = new_master()
    process(new, former)
    wrap, calls = keys.wrap, []

    def dies(row, key):
        calls.append(row)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return wrap(row, key)

    with monkeypatch.context() as dying:
        dying.setattr("privacy.rotation.keys.wrap", dies)
        with pytest.raises(KeyboardInterrupt):
            rotation.rotate(by="system:tests")
    assert rotation.standing()[rotation.fingerprint()] == 3, "the root and one chunk; the broken chunk not at all"
    assert rotation.rotate(by="system:tests").keys == 3
    process(new, "")
    assert [name_of(one) for one in students] == [one.first_name for one in students]


def test_a_key_destroyed_during_the_rotation_does_not_come_back(student, process, former, monkeypatch):
    process(new_master(), former)
    wrap = keys.wrap

    def erased_meanwhile(row, key):
        if isinstance(row, SubjectKey):
            SubjectKey.objects.filter(pk=row.pk).delete()
        return wrap(row, key)

    monkeypatch.setattr("privacy.rotation.keys.wrap", erased_meanwhile)
    rotation.rotate(by="system:tests")
    with pytest.raises(KeyGone):
        keys.open_key(student.pk)


def test_without_the_former_key_nothing_is_touched_and_the_message_says_what_to_name(student, process):
    process(new_master(), "")
    before = bytes(SubjectKey.objects.get(pk=student.pk).wrapped)
    with pytest.raises(CommandError, match="SIGHTLINE_MASTER_KEY_OLD is empty"):
        call_command("rotate_keys")
    assert bytes(SubjectKey.objects.get(pk=student.pk).wrapped) == before


def test_with_a_wrong_former_key_nothing_is_touched(student, process):
    process(new_master(), new_master())
    before = bytes(SubjectKey.objects.get(pk=student.pk).wrapped)
    with pytest.raises(CommandError, match="written under another master key"):
        call_command("rotate_keys")
    assert bytes(SubjectKey.objects.get(pk=student.pk).wrapped) == before


def test_rotating_twice_changes_nothing_the_second_time(student, process, former, capsys):
    process(new_master(), former)
    call_command("rotate_keys")
    call_command("rotate_keys")
    assert "0 keys were wrapped anew" in capsys.readouterr().out


def test_a_check_tells_which_key_holds_what(student, capsys):
    call_command("rotate_keys", "--check")
    assert "2 keys under" in capsys.readouterr().out


# --- a lost or wrong key ----------------------------------------------------------------------------------


def test_a_wrong_key_is_said_at_setup_and_by_health(student, process, client):
    assert client.get(reverse("api_health")).json()["checks"]["keys"] == "ok"
    process(new_master(), "")
    with pytest.raises(MasterKeyWrong):
        root_key.ensure()
    assert client.get(reverse("api_health")).json()["checks"]["keys"] == "MasterKeyWrong"


def test_the_message_names_both_fingerprints_and_no_key(student, process):
    known, wrong = crypto.fingerprint(env.master_key()), new_master()
    process(wrong, "")
    with pytest.raises(MasterKeyWrong) as said:
        keys.open_key(student.pk)
    assert known in str(said.value) and crypto.fingerprint(env.master_key()) in str(said.value)
    assert wrong not in str(said.value)


def test_a_changed_row_is_not_taken_for_a_wrong_master_key(student):
    other = uuid.uuid4()
    keys.create([other])
    SubjectKey.objects.filter(pk=other).update(wrapped=SubjectKey.objects.get(pk=student.pk).wrapped)
    with pytest.raises(crypto.CannotOpen) as said:
        keys.open_key(other)
    assert not isinstance(said.value, MasterKeyWrong)


# --- from a file --------------------------------------------------------------------------------------------


def test_the_master_key_may_come_from_a_mounted_file(student, process, former, tmp_path):
    (tmp_path / "master").write_text(f"{former}\n")
    process(new_master(), MASTER_KEY_FILE=str(tmp_path / "master"))
    assert name_of(student) == "Mateo", "the file wins over the variable"


def test_the_former_key_may_come_from_a_file_too(student, process, former, tmp_path):
    (tmp_path / "former").write_text(former)
    process(new_master(), MASTER_KEY_OLD_FILE=str(tmp_path / "former"))
    assert name_of(student) == "Mateo"


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read"), ("", "is empty"), ("not base64!", "is not base64"), ("c2hvcnQ=", "holds 5 bytes")],
)
def test_a_file_that_holds_no_key_says_what_is_wrong(process, tmp_path, content, said):
    path = tmp_path / "master"
    if content is not None:
        path.write_text(content)
    process(MASTER_KEY_FILE=str(path))
    with pytest.raises(ImproperlyConfigured, match=said):
        env.master_key()
