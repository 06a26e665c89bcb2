"""People and roles: who works at a school or for a whole district, and as what. No student stands here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from privacy import audit
from students import access, invitations, roles, staff
from students.access import Right
from students.accounts import NotPossible
from students.forms import EndRoleForm, NewColleagueForm, RoleForm
from students.models import District, Membership, School
from students.roles import Place
from students.routes import declare, one, rows, unaudited

PEOPLE_A_PAGE = 50


@declare(Right.STAFF, loads=rows(School), GET=unaudited("schools, and who to turn to there: no student"))
def people(request):
    """The places somebody gives roles at; who has but one school is led there."""
    schools = list(access.visible(request.user, School, Right.STAFF).select_related("district").order_by("name"))
    districts = _districts(request.user)
    if len(schools) == 1 and not districts:
        return redirect("people_of_school", pk=schools[0].pk)
    context = {"schools": staff.of_schools(schools), "districts": districts}
    return render(request, "students/staff/schools.html", context)


@declare(Right.STAFF, loads=one(School), GET="staff.list", POST=("role.give", "staff.invite", "staff.list"))
def people_of_school(request, pk):
    school = access.get_or_404(request.user, School, pk, Right.STAFF)
    return _people_of(request, Place(school.district, school))


@declare(Right.DISTRICT_STAFF, loads=rows(School), GET="staff.list", POST=("role.give", "staff.invite", "staff.list"))
def people_of_district(request):
    """Who has a role over a whole district: the one that is named, or the only one."""
    asked = request.GET.get("district", "")
    found = [district for district in _districts(request.user) if asked in ("", str(district.pk))]
    if not found:
        raise Http404
    return _people_of(request, Place(found[0]))


@declare(Right.STAFF, loads=one(Membership), GET="staff.view")
def person(request, pk):
    """One colleague at the place of this role, which may have ended."""
    return _person(request, access.get_or_404(request.user, Membership, pk, Right.STAFF))


@declare(Right.STAFF, loads=one(Membership), POST=("role.give", "staff.view"))
def role_give(request, pk):
    """A further role, or a former one anew, for the same person at the same place."""
    known = access.get_or_404(request.user, Membership, pk, Right.STAFF)
    at = Place.of(known)
    form = RoleForm(request.POST, at=at)
    if form.is_valid():
        try:
            given = staff.give(form.cleaned_data["role"], to=known.user, at=at, by=request.user)
        except NotPossible as problem:
            form.add_error("role", str(problem))
        else:
            messages.success(request, _given(given))
            return redirect("person", pk=given.bond.pk)
    return _person(request, known, form=form, status=422)


@declare(Right.STAFF, loads=one(Membership), POST=("role.end", "staff.view"))
def role_end(request, pk):
    held = access.get_or_404(request.user, Membership, pk, Right.STAFF)
    form = EndRoleForm(request.POST)
    sure = form.is_valid() and form.cleaned_data["sure"]
    try:
        roles.end(held, by=request.user, sure=sure)
    except NotPossible as problem:
        return _person(request, held, refused=str(problem), status=422)
    said = {"name": held.user.display_name, "role": held.get_role_display(), "place": Place.of(held).name}
    messages.success(request, _("%(role)s at %(place)s: %(name)s is that no longer, from this moment on.") % said)
    if not access.visible(request.user, Membership, Right.STAFF).filter(pk=held.pk).exists():
        return redirect("home")  # one's own
    return redirect("person", pk=held.pk)


@declare(Right.STAFF, loads=one(Membership), POST=("staff.invite", "staff.view"))
def person_invite(request, pk):
    """A fresh link for whoever has no way in yet; the former one stops working."""
    held = access.get_or_404(request.user, Membership, pk, Right.STAFF)
    try:
        messages.success(request, _sent(invitations.invite_colleague(held, by=request.user)))
    except NotPossible as problem:
        return _person(request, held, refused=str(problem), status=422)
    return redirect("person", pk=held.pk)


# --- the pages --------------------------------------------------------------------------------------


def _people_of(request, at: Place):
    form = NewColleagueForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            added = staff.add(form.new(), at=at, by=request.user)
        except NotPossible as problem:
            form.add_error("email", str(problem))
        else:
            messages.success(request, _given(added))
            return redirect("person", pk=added.bond.pk)
    asked = request.GET.get("q", "").strip()[:80]
    with transaction.atomic():
        audit.record("staff.list", by=request.user, school=at.school, obj=at.district)
        found = staff.called(asked, staff.of(at))
        past = staff.former(at)
    context = {
        "at": at,
        "form": form,
        "asked": asked,
        "page": Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "query": urlencode({"q": asked}) + "&" if asked else "",
        "former": past,
        "several": access.visible(request.user, School, Right.STAFF).count() > 1,
    }
    return render(request, "students/staff/place.html", context, status=422 if form.errors else 200)


def _person(request, known: Membership, *, form: RoleForm | None = None, refused: str = "", status: int = 200):
    at = Place.of(known)
    with transaction.atomic():
        audit.record("staff.view", by=request.user, school=at.school, obj=known)
        colleague = staff.one(known.user, at)
        past = staff.former(at, known.user)
        endings = staff.endings(colleague.held, by=request.user)
    context = {
        "at": at,
        "known": known,
        "colleague": colleague,
        "endings": endings,
        "former": past,
        "form": form or RoleForm(at=at, held={row.role for row in colleague.held}),
        "is_self": known.user_id == request.user.pk,
        "classes": staff.classes_of(known.user, at),
        "refused": refused,
    }
    return render(request, "students/staff/person.html", context, status=status)


def _given(done: invitations.Invited) -> str:
    held = done.bond
    said = {"name": held.user.display_name, "role": held.get_role_display(), "place": Place.of(held).name}
    return f"{_('%(name)s: %(role)s at %(place)s from today on.') % said} {_sent(done)}"


def _sent(done: invitations.Invited) -> str:
    if not done.mailed:
        return _("There is no mail address, so nobody was told.")
    if done.path:
        return _("The invitation is on its way by mail.")
    return _("A mail says that something new stands here.")


def _districts(user) -> list[District]:
    whole = access.visible(user, School, Right.DISTRICT_STAFF)
    return list(District.objects.filter(pk__in=whole.values("district")).order_by("name"))
