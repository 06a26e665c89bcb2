"""The rights table as a truth table: everyone of the cast, every right, every place. One cell is one expectation.

``ok`` is the row itself, ``403`` a refusal to somebody who may know that the row exists, and ``.`` a 404,
the same as for a row that does not exist.
"""

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from assessments.models import Assessment, Feedback, LatestAssessment, Response, Upload
from privacy.audit import AuditEvent, AuditSubject
from students import access
from students.access import RULES, Right
from students.models import Classroom, Enrollment, Membership, Role, School, Student, TeachingAssignment
from tests import factories as make

# Two of one's own class; another class, another school, another district; left today, comes in a week.
STUDENTS = ("mateo", "priyanka", "tyrell", "nora", "sam", "moved_away", "not_here_yet")
CLASSROOMS = ("homeroom_7b", "homeroom_8a", "homeroom_7c", "homeroom_7d")
SCHOOLS = ("cedar", "alder", "birch")

READ_A_RECORD = """
    teacher                 ok  ok  .   .   .   .   .
    other_teacher           .   .   ok  .   .   .   .
    teacher_elsewhere       .   .   .   ok  .   .   .
    teacher_other_district  .   .   .   .   ok  .   .
    ex_teacher              .   .   .   .   .   .   .
    inactive_teacher        .   .   .   .   .   .   .
    school_admin            403 403 403 .   .   403 403
    school_admin_elsewhere  .   .   .   403 .   .   .
    district_admin          403 403 403 403 .   403 403
    other_district_admin    .   .   .   .   403 .   .
    records_officer         .   .   .   .   .   .   .
    safeguarding_lead       .   .   .   .   .   .   .
    operator                .   .   .   .   .   .   .
    newcomer                .   .   .   .   .   .   .
    nobody                  .   .   .   .   .   .   .
    guardian                403 .   .   .   .   .   .
    guardian_of_another     .   403 .   .   .   .   .
    restricted_guardian     .   .   .   .   .   .   .
    former_guardian         .   .   .   .   .   .   .
    key                     403 403 403 .   .   403 403
    read_key                403 403 403 .   .   403 403
    aggregate_key           .   .   .   .   .   .   .
    district_key            403 403 403 403 .   403 403
    key_elsewhere           .   .   .   403 .   .   .
    key_other_district      .   .   .   .   403 .   .
    revoked_key             .   .   .   .   .   .   .
"""

SEE_WHAT_A_FAMILY_SEES = """
    teacher                 403 403 .   .   .   .   .
    other_teacher           .   .   403 .   .   .   .
    teacher_elsewhere       .   .   .   403 .   .   .
    teacher_other_district  .   .   .   .   403 .   .
    ex_teacher              .   .   .   .   .   .   .
    inactive_teacher        .   .   .   .   .   .   .
    school_admin            403 403 403 .   .   403 403
    school_admin_elsewhere  .   .   .   403 .   .   .
    district_admin          403 403 403 403 .   403 403
    other_district_admin    .   .   .   .   403 .   .
    records_officer         .   .   .   .   .   .   .
    safeguarding_lead       .   .   .   .   .   .   .
    operator                .   .   .   .   .   .   .
    newcomer                .   .   .   .   .   .   .
    nobody                  .   .   .   .   .   .   .
    guardian                ok  .   .   .   .   .   .
    guardian_of_another     .   ok  .   .   .   .   .
    restricted_guardian     .   .   .   .   .   .   .
    former_guardian         .   .   .   .   .   .   .
    key                     403 403 403 .   .   403 403
    read_key                403 403 403 .   .   403 403
    aggregate_key           .   .   .   .   .   .   .
    district_key            403 403 403 403 .   403 403
    key_elsewhere           .   .   .   403 .   .   .
    key_other_district      .   .   .   .   403 .   .
    revoked_key             .   .   .   .   .   .   .
"""

