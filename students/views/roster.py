"""The roster page: choose a file, check what it would change, confirm."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from students import access
from students.access import Right
from students.forms import RosterFileForm
from students.models import RosterImport, RosterRun, School
from students.roster import steps, waiting
from students.roster.waiting import Part
from students.routes import SIGNED_IN, declare, own, rows, unaudited
from students.views.roster_runs import line_of

SHOWN_ROWS = 200
SHOWN_RUNS = 20
FEW_DIGITS = re.compile(r"[0-9]{1,9}")  # Python itself refuses to read thousands of them
EXAMPLE = (
    "student_id,first_name,last_name,grade,classroom,nicknames,pronouns,home_language,teacher,term\r\n"
    "S-1001,Amara,Okonkwo,7,Homeroom 7B,Ama,she/her,English,,\r\n"
    "S-1002,Luis,Herrera,7,Homeroom 7B,,,Spanish,,\r\n"
)


@declare(Right.ROSTER, loads=rows(School), GET=unaudited("a form, and former imports by date"), POST="roster.keep")
def roster_import(request):
    schools = access.reach(request.user, Right.ROSTER)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RosterFileForm(*posted, schools=schools)
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        batch = waiting.keep(file, form.assigned, file_name=form.file_name, by=request.user)
        return redirect("roster_check", batch)
    runs = access.visible(request.user, RosterRun, Right.ROSTER).select_related("school")[:SHOWN_RUNS]
    page = {
        "form": form,
        "steps": _steps(),
        "runs": [line_of(run, request.user) for run in runs],
        "schools": schools.order_by("name"),
    }
    return render(request, "students/roster_import.html", page, status=422 if form.errors else 200)


@declare(Right.ROSTER, loads=own(RosterImport), GET="roster.check")
def roster_check(request, batch):
    files = waiting.get_or_404(request.user, batch)
    return _check_page(request, waiting.look_at(files, by=request.user))


@declare(Right.ROSTER, loads=own(RosterImport), POST="roster.import")
def roster_confirm(request, batch):
    files = waiting.get_or_404(request.user, batch)
    try:
        plans = waiting.confirm(files, by=request.user, agreed=_agreed(request))
    except waiting.AlreadyConfirmed:
        messages.info(request, _("This file was confirmed already."))
    except waiting.Braked:
        return _check_page(request, waiting.look_at(files, by=request.user), status=409)
    else:
        counts = {status: sum(plan.counts[status] for plan in plans) for status in steps.STATUSES}
        said = _("The roster is up to date: %(added)d added, %(changed)d changed, %(unchanged)d as before.")
        messages.success(request, said % counts + _(" You can undo this for 30 days."))
    return redirect("roster_import")


@declare(Right.ROSTER, loads=own(RosterImport), POST="roster.cancel")
def roster_cancel(request, batch):
    waiting.cancel(waiting.get_or_404(request.user, batch), by=request.user)
    messages.info(request, _("The file was discarded. Nothing has changed."))
    return redirect("roster_import")


@declare(SIGNED_IN, GET=unaudited("invented students"))
def roster_example(request):
    response = HttpResponse(EXAMPLE, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="roster-example.csv"'
    return response


def _check_page(request, parts: list[Part], *, status: int = 200):
    page = {
        "parts": [(part, *_shown(part)) for part in parts],
        "batch": parts[0].waiting.batch,
        "file_name": parts[0].waiting.file_name,
        "format": parts[0].waiting.format,
        "changes_anything": any(part.plan.changes_anything for part in parts),
        "braked": [part for part in parts if part.plan.brake.holds],
        "stopped": status == 409,
        "steps": _steps(),
    }
    return render(request, "students/roster_check.html", page, status=status)


def _agreed(request) -> dict[str, int]:
    """The second confirmation: of which part, and how many enrollments may end."""
    pairs = (said.partition(":") for said in request.POST.getlist("end"))
    return {part: int(number) for part, _colon, number in pairs if FEW_DIGITS.fullmatch(number)}


def _steps() -> list[str]:
    return [_("Choose"), _("Check"), _("Confirm")]


def _shown(part: Part) -> tuple[list[steps.PlannedRow], int]:
    """The rows in the order an office asks about them; a very long kind is cut, so that none hides the others."""
    kinds = (steps.PROBLEM, steps.ENDED, steps.CHANGED, steps.ADDED, steps.UNCHANGED)
    shown = [planned for kind in kinds for planned in part.plan.of(kind)[:SHOWN_ROWS]]
    return shown, len(part.plan.rows) - len(shown)
