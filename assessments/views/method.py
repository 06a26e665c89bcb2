"""How scores are made, in plain words, with the figures of the models in use."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.pages import method as pages


@require_GET
def method(request):
    return render(request, "assessments/method.html", {"method": pages.of_models_in_use()})
