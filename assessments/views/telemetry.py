"""A game's log between upload and confirmation: what its words mean, who is who, what becomes of each run."""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import intake
from assessments.forms.telemetry import TelemetryFileForm, TelemetryForm, WhoForm
from assessments.models import Upload
from assessments.telemetry import preview, waiting
from assessments.telemetry.checking import Checked, Status, told
from assessments.uploading import waiting as files
from assessments.uploading.table import FileRefused
from assessments.views.collect import ROWS_A_PAGE, STEPS, crumbs
from assessments.views.confirming import confirm
from privacy.uploads import TooLarge, check_size
from students import access
from students.access import Right
from students.models import Classroom
from students.routes import declare, one, own, unaudited

MOST_WORDS = 40
STATUSES = {
    Status.READY: lambda n: ngettext("%s run is ready", "%s runs are ready", n),
    Status.LONGER: lambda n: ngettext("%s grows a run added before", "%s grow runs added before", n),
    Status.UNKNOWN: lambda n: ngettext("%s is of nobody in the class", "%s are of nobody in the class", n),
    Status.NO_CONSENT: lambda n: ngettext("%s is left out", "%s are left out", n),
    Status.ADDED: lambda n: ngettext("%s was added before", "%s were added before", n),
}


@declare(Right.CLASSROOM, loads=one(Classroom), GET=unaudited("a form: no student is named"), POST="upload.keep")
def telemetry_class(request, pk):
    """Hand in the log of a game or task for a class."""
    classroom = access.get_or_404(request.user, Classroom, pk, Right.CLASSROOM)
    form, refused = TelemetryFileForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            check_size(file)
            upload = waiting.keep(file.read(), name=file.name, classroom=classroom, by=request.user)
            return redirect("telemetry_preview" if waiting.is_planned(upload) else "telemetry_map", upload.pk)
        except (FileRefused, TooLarge) as problem:
            refused = str(problem)
    context = {"classroom": classroom, "form": form, "refused": refused, "crumbs": crumbs(classroom, _("Game log"))}
    context["waiting"] = files.waiting_for(request.user, classroom)
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/collect/game.html", context, status=status)


@declare(Right.CLASSROOM, loads=own(Upload), GET="upload.check", POST="upload.change")
def telemetry_map(request, pk):
    """What the columns and the words of a log mean. Always met when the names of its columns do not decide it."""
    upload = waiting.get_or_404(request.user, pk)
    plan = waiting.plan_of(upload)
    words = [word for word, _n in preview.look_at(upload, request.user).words.most_common(MOST_WORDS)]
    form = TelemetryForm(
        request.POST or None,
        read=waiting.read(upload),
        words=list(dict.fromkeys([*plan.kinds, *words]))[:MOST_WORDS] if waiting.is_planned(upload) else [],
        today=intake.today_at(upload.school),
    )
    if request.method == "POST" and form.is_valid():
        waiting.decide(upload, form.to_plan(), by=request.user)
        return redirect("telemetry_preview", upload.pk)
    context = {"upload": upload, "form": form, "steps": STEPS, "crumbs": crumbs(upload.classroom, _("Columns"))}
    return render(request, "assessments/collect/events.html", context, status=422 if form.errors else 200)


@declare(Right.CLASSROOM, loads=own(Upload), GET="upload.check")
def telemetry_preview(request, pk):
    """Every run with what becomes of it; those to look at first."""
    upload = waiting.get_or_404(request.user, pk)
    if not waiting.is_planned(upload):
        return redirect("telemetry_map", upload.pk)
    return render(request, "assessments/collect/runs.html", _context(request, upload))


@declare(Right.CLASSROOM, loads=own(Upload), POST="upload.change")
def telemetry_who(request, pk):
    """Whom the ids mean that nobody in the class has: a student, everybody in the run, or nobody."""
    upload = waiting.get_or_404(request.user, pk)
    found = preview.of(upload, request.user)
    form = _who_form(request, upload, found, request.POST)
    if not form.is_valid():
        return render(request, "assessments/collect/runs.html", _context(request, upload, who=form), status=422)
    waiting.decide(upload, replace(waiting.plan_of(upload), students=form.chosen()), by=request.user)
    return redirect("telemetry_preview", upload.pk)


@declare(Right.CLASSROOM, loads=own(Upload), POST="upload.confirm")
def telemetry_confirm(request, pk):
    return confirm(request, pk, add=preview.add, to_decide="telemetry_map", to_look="telemetry_preview", say=_say_runs)


def _context(request, upload, *, who=None) -> dict:
    found = preview.look_at(upload, request.user)
    everything = request.GET.get("show") == "all" or not found.to_look_at
    shown = found.runs if everything else found.to_look_at
    return {
        "upload": upload,
        "crumbs": crumbs(upload.classroom, _("Runs")),
        "steps": STEPS,
        "checked": found,
        "headline": _headline(found),
        "shape": waiting.read(upload).shape,
        "page": Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "everything": everything,
        "who": who or _who_form(request, upload, found),
        "words": found.words.most_common(MOST_WORDS),
        "told": [told(*sentence) for sentence in found.tally.sentences()],
        "simulated": any(run.run.simulated for run in found.ready),
    }


def _who_form(request, upload, found: Checked, data=None) -> WhoForm:
    students = preview.around_of(upload.classroom, request.user).people.everybody()
    return WhoForm(data, strangers=found.strangers, plan=waiting.plan_of(upload), students=students)


def _headline(found: Checked) -> str:
    """21 runs are ready, 2 are of nobody in the class, 3 were added before."""
    counted = {status: found.counts[status] for status in STATUSES}
    return ", ".join(STATUSES[status](n) % n for status, n in counted.items() if n or status is Status.READY)


def _say_runs(request, accepted, found: Checked) -> None:
    """Counts only: a message waits in a cookie, and no name or word belongs there."""
    added, before = len(accepted.added), accepted.already_there + found.counts[Status.ADDED]
    parts = [ngettext("%s game session added.", "%s game sessions added.", added) % added]
    if before:
        parts.append(ngettext("%s was there before.", "%s were there before.", before) % before)
    if left := found.left_out:
        parts.append(ngettext("%s run was left out.", "%s runs were left out.", left) % left)
    messages.success(request, " ".join(parts))
