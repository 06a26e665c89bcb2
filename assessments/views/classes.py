"""A teacher's classes: the list, one class's table, and the work under way in it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import intake
from assessments.models import AssessmentJob
from assessments.pages import classes, examples, looking, roster, simulated, work
from assessments.pages.clock import Clock
from config.jobs import Job
from mlcore.schema import LEVELS, SKILLS
from privacy import audit
from reasoning.prompts import PROMPTS_THAT_SHOW
from students import access, search
from students.access import Right
from students.models import Classroom, Enrollment, Student
from students.routes import SIGNED_IN, declare, one, rows
from students.tenancy import now_in

TABLE = "assessments/classes/_table.html"


@declare(SIGNED_IN, loads=rows(Classroom, Student), GET="class.view")
def class_list(request):
    """Every class, and everyone in them."""
    asked = roster.Asked.from_query(request.GET)
    students = access.visible(request.user, Student)
    lines = classes.lines(request.user, clock := _clock(request.user))
    with transaction.atomic():
        table = roster.load(students, asked, clock, with_class=len(lines) > 1)
        for line in lines:
            subjects = [one.student for one in line.standings]
            looking.write_down(request, "class.view", line.classroom, subjects=subjects)
    template = TABLE if request.htmx.target == "table" else "assessments/classes/list.html"
    return render(request, template, {"classes": lines, **_table_context(request.user, table)})


@declare(Right.CLASSROOM, loads=one(Classroom), GET="class.view")
def class_page(request, pk):
    template = TABLE if request.htmx.target == "table" else "assessments/classes/page.html"
    return render(request, template, _class_context(request, pk))


@declare(Right.CLASSROOM, loads=one(Classroom), GET="class.view")
def class_progress(request, pk):
    """For a page that watches work under way: nothing at all when nothing moved, else the strip and the table."""
    classroom = access.get_or_404(request.user, Classroom, pk, Right.CLASSROOM)
    students = students_in(request.user, classroom, Right.RECORD)
    standing = work.of(students, now=Clock.of(classroom.school).now)
    if standing.outstanding and request.GET.get("done") == str(standing.done):
        return HttpResponse(status=204)
    context = _class_context(request, pk, brings_scores=True)
    return render(request, "assessments/classes/_live.html", {**context, "was_watching": True})


@declare(Right.CLASSROOM, loads=one(Classroom), POST=("job.retry", "assessment.run"))
def class_retry(request, pk):
    """Failed work once more, and what a person had stopped."""
    classroom = access.get_or_404(request.user, Classroom, pk, Right.CLASSROOM)
    students = students_in(request.user, classroom, Right.COLLECT)
    jobs = work.latest_jobs(students)
    failed = AssessmentJob.objects.filter(pk__in=jobs.values("pk"), state=Job.State.FAILED)
    stopped = jobs.filter(state=Job.State.CANCELLED).exclude(error=work.CONSENT_MISSING)
    with transaction.atomic():
        again = list(Student.objects.filter(pk__in=stopped.values("student")))
        count = intake.retry_failed(failed, school=classroom.school, by=request.user)
        if again:
            count += len(intake.assess_again(again, school=classroom.school, by=request.user))
    _tell_retried(request, count)
    return redirect("class_page", pk=classroom.pk)


@declare(Right.CLASSROOM, loads=one(Classroom), POST="job.cancel")
def class_stop(request, pk):
    """What has not begun is not begun; what is running ends well."""
    classroom = access.get_or_404(request.user, Classroom, pk, Right.CLASSROOM)
    students = students_in(request.user, classroom, Right.COLLECT)
    with transaction.atomic():
        queued = AssessmentJob.objects.filter(student__in=students.values("pk"), state=Job.State.QUEUED)
        concerned = list(queued.values_list("student_id", flat=True))
        stopped = AssessmentJob.cancel(queued)
        if stopped:
            audit.record(
                "job.cancel",
                by=request.user,
                school=classroom.school_id,
                subjects=set(concerned),
                obj=classroom,
                count=stopped,
            )
    messages.success(request, _("Stopped. What was under way is finished; former scores stay."))
    return redirect("class_page", pk=classroom.pk)


def _class_context(request, pk, *, brings_scores: bool = False) -> dict:
    """One class for its page and for the fragment that watches it: the fetch is the access check."""
    classroom = access.get_or_404(request.user, Classroom, pk, Right.CLASSROOM)
    students = students_in(request.user, classroom, Right.RECORD)
    clock, asked = Clock.of(classroom.school), roster.Asked.from_query(request.GET)
    with transaction.atomic():
        standing = work.of(students, now=clock.now)
        table = roster.load(students, asked, clock, assessing=standing.outstanding_students)
        subjects = [member.student.pk for member in table.members]
        looking.write_down(request, "class.view", classroom, subjects=subjects, always=brings_scores)
    return {
        **_table_context(request.user, table),
        "classroom": classroom,
        "work": standing,
        "poll_url": f"{reverse('class_progress', args=[classroom.pk])}?done={standing.done}&page={table.page.number}",
        "line": _line(classroom, table, clock),
        "first_prompts": [prompts[0] for prompts in PROMPTS_THAT_SHOW.values()],
        "examples": examples.ONE_OF_EACH,
    }


def _table_context(user, table: roster.Roster) -> dict:
    """The table, what explains it, and after a search that found nobody the nearest name among all students."""
    lost = table.asked.q and not table.shown
    nearest = search.nearest(user, table.asked.q) if lost else None
    looking.write_down_names(user, filter(None, [nearest]))
    return {
        "table": table,
        "asked": table.asked,
        "skills": SKILLS,
        "levels": LEVELS,
        "example": examples.LEGEND,
        "simulated": simulated.among(student__in=[member.student.pk for member in table.members]),
        "nearest": nearest.name if nearest else None,
    }


def _line(classroom: Classroom, table: roster.Roster, clock: Clock) -> classes.ClassLine:
    standings = [
        classes.Standing(m.student.pk, m.student.grade, m.assessed_at, m.lacks_evidence) for m in table.members
    ]
    return classes.line(classroom, standings, classes.last_collected([classroom]).get(classroom.pk), clock)


def students_in(user, classroom: Classroom, right: Right):
    """Those this person may see by this right, as far as they are in this class now."""
    enrolled = Enrollment.objects.filter(now_in(""), classroom=classroom)
    return access.visible(user, Student, right).filter(pk__in=enrolled.values("student"))


def _clock(user) -> Clock:
    classroom = access.visible(user, Classroom, Right.CLASSROOM).select_related("school").first()
    return Clock.of(classroom.school if classroom else None)


def _tell_retried(request, count: int) -> None:
    if count:
        said = ngettext("Trying %(n)s student again.", "Trying %(n)s students again.", count) % {"n": count}
        messages.success(request, said)
    else:
        messages.info(request, _("There was nothing to try again."))
