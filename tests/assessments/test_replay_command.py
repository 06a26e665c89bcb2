"""``manage.py replay``: every assessment follows from what it names, and an operator can see that it does."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Assessment, Response
from mlcore.registry import ArtifactError
from privacy.audit import AuditEvent, AuditSubject
from tests import factories
from tests.assessments.test_pipeline import assess

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 14)


@pytest.fixture
def mateo():
    return factories.StudentFactory()


@pytest.fixture
def nora(mateo):
    return factories.StudentFactory(school=mateo.school)


def said(capsys, *arguments):
    call_command("replay", *arguments)
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_it_counts_what_comes_out_the_same_and_from_what(mateo, nora, capsys):
    assess(mateo)
    assess(nora)
    Response.objects.filter(student=nora).update(original=None, deidentified=None)
    assert said(capsys) == ["1 the same (readings)", "1 the same (words)", "2 in all"]


def test_changed_words_are_named_by_the_assessment_and_end_in_an_error(mateo, capsys):
    [changed] = assess(mateo).added
    changed.deidentified = "I did the homework and then I went home and had dinner with everybody as on each day."
    changed.save(update_fields=["deidentified"])
    with pytest.raises(CommandError, match="do not follow"):
        call_command("replay")
    assert str(Assessment.objects.get().pk) in capsys.readouterr().err


def test_one_students_alone_or_the_newest(mateo, nora, capsys):
    for n in range(2):
        assess(mateo, on=MONDAY + timedelta(days=60 * n), n=n)
    assess(nora)
    assert said(capsys, "--student", str(nora.pk))[-1] == "1 in all"
    assert said(capsys, "--latest", "2")[-1] == "2 in all"
    assert said(capsys)[-1] == f"{Assessment.objects.count()} in all"


def test_a_model_that_is_no_longer_there_is_said_and_is_no_difference(mateo, capsys, monkeypatch):
    assess(mateo)

    def gone(version):
        raise ArtifactError(version)

    monkeypatch.setattr("assessments.replay.models_of", gone)
    [model] = {one.model_version for one in Assessment.objects.all()}
    assert said(capsys) == [f"1 not tried (model {model} cannot be loaded here)", "1 in all"]


def test_neither_words_nor_readings_is_no_difference_either(mateo, capsys):
    assess(mateo)
    Response.objects.filter(student=mateo).delete()
    assert said(capsys) == ["1 not tried (neither words nor readings are left)", "1 in all"]


def test_it_changes_nothing_and_each_look_is_written_down(mateo, capsys):
    assess(mateo)
    before = list(Assessment.objects.values())
    said(capsys)
    assert list(Assessment.objects.values()) == before
    event = AuditEvent.objects.get(verb="assessment.replay")
    assert AuditSubject.objects.get(event_id=event.pk).subject == mateo.pk
