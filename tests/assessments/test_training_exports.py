"""From a family's agreement to a file that mlcore learns from; and what is in none of them any more."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments import training
from assessments.models_in_use import models_in_use
from mlcore import finetuning, human_ratings
from mlcore.corpus import CorpusError
from mlcore.schema import SKILLS
from privacy import consent, erasure, retention, training_exports
from privacy.audit import AuditEvent
from privacy.consent import Basis, Purpose
from privacy.deidentify import DEIDENTIFIER_VERSION
from privacy.training_store import TrainingExample
from tests import factories as make

pytestmark = pytest.mark.django_db
RATINGS = {"empathy": 3, "problem_solving": 2, "self_regulation": 1, "resilience": 4}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TRAINING_EXPORTS = tmp_path / "exports"
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"
    return settings.TRAINING_EXPORTS


@pytest.fixture
def school():
    return make.SchoolFactory()


def gives(school, texts=2, *, number=0, agrees=True):
    """A student who wrote, and whose family agreed."""
    student = make.StudentFactory(school=school, first_name="Mateo", last_name=f"Quintanilla{number}")
    for n in range(texts):
        text = f"On day {number} {n} [classmate A] was upset, so I asked what she needed and we tried again."
        make.ResponseFactory(student=student, deidentified=text, deidentifier_version=DEIDENTIFIER_VERSION)
    if agrees:
        consent.grant(
            school=school.pk, subjects=[student.pk], purpose=Purpose.TRAIN, basis=Basis.PARENT, by="system:tests"
        )
    return student


@pytest.fixture
def by():
    return make.UserFactory(username="operator", is_superuser=True)


def export(by, name="fall", **options) -> str:
    said = StringIO()
    call_command("export_training_examples", name, by=by.username, stdout=said, **options)
    return said.getvalue()


def lines(folder, name="fall") -> list[dict]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def rate(folder, tmp_path, name="fall") -> Path:
    """As people do: the same file with ratings in it."""
    path = tmp_path / "rated.jsonl"
    path.write_text("".join(json.dumps(one | {"ratings": RATINGS}) + "\n" for one in lines(folder, name)))
    return path


def test_only_texts_of_families_who_agreed_come_out_and_say_nothing_of_anybody(school, folder, by):
    student = gives(school)
    gives(school, number=1, agrees=False)
    training.fill()
    said = export(by)
    assert "2 texts of 1 people" in said and "Nobody has rated these texts" in said
    written = (folder / "fall.jsonl").read_text(encoding="utf-8")
    assert "day 0 0" in written and "day 1" not in written
    example = TrainingExample.objects.first()
    for hidden in (student.pk, student.pk.hex, school.pk, example.author, "Mateo", "Quintanilla"):
        assert str(hidden) not in written
    assert oct((folder / "fall.jsonl").stat().st_mode)[-3:] == "600"


def test_the_export_is_an_event_of_each_school(school, by):
    gives(school)
    training.fill()
    export(by)
    [event] = AuditEvent.objects.filter(verb="training.export")
    assert (event.school, event.actor, event.detail["count"]) == (school.pk, f"user:{by.pk}", 2)


def test_nothing_to_export_says_what_is_missing(by):
    with pytest.raises(CommandError, match="no family has agreed"):
        export(by)


def test_texts_of_another_deidentifier_are_left_out_and_counted(school, by):
    gives(school)
    training.fill()
    TrainingExample.objects.filter(pk=TrainingExample.objects.first().pk).update(deidentifier_version="0.1")
    assert "1 were masked by another version" in export(by)
    TrainingExample.objects.update(deidentifier_version="0.1")
    with pytest.raises(CommandError, match="All 2 texts were masked by another version"):
        export(by)


@pytest.mark.parametrize("name", ["../else", "a/b", ".hidden", "/x"])
def test_a_file_stands_nowhere_but_in_the_folder_it_goes_from(by, name):
    with pytest.raises(CommandError, match="a file's name alone"):
        export(by, name)


# --- what mlcore makes of it -----------------------------------------------------------------------


def read_by_mlcore(path: Path):
    return human_ratings.load(path, mask=None, deidentifier_version=DEIDENTIFIER_VERSION)


def test_unrated_it_is_refused_and_the_reason_is_told(school, folder, by):
    gives(school)
    training.fill()
    export(by)
    with pytest.raises(CorpusError, match="ratings are missing"):
        read_by_mlcore(folder / "fall.jsonl")


def test_rated_by_people_it_is_what_a_new_version_learns_from(school, folder, tmp_path, by):
    """Agreement, store, export, ratings, export: and mlcore begins, with a fifth of the people held out."""
    for number in range(50):
        gives(school, 5, number=number)
    assert training.fill() == 250
    export(by)
    said = export(by, "rated", rated=rate(folder, tmp_path))
    assert "250 texts of 50 people" in said and "python -m mlcore train --ratings" in said
    rows = read_by_mlcore(folder / "rated.jsonl")
    begun = finetuning.begin([], rows, served=models_in_use(), deidentifier_version=DEIDENTIFIER_VERSION)
    assert len({row.writer for row in begun.found.held}) == 10 and len(begun.rows) == 200
    assert {row.ratings[SKILLS[0]] for row in rows} == {3}


def test_a_file_without_a_whole_rating_says_so(school, folder, tmp_path, by):
    gives(school)
    training.fill()
    export(by)
    with pytest.raises(CommandError, match="has all four ratings"):
        export(by, "rated", rated=folder / "fall.jsonl")
    (tmp_path / "no.jsonl").write_text("[]\n")
    with pytest.raises(CommandError, match="no file from here"):
        export(by, "rated", rated=tmp_path / "no.jsonl")


def test_the_texts_come_from_the_store_and_not_from_the_file_that_was_rated(school, folder, tmp_path, by):
    gives(school)
    training.fill()
    export(by)
    path = rate(folder, tmp_path)
    path.write_text(path.read_text().replace("upset", "typed in by a rater"))
    export(by, "rated", rated=path)
    assert "typed in" not in (folder / "rated.jsonl").read_text()


# --- gone --------------------------------------------------------------------------------------------


def withdraws(student):
    consent.withdraw(
        school=student.school_id, subjects=[student.pk], purpose=Purpose.TRAIN, basis=Basis.PARENT, by="system:tests"
    )


def erased(student):
    erasure.order(student_id=student.pk, school_id=student.school_id, reason="family", by="system:tests")
    erasure.resume()


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.parametrize("leaves", [withdraws, erased], ids=["withdrawn", "erased"])
def test_whoever_leaves_is_in_no_file_and_in_no_later_one_though_it_was_rated(school, folder, tmp_path, by, leaves):
    student = gives(school)
    gives(school, number=1)
    training.fill()
    export(by)
    path = rate(folder, tmp_path)
    leaves(student)
    assert not list(folder.iterdir()), "the file goes whole, with what says what is in it"
    said = export(by, "rated", rated=path)
    assert "2 texts of 1 people" in said
    assert all("day 1" in one["text"] for one in lines(folder, "rated"))


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_an_erasures_receipt_counts_the_file(school, folder, by):
    student = gives(school)
    training.fill()
    export(by)
    erasure.order(student_id=student.pk, school_id=school.pk, reason="family", by="system:tests")
    erasure.resume()
    receipt = erasure.Erasure.objects.get()
    assert receipt.before[training_exports.NAME] == 1 and receipt.after[training_exports.NAME] == 0


def test_after_seven_days_a_file_is_gone_and_not_before(school, folder, by):
    gives(school)
    training.fill()
    export(by)
    for days, there in ((6, 2), (8, 0)):
        now = timezone.now() + timedelta(days=days)
        assert retention.run(dry=True, now=now)["exports"][:1] == (
            [] if there else [retention.Gone(training_exports.NAME, 1)]
        )
        retention.run(now=now)
        assert len(list(folder.iterdir())) == there


def test_a_file_this_process_did_not_see_when_somebody_left_goes_with_the_next_run(school, folder, by, monkeypatch):
    student = gives(school)
    training.fill()
    export(by)
    monkeypatch.setattr(training_exports, "forget", lambda: 0)
    withdraws(student)
    monkeypatch.undo()
    assert training_exports.forget() == 1 and not list(folder.iterdir())
