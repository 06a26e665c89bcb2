"""Pages of those who do not read records: the school's, the district's and the family's."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.pages import rights, shares, simulated
from mlcore.schema import SKILLS
from students import access
from students.access import Right
from students.models import Role, School, Student
from students.search import names_for


@require_GET
def school(request):
    """Groups only: no student can be picked out here."""
    schools = list(access.visible(request.user, School, Right.AGGREGATE).select_related("district").order_by("name"))
    if not schools:
        raise PermissionDenied
    role = Role.DISTRICT_ADMIN if Role.DISTRICT_ADMIN in access.roles_of(request.user) else Role.SCHOOL_ADMIN
    return render(
        request,
        "assessments/landing/school.html",
        {
            "schools": schools,
            "groups": shares.of_schools(schools),
            "skills": SKILLS,
            "rights": rights.part(role),
            "simulated": simulated.among(school__in=schools),
        },
    )


@require_GET
def family(request):
    """A guardian's own children, and what will stand here once a teacher has released it."""
    children = children_of(request.user)
    if not children:
        raise PermissionDenied
    return render(
        request, "assessments/landing/family.html", {"children": children, "rights": rights.part(Role.GUARDIAN)}
    )


def children_of(guardian) -> list[Student]:
    """By name; one under erasure has no name any more."""
    children = names_for(access.visible(guardian, Student, Right.FAMILY).select_related("school"))
    return sorted(children, key=lambda child: child.sort_key)
