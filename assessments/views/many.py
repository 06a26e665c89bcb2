"""Many files at once: hand in a zip, watch it being read, look at one report, confirm, watch it being added."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRefresh

from assessments import intake
from assessments.bulk import importing, packing
from assessments.bulk.rows import BulkImport
from assessments.forms.many import ManyFilesForm
from assessments.pages import imports
from assessments.uploading.table import FileRefused
from assessments.views.collect import STEPS
from privacy import audit
from privacy.uploads import TooLarge, check_size
from students import access
from students.access import Right
from students.models import Classroom, School
from students.routes import declare, own, rows, unaudited


@declare(
    Right.CLASSROOM,
    loads=rows(School, BulkImport),
    GET=unaudited("a form, and one's own imports by date"),
    POST="import.start",
)
def many_files(request):
    schools = _schools(request.user)
    today = intake.today_at(schools[0])
    form = ManyFilesForm(request.POST or None, request.FILES or None, schools=schools, today=today)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("import_page", _start(form, request.user).pk)
        except (FileRefused, TooLarge) as problem:
            refused = str(problem)
    context = {
        "form": form,
        "refused": refused,
        "imports": imports.waiting_for(request.user),
        "crumbs": [(_("Collect"), reverse("collect")), (_("Many files"), "")],
    }
    return render(request, "assessments/collect/many.html", context, status=422 if form.errors or refused else 200)


def _start(form: ManyFilesForm, user) -> BulkImport:
    file, given = form.cleaned_data["file"], form.cleaned_data
    check_size(file)
    data = file.read()
    asked = {"school": form.school, "whole_school": False, "prompt": given["prompt"], "day": given["day"]}
    token = importing.digest_of(packing.from_zip(data), **asked)
    bulk = importing.start(packing.from_zip(data), by=user, token=token, **asked)
    importing.wake(bulk)
    return bulk


@declare(Right.CLASSROOM, loads=own(BulkImport), GET="upload.check")
def import_page(request, pk):
    bulk = _own_or_404(request.user, pk)
    standing = imports.standing_of(bulk)
    audit.record("upload.check", by=request.user, school=bulk.school_id, obj=bulk)  # its sentences quote the files
    context = {
        "bulk": bulk,
        "standing": standing,
        "files": list(imports.files_of(bulk)) if not standing.outstanding else [],
        "poll_url": _poll_url(bulk, standing),
        "steps": STEPS,
        "crumbs": [(_("Collect"), reverse("collect")), (_("Many files"), reverse("many_files")), (_("Report"), "")],
    }
    return render(request, "assessments/collect/import.html", context)


@declare(Right.CLASSROOM, loads=own(BulkImport), GET=unaudited("how many files are read"))
def import_progress(request, pk):
    """The strip while files are read; nothing when nothing moved; the whole page once when they are done."""
    bulk = _own_or_404(request.user, pk)
    standing = imports.standing_of(bulk)
    if not standing.outstanding:
        return HttpResponseClientRefresh()
    if request.GET.get("done") == str(standing.done):
        return HttpResponse(status=204)
    context = {"bulk": bulk, "standing": standing, "poll_url": _poll_url(bulk, standing)}
    return render(request, "assessments/collect/_import_strip.html", context)


@declare(Right.CLASSROOM, loads=own(BulkImport), POST="import.confirm")
def import_confirm(request, pk):
    bulk = _own_or_404(request.user, pk)
    if importing.confirm(bulk, by=request.user):
        importing.wake(bulk)
    return redirect("import_page", bulk.pk)


@declare(Right.CLASSROOM, loads=own(BulkImport), POST="upload.cancel")
def import_cancel(request, pk):
    bulk = _own_or_404(request.user, pk)
    if bulk.confirmed_at:
        messages.info(request, _("These files were confirmed before, so they are being added."))
        return redirect("import_page", bulk.pk)
    importing.discard(bulk, by=request.user)
    messages.success(request, _("The files are gone. Nothing was added."))
    return redirect("many_files")


@declare(Right.CLASSROOM, loads=own(BulkImport), POST="job.retry")
def import_retry(request, pk):
    bulk = _own_or_404(request.user, pk)
    if count := importing.retry(bulk, by=request.user):
        importing.wake(bulk)
        messages.success(request, ngettext("Trying %s file again.", "Trying %s files again.", count) % count)
    return redirect("import_page", bulk.pk)


def _schools(user) -> list[School]:
    """Where this person teaches a class today."""
    taught = access.visible(user, Classroom, Right.CLASSROOM).values("school")
    return list(School.objects.filter(pk__in=taught).order_by("name"))


def _own_or_404(user, pk) -> BulkImport:
    """One's own import, at a school where one still teaches; 404 for everybody else."""
    own = BulkImport.objects.filter(created_by=user, whole_school=False, school__in=_schools(user))
    bulk = own.select_related("school").filter(pk=pk).first()
    if bulk is None:
        raise Http404
    return bulk


def _poll_url(bulk: BulkImport, standing: imports.Standing) -> str:
    return f"{reverse('import_progress', args=[bulk.pk])}?done={standing.done}"
