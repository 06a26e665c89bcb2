"""An import taken back: what it changed is as it was, unless somebody changed it since, and then it says so."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from privacy import retention
from privacy.audit import AuditEvent, AuditSubject
from privacy.keys import SubjectKey
from students.models import (
    Classroom,
    Enrollment,
    ExternalId,
    Guardianship,
    Membership,
    RosterChange,
    RosterRun,
    School,
    SourcedId,
    Student,
    TeachingAssignment,
    Term,
    User,
)
from students.roster import applying, formats, plan, undo
from students.roster.undo import CannotUndo
from students.tenancy import now_in
from tests import factories as make
from tests.students.roster import exports
from tests.students.roster.exports import ALGEBRA, BIOLOGY, LEILA, MOTHER, TABLES, TEACHER, TERM, TOMAS, WREN, seat

NOW = "2026-11-26 15:00:00Z"
LATER = "2026-12-03 15:00:00Z"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def school(db):
    return make.SchoolFactory(name="Cedar Hollow Middle School")


def confirm(school, upload) -> RosterRun:
    """Bring in an export, whatever would end by it; the run that remembers it."""
    (roster,) = formats.read(upload).schools
    there = set(RosterRun.objects.values_list("pk", flat=True))
    number = plan.compare(roster, school=school).brake.enrollments
    applying.confirm(roster, school=school, by="system:tests", accepting=number)
    return RosterRun.objects.exclude(pk__in=there).get()


def take_back(run) -> RosterRun:
    return undo.undo(run, by="system:tests")


def reasons(run) -> list[str]:
    return sorted(reason for reason, _student, _what in run.left)


def student(school, value) -> Student:
    return Student.objects.get(external_ids__token=ExternalId.digest(school.pk, "oneroster", "student", value))


def rooms(person) -> set[str]:
    return {row.classroom.name for row in Enrollment.objects.filter(now_in(""), student=person)}


def standing(school) -> dict:
    """All that a person could see of the roster, as it stands today."""
    today = {"school": school}
    return {
        "students": sorted(
            (one.first_name, one.last_name, one.nicknames or "", one.grade) for one in Student.objects.filter(**today)
        ),
        "rooms": sorted(
            (str(row.student_id), row.classroom.name, str(row.ends_on))
            for row in Enrollment.objects.filter(now_in(""), **today)
        ),
        "teaching": sorted(
            (row.teacher.username, row.classroom.name) for row in TeachingAssignment.objects.filter(now_in(""), **today)
        ),
        "families": sorted(
            (row.guardian.username, str(row.student_id)) for row in Guardianship.objects.filter(now_in(""), **today)
        ),
        "members": sorted(Membership.objects.filter(now_in(""), **today).values_list("user__username", "role")),
        "classes": sorted(Classroom.objects.filter(**today).values_list("name", "term__name")),
        "terms": sorted(Term.objects.filter(**today).values_list("name", "starts_on", "ends_on")),
        "users": sorted(User.objects.values_list("username", "first_name", "last_name")),
        "ids": sorted(SourcedId.objects.filter(**today).values_list("kind", "value")),
        "numbers": sorted(ExternalId.objects.filter(**today).values_list("system", "token")),
        "zone": School.objects.get(pk=school.pk).time_zone,
    }


# --- all of it ------------------------------------------------------------------------------------


def test_a_first_import_taken_back_leaves_nothing_of_it(school, django_capture_on_commit_callbacks):
    before = standing(school)
    run = confirm(school, exports.oneroster())
    subjects = set(Student.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        done = take_back(run)
    assert standing(school) == before
    assert done.left == [] and done.undone_at
    assert not SubjectKey.objects.filter(subject__in=subjects).exists()


@pytest.mark.parametrize(
    "second",
    [
        exports.oneroster(users=[{**LEILA, "familyName": "Okafor", "grades": "08"}, TOMAS, WREN, TEACHER, MOTHER]),
        exports.oneroster(classes=[{**ALGEBRA, "title": "Algebra I"}, BIOLOGY]),
        exports.oneroster(academicSessions=[{**TERM, "title": "Whole year", "endDate": "2027-06-18"}]),
        exports.oneroster(users=[LEILA, TOMAS, WREN, {**TEACHER, "givenName": "Rue"}, MOTHER]),
        exports.delta(enrollments=[seat("c-1", "u-1", status="tobedeleted"), seat("c-2", "u-2", status="active")]),
        exports.delta(enrollments=[seat("c-1", "u-1", status="active", endDate="2027-01-15")]),
        exports.delta(users=[{**TEACHER, "status": "tobedeleted"}]),
        exports.delta(users=[{**MOTHER, "status": "tobedeleted"}]),
        exports.delta(users=[{**LEILA, "status": "tobedeleted"}]),
        exports.oneroster(enrollments=[seat("c-2", "u-1"), *TABLES["enrollments"][2:]]),
    ],
    ids=[
        "fields",
        "class",
        "term",
        "teacher",
        "seats",
        "until",
        "teacher gone",
        "family gone",
        "student gone",
        "moved",
    ],
)
@pytest.mark.parametrize("when", [NOW, LATER], ids=["at once", "a week later"])
def test_a_second_import_taken_back_leaves_the_first(school, clock, second, when):
    confirm(school, exports.oneroster())
    clock.move_to("2026-11-27 15:00:00Z" if when == LATER else NOW)
    before = standing(school)
    run = confirm(school, second)
    assert standing(school) != before
    clock.move_to(when)
    done = take_back(run)
    assert standing(school) == before
    assert done.left == []


def test_the_days_between_stay_as_they_were(school, clock):
    confirm(school, exports.oneroster())
    clock.move_to("2026-11-30 15:00:00Z")
    run = confirm(school, exports.delta(enrollments=[seat("c-1", "u-1", status="tobedeleted")]))
    clock.move_to(LATER)
    take_back(run)
    rows = Enrollment.objects.filter(student=student(school, "u-1"), classroom__name="Algebra").order_by("starts_on")
    assert [(row.starts_on, row.ends_on) for row in rows] == [
        (date(2026, 11, 26), date(2026, 11, 30)),
        (date(2026, 12, 3), None),
    ]


def test_what_was_undone_may_be_brought_in_again(school):
    take_back(confirm(school, exports.oneroster()))
    confirm(school, exports.oneroster())
    assert rooms(student(school, "u-1")) == {"Algebra", "Biology"}


# --- what was changed since -----------------------------------------------------------------------


def test_a_name_that_was_mended_since_stays_mended_and_is_told(school):
    confirm(school, exports.oneroster())
    run = confirm(school, exports.oneroster(users=[{**LEILA, "familyName": "Hadad"}, TOMAS, WREN, TEACHER, MOTHER]))
    leila = student(school, "u-1")
    leila.last_name = "Haddad-Okafor"
    leila.save()
    done = take_back(run)
    assert student(school, "u-1").last_name == "Haddad-Okafor"
    assert done.left == [["field_changed", str(leila.pk), "last_name"]]


def test_a_class_left_by_the_import_and_joined_again_since_is_not_joined_twice(school, clock):
    confirm(school, exports.oneroster())
    clock.move_to("2026-11-30 15:00:00Z")
    run = confirm(school, exports.delta(enrollments=[seat("c-1", "u-1", status="tobedeleted")]))
    clock.move_to("2026-12-01 15:00:00Z")
    confirm(school, exports.delta(enrollments=[seat("c-1", "u-1", status="active")]))
    clock.move_to(LATER)
    done = take_back(run)
    assert reasons(done) == ["seat_changed"]
    assert Enrollment.objects.filter(now_in(""), student=student(school, "u-1")).count() == 2


def test_a_student_with_work_stays_in_no_class_and_is_told(school):
    run = confirm(school, exports.oneroster())
    leila = student(school, "u-1")
    make.ResponseFactory(student=leila)
    done = take_back(run)
    assert Student.objects.get() == leila and rooms(leila) == set()
    assert leila.name == "Leila Haddad"
    assert ["student_kept", str(leila.pk), ""] in done.left


def test_a_student_a_later_import_changed_stays(school):
    run = confirm(school, exports.oneroster())
    confirm(school, exports.oneroster(users=[{**LEILA, "grades": "08"}, TOMAS, WREN, TEACHER, MOTHER]))
    done = take_back(run)
    assert [one.first_name for one in Student.objects.all()] == ["Leila"]
    assert "student_kept" in reasons(done)


def test_an_account_that_was_used_stays_without_what_the_import_gave(school):
    run = confirm(school, exports.oneroster())
    User.objects.filter(username="ruth.calder").update(last_login=timezone.now())
    done = take_back(run)
    teacher = User.objects.get()
    assert teacher.username == "ruth.calder"
    assert not TeachingAssignment.objects.filter(now_in(""), teacher=teacher).exists()
    assert not Membership.objects.filter(now_in(""), user=teacher).exists()
    assert "account_kept" in reasons(done)


def test_a_class_somebody_sat_in_stays_with_its_history(school, clock):
    confirm(school, exports.oneroster(enrollments=TABLES["enrollments"][:1]))
    run = confirm(school, exports.delta(classes=[BIOLOGY], enrollments=[seat("c-2", "u-1", status="active")]))
    clock.move_to(LATER)
    done = take_back(run)
    assert rooms(student(school, "u-1")) == {"Algebra"}
    assert reasons(done) == ["place_kept"]
    assert Classroom.objects.filter(school=school, name="Biology").exists()


def test_a_student_under_erasure_is_not_touched(school):
    from privacy import keys

    confirm(school, exports.oneroster())
    run = confirm(school, exports.oneroster(users=[{**LEILA, "familyName": "Okafor"}, TOMAS, WREN, TEACHER, MOTHER]))
    keys.destroy([student(school, "u-1").pk])
    assert reasons(take_back(run)) == ["erased"]


# --- when and who ---------------------------------------------------------------------------------


def test_once_is_enough(school):
    run = confirm(school, exports.oneroster())
    take_back(run)
    with pytest.raises(CannotUndo, match="undone already"):
        take_back(run)


@pytest.mark.parametrize(("days", "possible"), [(29, True), (31, False)])
def test_thirty_days_and_no_longer(school, clock, days, possible):
    run = confirm(school, exports.oneroster())
    clock.shift(timedelta(days=days))
    assert undo.can_undo(run) is possible
    if not possible:
        with pytest.raises(CannotUndo, match="30 days"):
            take_back(run)


def test_after_thirty_days_what_it_changed_is_forgotten(school, clock):

    confirm(school, exports.oneroster())
    clock.shift(timedelta(days=31))
    retention.run()
    assert not RosterRun.objects.exists() and not RosterChange.objects.exists()
    assert Student.objects.count() == 3


def test_names_before_and_after_are_sealed_under_the_students_key(school):
    confirm(school, exports.oneroster())
    run = confirm(school, exports.oneroster(users=[{**LEILA, "familyName": "Okafor"}, TOMAS, WREN, TEACHER, MOTHER]))
    raw = bytes(run.changes.get().__dict__["detail"])
    assert b"Okafor" not in raw and b"Haddad" not in raw
    assert "Okafor" not in str(run.places) + str(run.counts)


def test_the_undo_is_in_the_audit_with_everybody_concerned(school):
    run = confirm(school, exports.oneroster())
    subjects = set(Student.objects.values_list("pk", flat=True))
    take_back(run)
    event = AuditEvent.objects.get(verb="roster.undo")
    assert set(AuditSubject.objects.filter(event_id=event.pk).values_list("subject", flat=True)) == subjects


def test_a_failure_midway_takes_nothing_back(school, monkeypatch):
    run = confirm(school, exports.oneroster())
    before = standing(school)
    monkeypatch.setattr(undo._Undoing, "_remove_places", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_back(run)
    assert standing(school) == before
    run.refresh_from_db()
    assert run.undone_at is None
