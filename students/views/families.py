"""Which adults belong to a student: for whoever looks after the roster or the records. No score stands here."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from privacy import audit
from students import access, family_cases, guardians, invitations, search
from students.access import Right
from students.forms import BondForm, NewGuardianForm
from students.guardians import NotPossible
from students.models import Guardianship, Student
from students.routes import declare, one, rows


@declare(Right.FAMILIES, loads=rows(Student), GET="guardian.list")
def families(request):
    """A student by name; the answer leads to the adults who belong to that student."""
    asked = request.GET.get("q", "").strip()[:80]
    found = search.find(request.user, asked, right=Right.FAMILIES) if asked else []
    by_school: dict = {}
    for student in found:
        by_school.setdefault(student.school_id, []).append(student.pk)
    for school, subjects in by_school.items():
        audit.record("guardian.list", by=request.user, school=school, subjects=subjects, count=len(subjects))
    return render(request, "students/families/search.html", {"asked": asked, "found": found})


@declare(Right.FAMILIES, loads=one(Student), GET="guardian.list", POST=("guardian.invite", "guardian.list"))
def family_of(request, pk):
    """The adults of one student, and a form that adds one and invites."""
    student = access.get_student_or_404(request.user, pk, Right.FAMILIES)
    form = NewGuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = invitations.add_and_invite(student=student, new=form.new(), by=request.user)
        except NotPossible as problem:
            form.add_error("email", str(problem))
        else:
            return _page(request, student, NewGuardianForm(), invited=invited)
    return _page(request, student, form, status=422 if form.errors else 200)


@declare(
    Right.FAMILIES,
    loads=one(Student, Guardianship),
    POST=("guardian.invite", "guardian.restrict", "guardian.lift", "guardian.end", "guardian.list"),
)
def family_bond(request, pk, guardianship_pk):
    """Invite again, end, keep away by a court's order, or lift that."""
    student = access.get_student_or_404(request.user, pk, Right.FAMILIES)
    bond = access.get_or_404(request.user, Guardianship, guardianship_pk, Right.FAMILIES)
    if bond.student_id != student.pk:
        raise Http404
    form, invited = BondForm(request.POST), None
    if not form.is_valid():
        return _page(request, student, NewGuardianForm(), status=422)
    try:
        invited = ACTS[form.cleaned_data["act"]](bond, form.cleaned_data["email"], request.user)
    except NotPossible as problem:
        messages.info(request, str(problem))
    if invited is None:
        return redirect("family_of", pk=student.pk)
    return _page(request, student, NewGuardianForm(), invited=invited)


ACTS = {
    "invite": lambda bond, email, by: invitations.invite(bond, by=by, email=email),
    "restrict": lambda bond, email, by: _done(guardians.restrict(bond, by=by)),
    "lift": lambda bond, email, by: _done(guardians.lift(bond, by=by)),
    "end": lambda bond, email, by: _done(guardians.end(bond, by=by)),
}


def _done(_bond) -> None:
    """These answer with the page itself, without a link to show."""


def _page(request, student, form, *, invited=None, status: int = 200):
    with transaction.atomic():
        audit.record("guardian.list", by=request.user, school=student.school_id, subjects=[student.pk], obj=student)
        bonds = [(bond, bond.holds) for bond in guardians.of(student)]
    context = {
        "student": student,
        "bonds": bonds,
        "form": form,
        "invited": invited,
        "link": f"{settings.PUBLIC_URL}{invited.path}" if invited and invited.path and invited.may_be_shown else "",
        "officers": family_cases.officers_of(student.school),
        "title": _("The family of %s") % student.name,
    }
    return render(request, "students/families/student.html", context, status=status)
