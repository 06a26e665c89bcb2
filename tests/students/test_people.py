"""Students come onto a roster whole: key, names, search tokens, class, consent and audit together."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from privacy import consent, keys
from privacy.audit import AuditEvent, AuditSubject
from privacy.keys import SubjectKey
from students import people, search
from students.models import Enrollment, ExternalId, NameToken, Student
from students.people import NewStudent
from students.tenancy import now_in
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return make.ClassroomFactory()


def newcomers(room, count):
    return [NewStudent(f"First{n}", f"Last{n}", 7, (room,), f"S-{n}") for n in range(count)]


def current_rooms(student):
    return {e.classroom for e in Enrollment.objects.filter(now_in(""), student=student)}


def enroll(room, **fields):
    return people.enroll_student(
        **{
            "school": room.school,
            "classroom": room,
            "first_name": "Zoë",
            "last_name": "Quintanilla-Pérez",
            "by": "system:tests",
            **fields,
        }
    )


def test_a_student_is_enrolled_whole(room):
    student = enroll(room, grade=7, external_id="S-1", pronouns="she/her", nicknames=["Zo", "Zozo"])
    kept = Student.objects.get(pk=student.pk)
    assert (kept.name, kept.grade, kept.pronouns) == ("Zoë Quintanilla-Pérez", 7, "she/her")
    assert kept.all_names == ("Zoë", "Quintanilla-Pérez", "Zo", "Zozo")
    assert current_rooms(kept) == {room}
    assert ExternalId.objects.get(student=kept).value == "S-1"


def test_the_school_authorizes_assessing_and_nothing_else(room):
    student = enroll(room)
    for purpose in consent.Purpose:
        expected = {student.pk} if purpose == consent.Purpose.ASSESS else set()
        assert consent.covered([student.pk], purpose, school=room.school_id) == expected


def test_who_added_whom_is_kept(room):
    teacher = make.UserFactory()
    student = enroll(room, by=teacher)
    event = AuditEvent.objects.get(verb="student.add")
    assert (event.actor, event.school, event.detail) == (f"user:{teacher.pk}", room.school_id, {"count": 1})
    assert AuditSubject.objects.get(event_id=event.pk).subject == student.pk


@pytest.mark.parametrize("piece", ["zoe", "ZOË", "quintanilla", "perez", "Quintanilla-Pérez", "zozo"])
def test_every_part_of_a_name_has_a_token(room, piece):
    student = enroll(room, nicknames=["Zozo"])
    token = NameToken.digest(room.school_id, "".join(search.pieces(piece)))
    assert NameToken.objects.get(token=token).student == student


def test_a_failure_leaves_nothing_but_a_key_for_the_sweep(room):
    two_with_one_id = [NewStudent("A", "B", 7, (room,), "S-1"), NewStudent("C", "D", 7, (room,), "S-1")]
    with pytest.raises(Exception, match=r"(?i)unique"):
        people.add_students(two_with_one_id, school=room.school, by="system:tests")
    assert not Student.objects.exists()
    assert not AuditEvent.objects.exists()
    assert SubjectKey.objects.count() == 2
    assert keys.sweep(in_use=lambda asked: set()) == 0  # younger than an hour: a rival may still need them


def test_the_number_of_queries_does_not_grow_with_the_class(room):
    def queries(count, offset):
        rows = [NewStudent(f"First{n}", f"Last{n}", 7, (room,), f"S-{n}") for n in range(offset, offset + count)]
        with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as ring:
            people.add_students(rows, school=room.school, by="system:tests")
        return len(main), len(ring)

    assert queries(2, 0) == queries(40, 100)


def test_more_students_than_a_chunk(room):
    students = people.add_students(newcomers(room, people.CHUNK + 3), school=room.school, by="system:tests")
    assert Enrollment.objects.filter(classroom=room).count() == len(students) == people.CHUNK + 3


def test_a_changed_name_is_found_and_the_old_one_is_not(room):
    student = enroll(room)
    student.last_name = "Okonjo"
    people.change_students({student: {"last_name"}}, school=room.school)
    assert Student.objects.get(pk=student.pk).name == "Zoë Okonjo"
    tokens = set(NameToken.objects.values_list("token", flat=True))
    assert NameToken.digest(room.school_id, "okonjo") in tokens
    assert NameToken.digest(room.school_id, "quintanilla") not in tokens


def test_different_fields_of_different_students_change_at_once(room):
    one, other = enroll(room), enroll(room)
    one.grade, other.pronouns = 8, "they/them"
    people.change_students({one: {"grade"}, other: {"pronouns"}}, school=room.school)
    assert Student.objects.get(pk=one.pk).grade == 8
    assert Student.objects.get(pk=other.pk).pronouns == "they/them"


def test_a_field_can_become_empty(room):
    student = enroll(room, pronouns="she/her")
    student.pronouns = None
    people.change_students({student: {"pronouns"}}, school=room.school)
    assert Student.objects.get(pk=student.pk).pronouns is None
