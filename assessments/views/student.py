"""One student's record: the page, the original words behind it, and another look by the models."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import retarget

from assessments import intake
from assessments.models import Response
from assessments.pages import looking, record, student, work
from assessments.pages.clock import Clock
from privacy import audit
from students import access
from students.access import Right
from students.models import Student
from students.routes import declare, one

PAGE, WORK, RECORD, CHOSEN, EVIDENCE = (
    f"assessments/student/{name}.html" for name in ("page", "_work", "_record", "_chosen", "_evidence")
)
PARTS = {"chosen": CHOSEN, "evidence": EVIDENCE}  # what htmx may ask for, by the id it will fill


@declare(Right.RECORD, loads=one(Student), GET="record.view")
def student_page(request, pk):
    """The whole page, or the part of it that htmx asked for by the id it will fill."""
    person = access.get_student_or_404(request.user, pk)
    if request.htmx.target == "work":
        return _watched(request, person)
    return render(request, PARTS.get(request.htmx.target, PAGE), _context(request, person))


@declare(Right.RECORD, loads=one(Student, Response), GET="response.original")
def student_original(request, pk, response_pk):
    """The words as written, names and all: a look of its own, written down before it is shown."""
    person = access.get_student_or_404(request.user, pk)
    response = access.get_or_404(request.user, Response, response_pk)
    if response.student_id != person.pk:
        raise Http404
    with transaction.atomic():
        audit.record("response.original", by=request.user, school=person.school_id, subjects=[person.pk], obj=response)
        words = response.original
    clock = Clock.of(person.school)
    return render(
        request,
        "assessments/student/original.html",
        {"student": person, "response": response, "words": words, "day": clock.full_day(response.written_on)},
    )


@declare(Right.COLLECT, loads=one(Student), POST="assessment.run")
def assess_again(request, pk):
    """Read again with the models and weights in use now; nothing new leaves everything as it is."""
    person = access.get_student_or_404(request.user, pk, Right.COLLECT)
    if work.of(Student.objects.filter(pk=person.pk)).outstanding:
        messages.info(request, _("This student is being assessed already."))
    else:
        intake.assess_again([person], school=person.school, by=request.user)
        messages.success(request, _("Assessing again. If nothing is new, the scores stay as they are."))
    return redirect("student_page", pk=person.pk)


def _watched(request, person: Student):
    """The strip while work is outstanding; then, once, the record it brought."""
    standing = work.of(Student.objects.filter(pk=person.pk))
    if standing.outstanding:
        return render(request, WORK, {"student": person, "work": standing})
    context = _context(request, person, brings_scores=True)
    return retarget(render(request, RECORD, {**context, "was_watching": True}), "#record")


def _context(request, person: Student, *, brings_scores: bool = False) -> dict:
    clock = Clock.of(person.school)
    with transaction.atomic():
        looking.write_down(request, "record.view", person, subjects=[person.pk], always=brings_scores)
        found = record.load(person, teacher=request.user)
        page = student.page(found, clock, skill=request.GET.get("skill", ""), response=request.GET.get("response", ""))
    return {"page": page, "student": person, "work": found.work}