SEND_A_RESPONSE_BY_PROGRAM = """
    teacher                 403 403 .   .   .   .   .
    other_teacher           .   .   403 .   .   .   .
    teacher_elsewhere       .   .   .   403 .   .   .
    teacher_other_district  .   .   .   .   403 .   .
    ex_teacher              .   .   .   .   .   .   .
    inactive_teacher        .   .   .   .   .   .   .
    school_admin            403 403 403 .   .   403 403
    school_admin_elsewhere  .   .   .   403 .   .   .
    district_admin          403 403 403 403 .   403 403
    other_district_admin    .   .   .   .   403 .   .
    records_officer         .   .   .   .   .   .   .
    safeguarding_lead       .   .   .   .   .   .   .
    operator                .   .   .   .   .   .   .
    newcomer                .   .   .   .   .   .   .
    nobody                  .   .   .   .   .   .   .
    guardian                403 .   .   .   .   .   .
    guardian_of_another     .   403 .   .   .   .   .
    restricted_guardian     .   .   .   .   .   .   .
    former_guardian         .   .   .   .   .   .   .
    key                     ok  ok  ok  .   .   ok  ok
    read_key                403 403 403 .   .   403 403
    aggregate_key           .   .   .   .   .   .   .
    district_key            ok  ok  ok  ok  .   ok  ok
    key_elsewhere           .   .   .   ok  .   .   .
    key_other_district      .   .   .   .   ok  .   .
    revoked_key             .   .   .   .   .   .   .
"""

READ_BY_PROGRAM = SEND_A_RESPONSE_BY_PROGRAM.replace(
    "read_key                403 403 403 .   .   403 403",
    "read_key                ok  ok  ok  .   .   ok  ok ",
)

OPEN_A_CLASS = """
    teacher                 ok  .   .   .
    other_teacher           .   ok  .   .
    teacher_elsewhere       .   .   ok  .
    teacher_other_district  .   .   .   ok
    ex_teacher              .   .   .   .
    inactive_teacher        .   .   .   .
    school_admin            403 403 .   .
    school_admin_elsewhere  .   .   403 .
    district_admin          403 403 403 .
    other_district_admin    .   .   .   403
    records_officer         .   .   .   .
    safeguarding_lead       .   .   .   .
    operator                .   .   .   .
    newcomer                .   .   .   .
    nobody                  .   .   .   .
    guardian                .   .   .   .
    guardian_of_another     .   .   .   .
    restricted_guardian     .   .   .   .
    former_guardian         .   .   .   .
    key                     .   .   .   .
    read_key                .   .   .   .
    aggregate_key           .   .   .   .
    district_key            .   .   .   .
    key_elsewhere           .   .   .   .
    key_other_district      .   .   .   .
    revoked_key             .   .   .   .
"""

RUN_A_SCHOOL = """
    teacher                 .   .   .
    other_teacher           .   .   .
    teacher_elsewhere       .   .   .
    teacher_other_district  .   .   .
    ex_teacher              .   .   .
    inactive_teacher        .   .   .
    school_admin            ok  .   .
    school_admin_elsewhere  .   ok  .
    district_admin          ok  ok  .
    other_district_admin    .   .   ok
    records_officer         .   .   .
    safeguarding_lead       .   .   .
    operator                .   .   .
    newcomer                .   .   .
    nobody                  .   .   .
    guardian                .   .   .
    guardian_of_another     .   .   .
    restricted_guardian     .   .   .
    former_guardian         .   .   .
    key                     .   .   .
    read_key                .   .   .
    aggregate_key           .   .   .
    district_key            .   .   .
    key_elsewhere           .   .   .
    key_other_district      .   .   .
    revoked_key             .   .   .
"""

LOOK_AFTER_FAMILIES = RUN_A_SCHOOL.replace("records_officer         .   .   .", "records_officer         ok  .   .")

# Whoever runs the school knows that it is there (403); the requests are the records officer's alone.
ANSWER_REQUESTS = RUN_A_SCHOOL.replace(" ok", " 403").replace(
    "records_officer         .   .   .", "records_officer         ok  .   ."
)

