"""Versions of the models and their cards, for those who run a school or a district."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.pages import versions
from students import access
from students.access import Right


@require_GET
def model_versions(request):
    _check_may_see(request.user)
    return render(request, "assessments/models/list.html", {"shelf": versions.shelf_now()})


@require_GET
def model_card(request, version):
    _check_may_see(request.user)
    card = versions.card_of(version)
    if card is None:
        raise Http404
    crumbs = [(_("Model versions"), reverse("model_versions")), (card.version, "")]
    return render(request, "assessments/models/card.html", {"card": card, "crumbs": crumbs})


def _check_may_see(user) -> None:
    if not access.can(user, Right.MODELS):
        raise PermissionDenied
