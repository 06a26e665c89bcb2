"""An export of a student information system against a school: previewed, confirmed, and what it never does."""

from datetime import date

import pytest
import time_machine
from django.db import connections
from django.test.utils import CaptureQueriesContext

from privacy.audit import AuditEvent, AuditSubject
from students import access
from students.access import Right
from students.models import (
    Classroom,
    Enrollment,
    ExternalId,
    Guardianship,
    Membership,
    SourcedId,
    Student,
    TeachingAssignment,
    Term,
    User,
)
from students.roster import applying, formats, plan, schools
from students.roster.steps import ADDED, CHANGED, ENDED, PROBLEM, UNCHANGED
from students.tenancy import now_in
from tests import factories as make
from tests.students.roster import exports
from tests.students.roster.exports import (
    ALGEBRA,
    BIOLOGY,
    LEILA,
    MOTHER,
    SCHOOL,
    TABLES,
    TEACHER,
    TERM,
    TOMAS,
    WREN,
    klass,
    seat,
    user,
)

NOW = "2026-11-26 15:00:00Z"
EVERY = [exports.oneroster, exports.oneroster_12, exports.sds_1, exports.sds_2, exports.sds_21]


@pytest.fixture(autouse=True)
def _a_day_in_the_term():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school(db):
    return make.SchoolFactory(name="Cedar Hollow Middle School")


def roster_of(upload):
    (roster,) = formats.read(upload).schools
    return roster


def compare(school, upload):
    return plan.compare(roster_of(upload), school=school)


def confirm(school, upload, by="system:tests", **agreed):
    return applying.confirm(roster_of(upload), school=school, by=by, **agreed)


def counts(made):
    return tuple(made.counts[status] for status in (ADDED, CHANGED, UNCHANGED, ENDED, PROBLEM))


def student(school, value, system="oneroster") -> Student:
    return Student.objects.get(external_ids__token=ExternalId.digest(school.pk, system, "student", value))


def rooms(person) -> set[str]:
    return {row.classroom.name for row in Enrollment.objects.filter(now_in(""), student=person)}


def problems(made) -> str:
    return " | ".join(row.problem for row in made.rows if row.problem)


# --- bringing in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("export", EVERY, ids=lambda one: one.__name__)
def test_every_format_comes_in_whole_and_twice_is_once(school, export):
    made = confirm(school, export())
    assert made.counts[ADDED] == Student.objects.filter(school=school).count() > 0
    assert not made.counts[PROBLEM]
    again = confirm(school, export())
    assert not again.changes_anything
    assert {row.status for row in again.rows} == {UNCHANGED}


def test_students_classes_terms_and_ids_stand_as_the_export_says(school):
    confirm(school, exports.oneroster())
    leila = student(school, "u-1")
    assert (leila.name, leila.grade, rooms(leila)) == ("Leila Haddad", 7, {"Algebra", "Biology"})
    assert {(one.system, one.value) for one in leila.external_ids.all()} == {("oneroster", "u-1"), ("roster", "1001")}
    term = Term.objects.get(school=school)
    assert (term.name, term.starts_on, term.ends_on) == ("Year", date(2026, 8, 24), date(2027, 6, 11))
    known = SourcedId.objects.filter(school=school).values_list("kind", "value")
    assert set(known) >= {("school", "org-1"), ("term", "t-1"), ("class", "c-1"), ("person", "t-9"), ("person", "g-1")}


def test_a_student_known_by_number_from_a_simple_file_is_the_same_student(school):
    room = make.ClassroomFactory(school=school)
    known = make.StudentFactory(school=school, first_name="Leila", last_name="Haddad", grade=7)
    make.EnrollmentFactory(student=known, classroom=room)
    make.ExternalIdFactory(student=known, value="1001")
    assert counts(confirm(school, exports.oneroster())) == (2, 1, 0, 0, 0)
    assert student(school, "u-1") == known
    assert rooms(known) == {room.name, "Algebra", "Biology"}  # a class made by hand is not the export's to end


