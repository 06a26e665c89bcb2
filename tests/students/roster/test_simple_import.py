"""A roster against a school: what is added, changed and left alone, and that twice is once."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from privacy import consent, keys
from privacy.audit import AuditEvent, AuditSubject
from students import people
from students.models import Classroom, Enrollment, Student, TeachingAssignment, Term
from students.roster import applying, plan, seats, simple
from students.roster.steps import ADDED, CHANGED, PROBLEM, UNCHANGED
from students.tenancy import now_in
from tests import factories as make

HEADER = "student_id,first_name,last_name,grade,classroom"
MATEO = "S-1,Mateo,Quintanilla,7,Homeroom 7B"
PRIYANKA = "S-2,Priyanka,Deshmukh,7,Homeroom 7B"


@pytest.fixture
def school(cast):
    """The cast's first school, with the ids its student information system gave to two students."""
    make.ExternalIdFactory(student=cast.mateo, value="S-1")
    make.ExternalIdFactory(student=cast.priyanka, value="S-2")
    return cast.cedar


def rows(*lines, header=HEADER):
    return simple.read("\n".join([header, *lines])).schools[0]


def compare(school, *lines, header=HEADER):
    return plan.compare(rows(*lines, header=header), school=school)


def confirm(school, *lines, header=HEADER, by="system:tests"):
    return applying.confirm(rows(*lines, header=header), school=school, by=by)


def counts(planned):
    return tuple(planned.counts[status] for status in (ADDED, CHANGED, UNCHANGED, PROBLEM))


def new_classes(made):
    return [planned.name for planned in made.places.new_classes]


def current_rooms(student):
    return {e.classroom.name for e in Enrollment.objects.filter(now_in(""), student=student)}


def everything():
    """What the roster's tables hold, to show that nothing moved."""
    return [
        sorted(map(str, model.objects.values_list()))
        for model in (Student, Enrollment, Classroom, Term, TeachingAssignment)
    ]


# --- comparing ------------------------------------------------------------------------------------


def test_who_is_known_and_the_same_is_unchanged(school):
    assert counts(compare(school, MATEO, PRIYANKA)) == (0, 0, 2, 0)


def test_who_is_not_known_is_added(school):
    assert counts(compare(school, MATEO, "S-9,New,Comer,7,Homeroom 7B")) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("line", "label", "before", "after"),
    [
        ("S-1,Matteo,Quintanilla,7,Homeroom 7B", "first name", "Mateo", "Matteo"),
        ("S-1,Mateo,Quintana,7,Homeroom 7B", "last name", "Quintanilla", "Quintana"),
        ("S-1,Mateo,Quintanilla,8,Homeroom 7B", "grade", "7", "8"),
        ("S-1,Mateo,Quintanilla,7,Homeroom 8A", "class", "Homeroom 7B", "Homeroom 8A"),
    ],
)
def test_each_change_says_what_was_and_what_will_be(school, line, label, before, after):
    (change,) = compare(school, line).rows[0].changes
    assert (change.label, change.before, change.after) == (label, before, after)


def test_an_empty_cell_or_a_missing_column_changes_nothing(school):
    header = HEADER + ",nicknames,pronouns"
    assert counts(compare(school, "S-1,Mateo,Quintanilla,,Homeroom 7B,,", header=header)) == (0, 0, 1, 0)


def test_a_row_with_a_problem_is_left_out_and_the_others_are_not(school):
    made = compare(school, "S-9,New,Comer,seventh,Homeroom 7B", MATEO)
    assert counts(made) == (0, 0, 1, 1)
    assert "seventh" in made.rows[0].problem and made.rows[0].record.line == 2


def test_comparing_writes_nothing(school):
    before = everything()
    compare(school, "S-1,Matteo,Quintanilla,8,Homeroom 9Z", "S-9,New,Comer,7,Homeroom 9Z")
    assert everything() == before


def test_another_schools_ids_are_another_schools(cast, school):
    assert counts(compare(cast.alder, MATEO)) == (1, 0, 0, 0)


def test_those_the_file_leaves_out_are_counted(school):
    assert compare(school, MATEO).absent == 2  # Priyanka and Tyrell; who left or has yet to come is not there


def test_a_class_that_does_not_exist_is_announced_once(school):
    made = compare(school, "S-8,A,B,7,Homeroom 9Z", "S-9,C,D,7,Homeroom 9Z")
    assert new_classes(made) == ["Homeroom 9Z"]


