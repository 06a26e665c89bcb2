"""What is not there: a page for people, JSON for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found

FOR_PROGRAMS = "/api/v1/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also an address whose id is not even the shape of one: a program that asks cannot read a page."""
    if request.path.startswith(FOR_PROGRAMS):
        return JsonResponse({"detail": "Not found."}, status=404)
    return page_not_found(request, exception)
