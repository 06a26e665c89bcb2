"""The safeguarding lead's pages: what waits, one response, and what is decided of it."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import alert_decisions
from assessments.alert_decisions import DecidedBefore
from assessments.alerts import Alert
from assessments.pages import alerts
from privacy import audit
from privacy.consent import ConsentMissing
from students import access
from students.access import Right
from students.routes import declare, one, rows


@declare(Right.ALERTS, loads=rows(Alert), GET="alert.list")
def alert_list(request):
    """Names and days; the words are behind a click of their own."""
    page = alerts.listed(access.visible(request.user, Alert, Right.ALERTS))
    with transaction.atomic():
        for school, subjects in page.subjects_by_school.items() or [(None, set())]:
            audit.record("alert.list", by=request.user, school=school, subjects=subjects)
    return render(request, "assessments/alerts/list.html", {"page": page})


@declare(Right.ALERTS, loads=one(Alert), GET="alert.view")
def alert(request, pk):
    found = access.get_or_404(request.user, Alert, pk, Right.ALERTS)
    with transaction.atomic():
        audit.record("alert.view", by=request.user, school=found.school_id, subjects=[found.student_id], obj=found)
        alert_decisions.note_read(found)
        shown = alerts.opened(found)
    return render(request, "assessments/alerts/alert.html", {"alert": shown})


@declare(Right.ALERTS, loads=one(Alert), POST="alert.release")
def alert_release(request, pk):
    found = access.get_or_404(request.user, Alert, pk, Right.ALERTS)
    reason = request.POST.get("reason", "")
    release = partial(alert_decisions.release, reason=reason if reason in Alert.Reason.values else "")
    return _decided(request, release, found, _("Released: it is assessed as any response."))


@declare(Right.ALERTS, loads=one(Alert), POST="alert.keep")
def alert_keep(request, pk):
    found = access.get_or_404(request.user, Alert, pk, Right.ALERTS)
    return _decided(request, alert_decisions.keep_apart, found, _("Kept apart: nobody else sees it."))


def _decided(request, decide, found: Alert, said: str):
    try:
        decide(found, by=request.user)
    except DecidedBefore:
        messages.info(request, _("This was decided before; see below."))
    except ConsentMissing:
        messages.error(request, _("The family has not agreed to assessing, so it cannot be released. It stays apart."))
    else:
        messages.success(request, said)
    return redirect("alert_list")
