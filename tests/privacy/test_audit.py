"""Events of who looked and wrote, inside the act itself."""

import uuid

import pytest
from django.db import transaction

from privacy import audit
from privacy.audit import AuditEvent, AuditSubject
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_an_event_names_actor_school_object_and_every_student_it_concerns():
    student, user = make.StudentFactory(), make.UserFactory()
    event = audit.record("record.view", by=user, school=student.school, subjects=[student.pk], obj=student, count=1)
    kept = AuditEvent.objects.get(pk=event.pk)
    assert (kept.actor, kept.school, kept.object) == (f"user:{user.pk}", student.school_id, f"student:{student.pk}")
    assert kept.detail == {"count": 1}
    assert AuditSubject.objects.get(event_id=event.pk).subject == student.pk


def test_a_program_is_logged_by_its_prefix_and_never_by_its_hash():
    key = make.ApiKeyFactory()
    event = audit.record("response.add", by=key, school=key.school, obj=key)
    assert event.actor == f"key:{key.prefix}"
    assert key.hashed_key not in event.actor + event.object


def test_the_system_is_an_actor_by_its_task():
    assert audit.record("assessment.run", by="system:reaper").actor == "system:reaper"


def test_an_act_that_fails_leaves_no_event():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record("record.view", by="system:tests", subjects=[uuid.uuid4()])
        raise ZeroDivisionError
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_and_its_subjects_are_written_together(monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    before = AuditEvent.objects.count()
    monkeypatch.setattr(AuditSubject.objects, "bulk_create", fail)
    with pytest.raises(ZeroDivisionError):
        audit.record("record.view", by="system:tests", subjects=[uuid.uuid4()])
    assert AuditEvent.objects.count() == before


def test_an_unknown_verb_is_refused():
    with pytest.raises(ValueError, match=r"audit\.VERBS"):
        audit.record("record.stare", by="system:tests")


def test_one_event_about_many_students_costs_a_constant_number_of_queries(django_assert_num_queries):
    audit.record("class.view", by="system:tests", subjects=[uuid.uuid4()])
    with django_assert_num_queries(2):  # the event, its subjects
        audit.record("class.view", by="system:tests", subjects=[uuid.uuid4() for _ in range(200)])


def test_every_verb_has_words_for_a_familys_page():
    assert all(words and words == words.strip() for words in audit.VERBS.values())
