"""A discussion's transcript between upload and confirmation: how it is read, who is who, what becomes of every line."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import intake
from assessments.forms.transcripts import SpeakersForm, TranscriptForm
from assessments.models import Upload
from assessments.transcripts import formats, preview, waiting
from assessments.transcripts.checking import Checked, Fate
from assessments.uploading import waiting as files
from assessments.uploading.table import FileRefused
from assessments.views.collect import ROWS_A_PAGE, STEPS, crumbs, say_added
from assessments.views.confirming import confirm
from privacy import audit
from students.access import Right
from students.routes import declare, own


@declare(Right.CLASSROOM, loads=own(Upload), GET="upload.check", POST="upload.change")
def transcript_reading(request, pk):
    """How the file is read, what was discussed and when. Always met: no transcript says all three."""
    upload = waiting.get_or_404(request.user, pk)
    audit.record("upload.check", by=request.user, school=upload.school_id, obj=upload)
    form = TranscriptForm(
        request.POST or None,
        table=formats.table_of(upload.content),
        plan=waiting.plan_of(upload),
        today=intake.today_at(upload.school),
        letters=files.letters_to_judge(upload),
    )
    if request.method == "POST" and form.is_valid() and _reads(form, upload):
        waiting.decide(upload, form.to_plan(), by=request.user)
        return redirect("transcript_preview", upload.pk)
    context = {
        "upload": upload,
        "form": form,
        "sniffed": formats.BY_NAME[upload.mapping["sniffed"]],
        "steps": STEPS,
        "crumbs": crumbs(upload.classroom, _("Transcript")),
    }
    return render(request, "assessments/collect/reading.html", context, status=422 if form.errors else 200)


def _reads(form: TranscriptForm, upload) -> bool:
    """Whether the file can be read the chosen way; the form says why not."""
    plan = form.to_plan()
    try:
        formats.read(upload.content, plan.format, plan.columns)
    except FileRefused as refused:
        form.add_error("format", str(refused))
        return False
    return True


@declare(Right.CLASSROOM, loads=own(Upload), GET="upload.check")
def transcript_preview(request, pk):
    """Who is who, and every line with what becomes of it; those to look at first."""
    upload = waiting.get_or_404(request.user, pk)
    if not waiting.is_decided(upload):
        return redirect("transcript_reading", upload.pk)
    found, students = preview.look_at(upload, request.user)
    return render(request, "assessments/collect/discussion.html", _context(request, upload, found, students))


@declare(Right.CLASSROOM, loads=own(Upload), POST="upload.change")
def transcript_speakers(request, pk):
    upload = waiting.get_or_404(request.user, pk)
    if not waiting.is_decided(upload):
        return redirect("transcript_reading", upload.pk)
    found, students = preview.look_at(upload, request.user)
    form = SpeakersForm(request.POST, speakers=found.speakers, students=students)
    if not form.is_valid():
        context = _context(request, upload, found, students, form=form)
        return render(request, "assessments/collect/discussion.html", context, status=422)
    waiting.choose_speakers(upload, form.chosen(), by=request.user)
    return redirect("transcript_preview", upload.pk)


@declare(Right.CLASSROOM, loads=own(Upload), POST="upload.confirm")
def transcript_confirm(request, pk):
    return confirm(
        request, pk, add=preview.add, to_decide="transcript_reading", to_look="transcript_preview", say=_say_turns
    )


def _say_turns(request, accepted, found: Checked) -> None:
    before = accepted.already_there + found.counts[Fate.ADDED]
    say_added(request, len(accepted.added), before, aside=len(accepted.withheld))


def _context(request, upload, found: Checked, students, *, form: SpeakersForm | None = None) -> dict:
    shown = request.GET.get("show") or ("look" if found.to_look_at else "all")
    lines = {"look": found.to_look_at, "kept": [one for one in found.lines if one.kept]}.get(shown, found.lines)
    form = form or SpeakersForm(speakers=found.speakers, students=students)
    return {
        "upload": upload,
        "plan": waiting.plan_of(upload),
        "format": formats.BY_NAME[waiting.plan_of(upload).format],
        "crumbs": crumbs(upload.classroom, _("Lines")),
        "steps": STEPS,
        "found": found,
        "headline": _headline(found),
        "speakers": [(one, form[f"speaker-{one.place}"]) for one in found.speakers],
        "form": form,
        "shown": shown,
        "kept": sum(one.kept for one in found.lines),
        "page": Paginator(lines, ROWS_A_PAGE).get_page(request.GET.get("page")),
    }


def _headline(found: Checked) -> str:
    """34 responses of 7 students are ready, 2 speakers need your choice, 3 turns were added before."""
    ready, open_ones, before = len(found.ready), len(found.undecided), found.counts[Fate.ADDED]
    students = ngettext("%s student", "%s students", found.students_ready) % found.students_ready
    parts = [
        ngettext("%(n)s response of %(students)s is ready", "%(n)s responses of %(students)s are ready", ready)
        % {"n": ready, "students": students}
        if ready
        else _("No response is ready")
    ]
    if open_ones:
        parts.append(ngettext("%s speaker needs your choice", "%s speakers need your choice", open_ones) % open_ones)
    if before:
        parts.append(ngettext("%s turn was added before", "%s turns were added before", before) % before)
    return ", ".join(parts)
