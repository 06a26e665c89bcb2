"""To a school's own sign-in service and back."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from privacy.egress.sign_in_calls import NotAnswered
from students.routes import EVERYONE, declare, unaudited
from students.signing_in.adapters import refusal

NOT_READ = (OAuth2Error, NotAnswered, KeyError, ValueError, TypeError)  # whatever a service may answer instead

WHY = {
    "unknown": _("Your sign-in service knows you, and Sightline does not. Accounts come from your school’s roster: ask "
                 "the office to add you, with the e-mail address you sign in with."),
    "several": _("More than one account has this e-mail address. Ask your school’s office to set that right."),
    "not_vouched": _("Your sign-in service did not confirm your e-mail address. Ask your school’s office, or sign in "
                     "with your password."),
    "switched_off": _("This account is switched off. Ask your school’s office."),
    "cancelled": _("You stopped before you were signed in. Nothing was changed."),
    "failed": _("Your sign-in service did not answer as expected. Try again, or sign in with your password."),
}  # fmt: skip


@declare(EVERYONE, POST=unaudited("a redirect to the sign-in service"))
def start(request, provider_id):
    """A form, not a link, so that nobody is sent through the door unasked. What the service is asked for is ours to
    say: allauth's own view would take scopes and parameters from the address."""
    provider = _provider(request, provider_id)
    going = request.POST.get("next", "")
    going = going if url_has_allowed_host_and_scheme(going, {request.get_host()}, request.is_secure()) else None
    try:
        return provider.redirect(request, AuthProcess.LOGIN, next_url=going)
    except NOT_READ:
        return refusal("failed")


@declare(EVERYONE, GET=("sign_in", "sign_in.failed"))
def arrive(request, provider_id):
    provider = _provider(request, provider_id)
    try:
        return OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))(request)
    except ImmediateHttpResponse as answer:
        return answer.response
    except NOT_READ:
        return refusal("failed")


@declare(EVERYONE, GET=unaudited("a page that says why"))
def refused(request):
    why = WHY.get(request.GET.get("why"), WHY["failed"])
    return render(request, "students/sso_refused.html", {"why": why}, status=403)


def _provider(request, provider_id):
    try:
        return get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