def test_a_number_that_belongs_to_somebody_else_is_a_problem_and_changes_nobody(school):
    other = make.StudentFactory(school=school, first_name="Priyanka", last_name="Deshmukh")
    make.ExternalIdFactory(student=other, value="1001")
    made = confirm(school, exports.oneroster())
    assert "The number 1001 belongs to Priyanka Deshmukh" in problems(made)
    assert Student.objects.get(pk=other.pk).name == "Priyanka Deshmukh"


def test_a_class_brought_in_by_a_simple_file_is_adopted_by_its_name(school):
    term = make.TermFactory(school=school, name="Year", starts_on=date(2026, 8, 24), ends_on=date(2027, 6, 11))
    algebra = make.ClassroomFactory(school=school, term=term, name="Algebra")
    confirm(school, exports.oneroster())
    assert Classroom.objects.get(school=school, name="Algebra") == algebra


def test_names_classes_and_terms_follow_the_next_export(school):
    confirm(school, exports.oneroster())
    made = confirm(
        school,
        exports.oneroster(
            users=[
                {**LEILA, "familyName": "Haddad-Okafor"},
                TOMAS,
                WREN,
                {**TEACHER, "familyName": "Calder-Ng"},
                MOTHER,
            ],
            classes=[{**ALGEBRA, "title": "Algebra I"}, BIOLOGY],
            academicSessions=[{**TERM, "endDate": "2027-06-18"}],
        ),
    )
    assert counts(made) == (0, 1, 2, 0, 0)
    assert student(school, "u-1").last_name == "Haddad-Okafor"
    assert User.objects.get(username="ruth.calder").last_name == "Calder-Ng"
    assert Term.objects.get(school=school).ends_on == date(2027, 6, 18)
    assert set(Classroom.objects.filter(school=school).values_list("name", flat=True)) == {"Algebra I", "Biology"}


def test_nicknames_known_here_outlast_an_export_that_knows_one(school):
    confirm(school, exports.oneroster_12())
    leila = student(school, "u-1")
    leila.nicknames = "Lulu"
    leila.save()
    preferred = {**LEILA, "preferredGivenName": "Lili"}
    confirm(school, exports.oneroster_12(users=[preferred, TOMAS, WREN, TEACHER, MOTHER]))
    assert student(school, "u-1").nicknames == "Lulu\nLili"


def test_dates_of_an_enrollment_are_taken_over(school):
    enrollments = [
        seat("c-1", "u-1", beginDate="2026-09-01", endDate="2027-01-15"),
        seat("c-2", "u-1", beginDate="2026-09-01", endDate="2026-10-01"),
    ]
    confirm(school, exports.oneroster(enrollments=enrollments))
    (row,) = Enrollment.objects.filter(student=student(school, "u-1"))
    assert (row.classroom.name, row.starts_on, row.ends_on) == ("Algebra", date(2026, 9, 1), date(2027, 1, 15))


def test_a_class_of_a_term_that_is_over_takes_nobody_and_says_so(school):
    over = {**TERM, "startDate": "2024-08-24", "endDate": "2025-06-11"}
    made = confirm(school, exports.oneroster(academicSessions=[over]))
    assert counts(made) == (0, 0, 0, 0, 3)
    assert "Algebra belongs to Year, which ended on June 11, 2025" in problems(made)
    assert not Classroom.objects.filter(school=school).exists()


def test_a_class_of_a_term_to_come_begins_with_it(school):
    spring = {**TERM, "startDate": "2027-01-11", "endDate": "2027-06-11"}
    confirm(school, exports.oneroster(academicSessions=[spring]))
    assert {row.starts_on for row in Enrollment.objects.filter(school=school)} == {date(2027, 1, 11)}
    assert rooms(student(school, "u-1")) == set()


@pytest.mark.parametrize(
    ("said", "zone"), [("America/Denver", "America/Denver"), ("Pacific Standard Time", "America/Los_Angeles")]
)
def test_a_time_zone_is_taken_over(school, said, zone):
    schools = exports.sds_1(School=f"SIS ID,Name,Time Zone\n10,Cedar Hollow Middle School,{said}\n")
    confirm(school, schools)
    school.refresh_from_db()
    assert school.time_zone == zone