def test_an_unknown_term_is_a_problem_that_names_the_known_ones(school):
    made = compare(school, MATEO + ",Spring 2031", header=HEADER + ",term")
    assert "Spring 2031" in made.rows[0].problem and "Fall 2026" in made.rows[0].problem


def test_a_student_under_erasure_is_not_brought_back(cast, school):
    keys.destroy([cast.mateo.pk])
    made = compare(school, MATEO)
    assert "being erased" in made.rows[0].problem


# --- confirming -----------------------------------------------------------------------------------


def test_confirming_adds_and_changes_what_was_shown(school):
    made = confirm(school, "S-1,Matteo,Quintanilla,8,Homeroom 8A", "S-9,New,Comer,7,Homeroom 7B")
    assert counts(made) == (1, 1, 0, 0)
    changed = Student.objects.get(external_ids__token=token(school, "S-1"))
    added = Student.objects.get(external_ids__token=token(school, "S-9"))
    assert (changed.name, changed.grade, current_rooms(changed)) == ("Matteo Quintanilla", 8, {"Homeroom 8A"})
    assert (added.name, added.grade, current_rooms(added)) == ("New Comer", 7, {"Homeroom 7B"})


def token(school, value):
    from students.models import ExternalId

    return ExternalId.digest(school.pk, "roster", "student", value)


def test_the_same_file_twice_changes_nothing_the_second_time(school):
    lines = ("S-1,Matteo,Quintanilla,8,Homeroom 9Z", PRIYANKA, "S-9,New,Comer,7,Homeroom 9Z")
    confirm(school, *lines)
    before, events = everything(), AuditEvent.objects.count()
    assert counts(confirm(school, *lines)) == (0, 0, 3, 0)
    assert everything() == before
    assert AuditEvent.objects.count() == events


def test_confirming_compares_anew(cast, school):
    """Somebody else brought the student in between the preview and the click."""
    line = "S-9,New,Comer,7,Homeroom 7B"
    assert counts(compare(school, line)) == (1, 0, 0, 0)
    people.enroll_student(
        school=school,
        classroom=cast.homeroom_7b,
        first_name="New",
        last_name="Comer",
        grade=7,
        external_id="S-9",
        by="x",
    )
    assert counts(confirm(school, line)) == (0, 0, 1, 0)


def test_who_is_missing_from_the_file_stays(cast, school):
    confirm(school, "S-9,New,Comer,7,Homeroom 7B")
    assert current_rooms(cast.mateo) == {"Homeroom 7B"}
    assert Student.objects.filter(pk=cast.tyrell.pk).exists()


def test_moving_classes_keeps_the_old_enrollment_as_history(cast, school):
    confirm(school, "S-1,Mateo,Quintanilla,7,Homeroom 8A")
    old = Enrollment.objects.get(student=cast.mateo, classroom=cast.homeroom_7b)
    assert old.ends_on == cast.today and old.starts_on < cast.today


def test_a_student_who_left_comes_back(cast, school):
    make.ExternalIdFactory(student=cast.moved_away, value="S-3")
    assert counts(confirm(school, "S-3,Ines,Prado,7,Homeroom 7B")) == (0, 1, 0, 0)
    assert current_rooms(cast.moved_away) == {"Homeroom 7B"}


def test_one_audit_event_tells_the_whole_import(cast, school):
    confirm(school, "S-1,Matteo,Quintanilla,7,Homeroom 7B", PRIYANKA, "S-9,A,B,7,C", by=cast.school_admin)
    event = AuditEvent.objects.get(verb="roster.import")
    assert event.actor == f"user:{cast.school_admin.pk}"
    assert event.detail == {"added": 1, "changed": 1, "unchanged": 1, "ended": 0, "problem": 0, "adults": 0}
    concerned = set(AuditSubject.objects.filter(event_id=event.pk).values_list("subject", flat=True))
    assert cast.mateo.pk in concerned and cast.priyanka.pk not in concerned and len(concerned) == 2


def test_newcomers_may_be_assessed_and_a_withdrawal_outlasts_the_next_file(cast, school):
    consent.withdraw(
        school=school.pk, subjects=[cast.mateo.pk], purpose="assess", basis=consent.Basis.PARENT, by="system:tests"
    )
    confirm(school, "S-1,Matteo,Quintanilla,7,Homeroom 7B", "S-9,New,Comer,7,Homeroom 7B")
    newcomer = Student.objects.get(external_ids__token=token(school, "S-9"))
    assert consent.covered([cast.mateo.pk, newcomer.pk], "assess", school=school.pk) == {newcomer.pk}


