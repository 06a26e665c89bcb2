"""A forgotten password: a link by mail that lets choose a new one, once, for an hour.

Django's own token: signed, and void once the password, the address or the last sign-in is another. The link is made by
a worker, so that it stands in no queue, and so that asking takes as long for an address nobody has. It is no way
around the second step, and leads nobody in.
"""

import logging
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from privacy import audit, mail
from students import tasks
from students.models import User
from students.signing_in import devices

log = logging.getLogger("sightline.sign_in")


def is_offered() -> bool:
    """Not while the door to the outside is shut: mails are printed then, and a link in a log is anybody's."""
    return not settings.EGRESS_OFF


def asked(users: Iterable[User]) -> None:
    """Whoever asked may be anybody, so an address nobody has leaves an event and wakes a worker, too."""
    found = list(users)
    for user in found or [None]:
        audit.afterwards("password.ask", by=audit.NOBODY, obj=user)
    ids = [str(user.pk) for user in found] or [str(uuid.uuid4())]
    transaction.on_commit(lambda: tasks.mail_password_link.delay(ids), robust=True)


def mail_links(ids: Iterable[str]) -> int:
    """How many mails went. An account that has no password (its school's own service signs it in) gets none."""
    users = [user for user in User.objects.filter(pk__in=list(ids), is_active=True) if user.has_usable_password()]
    for user in users:
        mail.send("password_link", to=user.email, path=link_of(user))
    return len(users)


def link_of(user: User) -> str:
    name = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("choose_password", args=[name, default_token_generator.make_token(user)])


def changed(user: User, *, verb: str) -> None:
    """Within the transaction of the change: told in the audit and to the owner."""
    audit.record(verb, by=user)
    tell(user)


def tell(user: User) -> None:
    """The owner, by a mail that says only that what protects the account is another now."""
    mail.send("account_changed", to=user.email, path=reverse("forgotten"))


def out_everywhere(user: User) -> None:
    """The password's own hash ends every session; their rows go with them."""
    devices.end_all(user)
