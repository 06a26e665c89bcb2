"""The few addresses the base template asks for, so that the look is tested without any page behind it."""

from django.http import HttpResponse
from django.urls import path


def nothing(_request):
    return HttpResponse()


urlpatterns = [
    path(f"{name}/", nothing, name=name) for name in ("sign_in", "sign_out", "student_search", "how_scores_are_made")
]
