"""Small guards around every request."""

import logging

from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from privacy import audit, keys
from privacy.wall import standing
from privacy.wall.duties import Duty

log = logging.getLogger("sightline.audit")

AWAY = "Sightline cannot answer now. Try again in a minute."


def keyring(get_response):
    """Opened keys live as long as the request that opened them."""

    def middleware(request):
        with keys.keyring():
            return get_response(request)

    return middleware


def audit_afterwards(get_response):
    """Write down what a rollback must not take with it, above all that somebody was refused. Stands outside of
    whatever opens a transaction, and right inside of what knows the user. An answer that cannot be written down
    is not given."""

    def middleware(request):
        with audit.noting() as noted:
            response = get_response(request)
            if response.status_code == 403 and not noted and (who := _who(request)):
                noted.append({"verb": "access.refused", "by": who, "obj": _route(request)})
        if not noted:
            return response
        try:
            with standing.system(Duty.AUDIT):
                audit.write_noted(noted)
        except Exception:
            log.exception("%d audit events could not be written, so the answer was withheld", len(noted))
            return HttpResponse(AWAY, status=503)
        return response

    return middleware


def second_wall(get_response):
    """On PostgreSQL each request is one transaction that shows rows of no school, until somebody is known whose
    schools they are. What failed leaves nothing behind, and what streams is read before the wall is gone."""

    def middleware(request):
        if not standing.walled():
            return get_response(request)
        try:
            with standing.request():
                response = get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                elif response.streaming:
                    response.streaming_content = list(response.streaming_content)
                return response
        except OperationalError:
            log.exception("the database cannot be reached")
            return HttpResponse(AWAY, status=503)

    return middleware


def no_store(get_response):
    """Pages about people are never left in a shared cache or on a borrowed laptop's disk."""

    def middleware(request):
        response = get_response(request)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


def _who(request):
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _route(request) -> str:
    """Its name, never its path: a path may hold what somebody typed."""
    match = request.resolver_match
    return f"route:{match.view_name or match.route}"[:120] if match else ""
