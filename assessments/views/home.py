"""The first page: signing in for a stranger, and for everyone else a part for each role they hold."""

from django.shortcuts import render

from assessments.pages import looking, rights, teacher_home
from assessments.pages.clock import Clock
from assessments.views import landing
from students import access
from students.access import Right
from students.models import Classroom, Membership, Role, School, Student
from students.routes import EVERYONE, declare, rows
from students.tenancy import now_in
from students.views.sign_in import SignIn


@declare(
    EVERYONE,
    loads=rows(Classroom, Student),
    GET="record.names",  # of a guardian's children; of classes there are counts only
    POST=("sign_in", "sign_in.failed", "record.names"),
)
def home(request):
    if not request.user.is_authenticated:
        return SignIn.as_view()(request)
    roles = access.roles_of(request.user)
    clock = Clock.of(school_of(request.user))
    teaches = Role.TEACHER in roles
    children = landing.children_of(request.user) if Role.GUARDIAN in roles else []
    looking.write_down_names(request.user, children)
    return render(
        request,
        "assessments/home/page.html",
        {
            "clock": clock,
            "today": clock.long_day(clock.today),
            "teacher": teacher_home.load(request.user, clock) if teaches else None,
            "children": children,
            "parts": [rights.part(role) for role in parts_of(request.user, roles)],
        },
    )


def parts_of(user, roles: list[Role]) -> list[str]:
    """What stands beside the teacher's own part; the operator is known by the administration, not by a role."""
    found = [role for role in roles if role != Role.TEACHER]
    return [*found, rights.OPERATOR] if user.is_superuser else found


def school_of(user) -> School | None:
    """The school whose clock a person's pages go by."""
    classroom = access.visible(user, Classroom, Right.CLASSROOM).select_related("school").first()
    if classroom:
        return classroom.school
    held = Membership.objects.filter(now_in(""), user=user).select_related("school").exclude(school=None).first()
    if held:
        return held.school
    child = access.visible(user, Student, Right.FAMILY).select_related("school").first()
    return child.school if child else None