def test_a_time_zone_that_is_none_is_told_and_left(school):
    made = confirm(school, exports.sds_1(School="SIS ID,Name,Time Zone\n10,Cedar Hollow Middle School,Noon\n"))
    assert "'Noon', which is none" in " ".join(made.notes)
    school.refresh_from_db()
    assert school.time_zone == "America/New_York"


# --- who is missing, and the brake ----------------------------------------------------------------


def many(count: int):
    """A class of ``count`` students."""
    people = [user(f"n-{n}", f"First{n}", f"Last{n}") for n in range(count)]
    return {"users": people, "enrollments": [seat("c-1", one["sourcedId"]) for one in people]}


def test_absence_from_a_complete_export_ends_the_enrollment_and_keeps_the_student(school):
    confirm(school, exports.oneroster(**many(40)))
    left = many(39)
    made = confirm(school, exports.oneroster(**left))
    assert counts(made) == (0, 0, 39, 1, 0)
    gone = student(school, "n-39")
    assert rooms(gone) == set()
    (row,) = Enrollment.objects.filter(student=gone)
    assert row.ends_on == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("missing", "stops"),
    [(2, False), (3, True), (40, True)],  # of 40; 5% is 2
)
def test_more_than_five_percent_stops_until_the_number_is_repeated(school, missing, stops):
    confirm(school, exports.oneroster(**many(40)))
    smaller = exports.oneroster(**many(40 - missing)) if missing < 40 else exports.oneroster(users=[], enrollments=[])
    if not stops:
        confirm(school, smaller)
        return
    with pytest.raises(applying.Braked) as stopped:
        confirm(school, smaller)
    assert (stopped.value.plan.brake.enrollments, stopped.value.plan.brake.students) == (missing, missing)
    assert Enrollment.objects.filter(now_in(""), school=school).count() == 40
    with pytest.raises(applying.Braked):
        confirm(school, smaller, accepting=missing - 1)
    confirm(school, smaller, accepting=missing)
    assert Enrollment.objects.filter(now_in(""), school=school).count() == 40 - missing


def test_moving_everybody_to_another_class_is_no_drop(school):
    confirm(school, exports.oneroster(**many(40)))
    moved = many(40)
    moved["enrollments"] = [seat("c-2", one["sourcedId"]) for one in moved["users"]]
    assert counts(confirm(school, exports.oneroster(**moved))) == (0, 40, 0, 0, 0)


@pytest.mark.parametrize("export", ["delta", "simple", "sds"])
def test_elsewhere_absence_ends_nothing(school, export):
    if export == "delta":
        confirm(school, exports.oneroster(**many(40)))
        made = confirm(school, exports.delta(users=[{**LEILA, "sourcedId": "n-1"}]))
        assert counts(made)[3] == 0
    else:
        confirm(school, exports.sds_1())
        only_leila = "SIS ID,School SIS ID,First Name,Last Name,Username\n71,10,Leila,Haddad,lh\n"
        made = confirm(
            school, exports.sds_1(Student=only_leila, StudentEnrollment="Section SIS ID,SIS ID\n501,71\n502,71\n")
        )
        assert counts(made) == (0, 0, 1, 0, 0) and made.absent == 1
    assert not Enrollment.objects.filter(school=school, ends_on__isnull=False).exists()


def test_a_delta_ends_what_it_marks_and_touches_nobody_else(school):
    confirm(school, exports.oneroster(**many(40)))
    made = confirm(school, exports.delta(enrollments=[seat("c-1", "n-1", status="tobedeleted")]))
    assert counts(made) == (0, 0, 0, 1, 0)
    assert Enrollment.objects.filter(now_in(""), school=school).count() == 39


def test_a_delta_that_enrolls_somebody_known_needs_no_line_about_the_person(school):
    confirm(school, exports.oneroster())
    made = confirm(school, exports.delta(enrollments=[seat("c-2", "u-2", status="active")]))
    assert counts(made) == (0, 1, 0, 0, 0)
    assert rooms(student(school, "u-2")) == {"Algebra", "Biology"}