def test_a_failure_midway_leaves_the_school_as_it_was(school, monkeypatch):
    before = everything()
    monkeypatch.setattr(seats, "open_rows", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        confirm(school, "S-1,Matteo,Quintanilla,7,Homeroom 9Z", "S-9,New,Comer,7,Homeroom 9Z")
    assert everything() == before
    assert not AuditEvent.objects.filter(verb="roster.import").exists()


def test_nicknames_pronouns_and_language_are_stored_sealed(school):
    confirm(
        school,
        MATEO + ',"Teo, Matti",he/him,Spanish',
        header=HEADER + ",nicknames,pronouns,home_language",
    )
    student = Student.objects.get(external_ids__token=token(school, "S-1"))
    assert student.all_names == ("Mateo", "Quintanilla", "Teo", "Matti")
    assert (student.pronouns, student.home_language) == ("he/him", "Spanish")


# --- places ---------------------------------------------------------------------------------------


def test_a_school_without_a_current_term_gets_its_school_year(cast):
    school = make.SchoolFactory()
    made = confirm(school, MATEO)
    assert made.places.opened_year.startswith("School year ")
    term = Term.objects.get(school=school)
    assert term.name == made.places.opened_year and term.starts_on <= cast.today <= term.ends_on
    assert Classroom.objects.get(school=school).term == term


def test_a_class_of_a_named_term_is_that_terms_own(cast, school):
    later = make.TermFactory(
        school=school, name="Spring 2027", starts_on=cast.today + timedelta(130), ends_on=cast.today + timedelta(230)
    )
    confirm(school, "S-9,A,B,7,Homeroom 7B,Spring 2027", header=HEADER + ",term")
    assert Classroom.objects.get(school=school, term=later).name == "Homeroom 7B"


def test_the_current_term_by_its_name_and_by_default_is_one_class(school):
    confirm(school, "S-8,A,B,7,9Z,Fall 2026", "S-9,C,D,7,9Z,", header=HEADER + ",term")
    assert Classroom.objects.filter(school=school, name="9Z").count() == 1


def test_a_teacher_is_assigned_once(cast, school):
    lines = (MATEO + ",LINDGREN", PRIYANKA + ",lindgren")
    confirm(school, *lines, header=HEADER + ",teacher")
    confirm(school, *lines, header=HEADER + ",teacher")
    assert TeachingAssignment.objects.filter(teacher=cast.other_teacher, classroom=cast.homeroom_7b).count() == 1


@pytest.mark.parametrize("username", ["nobody", "moreau", "gone", "vance", "whitfield"])
def test_only_teachers_of_this_school_today_are_assigned(cast, school, username):
    """Unknown; of another school; switched off; left; no teacher. The student comes in all the same."""
    before = TeachingAssignment.objects.count()
    made = confirm(school, f"S-9,A,B,7,Homeroom 8A,{username}", header=HEADER + ",teacher")
    assert username in made.rows[0].notes[0]
    assert counts(made) == (1, 0, 0, 0)
    assert TeachingAssignment.objects.count() == before


# --- cost -----------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_file(school):
    def queries(count, offset):
        lines = [f"N-{n},First{n},Last{n},7,Homeroom 7B" for n in range(offset, offset + count)]
        again = [f"N-{n},Other{n},Last{n},8,Homeroom 8A" for n in range(offset, offset + count)]
        with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as ring:
            confirm(school, *lines)
            confirm(school, *again)
        return len(main), len(ring)

    few, many = queries(2, 0), queries(30, 100)
    assert many[0] <= few[0] + 2 and many[1] <= few[1]  # SQLite splits one of the inserts by its parameters


def test_a_class_of_one_file_is_found_by_the_next(school):
    confirm(school, "S-9,New,Comer,7,Homeroom 9Z")
    assert new_classes(compare(school, "S-10,Other,Comer,7,Homeroom 9Z")) == []


def test_a_problem_row_creates_no_class(school):
    assert new_classes(compare(school, "S-9,A,B,seventh,Homeroom 9Z")) == []
    assert not confirm(school, "S-9,A,B,seventh,Homeroom 9Z").changes_anything


def test_unchanged_rows_make_no_plan(school):
    assert not compare(school, MATEO).changes_anything
