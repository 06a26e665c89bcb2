"""Bringing in what students wrote: paste one response, or upload a file and look at its rows before they are added."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments import intake
from assessments.forms.collect import ColumnsForm, FileForm, MendForm, PasteForm
from assessments.forms.transcripts import TranscriptFileForm
from assessments.models import Prompt, Upload
from assessments.pages import looking
from assessments.transcripts import formats
from assessments.transcripts import waiting as transcripts
from assessments.uploading import decoding, left_out, preview, waiting
from assessments.uploading.checking import Status
from assessments.uploading.columns import BY_NAME, guess
from assessments.uploading.table import FileRefused
from assessments.views.confirming import confirm
from privacy.consent import ConsentMissing
from privacy.uploads import TooLarge, check_size
from students import access
from students.access import Right
from students.models import Classroom
from students.routes import SIGNED_IN, declare, one, own, rows, unaudited

ROWS_A_PAGE = 100
STEPS = (gettext_lazy("Choose"), gettext_lazy("Check"), gettext_lazy("Confirm"))


@declare(SIGNED_IN, loads=rows(Classroom, Upload), GET=unaudited("one's own classes and files by name"))
def choose_class(request):
    """The teacher's classes, and files that still wait for a decision."""
    classrooms = access.visible(request.user, Classroom, Right.CLASSROOM).select_related("school").order_by("name")
    context = {"classrooms": classrooms, "waiting": waiting.waiting_for(request.user)}
    return render(request, "assessments/collect/choose.html", context)


@declare(
    Right.CLASSROOM,
    loads=one(Classroom),
    GET="record.names",
    POST=("response.add", "upload.keep", "record.names"),  # a form that was not taken comes back with its list
)
def collect_class(request, pk):
    """Paste one response, or hand in a file."""
    classroom = access.get_or_404(request.user, Classroom, pk, Right.CLASSROOM)
    if request.method == "GET":
        return _collect_page(request, classroom)
    if request.POST.get("way") in ("file", "transcript"):
        return _upload(request, classroom, as_transcript=request.POST["way"] == "transcript")
    return _paste(request, classroom)


def _upload(request, classroom, *, as_transcript: bool):
    form = (TranscriptFileForm if as_transcript else FileForm)(request.POST, request.FILES)
    if not form.is_valid():
        wrong = {"transcript_form" if as_transcript else "file_form": form}
        return _collect_page(request, classroom, **wrong, status=422)
    file = form.cleaned_data["file"]
    try:
        check_size(file)
        upload = _keep(file.read(), name=file.name, classroom=classroom, by=request.user, as_transcript=as_transcript)
    except (FileRefused, TooLarge) as refused:
        return _collect_page(request, classroom, refused=str(refused), status=422)
    return redirect("upload_preview" if waiting.is_planned(upload) else "upload_map", upload.pk)


def _keep(data: bytes, *, as_transcript: bool, **to):
    """Captions are a transcript whichever door they come in by; a table is what its door says."""
    decoded = decoding.decode(data)
    if as_transcript or formats.is_captions(decoded.text):
        return transcripts.keep(decoded, **to)
    return waiting.keep(decoded, **to)


