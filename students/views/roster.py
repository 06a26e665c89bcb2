"""The roster page: choose a file, check what it would change, confirm."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from students import access, roster, roster_files
from students.access import Right
from students.forms import RosterFileForm
from students.models import RosterImport, School
from students.routes import SIGNED_IN, declare, own, rows, unaudited

SHOWN_ROWS = 200
EXAMPLE = (
    "student_id,first_name,last_name,grade,classroom,nicknames,pronouns,home_language,teacher,term\r\n"
    "S-1001,Amara,Okonkwo,7,Homeroom 7B,Ama,she/her,English,,\r\n"
    "S-1002,Luis,Herrera,7,Homeroom 7B,,,Spanish,,\r\n"
)


@declare(Right.ROSTER, loads=rows(School), GET=unaudited("a form"), POST="roster.keep")
def roster_import(request):
    schools = access.reach(request.user, Right.ROSTER)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RosterFileForm(*posted, schools=schools)
    if posted and form.is_valid():
        waiting = roster_files.keep(
            form.text,
            school=form.cleaned_data["school"],
            file_name=form.cleaned_data["file"].name,
            by=request.user,
        )
        return redirect("roster_check", waiting.pk)
    page = {"form": form, "steps": _steps()}
    return render(request, "students/roster_import.html", page, status=422 if form.errors else 200)


@declare(Right.ROSTER, loads=own(RosterImport), GET="roster.check")
def roster_check(request, pk):
    waiting = roster_files.get_or_404(request.user, pk)
    plan = roster_files.look_at(waiting, by=request.user)
    shown = _to_look_at_first(plan)
    page = {"waiting": waiting, "plan": plan, "shown": shown, "more": len(plan.rows) - len(shown), "steps": _steps()}
    return render(request, "students/roster_check.html", page)


@declare(Right.ROSTER, loads=own(RosterImport), POST="roster.import")
def roster_confirm(request, pk):
    waiting = roster_files.get_or_404(request.user, pk)
    try:
        plan = roster_files.confirm(waiting, by=request.user)
    except roster_files.AlreadyConfirmed:
        messages.info(request, _("This file was confirmed already."))
    else:
        messages.success(
            request,
            _("The roster is up to date: %(added)d added, %(changed)d changed, %(unchanged)d as before.") % plan.counts,
        )
    return redirect("roster_import")


@declare(Right.ROSTER, loads=own(RosterImport), POST="roster.cancel")
def roster_cancel(request, pk):
    roster_files.cancel(roster_files.get_or_404(request.user, pk), by=request.user)
    messages.info(request, _("The file was discarded. Nothing has changed."))
    return redirect("roster_import")


@declare(SIGNED_IN, GET=unaudited("invented students"))
def roster_example(request):
    response = HttpResponse(EXAMPLE, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="roster-example.csv"'
    return response


def _steps() -> list[str]:
    return [_("Choose"), _("Check"), _("Confirm")]


def _to_look_at_first(plan: roster.Plan) -> list[roster.PlannedRow]:
    """The rows in the order an office asks about them; a very long kind is cut, so that none hides the others."""
    kinds = (roster.PROBLEM, roster.CHANGED, roster.ADDED, roster.UNCHANGED)
    return [planned for kind in kinds for planned in plan.of(kind)[:SHOWN_ROWS]]
