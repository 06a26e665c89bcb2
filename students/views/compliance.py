"""Who saw which student: the page, and the same as a file. A look at the log is written down like any other."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from privacy import audit
from students import access, compliance, compliance_files
from students.access import Right
from students.forms import ComplianceForm
from students.models import School, Student
from students.routes import declare, rows

LOOKS_A_PAGE = 50
DATE = "%Y-%m-%d"


@declare(Right.COMPLIANCE, loads=rows(School, Student), GET="compliance.view")
def compliance_report(request):
    form, asked, students = _asked(request)
    page, looks = None, []
    with transaction.atomic():
        if asked:
            page = Paginator(compliance.events(asked), LOOKS_A_PAGE).get_page(request.GET.get("page"))
            looks = compliance.looks(page, asked)
        _write_down(request, "compliance.view", [line for look in looks for line in look.lines], students)
    context = {
        "form": form,
        "asked": asked,
        "students": students,
        "looks": looks,
        "page": page,
        "query": _query(request, without="page"),
        "several_schools": len(form.schools) > 1,
    }
    return render(request, "students/compliance.html", context, status=422 if form.errors else 200)


@declare(Right.COMPLIANCE, loads=rows(School, Student), GET="compliance.export")
def compliance_csv(request):
    return _file(request, "csv", "text/csv; charset=utf-8", compliance_files.as_csv)


@declare(Right.COMPLIANCE, loads=rows(School, Student), GET="compliance.export")
def compliance_pdf(request):
    from students.compliance_pdf import as_pdf  # half a second to load

    return _file(request, "pdf", "application/pdf", as_pdf)


def _file(request, kind: str, content_type: str, made_by):
    """A question that the page would ask back about is sent to the page."""
    form, asked, students = _asked(request)
    if asked is None:
        return compliance_report(request)
    with transaction.atomic():
        lines, cut = compliance_files.lines_of(compliance.events(asked), asked, most=compliance_files.MOST[kind])
        _write_down(request, "compliance.export", lines, students, kind=kind)
    now = datetime.now(ZoneInfo(asked.schools[0].time_zone))
    report = compliance_files.Report(asked, _about(form, asked, students), now, request.user.display_name, lines, cut)
    name = f"who-saw-{now:%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made_by(report), content_type=content_type, headers=headers)


def _asked(request) -> tuple[ComplianceForm, compliance.Asked | None, list[Student]]:
    """The form, what it asks for, and the students its text may mean. Nothing is asked while that is not one."""
    form = ComplianceForm(request.GET, schools=access.reach(request.user, Right.COMPLIANCE))
    if not form.is_valid():
        return form, None, []
    given = form.cleaned_data
    students = compliance.find_students(request.user, given["student"]) if given["student"] else []
    if given["student"] and len(students) != 1:
        return form, None, students
    asked = compliance.Asked(
        form.chosen_schools(),
        students[0].pk if students else None,
        given["person"],
        given["since"],
        given["until"],
    )
    return form, asked, students


def _write_down(request, verb: str, lines: list[compliance.Line], students: list[Student], **detail) -> None:
    """For each school whose log was shown, with every student named on the way."""
    by_school = {line.school.pk: set() for line in lines} | {student.school_id: set() for student in students}
    for line in lines:
        by_school[line.school.pk].add(line.student)
    for student in students:
        by_school[student.school_id].add(student.pk)
    for school, subjects in by_school.items() or [(None, set())]:
        audit.record(verb, by=request.user, school=school, subjects=subjects, lines=len(lines), **detail)


def _about(form: ComplianceForm, asked: compliance.Asked, students: list[Student]) -> tuple[str, ...]:
    given = form.cleaned_data
    said = [_("School: %s") % ", ".join(school.name for school in asked.schools)]
    said += [_("Student: %s") % f"{student.name}, {student.pk}" for student in students]
    said += [_("Who looked: %s") % given["person"]] if given["person"] else []
    said += [_("From %s") % given["since"].strftime(DATE)] if given["since"] else []
    said += [_("To %s") % given["until"].strftime(DATE)] if given["until"] else []
    return tuple(said)


def _query(request, *, without: str) -> str:
    kept = request.GET.copy()
    kept.pop(without, None)
    return f"{kept.urlencode()}&" if kept else ""
