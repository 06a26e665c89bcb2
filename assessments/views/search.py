"""Finding a student by name, from any page."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.pages import found
from students import search


@require_GET
def student_search(request):
    """One student of that very name is opened at once; else the list, or the nearest name."""
    text = request.GET.get("q", "").strip()[:80]
    students = search.find(request.user, text)
    if len(students) == 1 and request.GET.get("open") != "no":
        return redirect("student_page", pk=students[0].pk)
    context = {
        "text": text,
        "found": found.lines(request.user, students),
        "nearest": search.nearest(request.user, text) if text and not students else None,
    }
    return render(request, "assessments/search.html", context)