def test_a_student_to_be_deleted_leaves_every_class_and_keeps_the_record(school):
    confirm(school, exports.oneroster(**many(40)))
    made = confirm(school, exports.delta(users=[{**user("n-1", "First1", "Last1"), "status": "tobedeleted"}]))
    assert counts(made) == (0, 0, 0, 1, 0)
    assert rooms(student(school, "n-1")) == set()


def test_an_orphan_is_explained_and_the_others_come_in(school):
    made = confirm(
        school, exports.oneroster(enrollments=[*TABLES["enrollments"], seat("c-1", "u-77"), seat("c-77", "u-1")])
    )
    assert "enrolls the student 'u-77', whom no line of the export lists" in problems(made)
    notes = " ".join(note for row in made.students for note in row.notes)
    assert "Line 8 of enrollments.csv names the class 'c-77'" in notes
    assert made.counts[ADDED] == 3


def test_a_line_that_cannot_be_read_ends_nobodys_enrollment(school):
    confirm(school, exports.oneroster())
    broken = [seat("c-1", "u-1", beginDate="soon"), *TABLES["enrollments"][1:]]
    confirm(school, exports.oneroster(enrollments=broken))
    assert rooms(student(school, "u-1")) == {"Algebra", "Biology"}


def test_a_student_whose_own_line_cannot_be_read_stays_as_they_are(school):
    confirm(school, exports.oneroster())
    confirm(school, exports.oneroster(users=[{**LEILA, "givenName": "=x"}, TOMAS, WREN, TEACHER, MOTHER]))
    assert rooms(student(school, "u-1")) == {"Algebra", "Biology"}


def test_a_student_in_no_class_is_not_made(school):
    made = confirm(school, exports.oneroster(users=[*TABLES["users"], user("u-4", "In", "Limbo")]))
    assert counts(made) == (3, 0, 0, 0, 1)
    assert "in no class now" in problems(made)


# --- teachers and families ------------------------------------------------------------------------


def test_a_teacher_gets_an_account_that_nobody_can_sign_in_to_yet(school):
    confirm(school, exports.oneroster())
    teacher = User.objects.get(username="ruth.calder")
    assert not teacher.has_usable_password() and teacher.email == "ruth.calder@pine.example"
    assert not (teacher.is_staff or teacher.is_superuser)
    assert Membership.objects.get(user=teacher).role == "teacher"
    assert {c.name for c in access.visible(teacher, Classroom, Right.CLASSROOM)} == {"Algebra"}
    assert {s.name for s in access.visible(teacher, Student)} == {"Leila Haddad", "Tomás Vela"}


def test_a_teacher_missing_from_a_complete_export_teaches_no_more(school):
    confirm(school, exports.oneroster())
    made = confirm(
        school, exports.oneroster(users=[LEILA, TOMAS, WREN, MOTHER], enrollments=TABLES["enrollments"][:-1])
    )
    assert [row.status for row in made.adults if row.kind == "teacher"] == [ENDED]
    assert not access.visible(User.objects.get(username="ruth.calder"), Student).exists()


def test_a_family_sees_its_own_child(school):
    confirm(school, exports.oneroster())
    mother = User.objects.get(username="samira@home.example")
    assert not mother.has_usable_password()
    assert Guardianship.objects.get(guardian=mother).relation == "parent"
    assert {s.name for s in access.visible(mother, Student, Right.FAMILY)} == {"Leila Haddad"}


def test_a_bond_ended_here_is_not_brought_back_by_a_file(school):
    confirm(school, exports.oneroster())
    Guardianship.objects.update(starts_on=date(2026, 9, 1), ends_on=date(2026, 11, 1))
    made = confirm(school, exports.oneroster())
    assert "a file does not bring it back" in " ".join(note for row in made.adults for note in row.notes)
    assert Guardianship.objects.filter(now_in("")).count() == 0


