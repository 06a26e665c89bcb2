"""Versions of the models and their cards, for those who run a school or a district."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.pages import versions
from students.access import Right
from students.routes import declare, unaudited


@declare(Right.MODELS, GET=unaudited("about the models, about nobody"))
def model_versions(request):
    return render(request, "assessments/models/list.html", {"shelf": versions.shelf_now()})


@declare(Right.MODELS, GET=unaudited("about the models, about nobody"))
def model_card(request, version):
    card = versions.card_of(version)
    if card is None:
        raise Http404
    crumbs = [(_("Model versions"), reverse("model_versions")), (card.version, "")]
    return render(request, "assessments/models/card.html", {"card": card, "crumbs": crumbs})
