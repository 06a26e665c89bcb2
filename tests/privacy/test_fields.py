"""Sealed fields: what the database holds, and what moving a ciphertext does."""

import pytest
from django.db import connection

from privacy import crypto, keys
from privacy.fields import Sealed
from privacy.update_each import update_each
from students.models import ExternalId, Student
from tests import factories as make

pytestmark = pytest.mark.django_db


def stored(student, column="first_name"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM students_student")  # noqa: S608  (a column of ours)
        return bytes(cursor.fetchone()[0])


def test_the_database_holds_no_name():
    student = make.StudentFactory(first_name="Mateo")
    assert b"Mateo" not in stored(student)
    assert Student.objects.get().first_name == "Mateo"


def test_reading_a_row_opens_nothing_until_it_is_looked_at(django_assert_num_queries):
    make.StudentFactory()
    with django_assert_num_queries(0, using="keys"):
        student = Student.objects.get()
    with django_assert_num_queries(1, using="keys"):
        assert student.first_name


def test_the_same_name_is_never_the_same_ciphertext():
    one, other = make.StudentFactory(first_name="Mateo"), make.StudentFactory(first_name="Mateo")
    rows = dict(Student.objects.values_list("pk", "first_name"))
    assert rows[one.pk] != rows[other.pk]


def test_a_ciphertext_moved_to_another_column_does_not_open():
    student = make.StudentFactory(first_name="Mateo", last_name="Quintanilla")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE students_student SET last_name = first_name")
    with pytest.raises(crypto.CannotOpen):
        _ = Student.objects.get(pk=student.pk).last_name


def test_a_ciphertext_moved_to_another_student_does_not_open():
    one, other = make.StudentFactory(), make.StudentFactory()
    Student.objects.filter(pk=other.pk).update(first_name=Student.objects.values_list("first_name").get(pk=one.pk)[0])
    with pytest.raises(crypto.CannotOpen):
        _ = Student.objects.get(pk=other.pk).first_name


def test_a_changed_byte_does_not_open():
    key, sealed = crypto.new_key(), bytearray(crypto.seal(key := crypto.new_key(), b"words", bound_to="a.b.c"))
    sealed[-1] ^= 1
    with pytest.raises(crypto.CannotOpen):
        crypto.open_sealed(key, bytes(sealed), bound_to="a.b.c")


def test_a_value_of_a_newer_format_says_so():
    key = crypto.new_key()
    with pytest.raises(crypto.CannotOpen, match="newer version"):
        crypto.open_sealed(key, b"\x09" + crypto.seal(key, b"words", bound_to="a")[1:], bound_to="a")


def test_none_and_the_empty_text_stay_themselves():
    student = make.StudentFactory(nicknames=None, pronouns="")
    again = Student.objects.get(pk=student.pk)
    assert (again.nicknames, again.pronouns) == (None, "")


def test_a_deferred_name_is_fetched_when_it_is_looked_at():
    make.StudentFactory(first_name="Mateo")
    assert Student.objects.defer("first_name").get().first_name == "Mateo"


def test_saving_again_what_was_only_read_keeps_the_ciphertext():
    student = make.StudentFactory()
    before = stored(student)
    Student.objects.get().save()
    assert stored(student) == before


@pytest.mark.parametrize("value", ["Mateo", b"Mateo"])
def test_a_plain_value_cannot_slip_in_by_an_update(value):
    make.StudentFactory()
    with pytest.raises(TypeError, match="encrypted per subject"):
        Student.objects.update(first_name=value)


def test_a_sealed_field_cannot_be_searched():
    with pytest.raises(TypeError, match="encrypted per subject"):
        Student.objects.filter(first_name="Mateo").exists()


def test_many_rows_are_resealed_in_one_statement(django_assert_num_queries):
    rows = [make.StudentFactory(first_name="Old", last_name="Kept") for _ in range(3)]
    for number, row in enumerate(rows):
        row.first_name = f"New{number}"
    with keys.keyring():
        keys.open_keys(row.pk for row in rows)
        with django_assert_num_queries(1):
            update_each(rows, ["first_name"])
    assert {s.name for s in Student.objects.all()} == {"New0 Kept", "New1 Kept", "New2 Kept"}


def test_a_subject_given_as_text_seals_and_opens_like_the_uuid():
    """Ids arrive as text from tasks and URLs; their spelling must not enter what the value is bound to."""
    student = make.StudentFactory()
    made = ExternalId.objects.create(
        school=student.school, student_id=student.pk.hex.upper(), value="S-1", token="t", system="sis"
    )
    assert ExternalId.objects.get(pk=made.pk).value == "S-1"


def test_a_loaded_value_is_sealed_until_opened():
    make.StudentFactory()
    assert isinstance(Student.objects.get().__dict__["first_name"], Sealed)


def test_digests_know_where_one_part_ends_and_the_next_begins():
    assert crypto.digest("name", "a\x1fb") != crypto.digest("name", "a", "b")


def test_digests_of_two_purposes_differ():
    assert crypto.digest("name", "mateo") != crypto.digest("prompt", "mateo")