def test_a_restriction_stands_whatever_a_file_says(school):
    confirm(school, exports.oneroster())
    Guardianship.objects.update(restricted=True)
    confirm(school, exports.oneroster())
    assert Guardianship.objects.get().restricted
    assert not access.visible(User.objects.get(username="samira@home.example"), Student, Right.FAMILY).exists()


def test_a_parent_to_be_deleted_sees_the_child_no_more(school):
    confirm(school, exports.oneroster())
    confirm(school, exports.delta(users=[{**MOTHER, "status": "tobedeleted"}]))
    assert not access.visible(User.objects.get(username="samira@home.example"), Student, Right.FAMILY).exists()


@pytest.mark.parametrize("role", ["school_admin", "district_admin"])
@pytest.mark.parametrize("kind", ["teacher", "family"])
def test_a_file_makes_no_teacher_or_parent_of_who_administers_the_school(school, role, kind):
    admin = make.UserFactory(username="whitfield")
    place = {"school": school} if role == "school_admin" else {"school": None, "district": school.district}
    make.MembershipFactory(user=admin, role=role, **place)
    people = {"teacher": {**TEACHER, "username": "Whitfield"}, "family": {**MOTHER, "username": "whitfield"}}
    users = [LEILA, TOMAS, WREN, people.get("teacher") if kind == "teacher" else TEACHER]
    made = confirm(school, exports.oneroster(users=[*users, people["family"] if kind == "family" else MOTHER]))
    assert "whitfield administers the school or district" in problems(made)
    assert not access.visible(admin, Student, Right.RECORD).exists()
    assert not access.visible(admin, Student, Right.FAMILY).exists()


def test_an_account_from_outside_the_district_is_not_taken_over(school, cast):
    stranger = {**TEACHER, "username": "TANAKA", "email": "mine@evil.example"}
    made = confirm(school, exports.oneroster(users=[LEILA, TOMAS, WREN, stranger, MOTHER]))
    assert "belongs to somebody outside of your district" in problems(made)
    cast.teacher_other_district.refresh_from_db()
    assert cast.teacher_other_district.email == "" and cast.teacher_other_district.memberships.count() == 1


def test_an_account_of_the_district_keeps_its_name_email_and_password(cast):
    known = {**TEACHER, "username": "okafor", "givenName": "Eve", "email": "mine@evil.example"}
    before = cast.teacher.password
    confirm(cast.alder, exports.oneroster(users=[LEILA, TOMAS, WREN, known, MOTHER]))
    cast.teacher.refresh_from_db()
    assert (cast.teacher.first_name, cast.teacher.email, cast.teacher.password) == ("Ms.", "", before)
    assert {m.school for m in cast.teacher.memberships.all()} == {cast.cedar, cast.alder}


def test_nobody_administers_anything_by_a_file(school):
    confirm(school, exports.oneroster(users=[*TABLES["users"], user("a-1", "Head", "Office", "administrator")]))
    assert set(Membership.objects.values_list("role", flat=True)) == {"teacher"}


# --- several schools ------------------------------------------------------------------------------


def two_schools():
    return exports.oneroster(
        orgs=[SCHOOL, {"sourcedId": "org-2", "name": "Birch Point Middle School", "type": "school"}],
        classes=[ALGEBRA, BIOLOGY, klass("c-9", "Chemistry", schoolSourcedId="org-2")],
        users=[*TABLES["users"], user("u-9", "Sol", "Nakai", orgSourcedIds="org-2")],
        enrollments=[*TABLES["enrollments"], seat("c-9", "u-9", schoolSourcedId="org-2")],
    )


def assigned(upload, *, among, chosen=None):
    return schools.assign(formats.read(upload), among=among, chosen=chosen)


def test_of_several_schools_those_one_runs_are_taken_and_the_others_refused_by_name(cast):
    made = assigned(two_schools(), among=[cast.cedar, cast.alder])
    assert [school for school, _ in made.taken] == [cast.cedar]
    assert "Birch Point Middle School (id org-2): not a school that you run" in made.refused[0]
    assert made.refused[0] in made.taken[0][1].notes


