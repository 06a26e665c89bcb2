"""The page of those who run a school or a district: groups, never a student."""

from django.shortcuts import render

from assessments.pages import rights, shares, simulated
from mlcore.schema import SKILLS
from students import access
from students.access import Right
from students.models import Role, School, Student
from students.routes import declare, rows, unaudited
from students.search import names_for


@declare(Right.AGGREGATE, loads=rows(School), GET=unaudited("groups of ten and more: no student is picked out"))
def school(request):
    """Groups only: no student can be picked out here."""
    schools = list(access.visible(request.user, School, Right.AGGREGATE).select_related("district").order_by("name"))
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


def children_of(guardian) -> list[Student]:
    """By name; one under erasure has no name any more."""
    children = names_for(access.visible(guardian, Student, Right.FAMILY).select_related("school"))
    return sorted(children, key=lambda child: child.sort_key)
