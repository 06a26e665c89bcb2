"""Who may see whom: one table, two questions.

``visible(who, Model, right)`` filters rows; ``get_or_404(who, Model, pk, right)`` fetches one, and
the fetch is the access check: a stranger meets 404 (the same as for a row that does not exist), a
person who may know of the row but lacks this right meets 403. The audit keeps both: a refusal with the student
it concerns, a 404 with nothing but the id that was asked for, so that no answer tells what exists.

Rules speak of students, classrooms and schools only. A model states how it hangs on them:
``access_path = "student"`` ("" for Student itself, "self" for Classroom), so nothing is imported upward.
Access goes through enrollment, teaching and guardianship *at the time of looking*.
"""

import uuid
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from privacy import audit
from privacy.consent import ConsentRecord, Purpose
from students.models import ApiKey, Classroom, Enrollment, Guardianship, Membership, Role, School, Student
from students.models import TeachingAssignment as Teaching
from students.tenancy import now_in


class Right(StrEnum):
    RECORD = "record"  # responses, readings, assessments, evidence, feedback
    COLLECT = "collect"  # add responses, start assessments
    RELEASE = "release"  # share feedback with a family, and take it back
    FAMILY = "family"  # what has been released to a family
    FAMILIES = "families"  # which adults belong to a student, without what is in a record
    REQUESTS = "requests"  # what families ask for and where it stands, without what is in a record
    CLASSROOM = "classroom"  # a class and its list
    AGGREGATE = "aggregate"  # a school's numbers without individuals
    ROSTER = "roster"  # people and places of a school
    STAFF = "staff"  # who works at a school, and as what
    DISTRICT_STAFF = "district_staff"  # who has a role over a whole district
    WEIGHTS = "weights"  # fusion weights of a school
    COMPLIANCE = "compliance"  # who saw which student of a school, without what they saw
    MODELS = "models"  # versions of the models and their cards
    RETENTION = "retention"  # how long a district keeps what
    ALERTS = "alerts"  # responses set aside because they point to danger
    INFER = "infer"  # a program sends a response
    READ_BY_KEY = "read_by_key"  # a program reads an assessment


# --- rules: each answers with the students, classrooms or schools one role reaches ------------


def _students_taught_now(user) -> QuerySet:
    enrolled = Enrollment.objects.filter(now_in(""), classroom__in=_classrooms_taught_now(user))
    return Student.objects.filter(id__in=enrolled.values("student"))


def _classrooms_taught_now(user) -> QuerySet:
    """Assigned to the class and on the school's staff, both now: offices close one and forget the other."""
    assigned = Teaching.objects.filter(now_in(""), teacher=user, school__in=_schools_as(Role.TEACHER)(user))
    return Classroom.objects.filter(id__in=assigned.values("classroom"))


def _own_children_now(user) -> QuerySet:
    bonds = Guardianship.objects.filter(now_in(""), guardian=user)
    kept_away = bonds.filter(restricted=True)  # a court's word outweighs a second row that forgot it
    return Student.objects.filter(id__in=bonds.values("student")).exclude(id__in=kept_away.values("student"))


def _schools_as(*roles: Role) -> Callable[..., QuerySet]:
    def rule(user) -> QuerySet:
        held = Membership.objects.filter(now_in(""), user=user, role__in=roles)
        whole_district = held.filter(school__isnull=True).values("district")
        return School.objects.filter(Q(id__in=held.values("school")) | Q(district__in=whole_district))

    return rule


def _students_of_key(scope: ApiKey.Scope) -> Callable[..., QuerySet]:
    def rule(key) -> QuerySet:
        if scope not in key.scopes:
            return Student.objects.none()
        place = Q(school=key.school_id) if key.school_id else Q(school__district=key.district_id)
        students = Student.objects.filter(place)
        return _shared_with_others(students) if key.outside else students

    return rule


