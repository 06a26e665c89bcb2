"""Who may see whom: one table, two questions.

``visible(who, Model, right)`` filters rows; ``get_or_404(who, Model, pk, right)`` fetches one, and
the fetch is the access check: a stranger meets 404 (the same as for a row that does not exist), a
person who may know of the row but lacks this right meets 403.

Rules speak of students, classrooms and schools only. A model states how it hangs on them:
``access_path = "student"`` ("" for Student itself, "self" for Classroom), so nothing is imported upward.
Access goes through enrollment, teaching and guardianship *at the time of looking*.
"""

from collections.abc import Callable
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from students.models import ApiKey, Classroom, Enrollment, Guardianship, Membership, Role, School, Student
from students.models import TeachingAssignment as Teaching
from students.tenancy import now_in


class Right(StrEnum):
    RECORD = "record"  # responses, readings, assessments, evidence, feedback
    COLLECT = "collect"  # add responses, start assessments
    FAMILY = "family"  # what has been released to a family
    CLASSROOM = "classroom"  # a class and its list
    AGGREGATE = "aggregate"  # a school's numbers without individuals
    ROSTER = "roster"  # people and places of a school
    WEIGHTS = "weights"  # fusion weights of a school
    INFER = "infer"  # a program sends a response
    READ_BY_KEY = "read_by_key"  # a program reads an assessment


# --- rules: each answers with the students, classrooms or schools one role reaches ------------


def _students_taught_now(user) -> QuerySet:
    enrolled = Enrollment.objects.filter(now_in(""), classroom__in=_classrooms_taught_now(user))
    return Student.objects.filter(id__in=enrolled.values("student"))


def _classrooms_taught_now(user) -> QuerySet:
    return Classroom.objects.filter(id__in=Teaching.objects.filter(now_in(""), teacher=user).values("classroom"))


def _own_children_now(user) -> QuerySet:
    bonds = Guardianship.objects.filter(now_in(""), guardian=user, restricted=False)
    return Student.objects.filter(id__in=bonds.values("student"))


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
        if key.school_id:
            return Student.objects.filter(school=key.school_id)
        return Student.objects.filter(school__district=key.district_id)

    return rule


_ADMINS = (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)

# right -> (what its rules reach, rule for users, rule for programs). This is the rights table.
RULES: dict[Right, tuple[type[Model], Callable | None, Callable | None]] = {
    Right.RECORD: (Student, _students_taught_now, None),
    Right.COLLECT: (Student, _students_taught_now, None),
    Right.FAMILY: (Student, _own_children_now, None),
    Right.CLASSROOM: (Classroom, _classrooms_taught_now, None),
    Right.AGGREGATE: (School, _schools_as(*_ADMINS), None),
    Right.ROSTER: (School, _schools_as(*_ADMINS), None),
    Right.WEIGHTS: (School, _schools_as(*_ADMINS), None),
    Right.INFER: (Student, None, _students_of_key(ApiKey.Scope.INFER)),
    Right.READ_BY_KEY: (Student, None, _students_of_key(ApiKey.Scope.READ)),
}

# Holding one of these makes a student's existence known, so that a further right is refused (403), not hidden (404).
KNOWN_BY = (Right.RECORD, Right.FAMILY, Right.INFER, Right.READ_BY_KEY)


def reach(who, right: Right) -> QuerySet:
    """The students, classrooms or schools that ``who`` reaches by ``right``; none for a stranger."""
    target, for_users, for_programs = RULES[right]
    if not getattr(who, "is_authenticated", False) or not who.is_active:
        return target.objects.none()
    rule = for_programs if who.is_program else for_users
    return rule(who) if rule else target.objects.none()


def visible(who, model: type[Model], right: Right = Right.RECORD) -> QuerySet:
    """The rows of ``model`` that ``who`` may see by ``right``."""
    return model._default_manager.filter(_within(model, right, reach(who, right)))


def get_or_404(who, model: type[Model], pk, right: Right = Right.RECORD) -> Model:
    """The row, or 404 for whoever has no business knowing it exists, or 403 for whoever lacks this right."""
    row = visible(who, model, right).filter(pk=pk).first()
    if row is not None:
        return row
    if RULES[right][0] is Student and any(visible(who, model, known).filter(pk=pk).exists() for known in KNOWN_BY):
        raise PermissionDenied
    raise Http404


def get_student_or_404(who, pk, right: Right = Right.RECORD) -> Student:
    return get_or_404(who, Student, pk, right)


def can(who, right: Right) -> bool:
    """Whether ``who`` reaches anything at all by ``right``: for menus, never for data."""
    return reach(who, right).exists()


def roles_of(user) -> list[Role]:
    """The roles ``user`` holds today, for navigation and landing pages."""
    held = set(Membership.objects.filter(now_in(""), user=user).values_list("role", flat=True))
    if user.guardianships.filter(now_in("", on=timezone.localdate())).exists():
        held.add(Role.GUARDIAN)
    return [role for role in Role if role.value in held]


def _within(model: type[Model], right: Right, reached: QuerySet) -> Q:
    path = _path(model, RULES[right][0])
    return Q(**{f"{path}__in" if path else "pk__in": reached.values("pk")})


def _path(model: type[Model], target: type[Model]) -> str:
    """How ``model`` hangs on students, classrooms or schools."""
    if model is target:
        return ""
    if target is School:
        return "school"
    if target is Classroom:
        return "classroom"
    path = getattr(model, "access_path", None)
    if path in (None, "self"):
        raise TypeError(f"{model.__name__} does not hang on a student: state its access_path")
    return path
