"""Imports that were confirmed: what each did, taking one back, and the roster as a file."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from privacy import audit
from students import access, search
from students.access import Right
from students.models import RosterRun, School, Student, User
from students.roster import export, undo
from students.roster.steps import LABELS
from students.routes import declare, one, rows


@dataclass(frozen=True)
class RunLine:
    """One import in the list: when, by whom, what it did, and whether it can still be taken back."""

    run: RosterRun
    day: date
    until: date
    who: str
    can_undo: bool
    is_first: bool = False


@declare(Right.ROSTER, loads=one(RosterRun), GET="record.names")
def roster_run(request, pk):
    run = access.get_or_404(request.user, RosterRun, pk, Right.ROSTER)
    names = _names_left(run)
    audit.record("record.names", by=request.user, school=run.school_id, subjects=names, obj=run, count=len(names))
    page = {"line": line_of(run, request.user), "run": run, "left": _left(run, names)}
    return render(request, "students/roster_run.html", page)


@declare(Right.ROSTER, loads=one(RosterRun), POST="roster.undo")
def roster_undo(request, pk):
    run = access.get_or_404(request.user, RosterRun, pk, Right.ROSTER)
    try:
        run = undo.undo(run, by=request.user)
    except undo.CannotUndo as problem:
        messages.error(request, str(problem))
    else:
        said = (
            _("The import was undone.") if not run.left else _("The import was undone, except for what stands below.")
        )
        messages.success(request, said)
    return redirect("roster_run", run.pk)


@declare(Right.ROSTER, loads=rows(School), GET="roster.export")
def roster_export(request):
    """The roster of one school as a file. Whoever takes it is written down together with whom it names."""
    kind = request.GET.get("format", "")
    if kind not in export.FORMATS:
        raise Http404
    school = access.get_or_404(request.user, School, request.GET.get("school", ""), Right.ROSTER)
    made = export.roster(school, kind=kind, by=request.user)
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def line_of(run: RosterRun, user) -> RunLine:
    day = run.done_at.astimezone(ZoneInfo(run.school.time_zone)).date()
    return RunLine(run, day, day + timedelta(days=undo.UNDO_DAYS), _who(run.by, user), undo.can_undo(run))


def _who(actor: str, user) -> str:
    if actor == audit.actor(user):
        return _("you")
    kind, _colon, pk = actor.partition(":")
    person = User.objects.filter(pk=pk).first() if kind == "user" else None
    return person.display_name if person else _("somebody else")


def _names_left(run: RosterRun) -> dict[str, str]:
    """Names of students whose records are still there, by id, among those the import could not be taken back for."""
    students = Student.objects.filter(school=run.school, pk__in=[pk for _reason, pk, _what in run.left if pk])
    return {str(student.pk): student.name for student in search.names_for(students)}


def _left(run: RosterRun, names: dict[str, str]) -> list[tuple[str, str]]:
    """(whose, sentence) for what could not be taken back."""
    lines: dict[tuple[str, str], None] = {}
    for reason, pk, what in run.left:
        who = names.get(pk, _("A student") if pk else "")
        label = LABELS.get(what, "")
        lines[f"{who}, {label}" if label else who, str(undo.LEFT[reason])] = None
    return list(lines)
