"""Families' requests, for the records officer: what was asked, until when, and the next step. Never a score."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from privacy import audit, cases
from privacy.carrying_out import CannotErase
from privacy.cases import Case, State
from students import access, family_cases
from students.access import Right
from students.forms import StepForm
from students.routes import declare, one, rows

CASES_A_PAGE = 50
FILTERS = {"open": _("Open"), "overdue": _("Overdue"), "all": _("All")}


@declare(Right.REQUESTS, loads=rows(Case), GET="request.list")
def case_list(request):
    chosen = request.GET.get("show") if request.GET.get("show") in FILTERS else "open"
    mine = access.visible(request.user, Case, Right.REQUESTS)
    waiting = mine.exclude(state__in=cases.CLOSED)
    kinds = {"open": waiting, "overdue": family_cases.overdue(waiting), "all": mine.order_by("-asked_at")}
    page = Paginator(kinds[chosen], CASES_A_PAGE).get_page(request.GET.get("page"))
    with transaction.atomic():
        found = family_cases.shown(page.object_list)
        _write_down(request, found)
    counts = {name: kinds[name].count() for name in ("open", "overdue")}
    context = {
        "cases": found,
        "page": page,
        "chosen": chosen,
        "filters": [(name, label, counts.get(name)) for name, label in FILTERS.items()],
        "query": f"show={chosen}&",
    }
    return render(request, "students/requests/list.html", context)


@declare(Right.REQUESTS, loads=one(Case), GET="request.view")
def case(request, pk):
    return _page(request, access.get_or_404(request.user, Case, pk, Right.REQUESTS), StepForm())


@declare(
    Right.REQUESTS,
    loads=one(Case),
    POST=("request.identity", "request.grant", "request.refuse", "request.done", "request.view"),
)
def case_step(request, pk):
    found = access.get_or_404(request.user, Case, pk, Right.REQUESTS)
    form = StepForm(request.POST, case=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        family_cases.take_step(found, by=request.user, **form.step())
    except cases.WrongStep as problem:
        form.add_error(None, str(problem))
        return _page(request, found, form, status=422)
    except CannotErase as problem:
        form.add_error(None, str(problem))
        return _page(request, found, form, status=503)
    messages.success(request, _("Written down. The family reads it on its page."))
    return redirect("case", pk=found.pk)


def _page(request, found: Case, form, *, status: int = 200):
    with transaction.atomic():
        audit.record("request.view", by=request.user, school=found.school, subjects=[found.subject], obj=found)
        [shown] = family_cases.shown([Case.objects.prefetch_related("steps").get(pk=found.pk)])
    context = {
        "shown": shown,
        "case": shown.case,
        "form": form,
        "bond": family_cases.relation_of(found),
        "has_address": family_cases.can_be_mailed(found),
        "steps": [State(state).label for state in (State.RECEIVED, State.IDENTITY, State.GRANTED, State.DONE)],
        "checks": family_cases.CHECKS.items(),
        "refusals": family_cases.REFUSALS.items(),
        "days_left": (shown.case.due_on - family_cases.today_at(shown.school)).days,
    }
    return render(request, "students/requests/case.html", context, status=status)


def _write_down(request, found) -> None:
    by_school: dict = {}
    for one_case in found:
        by_school.setdefault(one_case.case.school, set()).add(one_case.case.subject)
    for school, subjects in by_school.items():
        audit.record("request.list", by=request.user, school=school, subjects=subjects, count=len(subjects))
