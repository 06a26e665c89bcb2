"""Signing in and out and what protects it, written down wherever it happens: our own page or a single sign-on."""

from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import authentication_step_completed
from allauth.account.signals import user_logged_in as came_in
from allauth.mfa import signals as second_step
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from privacy import audit
from students.models import User
from students.signing_in import devices, forgotten


@receiver(user_logged_in)
def signed_in(request, user, **_):
    """Now, and not afterwards: if it cannot be written, nobody comes in."""
    proofs = sorted({one["method"] for one in get_authentication_records(request, user)})
    audit.record("sign_in", by=user, **({"methods": proofs} if proofs else {}))


@receiver(user_login_failed)
def failed(credentials, **_):
    """Which account was tried, if there is one. What was typed is not kept: it may be a password in the wrong field."""
    tried = User.objects.filter(username=credentials.get("username") or "").first()
    audit.afterwards("sign_in.failed", by=audit.NOBODY, obj=tried)


@receiver(user_logged_out)
def signed_out(user, **_):
    """Afterwards, because leaving must never fail."""
    if user is not None:
        audit.afterwards("sign_out", by=user)


@receiver(came_in)
def noted_as_a_device(request, **_):
    """And until when: fixed, because noting that a device was seen saves the session and would move its end on."""
    request.session[devices.SEEN] = timezone.now().timestamp()
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))


@receiver(authentication_step_completed)
def proved_again(request, user, method, reauthenticated=False, **_):
    if reauthenticated:
        devices.renew(request)
        audit.record("sign_in.again", by=user, method=method)


@receiver(second_step.authentication_failed)
def wrong_code(user, **_):
    audit.afterwards("second_step.failed", by=audit.NOBODY, obj=user)


@receiver(second_step.authenticator_added)
def set_up(request, user, authenticator, **_):
    """Sessions that came in by the password alone end."""
    if authenticator.type == authenticator.Type.TOTP:
        devices.end_others(request)
        forgotten.changed(user, verb="second_step.set_up")


@receiver(second_step.authenticator_removed)
def taken_away(user, authenticator, **_):
    if authenticator.type == authenticator.Type.TOTP:
        audit.record("second_step.taken_away", by=user, obj=user)
        forgotten.tell(user)


@receiver(second_step.authenticator_reset)
def new_codes(user, **_):
    forgotten.changed(user, verb="second_step.new_codes")
