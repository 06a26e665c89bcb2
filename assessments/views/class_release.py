"""A teacher shares with the families of a class: a list to look through, to tick and to send."""

import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import class_sharing
from assessments.class_sharing import Outcome
from assessments.pages import family
from assessments.pages.clock import Clock
from assessments.views.classes import students_in
from privacy import audit
from students import access
from students.access import Right
from students.models import Classroom
from students.routes import declare, one


@declare(Right.CLASSROOM, loads=one(Classroom), GET="release.preview", POST="release.share")
def class_share(request, pk):
    classroom = access.get_or_404(request.user, Classroom, pk, Right.CLASSROOM)
    students = students_in(request.user, classroom, Right.RELEASE)
    if request.method == "POST":
        try:
            done = class_sharing.share(_chosen(request), students=students, by=request.user)
        except IntegrityError:  # another teacher of the class was faster by a moment
            messages.info(request, _("Somebody else has just shared. Nothing was shared now; look at the list again."))
            return redirect("class_share", pk=classroom.pk)
        _tell(request, done)
        return redirect("class_share" if done.left_out or not done.shared else "class_page", pk=classroom.pk)
    with transaction.atomic():
        found = class_sharing.candidates(students)
        subjects = [line.student.pk for line in found]
        audit.record("release.preview", by=request.user, school=classroom.school_id, subjects=subjects, obj=classroom)
        ready = family.previews([line for line in found if line.ready], Clock.of(classroom.school))
    context = {
        "classroom": classroom,
        "ready": ready,
        "left_out": [line for line in found if not line.ready],
        "all_ticked": request.GET.get("tick") == "all",
    }
    return render(request, "assessments/classes/share.html", context)


def _chosen(request) -> dict[uuid.UUID, str]:
    """Each tick names a student and the feedback that stood beside it."""
    pairs = (value.partition(":") for value in request.POST.getlist("share"))
    return {student: looked_at for name, _colon, looked_at in pairs if (student := _uuid(name))}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _tell(request, done: Outcome) -> None:
    """Counts only: a message waits in a cookie. Names and reasons stand on the list that comes next."""
    if done.shared:
        said = ngettext("Shared with %(n)s family.", "Shared with %(n)s families.", len(done.shared))
        messages.success(request, said % {"n": len(done.shared)})
    elif not done.left_out:
        messages.info(request, _("Nobody was ticked, so nothing was shared."))
    if done.left_out:
        said = ngettext(
            "%(n)s of the ticked was left out; look at the list again.",
            "%(n)s of the ticked were left out; look at the list again.",
            len(done.left_out),
        )
        messages.info(request, said % {"n": len(done.left_out)})
