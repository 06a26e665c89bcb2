"""Which devices an account is signed in on. No place is kept: an address tells more about a person than they need to
see it, so allauth's row is written with none."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy import audit

NOWHERE = "0.0.0.0"  # noqa: S104  (no address is bound, none is kept)
SEEN_EVERY = 300  # seconds; the page says "within five minutes"
SEEN = "seen_at"

# In this order: an iPad calls itself a Macintosh, Edge and Chrome call themselves Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("CriOS", "Chrome"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"))
BROWSERS = (*BROWSERS, ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("CrOS", "Chromebook"))
SYSTEMS = (*SYSTEMS, ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux"))


@dataclass(frozen=True)
class Device:
    pk: int
    name: str
    since: datetime
    last_seen: datetime
    is_this_one: bool


def of(request) -> list[Device]:
    """Sessions that are still good, this one first, then the latest."""
    rows = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    devices = [
        Device(row.pk, called(row.user_agent), row.created_at, row.last_seen_at, row.session_key == here)
        for row in rows
    ]
    return sorted(devices, key=lambda one: (one.is_this_one, one.last_seen), reverse=True)


def end(request, pk: int) -> bool:
    """One of one's own sessions; False when there is none of that number."""
    row = UserSession.objects.filter(user=request.user, pk=pk).first()
    if row is None:
        return False
    row.end()
    audit.record("session.end", by=request.user, count=1)
    return True


def end_others(request) -> int:
    rows = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    for row in (ended := list(rows)):
        row.end()
    audit.record("session.end", by=request.user, count=len(ended))
    return len(ended)


def end_all(user) -> int:
    for row in (ended := list(UserSession.objects.filter(user=user))):
        row.end()
    return len(ended)


def end_everybodys() -> int:
    UserSession.objects.all().delete()
    return Session.objects.all().delete()[0]


def renew(request) -> None:
    """Another token for the session that is going on: whoever read the old one has nothing of what comes."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def left_alone(request) -> bool:
    """Whether nobody used this session for as long as it is good without use."""
    last = request.session.get(SEEN)
    return last is not None and timezone.now().timestamp() - last > settings.IDLE_SECONDS


def seen(request) -> None:
    """At most one write in five minutes: a page must not wait because somebody is noted."""
    now = timezone.now()
    last = request.session.get(SEEN)
    if last is not None and now.timestamp() - last >= SEEN_EVERY:
        request.session[SEEN] = now.timestamp()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def called(user_agent: str) -> str:
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A device that does not say what it is")


@receiver(pre_save, sender=UserSession)
def keep_no_place(instance, **_kwargs):
    instance.ip = NOWHERE
