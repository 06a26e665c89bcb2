"""A district's administrator chooses how long what is kept there, having seen what would go."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from privacy import retention
from privacy.retention import PeriodRefused
from students import retention_choices
from students.access import Right
from students.forms import PeriodForm
from students.models import School
from students.routes import declare, rows, unaudited


@declare(
    Right.RETENTION,
    loads=rows(School),
    GET=unaudited("periods, and how many rows of which table: about nobody"),
    POST="retention.period",
)
def retention_periods(request):
    """Asked with a rule and days it shows what would go; sent, it holds from the next run on."""
    given = request.POST if request.method == "POST" else request.GET
    district = _district(request.user, given.get("district"))
    form = PeriodForm(given if "rule" in given or request.method == "POST" else None)
    found = None
    if form.is_valid():
        asked = form.cleaned_data
        try:
            if request.method == "POST":
                retention.set_period(district=district.pk, by=request.user, **asked)
                messages.success(request, _("It holds from the next run on, within the hour."))
                return redirect("retention_periods")
            found = retention_choices.preview(district=district.pk, **asked)
        except PeriodRefused as refused:
            form.add_error("days", str(refused))
    context = {"district": district, "lines": retention_choices.lines(district.pk), "form": form, "preview": found}
    return render(request, "students/retention.html", context, status=422 if form.errors else 200)


def _district(user, wanted: str | None):
    """The one that is named, or the only one somebody looks after."""
    found = [one for one in retention_choices.districts_of(user) if wanted in (None, "", str(one.pk))]
    if not found:
        raise Http404
    return found[0]
