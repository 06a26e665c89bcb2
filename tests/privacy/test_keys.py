"""One key per subject, in a database of its own."""

import uuid
from datetime import timedelta

import pytest
from django.db import connections, router, transaction
from django.utils import timezone

from privacy import crypto, keys
from privacy.keys import KeyGone, SubjectKey
from students.models import Student
from tests import factories as make

pytestmark = pytest.mark.django_db


def subjects(count):
    return [uuid.uuid4() for _ in range(count)]


def test_keys_live_in_the_keys_database_and_nothing_else_does():
    assert router.db_for_write(SubjectKey) == "keys"
    assert router.db_for_write(Student) == "default"
    assert connections["keys"].introspection.table_names() and "privacy_subjectkey" not in (
        connections["default"].introspection.table_names()
    )


def test_a_key_is_stored_wrapped():
    (subject,) = subjects(1)
    keys.create([subject])
    assert keys.open_key(subject) not in bytes(SubjectKey.objects.get(subject=subject).wrapped)


def test_creating_a_key_twice_keeps_the_first():
    (subject,) = subjects(1)
    keys.create([subject])
    first = keys.open_key(subject)
    keys.create([subject])
    assert keys.open_key(subject) == first


def test_a_key_wrapped_for_one_subject_does_not_open_for_another():
    mine, other = subjects(2)
    keys.create([mine, other])
    wrapped = SubjectKey.objects.get(subject=mine).wrapped
    SubjectKey.objects.filter(subject=other).update(wrapped=wrapped)
    with pytest.raises(crypto.CannotOpen):
        keys.open_key(other)


def test_a_destroyed_key_is_gone_at_once_even_where_it_was_remembered():
    (subject,) = subjects(1)
    keys.create([subject])
    with keys.keyring():
        keys.open_key(subject)
        keys.destroy([subject])
        with pytest.raises(KeyGone):
            keys.open_key(subject)


def test_many_keys_cost_one_query(django_assert_num_queries):
    many = subjects(40)
    keys.create(many)
    with django_assert_num_queries(1, using="keys"):
        assert set(keys.open_keys(iter(many))) == set(many)


def test_a_ring_remembers_and_the_next_request_does_not(django_assert_num_queries):
    (subject,) = subjects(1)
    keys.create([subject])
    with keys.keyring(), django_assert_num_queries(1, using="keys"):
        keys.open_key(subject)
        keys.open_key(subject)
    with django_assert_num_queries(2, using="keys"):
        keys.open_key(subject)
        keys.open_key(subject)


def test_a_ring_within_a_ring_shares_its_keys(django_assert_num_queries):
    """A verb that opens a ring of its own must not make a request forget what it opened."""
    (subject,) = subjects(1)
    keys.create([subject])
    with keys.keyring(), django_assert_num_queries(1, using="keys"):
        with keys.keyring():
            keys.open_key(subject)
        keys.open_key(subject)


def test_opened_keys_are_only_those_asked_for():
    mine, other = subjects(2)
    keys.create([mine, other])
    with keys.keyring():
        keys.open_key(other)
        assert set(keys.open_keys([mine])) == {mine}


def test_a_subject_may_be_named_by_text():
    (subject,) = subjects(1)
    keys.create([subject])
    assert keys.open_key(str(subject)) == keys.open_key(subject.hex.upper()) == keys.open_key(subject)


def test_more_subjects_than_a_database_binds_at_once():
    many = subjects(1201)
    keys.create(many)
    assert len(keys.open_keys(many)) == 1201
    assert keys.destroy(many) == 1201


def test_the_key_is_there_even_when_the_writers_transaction_is_rolled_back():
    (subject,) = subjects(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keys.create([subject])
        raise ZeroDivisionError
    assert keys.open_key(subject)


def test_sweeping_destroys_old_keys_without_a_ciphertext_and_spares_the_rest():
    orphan, used, young = subjects(3)
    keys.create([orphan, used, young])
    long_ago = timezone.now() - timedelta(hours=2)
    SubjectKey.objects.filter(subject__in=[orphan, used]).update(created_at=long_ago)
    assert keys.sweep(in_use=lambda asked: {used} & set(asked)) == 1
    assert set(keys.open_keys([orphan, used, young])) == {used, young}


def test_destroying_nothing_is_nothing():
    assert keys.destroy([]) == 0


def test_erasing_a_students_key_makes_the_names_unreadable():
    student = make.StudentFactory(first_name="Mateo")
    keys.destroy([student.pk])
    with pytest.raises(KeyGone):
        _ = Student.objects.get(pk=student.pk).first_name
