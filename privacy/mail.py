"""Content-free mail: the second named exception to the door. It says that something waits, and never about whom.

A mail is one of these texts and a link; nothing else can be put into it. It goes once the act that caused it is
committed, and an act never fails because of it. Only this module may use Django's mail (tests/test_architecture.py).
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext_lazy as _

log = logging.getLogger("sightline.mail")


@dataclass(frozen=True)
class Mail:
    subject: str
    body: str


_END = _("No names and nothing about a child stand in this mail, on purpose.")

MAILS: Mapping[str, Mail] = {
    "invitation": Mail(
        _("Your school invites you to Sightline"),
        _("Choose a password with this link. It works once, for 14 days, and for you alone."),
    ),
    "password_link": Mail(
        _("A new password for Sightline"),
        _(
            "Somebody, most likely you, asked for a new password. Choose it with this link: it works once, for one "
            "hour. If it was not you, do nothing; your password stays as it is."
        ),
    ),
    "account_changed": Mail(
        _("What protects your Sightline account was changed"),
        _(
            "Its password or its second step is another now. If that was you, all is well. If not, choose a new "
            "password with this link today, and tell your school's office."
        ),
    ),
    "shared": Mail(_("Your school has shared something with you"), _("It stands in Sightline. Sign in to read it.")),
    "added": Mail(_("Something new stands in Sightline for you"), _("Sign in to see it.")),
    "case_received": Mail(
        _("Your school has received your request"), _("You can see where it stands at any time. Sign in to look.")
    ),
    "case_moved": Mail(_("There is news about your request"), _("Sign in to read the answer.")),
    "alert": Mail(_("Something waits for you"), _("Something waits for you in Sightline. Sign in to read it.")),
    "alert_without_lead": Mail(
        _("Something waits for you"),
        _(
            "Something waits in Sightline for a safeguarding lead, and your school has none with a mail address. Give "
            "somebody that role today, so that it is read."
        ),
    ),
    "alert_unread": Mail(
        _("Something still waits and has not been opened"),
        _(
            "Something has waited in Sightline for hours for a school's safeguarding lead, and nobody has opened it. "
            "If that is you, sign in and read it. If you run the school: see today that somebody does."
        ),
    ),
    "case_waits": Mail(
        _("A family's request waits in Sightline"), _("Sign in to see what it is and until when to answer.")
    ),
}


def send(kind: str, *, to: str, path: str = "/") -> bool:
    """Once the caller's transaction is committed. Whether there is an address to send to."""
    if not to:
        return False
    transaction.on_commit(lambda: _deliver(kind, to, path))
    return True


def send_now(kind: str, *, to: str, path: str = "/") -> None:
    """For whoever tries again by itself. Raises ``OSError`` when the mail could not be handed over."""
    mail = MAILS[kind]
    text = f"{mail.body}\n\n{settings.PUBLIC_URL}{path}\n\n{_END}\n"
    send_mail(str(mail.subject), text, settings.DEFAULT_FROM_EMAIL, [to])


def _deliver(kind: str, to: str, path: str) -> None:
    try:
        send_now(kind, to=to, path=path)
    except Exception as error:  # the page says what to do without mail
        log.error("a mail (%s) could not be sent: %s", kind, type(error).__name__)
