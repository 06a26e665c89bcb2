"""What is not there, and what is too large: a page for people, JSON for programs."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from rest_framework.response import Response
from rest_framework.views import exception_handler

FOR_PROGRAMS = "/api/v1/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also an address whose id is not even the shape of one: a program that asks cannot read a page."""
    if request.path.startswith(FOR_PROGRAMS):
        return JsonResponse({"detail": "Not found."}, status=404)
    return page_not_found(request, exception)


def for_programs(error: Exception, context: dict) -> Response | None:
    """Django's own answer to a body past its limit is a page, which cannot be made for whoever is no person."""
    if isinstance(error, RequestDataTooBig):
        return Response({"detail": "This body is too large. Send one response at a time."}, status=413)
    return exception_handler(error, context)
