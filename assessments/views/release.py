"""A teacher shares an assessment with the family, having seen what the family will see."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import releases
from assessments.pages import family
from assessments.pages.clock import Clock
from assessments.releases import NotShareable
from privacy import audit
from students import access
from students.access import Right
from students.models import Student
from students.routes import declare, one


@declare(Right.RELEASE, loads=one(Student), GET="release.preview", POST=("release.share", "release.preview"))
def share(request, pk):
    """What the family would read, and what it reads now."""
    person = access.get_student_or_404(request.user, pk, Right.RELEASE)
    if request.method == "POST":
        try:
            releases.share(student=person, looked_at=request.POST.get("looked_at", ""), by=request.user)
        except NotShareable as problem:
            messages.info(request, str(problem))
        except IntegrityError:  # another teacher of the class was faster by a moment
            messages.info(request, _("Somebody else has just shared. Nothing was shared now; look again."))
        else:
            messages.success(request, _("Shared with the family."))
            return redirect("student_page", pk=person.pk)
    return _page(request, person)


@declare(Right.RELEASE, loads=one(Student), POST="release.withdraw")
def take_back(request, pk):
    """Everything that was shared of this student."""
    person = access.get_student_or_404(request.user, pk, Right.RELEASE)
    with transaction.atomic():
        for release in releases.standing([person]):
            releases.withdraw(release, by=request.user)
    messages.success(request, _("Taken back. The family does not see it any more."))
    return redirect("student_page", pk=person.pk)


def _page(request, person: Student):
    clock = Clock.of(person.school)
    context = {"student": person, "standing": releases.standing([person]).first()}
    with transaction.atomic():
        audit.record("release.preview", by=request.user, school=person.school_id, subjects=[person.pk], obj=person)
        try:
            assessment, feedback = releases.shareable(person)
        except NotShareable as problem:
            context["why_not"] = str(problem)
        else:
            context["shared"] = family.preview(assessment, feedback, person, clock)
            context["looked_at"] = feedback.pk
        context["guardians"] = releases.guardians_of(person)
    if context["standing"]:
        context["shared_on"] = clock.full_day(clock.local(context["standing"].at).date())
        context["is_this"] = context["standing"].feedback_id == context.get("looked_at")
    return render(request, "assessments/student/share.html", context)