def _paste(request, classroom):
    form = _paste_form(request, classroom, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            accepted = intake.accept_text(
                student=given["student"],
                text=given["text"],
                prompt=given["prompt"],
                written_on=given["date"],
                mode=given["mode"],
                by=request.user,
            )
        except ConsentMissing:
            form.add_error("student", _not_agreed(given["student"]))
        else:
            say_added(request, len(accepted.added), accepted.already_there, aside=len(accepted.withheld))
            return redirect("class_page", classroom.pk)
    return _collect_page(request, classroom, paste_form=form, status=422)


def _collect_page(request, classroom, *, paste_form=None, file_form=None, transcript_form=None, refused="", status=200):
    """The page with every way in. Nothing was kept when it comes back with a sentence."""
    paste_form = paste_form or _paste_form(request, classroom)
    looking.write_down_names(request.user, paste_form.students.values())
    context = {
        "classroom": classroom,
        "crumbs": crumbs(classroom)[:2],
        "paste_form": paste_form,
        "file_form": file_form or FileForm(),
        "transcript_form": transcript_form or TranscriptFileForm(auto_id="transcript_%s"),
        "refused": refused,
        "waiting": waiting.waiting_for(request.user, classroom),
        "prompts": Prompt.objects.filter(school=classroom.school_id).order_by("-created_at")[:20],
    }
    return render(request, "assessments/collect/class.html", context, status=status)


def _paste_form(request, classroom, data=None) -> PasteForm:
    students = preview.students_of(classroom, request.user)
    chosen = {name: request.GET.get(name, "") for name in ("student", "prompt")}  # from "Use this prompt"
    return PasteForm(data, students=students, today=intake.today_at(classroom.school), initial=chosen)


@declare(Right.CLASSROOM, loads=own(Upload), GET="upload.check", POST="upload.change")
def upload_map(request, pk):
    """Which column is which. Always met when the names alone do not decide it."""
    upload = waiting.get_or_404(request.user, pk, kind=None)
    if upload.kind == upload.Kind.TRANSCRIPT:
        return redirect("transcript_reading", upload.pk)
    if upload.kind == upload.Kind.TELEMETRY:
        return redirect("telemetry_map", upload.pk)
    table = waiting.look_at(upload, by=request.user)
    guessed = guess(table)
    form = ColumnsForm(
        request.POST or None,
        table=table,
        plan=waiting.plan_to_decide(upload, guessed),
        today=intake.today_at(upload.school),
        letters=waiting.letters_to_judge(upload),
    )
    if request.method == "POST" and form.is_valid():
        waiting.decide(upload, form.to_plan(), by=request.user)
        return redirect("upload_preview", upload.pk)
    context = {"upload": upload, "form": form, "rows": len(table.rows), "nameless": guessed.nameless, "steps": STEPS}
    context["crumbs"] = crumbs(upload.classroom, _("Columns"))
    return render(request, "assessments/collect/columns.html", context, status=422 if form.errors else 200)


@declare(Right.CLASSROOM, loads=own(Upload), GET="upload.check")
def upload_preview(request, pk):
    """Every row with what becomes of it; those to look at first."""
    upload = waiting.get_or_404(request.user, pk, kind=None)
    if upload.kind == upload.Kind.TRANSCRIPT:
        return redirect("transcript_preview", upload.pk)
    if upload.kind == upload.Kind.TELEMETRY:
        return redirect("telemetry_preview", upload.pk)
    if not waiting.is_planned(upload):
        return redirect("upload_map", upload.pk)
    found = preview.look_at(upload, request.user)
    everything = request.GET.get("show") == "all" or not found.to_look_at
    page = Paginator(found.rows if everything else found.to_look_at, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "upload": upload,
        "crumbs": crumbs(upload.classroom, _("Rows")),
        "steps": STEPS,
        "preview": found,
        "students": found.students,
        "headline": _headline(found),
        "page": page,
        "everything": everything,
        "read_from": _read_from(upload),
        "today": intake.today_at(upload.school),
    }
    return render(request, "assessments/collect/preview.html", context)


@declare(Right.CLASSROOM, loads=own(Upload), POST="upload.change")
def upload_mend(request, pk, number):
    """One row's decision: who wrote it, or when. It is checked like any other cell when the page comes back."""
    upload = waiting.get_or_404(request.user, pk)
    form = MendForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        waiting.mend(upload, number, student=given["student"], day=given["date"], by=request.user)
    else:
        messages.error(request, _("This is not a date. Choose one from the calendar, or write it as 2026-11-12."))
    return redirect(reverse("upload_preview", args=[upload.pk]) + ("?show=all" if "all" in request.POST else ""))


@declare(Right.CLASSROOM, loads=own(Upload), GET="upload.export")
def upload_left_out(request, pk):
    """The rows that would be left out, with the reason beside each, to mend in a spreadsheet."""
    upload = waiting.get_or_404(request.user, pk)
    body = left_out.as_csv(waiting.table_of(upload), preview.look_at(upload, request.user, verb="upload.export"))
    headers = {"Content-Disposition": 'attachment; filename="left-out.csv"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


@declare(Right.CLASSROOM, loads=own(Upload), POST="upload.confirm")
def upload_confirm(request, pk):
    return confirm(request, pk, add=preview.add, to_decide="upload_map", to_look="upload_preview", say=_say_rows)


@declare(Right.CLASSROOM, loads=own(Upload), POST="upload.cancel")
def upload_cancel(request, pk):
    upload = waiting.get_or_404(request.user, pk, kind=None)
    waiting.discard(upload, by=request.user)
    messages.success(request, _("The file is gone. Nothing was added."))
    return redirect("collect_class", upload.classroom_id)


def crumbs(classroom, here: str = "") -> list[tuple[str, str]]:
    return [
        (_("Collect"), reverse("collect")),
        (classroom.name, reverse("collect_class", args=[classroom.pk])),
        (here, ""),
    ]


def _not_agreed(student) -> str:
    return _("%s’s family has not agreed to storing written responses, so these words were not kept.") % (
        student.first_name or student.name
    )


def say_added(request, added: int, before: int = 0, left: int = 0, aside: int = 0) -> None:
    """Counts only: a message waits in a cookie, and no name or word belongs there."""
    parts = [ngettext("%s response added.", "%s responses added.", added) % added]
    if before:
        parts.append(ngettext("%s was there before.", "%s were there before.", before) % before)
    if left:
        parts.append(ngettext("%s row was left out.", "%s rows were left out.", left) % left)
    if aside:
        parts.append(ngettext("%s is read by a person first.", "%s are read by a person first.", aside) % aside)
    messages.success(request, " ".join(parts))


def _say_rows(request, accepted, found: preview.Preview) -> None:
    before = accepted.already_there + found.counts[Status.ADDED]
    say_added(request, len(accepted.added), before, found.left_out, len(accepted.withheld))


def _headline(found: preview.Preview) -> str:
    """21 rows are ready, 2 need a look, 1 is left out, 3 were added before."""
    phrases = {
        Status.READY: lambda n: ngettext("%s row is ready", "%s rows are ready", n),
        Status.PROBLEM: lambda n: ngettext("%s needs your choice", "%s need your choice", n),
        Status.NO_CONSENT: lambda n: ngettext("%s is left out", "%s are left out", n),
        Status.ADDED: lambda n: ngettext("%s was added before", "%s were added before", n),
    }
    counted = {status: found.counts[status] for status in phrases}
    return ", ".join(phrases[status](n) % n for status, n in counted.items() if n or status is Status.READY)


def _read_from(upload) -> list[tuple[str, str]]:
    columns = waiting.table_of(upload).columns
    return [(BY_NAME[name].label, columns[index]) for name, index in waiting.plan_of(upload).columns.items()]
