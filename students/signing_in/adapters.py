"""What django-allauth asks us: how a secret is sealed, who may come in by another service, by which door it calls."""

import base64
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import HttpResponseRedirect
from django.urls import reverse

from privacy import audit, crypto
from privacy.egress import sign_in_calls
from students.signing_in import identity, second_step
from students.signing_in.identity import Refused
from students.signing_in.openid import Provider

JUST_NOW = 300  # seconds
BOUND_TO = "mfa.authenticator.secret"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def add_message(self, *_args, **_kwargs):
        """Our pages say what happened; allauth's toasts would say it twice."""

    def send_notification_mail(self, *_args, **_kwargs):
        """Mail is content-free and goes by one way (see the distress path); allauth's tells the address and browser."""

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not of who came in just now; nor of who has neither password nor second step to prove it with."""
        request = context.request
        times = [one["at"] for one in get_authentication_records(request, request.user)]
        if times and time.time() - max(times) < JUST_NOW:
            return False
        return bool(self.get_reauthentication_methods(request.user))


class SecondStepAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        sealed = crypto.seal(crypto.derived_key("second-step"), text.encode(), bound_to=BOUND_TO)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text):
        sealed = base64.b64decode(encrypted_text)
        return crypto.open_sealed(crypto.derived_key("second-step"), sealed, bound_to=BOUND_TO).decode()

    def get_totp_label(self, user):
        return user.get_username()

    def can_delete_authenticator(self, authenticator):
        return not second_step.must_have_one(authenticator.user)


class SchoolSignInAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request, provider=None, client_id=None):
        """From the environment alone; rows that somebody writes into allauth's table open nothing."""
        found = [app_of(one) for one in identity.providers()]
        return [app for app in found if provider in (None, app.provider_id, app.provider)]

    def get_provider(self, request, provider, client_id=None):
        return Provider(request, app=self.get_app(request, provider=provider))

    def get_requests_session(self):
        return sign_in_calls.session(self._origins())

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Known before, or found now; everybody else is told so, politely."""
        one = identity.provider(sociallogin.account.provider)
        claims = sociallogin.account.extra_data.get("id_token", {})
        sociallogin.account.extra_data = {}  # name, picture and the rest of it are not ours to keep
        sociallogin.email_addresses = []
        try:
            if sociallogin.is_existing:
                identity.checked(one, sociallogin.user)
                return
            user = identity.find(one, claims)
        except Refused as refused:
            audit.afterwards("sign_in.failed", by=audit.NOBODY, provider=one.id, why=refused.why)
            raise ImmediateHttpResponse(refusal(refused.why)) from None
        sociallogin.connect(request, user)
        audit.record("sso.link", by=user, provider=one.id)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        why = "cancelled" if error == "cancelled" else "failed"
        audit.afterwards("sign_in.failed", by=audit.NOBODY, provider=provider.app.provider_id, why=why)
        raise ImmediateHttpResponse(refusal(why))

    def send_notification_mail(self, *_args, **_kwargs):
        """See AccountAdapter."""

    @staticmethod
    def _origins():
        return [one.url for one in identity.providers()]


def app_of(one: identity.Provider) -> SocialApp:
    options = {"server_url": one.url, "oauth_pkce_enabled": True, "scope": ["openid", "email", "profile"]}
    return SocialApp(
        provider="openid_connect",
        provider_id=one.id,
        name=one.name,
        client_id=one.client_id,
        secret=one.secret,
        settings=options,
    )


def refusal(why: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('sso_refused')}?why={why}")
