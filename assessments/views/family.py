"""A family's own pages: what was shared, who looked, what is agreed to, and what may be asked for."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import releases, statements
from assessments.pages import agreements, family, family_copy, family_files, looking
from assessments.pages.asking import LEADS, TITLES, AgreementForm, AskForm, ContestForm
from assessments.pages.clock import Clock
from assessments.views.landing import children_of
from privacy import audit, cases, consent
from privacy.cases import Case, Kind
from students import access, family_cases, family_looks
from students.access import Right
from students.models import Student
from students.routes import declare, one, rows

FEW_LOOKS, LOOKS_A_PAGE = 3, 50


@declare(Right.FAMILY, loads=rows(Student), GET="record.names")
def children(request):
    """A guardian's own children; with one child alone there is nothing to choose."""
    found = children_of(request.user)
    looking.write_down_names(request.user, found)
    shared = set(releases.standing(found).values_list("student_id", flat=True))
    return render(
        request, "assessments/family/children.html", {"children": [(child, child.pk in shared) for child in found]}
    )


@declare(Right.FAMILY, loads=one(Student), GET="family.view")
def child(request, pk):
    person = access.get_student_or_404(request.user, pk, Right.FAMILY)
    clock = Clock.of(person.school)
    with transaction.atomic():
        _written("family.view", request, person)
        shared = family.shared(releases.standing([person]), person, clock)
        events = family_looks.events(person, guardian=request.user)
        others = events.exclude(actor=audit.actor(request.user))  # one's own looks stand on the whole list
        looks = family_looks.looks(others[:FEW_LOOKS], person, guardian=request.user)
    context = {
        "child": person,
        "latest": shared[0] if shared else None,
        "earlier": shared[1:],
        "looks": looks,
        "looks_in_all": events.count(),
        "cases": family_cases.own(person, guardian=request.user),
        "contested": {row.case for one in shared for level in one.levels for row in level.statements},
        "whole": cases.whole_record_opened(person.pk, by=request.user),
    }
    return render(request, "assessments/family/child.html", context)


@declare(Right.FAMILY, loads=one(Student), GET="family.looked")
def child_looked(request, pk):
    """Everybody who looked, and what left the building."""
    person = access.get_student_or_404(request.user, pk, Right.FAMILY)
    with transaction.atomic():
        _written("family.looked", request, person)
        events = family_looks.events(person, guardian=request.user)
        page = Paginator(events, LOOKS_A_PAGE).get_page(request.GET.get("page"))
        looks = family_looks.looks(page.object_list, person, guardian=request.user)
        sent = family_looks.sent_outside(person)
    return render(
        request,
        "assessments/family/looked.html",
        {"child": person, "looks": looks, "page": page, "sent": sent, "query": ""},
    )


@declare(Right.FAMILY, loads=one(Student), GET="family.agreements", POST=("consent.record", "family.agreements"))
def child_agreements(request, pk):
    """One switch per purpose; a word said here stands whatever the school chose."""
    person = access.get_student_or_404(request.user, pk, Right.FAMILY)
    form = AgreementForm(request.POST)
    if request.method == "POST" and form.is_valid():
        said = {"school": person.school_id, "subjects": [person.pk], "purpose": form.cleaned_data["purpose"]}
        act = consent.grant if form.cleaned_data["granted"] == "yes" else consent.withdraw
        act(**said, basis=consent.Basis.PARENT, by=request.user)
        messages.success(request, _("Saved. It holds from this moment."))
        return redirect("family_agreements", pk=person.pk)
    with transaction.atomic():
        _written("family.agreements", request, person)
        found = agreements.of(person, guardian=request.user, clock=Clock.of(person.school))
    context = {"child": person, "agreements": found, "by_school": agreements.is_schools_choice(person)}
    return render(
        request, "assessments/family/agreements.html", context, status=422 if request.method == "POST" else 200
    )


@declare(Right.FAMILY, loads=one(Student), GET="family.copy")
def child_copy(request, pk):
    """Everything that may leave with this guardian, as one file."""
    person = access.get_student_or_404(request.user, pk, Right.FAMILY)
    whole = cases.whole_record_opened(person.pk, by=request.user)
    with transaction.atomic():
        _written("family.copy", request, person, whole=whole)
        made = family_copy.of(person, guardian=request.user, whole=whole)
    headers = {"Content-Disposition": f'attachment; filename="sightline-{made.day}.zip"'}
    return HttpResponse(family_files.as_zip(made), content_type="application/zip", headers=headers)


@declare(Right.FAMILY, loads=one(Student), GET="family.view", POST=("request.ask", "family.view"))
def child_ask(request, pk, kind):
    person = access.get_student_or_404(request.user, pk, Right.FAMILY)
    if kind not in Kind:
        raise Http404
    with transaction.atomic():
        _written("family.view", request, person)
        form = _asking(request, person, Kind(kind))
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, person, Kind(kind), form)
        except cases.WrongStep as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The school has your request. You can see here where it stands."))
            return redirect("family_child", pk=person.pk)
    officers = family_cases.officers_of(person.school)
    context = {"child": person, "form": form, "kind": kind, "title": TITLES[Kind(kind)], "lead": LEADS[Kind(kind)],
               "days": cases.TERMS[Kind(kind)].days, "officers": officers}  # fmt: skip
    return render(request, "assessments/family/ask.html", context, status=422 if form.errors else 200)


@declare(Right.FAMILY, loads=one(Student, Case), POST=("request.withdraw", "statement.withdraw"))
def child_case_withdraw(request, pk, case_pk):
    """Take a request back while it is open, and the statement that came with it at any time."""
    person = access.get_student_or_404(request.user, pk, Right.FAMILY)
    found = Case.objects.filter(pk=case_pk, subject=person.pk, asked_by=audit.actor(request.user)).first()
    if found is None:
        raise Http404
    try:
        with transaction.atomic():
            if found.is_open:
                family_cases.withdraw(found, by=request.user)
            statements.take_back(found, by=request.user)
    except cases.WrongStep as problem:  # the school took a step in this very moment
        messages.info(request, str(problem))
    else:
        messages.success(request, _("Taken back."))
    return redirect("family_child", pk=person.pk)


def _asking(request, person: Student, kind: Kind):
    if kind is not Kind.CORRECTION:
        return AskForm(request.POST or None) if request.method != "POST" else AskForm(request.POST)
    shared = family.shared(releases.standing([person]), person, Clock.of(person.school))
    return ContestForm(request.POST if request.method == "POST" else None, shared=shared)


def _ask(request, person: Student, kind: Kind, form) -> None:
    words = form.cleaned_data["words"].strip()
    if kind is Kind.CORRECTION:
        assessment, skill = form.chosen()
        statements.contest(child=person, assessment=assessment, skill=skill, words=words, by=request.user)
    else:
        family_cases.ask(child=person, kind=kind, words=words, by=request.user)


def _written(verb: str, request, person: Student, **detail) -> None:
    audit.record(verb, by=request.user, school=person.school_id, subjects=[person.pk], obj=person, **detail)