# right -> (the model of the cells, the columns, the table)
READ_ALERTS = """
    safeguarding_lead       ok  .   .
    school_admin            403 .   .
    school_admin_elsewhere  .   403 .
    district_admin          403 403 .
    other_district_admin    .   .   403
"""
_NAMED = {line.split()[0] for line in READ_ALERTS.strip().splitlines()}
READ_ALERTS += "".join(
    f"    {row.split()[0]} . . .\n" for row in RUN_A_SCHOOL.strip().splitlines() if row.split()[0] not in _NAMED
)

# A period holds for a whole district: a school's administrator knows the school (403) and chooses none.
CHOOSE_PERIODS = RUN_A_SCHOOL.replace("school_admin            ok  .   .", "school_admin            403 .   .").replace(
    "school_admin_elsewhere  .   ok  .", "school_admin_elsewhere  .   403 ."
)

TABLES = {
    Right.RECORD: (Student, STUDENTS, READ_A_RECORD),
    Right.COLLECT: (Student, STUDENTS, READ_A_RECORD),
    Right.RELEASE: (Student, STUDENTS, READ_A_RECORD),
    Right.FAMILIES: (School, SCHOOLS, LOOK_AFTER_FAMILIES),
    Right.REQUESTS: (School, SCHOOLS, ANSWER_REQUESTS),
    Right.FAMILY: (Student, STUDENTS, SEE_WHAT_A_FAMILY_SEES),
    Right.INFER: (Student, STUDENTS, SEND_A_RESPONSE_BY_PROGRAM),
    Right.READ_BY_KEY: (Student, STUDENTS, READ_BY_PROGRAM),
    Right.CLASSROOM: (Classroom, CLASSROOMS, OPEN_A_CLASS),
    Right.AGGREGATE: (School, SCHOOLS, RUN_A_SCHOOL),
    Right.ROSTER: (School, SCHOOLS, RUN_A_SCHOOL),
    Right.STAFF: (School, SCHOOLS, RUN_A_SCHOOL),
    Right.DISTRICT_STAFF: (School, SCHOOLS, CHOOSE_PERIODS),
    Right.WEIGHTS: (School, SCHOOLS, RUN_A_SCHOOL),
    Right.COMPLIANCE: (School, SCHOOLS, RUN_A_SCHOOL),
    Right.ALERTS: (School, SCHOOLS, READ_ALERTS),
    Right.MODELS: (School, SCHOOLS, RUN_A_SCHOOL),
    Right.RETENTION: (School, SCHOOLS, CHOOSE_PERIODS),
}
SIGNS = {"ok": "ok", "403": "403", ".": "404"}


def rows_of(table: str) -> dict[str, list[str]]:
    lines = (line.split() for line in table.strip().splitlines())
    return {who: [SIGNS[cell] for cell in cells] for who, *cells in lines}


def everyone(cast) -> dict[str, object]:
    return {**cast.people(), **cast.programs(), "nobody": AnonymousUser()}


def answer(who, model, pk, right) -> str:
    try:
        return "ok" if access.get_or_404(who, model, pk, right).pk == pk else "another row"
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"


@pytest.mark.parametrize("right", Right)
def test_the_truth_table(cast, right):
    model, columns, table = TABLES[right]
    people = everyone(cast)
    answers = {
        name: [answer(people[name], model, getattr(cast, column).pk, right) for column in columns]
        for name in rows_of(table)
    }
    assert answers == rows_of(table)


@pytest.mark.parametrize("right", Right)
def test_the_table_leaves_out_nobody_and_no_place(cast, right):
    model, columns, table = TABLES[right]
    assert set(rows_of(table)) == set(everyone(cast))
    assert all(len(cells) == len(columns) for cells in rows_of(table).values())
    assert model.objects.count() == len(columns)


def test_every_right_has_a_rule_and_a_table():
    assert set(RULES) == set(TABLES) == set(Right)
    assert all(RULES[right].reaches is TABLES[right][0] for right in Right)


