"""The click that adds what a waiting file holds, whatever it holds."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.uploading.confirming import class_of_added
from assessments.uploading.waiting import Undecided
from privacy.consent import ConsentMissing


def confirm(request, pk, *, add: Callable, to_decide: str, to_look: str, say: Callable):
    """Add all that is ready, or nothing. The second of two clicks lands where the first one did."""
    try:
        upload, accepted, found = add(pk, request.user)
    except Http404:
        if classroom := class_of_added(pk, request.user):
            return redirect("class_page", classroom)
        raise
    except Undecided:
        return redirect(to_decide, pk)
    except ConsentMissing:
        messages.error(request, _("A family withdrew its agreement just now. Nothing was added; please look again."))
        return redirect(to_look, pk)
    say(request, accepted, found)
    return redirect("class_page", upload.classroom_id)
