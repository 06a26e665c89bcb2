"""What declares nothing is not answered, and neither is a method that is not named, nor a person whose second step is
due."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from privacy.wall import standing
from students import reach_traces, routes
from students.schools_reached import schools_reached
from students.signing_in import devices, second_step

log = logging.getLogger("sightline.routes")


API, HEALTH = "/api/v1/", "/api/v1/health"
IN_THE_CLEAR = "Ask by https. A key that was sent in the clear is not secret any more: ask your district for a new one."


def programs_by_https(get_response):
    """A redirect would let a program that forgot the s send its key in the clear with every request, unnoticed."""

    def middleware(request):
        asks_us = request.path.startswith(API) and request.path != HEALTH
        if settings.SECURE_SSL_REDIRECT and asks_us and not request.is_secure():
            return JsonResponse({"detail": IN_THE_CLEAR}, status=403)
        return get_response(request)

    return middleware


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
    """Where it is required, nothing opens before it is set up; devices are noted as seen, and out when left alone."""

    STILL_OPEN = {"mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate", "sign_out", "sign_in"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        if devices.left_alone(request):
            logout(request)
            messages.info(request, _("Nobody was here for a while, so you were signed out."))
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        devices.seen(request)
        if request.resolver_match.view_name not in self.STILL_OPEN and second_step.is_due(request):
            return redirect("mfa_activate_totp")
        return None
