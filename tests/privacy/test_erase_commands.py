"""What an operator types, and reads."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.models import Response
from privacy import holds, keys, retention
from privacy.audit import AuditEvent
from privacy.erasure import Erasure
from students.models import Student
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def copy(settings, tmp_path):
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


@pytest.fixture
def manage(capsys):
    def run(*arguments):
        call_command(*map(str, arguments))
        return capsys.readouterr().out

    return run


@pytest.fixture
def student():
    return make.ResponseFactory().student


@pytest.fixture
def operator():
    return make.UserFactory(username="operator")


def test_a_dry_run_lists_each_table_and_changes_nothing(manage, student):
    said = manage("erase", student.pk, "--dry-run")
    assert "1  assessments.Response" in said and "1  privacy.SubjectKey" in said
    assert "Stays" in said and "1  privacy.ConsentRecord" in said and "Nothing was changed." in said
    assert keys.existing([student.pk]) and not Erasure.objects.exists()


def test_yes_erases_and_prints_the_receipt(manage, student, operator):
    said = manage("erase", student.pk, "--yes", "--reason", "school", "--by", "operator")
    assert not Student.objects.filter(pk=student.pk).exists()
    line = next(line for line in said.splitlines() if line.startswith("assessments.Response "))
    assert line.split()[1:] == ["1", "0"] and str(Erasure.objects.get().pk) in said
    assert AuditEvent.objects.get(verb="record.erase").actor == f"user:{operator.pk}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--yes"], "--reason and --by"),
        (["--yes", "--reason", "family"], "--reason and --by"),
        (["--yes", "--reason", "family", "--by", "nobody"], "No active account is called 'nobody'"),
        ([], "one of the arguments --dry-run --yes is required"),
        (["--yes", "--reason", "restored", "--by", "operator"], "invalid choice"),
    ],
)
def test_half_an_order_is_none(manage, student, operator, arguments, said):
    with pytest.raises(CommandError, match=said):
        manage("erase", student.pk, *arguments)
    assert keys.existing([student.pk])


def test_nobody_is_said_to_be_nobody_and_an_erased_one_to_be_erased(manage, student, operator):
    with pytest.raises(CommandError, match="There is no student"):
        manage("erase", uuid.uuid4(), "--dry-run")
    manage("erase", student.pk, "--yes", "--reason", "family", "--by", "operator")
    with pytest.raises(CommandError, match="erased already"):
        manage("erase", student.pk, "--yes", "--reason", "family", "--by", "operator")


def test_an_open_request_is_said_and_can_be_overruled_by_name(manage, student, operator, monkeypatch):
    monkeypatch.setattr(holds, "_registered", [lambda subjects: subjects])
    assert "A request to see this record is open" in manage("erase", student.pk, "--dry-run")
    order = ["erase", student.pk, "--yes", "--reason", "court", "--by", "operator"]
    with pytest.raises(CommandError, match="--despite-hold"):
        manage(*order)
    assert "Erased in" in manage(*order, "--despite-hold")


def test_a_replay_says_how_many_came_back(manage, student, operator):
    manage("erase", student.pk, "--yes", "--reason", "family", "--by", "operator")
    assert "1 erasures are known; 0 had been brought back" in manage("replay_tombstones")
    keys.create([student.pk])
    assert "1 had been brought back" in manage("replay_tombstones")
    assert not keys.existing([student.pk])


def test_a_district_chooses_a_period_and_reads_what_holds(manage, operator):
    district = make.DistrictFactory(name="Pine Valley")
    assert "words               90 days" in manage("retention_period", "Pine Valley")
    said = manage("retention_period", "Pine Valley", "words", "30", "--by", "operator")
    assert "words               30 days" in said and retention.days("words", district.pk) == 30
    for wrong, why in ((["words", "3"], "from 7 to 365"), (["uploads", "2"], "the same everywhere")):
        with pytest.raises(CommandError, match=why):
            manage("retention_period", district.pk, *wrong, "--by", "operator")
    with pytest.raises(CommandError, match="--by USERNAME"):
        manage("retention_period", district.pk, "words", "30")
    with pytest.raises(CommandError, match="No district is called 'Elsewhere'"):
        manage("retention_period", "Elsewhere")


def test_retain_says_what_would_go_before_it_goes(manage, student):
    Response.objects.update(received_at=timezone.now() - timedelta(days=91))
    said = manage("retain", "--dry-run")
    assert "1  assessments.Response" in said and "words" in said and "Nothing was changed." in said
    assert Response.objects.get().deidentified
    assert "Done." in manage("retain")
    assert Response.objects.get().deidentified is None and Response.objects.get().original is None