OWNED = [m for m in apps.get_models() if isinstance(getattr(m, "access_path", None), str) and m is not Classroom]


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("right", [Right.RECORD, Right.FAMILY, Right.READ_BY_KEY])
def test_the_list_and_the_single_row_never_disagree(cast, model, right):
    """What ``visible`` lists is what ``get_or_404`` gives, row by row, for one of each kind of person."""
    every_row = [row.pk for row in model.objects.all()]
    for name in ("teacher", "school_admin", "guardian", "key"):
        who = getattr(cast, name)
        listed = set(access.visible(who, model, right).values_list("pk", flat=True))
        given = {pk for pk in every_row if answer(who, model, pk, right) == "ok"}
        assert listed == given, name


@pytest.mark.parametrize("model", [Response, Assessment, LatestAssessment, Feedback])
def test_what_hangs_on_a_student_is_seen_by_those_who_see_the_student(cast, model):
    for name, who in everyone(cast).items():
        students = set(access.visible(who, Student).values_list("pk", flat=True))
        assert set(access.visible(who, model).values_list("student", flat=True)) == students, name


def test_a_row_that_does_not_exist_and_a_strangers_row_look_the_same(cast):
    for pk in (cast.sam.pk, uuid.uuid4()):
        with pytest.raises(Http404) as missing:
            access.get_student_or_404(cast.teacher, pk)
        assert str(missing.value) == ""


@pytest.mark.parametrize("pk", ["", "7", "not-an-id", None, "../../etc/passwd"])
def test_what_is_not_an_id_is_not_found(cast, pk):
    with pytest.raises(Http404):
        access.get_student_or_404(cast.teacher, pk)


# --- time: who sees a student follows from where the student is on the day of looking ----------


def test_a_student_who_changes_class_is_seen_by_the_new_teacher_only(cast):
    Enrollment.objects.filter(student=cast.mateo).update(ends_on=cast.today)
    make.EnrollmentFactory(student=cast.mateo, classroom=cast.homeroom_8a, starts_on=cast.today)
    assert answer(cast.teacher, Student, cast.mateo.pk, Right.RECORD) == "404"
    assert answer(cast.other_teacher, Student, cast.mateo.pk, Right.RECORD) == "ok"


def test_the_results_of_a_student_who_changes_class_go_with_the_student(cast):
    assessment = Assessment.objects.get(student=cast.mateo)
    Enrollment.objects.filter(student=cast.mateo).update(ends_on=cast.today)
    make.EnrollmentFactory(student=cast.mateo, classroom=cast.homeroom_8a, starts_on=cast.today)
    assert answer(cast.teacher, Assessment, assessment.pk, Right.RECORD) == "404"
    assert answer(cast.other_teacher, Assessment, assessment.pk, Right.RECORD) == "ok"


def test_the_last_day_counts_and_the_day_after_does_not(cast):
    enrolled = Enrollment.objects.filter(student=cast.mateo)
    enrolled.update(ends_on=cast.today + timedelta(days=1))
    assert answer(cast.teacher, Student, cast.mateo.pk, Right.RECORD) == "ok"
    enrolled.update(ends_on=cast.today)
    assert answer(cast.teacher, Student, cast.mateo.pk, Right.RECORD) == "404"


def test_a_class_handed_over_is_closed_to_who_taught_it_and_still_teaches_here(cast):
    TeachingAssignment.objects.filter(teacher=cast.teacher).update(ends_on=cast.today)
    assert not access.visible(cast.teacher, Student).exists()
    assert not access.can(cast.teacher, Right.CLASSROOM)


def test_a_teacher_who_left_the_school_sees_nobody_even_where_an_assignment_was_left_open(cast):
    Membership.objects.filter(user=cast.teacher).update(ends_on=cast.today)
    assert not access.visible(cast.teacher, Student).exists()
    assert not access.can(cast.teacher, Right.CLASSROOM)


def test_staff_of_a_school_see_no_student_through_that_alone(cast):
    colleague = make.UserFactory()
    make.MembershipFactory(user=colleague, school=cast.cedar)
    assert not access.visible(colleague, Student).exists()


