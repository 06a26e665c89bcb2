"""What declares nothing is not answered, and neither is a method that is not named, nor a person whose second step is
due."""

import logging

from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect

from privacy.wall import standing
from students import reach_traces, routes
from students.schools_reached import schools_reached
from students.signing_in import devices, second_step

log = logging.getLogger("sightline.routes")


def schools_of_the_user(get_response):
    """Opens the second wall for the schools of whoever is signed in; a program's are opened where its key is found."""

    def middleware(request):
        if standing.walled() and request.user.is_authenticated:
            with standing.reaching() as schools:
                schools.update(schools_reached(request.user))
                reach_traces.of_session(request, schools)
        return get_response(request)

    return middleware


class DenyUndeclared:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        said = routes.of(view, request.resolver_match.route)
        if said is None:
            log.error("%s declares nothing and is not answered: see docs/guides/adding-a-route.md", view.__qualname__)
            raise Http404
        if request.method not in said.audits:
            return HttpResponseNotAllowed(sorted(said.audits))
        return None


class SecondStep:
    """Where it is required, nothing opens before it is set up; and devices are noted as seen."""

    STILL_OPEN = {"mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate", "sign_out", "sign_in"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        devices.seen(request)
        if request.resolver_match.view_name not in self.STILL_OPEN and second_step.is_due(request):
            return redirect("mfa_activate_totp")
        return None