def _shared_with_others(students: QuerySet) -> QuerySet:
    """Those whose family's latest word on sharing says yes."""
    said = ConsentRecord.objects.filter(school=OuterRef("school"), subject=OuterRef("pk"), purpose=Purpose.SHARE)
    return students.alias(shared=Subquery(said.order_by("-id").values("granted")[:1])).filter(shared=True)


def _schools_of_whole_districts(user) -> QuerySet:
    held = Membership.objects.filter(now_in(""), user=user, role=Role.DISTRICT_ADMIN, school__isnull=True)
    return School.objects.filter(district__in=held.values("district"))


class Rule(NamedTuple):
    reaches: type[Model]
    for_users: Callable[..., QuerySet] | None = None
    for_programs: Callable[..., QuerySet] | None = None
    whole_districts_by: Right | None = None  # rows of a whole district, too: of those whose schools this right reaches


_administered = _schools_as(Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)

# This is the rights table.
RULES: dict[Right, Rule] = {
    Right.RECORD: Rule(Student, for_users=_students_taught_now),
    Right.COLLECT: Rule(Student, for_users=_students_taught_now),
    Right.RELEASE: Rule(Student, for_users=_students_taught_now),
    Right.FAMILY: Rule(Student, for_users=_own_children_now),
    Right.FAMILIES: Rule(School, for_users=_schools_as(Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN, Role.RECORDS_OFFICER)),
    Right.REQUESTS: Rule(School, for_users=_schools_as(Role.RECORDS_OFFICER)),
    Right.CLASSROOM: Rule(Classroom, for_users=_classrooms_taught_now),
    Right.AGGREGATE: Rule(School, for_users=_administered),
    Right.ROSTER: Rule(School, for_users=_administered),
    Right.STAFF: Rule(School, for_users=_administered, whole_districts_by=Right.DISTRICT_STAFF),
    Right.DISTRICT_STAFF: Rule(School, for_users=_schools_of_whole_districts),
    Right.WEIGHTS: Rule(School, for_users=_administered),
    Right.COMPLIANCE: Rule(School, for_users=_administered),
    Right.MODELS: Rule(School, for_users=_administered),
    Right.RETENTION: Rule(School, for_users=_schools_of_whole_districts),
    Right.ALERTS: Rule(School, for_users=_schools_as(Role.SAFEGUARDING_LEAD)),
    Right.INFER: Rule(Student, for_programs=_students_of_key(ApiKey.Scope.INFER)),
    Right.READ_BY_KEY: Rule(Student, for_programs=_students_of_key(ApiKey.Scope.READ)),
}

# Holding one of these makes a row's existence known, so that a further right is refused (403), not hidden (404).
KNOWN_BY = (Right.RECORD, Right.FAMILY, Right.CLASSROOM, Right.ROSTER, Right.INFER, Right.READ_BY_KEY)


def reach(who, right: Right) -> QuerySet:
    """The students, classrooms or schools that ``who`` reaches by ``right``; none for a stranger."""
    answer = _rule_for(who, right)
    return answer(who) if answer else RULES[right].reaches.objects.none()


def _rule_for(who, right: Right) -> Callable[..., QuerySet] | None:
    """None where nobody of ``who``'s kind reaches anything by ``right``."""
    if not getattr(who, "is_authenticated", False) or not who.is_active:
        return None
    return RULES[right].for_programs if who.is_program else RULES[right].for_users


def visible(who, model: type[Model], right: Right = Right.RECORD) -> QuerySet:
    """The rows of ``model`` that ``who`` may see by ``right``."""
    _check_meant_for(model, right)
    return model._default_manager.filter(_within(model, right, who))