def test_an_assignment_without_staff_membership_opens_nothing(cast):
    make.TeachingAssignmentFactory(teacher=cast.newcomer, classroom=cast.homeroom_7b)
    assert not access.visible(cast.newcomer, Student).exists()


def test_an_account_that_is_switched_off_sees_nothing_at_once(cast):
    cast.teacher.is_active = False
    assert not access.visible(cast.teacher, Student).exists()


def test_a_key_past_its_date_sees_nothing(cast):
    cast.key.expiry_date = cast.key.created - timedelta(seconds=1)
    assert not access.visible(cast.key, Student, Right.INFER).exists()


def test_a_parent_who_teaches_sees_each_child_by_the_right_that_fits(cast):
    make.GuardianshipFactory(guardian=cast.other_teacher, student=cast.mateo)
    assert answer(cast.other_teacher, Student, cast.mateo.pk, Right.FAMILY) == "ok"
    assert answer(cast.other_teacher, Student, cast.mateo.pk, Right.RECORD) == "403"


def test_a_courts_word_outweighs_a_second_row_that_forgot_it(cast):
    make.GuardianshipFactory(guardian=cast.restricted_guardian, student=cast.mateo, starts_on=cast.today)
    assert answer(cast.restricted_guardian, Student, cast.mateo.pk, Right.FAMILY) == "404"
    assert Role.GUARDIAN not in access.roles_of(cast.restricted_guardian)


# --- what a refusal leaves behind ---------------------------------------------------------------


def test_a_refusal_is_kept_in_the_audit(cast):
    assessment = Assessment.objects.get(student=cast.mateo)
    answer(cast.guardian, Assessment, assessment.pk, Right.RECORD)
    event = AuditEvent.objects.get(verb="access.refused")
    assert (event.actor, event.detail) == (f"user:{cast.guardian.pk}", {"right": "record"})
    assert AuditSubject.objects.get(event_id=event.pk).subject == cast.mateo.pk


def test_a_stranger_leaves_no_trace_in_a_students_record(cast):
    answer(cast.teacher, Student, cast.sam.pk, Right.RECORD)
    assert not AuditEvent.objects.filter(verb="access.refused").exists()


# --- rights over a school never reach one student's words or scores ------------------------------


@pytest.mark.parametrize("model", [Response, Assessment, Feedback])
@pytest.mark.parametrize("right", [Right.ROSTER, Right.WEIGHTS])
def test_running_a_school_does_not_reach_words_or_scores(cast, model, right):
    with pytest.raises(TypeError, match="does not reach"):
        access.visible(cast.school_admin, model, right)


def test_an_aggregate_right_never_gives_one_students_row(cast):
    assessment = Assessment.objects.get(student=cast.mateo)
    with pytest.raises(TypeError, match="numbers about a school"):
        access.get_or_404(cast.school_admin, Assessment, assessment.pk, Right.AGGREGATE)


def test_an_administrator_reaches_the_roster_of_the_school_and_no_other(cast):
    seen = set(access.visible(cast.school_admin, Student, Right.ROSTER))
    assert seen == {cast.mateo, cast.priyanka, cast.tyrell, cast.moved_away, cast.not_here_yet}


def test_a_model_that_does_not_say_how_it_hangs_on_a_student_is_refused(cast):
    for model in (Upload, Classroom, School):
        with pytest.raises(TypeError, match="access_path"):
            access.visible(cast.teacher, model, Right.RECORD)


# --- landing --------------------------------------------------------------------------------------


def test_roles_are_those_held_today(cast):
    assert access.roles_of(cast.teacher) == [Role.TEACHER]
    assert access.roles_of(cast.guardian) == [Role.GUARDIAN]
    for nobody in (cast.ex_teacher, cast.former_guardian, cast.restricted_guardian, cast.newcomer):
        assert access.roles_of(nobody) == []


def test_the_filter_costs_one_query_however_many_students(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(access.visible(cast.teacher, Assessment))
