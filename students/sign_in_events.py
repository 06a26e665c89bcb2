"""Signing in and out, written down wherever it happens: our own page, the admin's, a single sign-on."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from privacy import audit
from students.models import User


@receiver(user_logged_in)
def signed_in(user, **_):
    """Now, and not afterwards: if it cannot be written, nobody comes in."""
    audit.record("sign_in", by=user)


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
