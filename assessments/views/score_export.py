"""The scores of a class as a file: for a teacher of it, and for nobody else."""

from django.http import Http404, HttpResponse

from assessments import score_export
from students import access
from students.access import Right
from students.models import Classroom
from students.routes import declare, one


@declare(Right.CLASSROOM, loads=one(Classroom), GET="scores.export")
def class_scores(request, pk):
    """The fetch is the access check; who took the file, and whose scores it lists, is written down with it."""
    classroom = access.get_or_404(request.user, Classroom, pk, Right.CLASSROOM)
    kind = request.GET.get("format", "")
    if kind not in score_export.FORMATS:
        raise Http404
    made = score_export.scores(classroom, kind=kind, by=request.user)
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