def get_or_404(who, model: type[Model], pk, right: Right = Right.RECORD) -> Model:
    """The row, or 404 for whoever has no business knowing it exists, or 403 for whoever lacks this right."""
    if right is Right.AGGREGATE and model is not School:
        raise TypeError(f"{right} is for numbers about a school, never for one {model.__name__}")
    row = _one(visible(who, model, right), pk)
    if row is not None:
        return row
    if (known := _known(who, model, pk)) is not None:
        _refuse(who, known, right)
    _not_found(who, model, pk, right)
    raise Http404


def get_student_or_404(who, pk, right: Right = Right.RECORD) -> Student:
    return get_or_404(who, Student, pk, right)


def can(who, right: Right) -> bool:
    """Whether ``who`` reaches anything at all by ``right``: for menus, never for data."""
    return reach(who, right).exists()


def roles_of(user) -> list[Role]:
    """The roles ``user`` holds today, for navigation and landing pages."""
    held = set(Membership.objects.filter(now_in(""), user=user).values_list("role", flat=True))
    if _own_children_now(user).exists():
        held.add(Role.GUARDIAN)
    return [role for role in Role if role.value in held]


def _check_meant_for(model: type[Model], right: Right) -> None:
    """A right over a whole school reaches its people and places, and their words and scores only as aggregates."""
    over_schools = RULES[right].reaches is School and right is not Right.AGGREGATE
    if over_schools and model._meta.app_label != School._meta.app_label and _student_path(model) is not None:
        raise TypeError(f"{right} does not reach a student's {model.__name__}")


def _one(rows: QuerySet, pk) -> Model | None:
    try:
        return rows.filter(pk=pk).first()
    except (ValidationError, ValueError):  # not even the shape of an id
        return None


def _known(who, model: type[Model], pk) -> Model | None:
    """The row, if another right makes its existence known to ``who``."""
    known = Q(pk__in=())
    for right in KNOWN_BY:
        if _rule_for(who, right) and _hangs_on(model, RULES[right].reaches):
            known |= _within(model, right, who)
    return _one(model._default_manager.filter(known), pk)


def _refuse(who, row: Model, right: Right) -> None:
    student = _student_of(row)
    audit.afterwards(
        "access.refused",
        by=who,
        school=row.pk if isinstance(row, School) else row.school_id,
        subjects=[student] if student else [],
        obj=row,
        right=right.value,
    )
    raise PermissionDenied


def _not_found(who, model: type[Model], pk, right: Right) -> None:
    """Written alike for a stranger's row and for one that does not exist: neither time nor log tells them apart."""
    try:
        asked = uuid.UUID(str(pk))
    except ValueError:
        return
    if getattr(who, "is_authenticated", False):
        audit.afterwards("access.not_found", by=who, obj=f"{model._meta.model_name}:{asked}", right=right.value)


def _within(model: type[Model], right: Right, who) -> Q:
    path, reached = _path(model, RULES[right].reaches), reach(who, right)
    here = Q(**{f"{path}__in" if path else "pk__in": reached.values("pk")})
    wider = RULES[right].whole_districts_by
    if wider and path == "school" and model._meta.get_field("school").null:
        here |= Q(school__isnull=True, district__in=reach(who, wider).values("district"))
    return here


def _path(model: type[Model], target: type[Model]) -> str:
    """How ``model`` hangs on students, classrooms or schools."""
    if model is target:
        return ""
    if target is School:
        return "school"
    if target is Classroom:
        return "classroom"
    path = _student_path(model)
    if path is None:
        raise TypeError(f"{model.__name__} does not hang on a student: state its access_path")
    return path


def _hangs_on(model: type[Model], target: type[Model]) -> bool:
    if model is target:
        return True
    if target is Student:
        return _student_path(model) is not None
    return any(field.name == _path(model, target) for field in model._meta.fields)


def _student_path(model: type[Model]) -> str | None:
    path = getattr(model, "access_path", None)
    return None if path == "self" else path


def _student_of(row: Model):
    path = _student_path(type(row))
    if path is None:
        return None
    for step in filter(None, path.split("__")):
        row = getattr(row, step)
    return row.pk
