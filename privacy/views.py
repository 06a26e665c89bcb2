"""What anybody may read about privacy here."""

from django.shortcuts import render

from privacy import retention
from students.routes import EVERYONE, declare, unaudited


@declare(EVERYONE, GET=unaudited("the rules of retention, about nobody"))
def retention_table(request):
    return render(request, "privacy/retention.html", {"rules": retention.RULES.values()})