def test_a_school_is_known_by_its_id_even_under_another_name(cast):
    confirm(cast.cedar, exports.oneroster())
    renamed = exports.oneroster(orgs=[{**SCHOOL, "name": "CHMS"}])
    made = assigned(renamed, among=[cast.cedar, cast.alder])
    assert [school for school, _ in made.taken] == [cast.cedar]


def test_a_file_about_one_school_goes_where_it_was_meant_to_unless_it_is_another_one(cast):
    unknown = exports.oneroster(orgs=[{**SCHOOL, "name": "CHMS"}])
    assert [school for school, _ in assigned(unknown, among=[cast.alder], chosen=cast.alder).taken] == [cast.alder]
    made = assigned(exports.oneroster(), among=[cast.cedar, cast.alder], chosen=cast.alder)
    assert not made.taken and "you chose Alder Creek Middle School" in made.refused[0]


def test_a_school_known_by_one_id_is_not_another_one(cast):
    confirm(cast.cedar, exports.oneroster())
    other = exports.oneroster(orgs=[{**SCHOOL, "sourcedId": "org-5", "name": "Somewhere"}], classes=[
        {**ALGEBRA, "schoolSourcedId": "org-5"}], users=[{**LEILA, "orgSourcedIds": "org-5"}],
        enrollments=[seat("c-1", "u-1", schoolSourcedId="org-5")])  # fmt: skip
    made = assigned(other, among=[cast.cedar], chosen=cast.cedar)
    assert not made.taken and "goes by another id" in made.refused[0]


# --- audit, names, cost ---------------------------------------------------------------------------


def test_one_audit_event_names_every_student_concerned(school):
    confirm(school, exports.oneroster())
    event = AuditEvent.objects.get(verb="roster.import")
    concerned = AuditSubject.objects.filter(event_id=event.pk).values_list("subject", flat=True)
    assert set(concerned) == set(Student.objects.filter(school=school).values_list("pk", flat=True))
    assert "Leila" not in str(event.detail)


def test_the_de_identifier_sees_new_names_nicknames_and_teachers_at_once(school):
    from assessments.roster_names import deidentifier_of

    def removed(name: str) -> bool:
        return name not in deidentifier_of(school).mask(f"Then {name} said we should check the wires again.").text

    def people(nickname: str, family: str) -> list[dict]:
        return [{**LEILA, "preferredGivenName": nickname}, TOMAS, WREN, {**TEACHER, "familyName": family}, MOTHER]

    confirm(school, exports.oneroster_12())
    assert not removed("Maple")
    confirm(school, exports.oneroster_12(users=people("Maple", "Calder")))
    assert removed("Maple")
    before = deidentifier_of(school)
    assert deidentifier_of(school) is before
    confirm(school, exports.oneroster_12(users=people("Maple", "Orchard")))
    assert deidentifier_of(school) is not before


def test_statements_do_not_grow_with_the_export(school):
    def statements(first, count):
        people = [user(f"n-{n}", f"F{n}", f"L{n}") for n in range(first, first + count)]
        tables = {"users": people, "enrollments": [seat("c-1", one["sourcedId"], status="active") for one in people]}
        upload = exports.oneroster(modes={"enrollments": "delta", "users": "delta"}, **tables)
        with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as ring:
            confirm(school, upload)
        return len(main) + len(ring)

    statements(0, 2)
    few, many = statements(10, 3), statements(100, 60)
    assert many <= few + 2  # SQLite splits inserts by their parameters


def test_a_failure_midway_leaves_nothing(school, monkeypatch):
    monkeypatch.setattr(applying._Work, "_bind_families", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        confirm(school, exports.oneroster())
    for model in (Student, Classroom, Term, Enrollment, TeachingAssignment, SourcedId, Membership, User):
        assert not model.objects.exists(), model


def test_the_same_export_a_day_later_changes_nothing(school):
    confirm(school, exports.oneroster())
    with time_machine.travel("2026-11-27 15:00:00Z", tick=False):
        assert not confirm(school, exports.oneroster()).changes_anything
