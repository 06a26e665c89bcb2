"""Texts given to train our models: only with the family's agreement, apart from the record, gone when it ends."""

import pytest
from django.db import transaction

from assessments import training
from assessments.models import Response
from privacy import consent, erasure, keys, retention, training_store
from privacy.audit import AuditEvent
from privacy.consent import Basis, Purpose
from privacy.deidentify import DEIDENTIFIER_VERSION
from privacy.fields import Sealed
from privacy.training_store import TrainingExample, author_of
from students.models import Student
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def copy(settings, tmp_path):
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


def wrote(student, text="I asked [classmate A] what she needed.", **fields):
    return make.ResponseFactory(student=student, deidentified=text, deidentifier_version=DEIDENTIFIER_VERSION, **fields)


def agrees(student, purpose=Purpose.TRAIN):
    consent.grant(
        school=student.school_id, subjects=[student.pk], purpose=purpose, basis=Basis.PARENT, by="system:tests"
    )


def withdraws(student, purpose=Purpose.TRAIN):
    consent.withdraw(
        school=student.school_id, subjects=[student.pk], purpose=purpose, basis=Basis.PARENT, by="system:tests"
    )


@pytest.fixture
def student():
    return make.StudentFactory(first_name="Mateo", last_name="Quintanilla")


@pytest.fixture
def given(student):
    """A student whose family agreed, and whose one text is in the store."""
    wrote(student)
    agrees(student)
    assert training.fill() == 1
    return student


def texts():
    return [row.text for row in TrainingExample.objects.filter(excluded_at__isnull=True)]


def test_without_an_agreement_nothing_comes_in(student):
    wrote(student)
    assert training.fill() == 0 and not TrainingExample.objects.exists()


@pytest.mark.parametrize("purpose", [one for one in Purpose if one != Purpose.TRAIN])
def test_an_agreement_to_something_else_is_none(student, purpose):
    wrote(student)
    agrees(student, purpose)
    assert training.fill() == 0


def test_with_it_the_deidentified_text_comes_in_once(given):
    assert texts() == ["I asked [classmate A] what she needed."]
    assert training.fill() == 0
    wrote(given, "A second one.")
    assert training.fill() == 1 and len(texts()) == 2


def test_never_the_original_and_never_a_name(student):
    prompt = make.PromptFactory(school=student.school, text="What did Mateo Quintanilla do when it broke?")
    wrote(student, original="I, Mateo, asked Priyanka.", prompt=prompt)
    wrote(student, None, original="Not read yet, by Mateo.")
    agrees(student)
    training.fill()
    [row] = TrainingExample.objects.all()
    said = f"{row.text} {row.prompt}"
    assert "what she needed" in said and "when it broke" in said
    assert not [name for name in ("Mateo", "Quintanilla", "Priyanka") if name in said]


def test_what_was_set_aside_or_masked_by_an_older_deidentifier_stays_out(student):
    wrote(student, set_aside_at=make.timezone.now())
    Response.objects.filter(pk=wrote(student, "Older.").pk).update(deidentifier_version="0")
    agrees(student)
    assert training.fill() == 0


def test_the_row_does_not_say_whose_it_is_and_opens_with_a_key_of_its_own(given):
    [row] = TrainingExample.objects.all()
    assert str(given.pk) not in str(vars(row)) and row.author == author_of(given.pk) != given.pk
    assert isinstance(row.__dict__["text"], Sealed)
    keys.destroy([given.pk])
    assert texts() == ["I asked [classmate A] what she needed."], "the record's key does not open it"


def test_withdrawn_it_goes_at_once_and_the_record_stays(given, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        withdraws(given)
    [row] = TrainingExample.objects.all()
    assert (row.text, row.prompt, row.grade, row.excluded_why) == (None, None, None, "withdrawn")
    assert not keys.existing([row.author]) and keys.existing([given.pk])
    assert Response.objects.get().deidentified
    assert training.fill() == 0


def test_withdrawing_something_else_takes_nothing(given):
    withdraws(given, Purpose.ASSESS)
    assert len(texts()) == 1


def test_a_withdrawal_that_is_rolled_back_keeps_text_and_key(given):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        withdraws(given)
        raise ZeroDivisionError
    assert len(texts()) == 1


def test_erased_it_goes_and_its_exclusion_stays(given):
    receipt = erasure.erase(student_id=given.pk, school_id=given.school_id, reason="family", by="system:tests")
    [row] = TrainingExample.objects.all()
    assert (row.text, row.excluded_why) == (None, "erased")
    assert (receipt.before["privacy.TrainingExample"], receipt.after["privacy.TrainingExample"]) == (1, 0)


def test_whoever_was_erased_does_not_come_in_again(student):
    agrees(student)
    erasure.Erasure.objects.create(school=student.school_id, subject=student.pk, reason="family", actor="system:tests")
    wrote(student)
    assert training.fill() == 0


def test_an_agreement_that_ended_while_texts_came_in_is_noticed_by_the_next_run(given):
    consent._append(
        school=given.school_id,
        subjects=[given.pk],
        purpose=Purpose.TRAIN,
        granted=False,
        basis=Basis.PARENT,
        by="system:tests",
    )  # fmt: skip  (as if the signal had been sent before the text came in)
    assert len(texts()) == 1
    training.fill()
    assert texts() == []


def test_agreeing_again_lets_new_texts_in_and_not_the_former(given, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        withdraws(given)
    agrees(given)
    wrote(given, "After the second agreement.")
    assert training.fill() == 1 and texts() == ["After the second agreement."]


def test_after_three_years_it_goes(given):
    TrainingExample.objects.update(kept_at=make.timezone.now() - make.timedelta(days=1096))
    retention.run()
    assert TrainingExample.objects.get().excluded_why == "retention"


def test_the_sweeper_spares_its_keys_while_there_are_texts(given):
    author = author_of(given.pk)
    assert training_store.in_use([author, given.pk]) == {author}
    training_store.exclude([given.pk], why="withdrawn")
    assert training_store.in_use([author]) == set()


def test_taking_in_and_reading_are_told(given):
    assert [row.text for row in training_store.opened(by="system:train")] == texts()
    events = AuditEvent.objects.filter(verb__startswith="training.")
    assert sorted(events.values_list("verb", flat=True)) == ["training.keep", "training.read"]
    assert Student.objects.count() == 1


def test_the_store_asks_for_the_agreement_itself(student):
    """Whoever hands it a text, and whatever was asked before: the agreement may have ended in between."""
    response = wrote(student)
    example = training_store.Example(student.pk, response.pk, "I asked her.", "", 7, "written", DEIDENTIFIER_VERSION)
    assert training_store.keep([example], school=student.school_id, by="system:tests") == 0
    agrees(student)
    assert training_store.keep([example], school=student.school_id, by="system:tests") == 1
    other = make.SchoolFactory()
    assert training_store.keep([example], school=other.pk, by="system:tests") == 0
