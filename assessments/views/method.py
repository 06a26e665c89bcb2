"""How scores are made, in plain words, with the figures of the models in use."""

from django.shortcuts import render

from assessments.pages import method as pages
from students.routes import SIGNED_IN, declare, unaudited


@declare(SIGNED_IN, GET=unaudited("about the models, about nobody"))
def method(request):
    return render(request, "assessments/method.html", {"method": pages.of_models_in_use()})
