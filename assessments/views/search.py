"""Finding a student by name, from any page."""

from django.shortcuts import redirect, render

from assessments.pages import found, looking
from students import search
from students.models import Student
from students.routes import SIGNED_IN, declare, rows


@declare(SIGNED_IN, loads=rows(Student), GET="record.names")
def student_search(request):
    """One student of that very name is opened at once; else the list, or the nearest name."""
    text = request.GET.get("q", "").strip()[:80]
    students = search.find(request.user, text)
    if len(students) == 1 and request.GET.get("open") != "no":
        looking.write_down_names(request.user, students)  # that there is one of this name is an answer, too
        return redirect("student_page", pk=students[0].pk)
    nearest = search.nearest(request.user, text) if text and not students else None
    looking.write_down_names(request.user, [*students, *filter(None, [nearest])])
    context = {
        "text": text,
        "found": found.lines(request.user, students),
        "nearest": nearest.name if nearest else None,
    }
    return render(request, "assessments/search.html", context)
