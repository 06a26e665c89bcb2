"""The named exception of the door: asking a school's own sign-in service who somebody is.

It carries a code, our name and our secret, and never a student's data (tests/students/test_sso.py reads what arrives).
It goes to the services that are configured and to where these say their own tokens and keys lie, over https; no
redirect is followed, nothing of the environment is used, and the off switch shuts it, too.
"""

from collections.abc import Iterable

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter

from privacy.egress.allowed import EgressRefused, origin_of
from privacy.egress.allowed import is_loopback as is_this_machine

NotAnswered = requests.RequestException  # for callers, who may not know the client
SECONDS = 10.0
MOST_BYTES = 1_000_000
# Where the large services keep what their discovery document names; a further host is added to the allow-list.
ALSO_OF = {
    "https://accounts.google.com:443": ("https://oauth2.googleapis.com", "https://www.googleapis.com"),
    "https://clever.com:443": ("https://api.clever.com", "https://clever.com"),
}


def session(services: Iterable[str]) -> requests.Session:
    """A session that reaches these services and nothing else."""
    made = _Session()
    made.trust_env = False  # no proxy, no .netrc
    own = {origin_of(url) for url in services}
    allowed = own | {origin_of(url) for one in own for url in ALSO_OF.get(one, ())}
    allowed |= {origin_of(url) for url in settings.EGRESS_ALLOWED}
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Door(allowed))
    return made


class NotSent(requests.RequestException):
    """A request the door does not let out, as the caller's library expects to hear it."""


class _Session(requests.Session):
    def request(self, method, url, **kwargs):
        kwargs |= {"allow_redirects": False, "timeout": SECONDS, "stream": True}
        answer = super().request(method, url, **kwargs)
        if answer.is_redirect:
            raise NotSent("a redirect is not followed")
        answer._content = answer.raw.read(MOST_BYTES, decode_content=True)
        answer._content_consumed = True
        return answer


class _Door(HTTPAdapter):
    def __init__(self, allowed: set[str]):
        self.allowed = allowed
        super().__init__(max_retries=0)

    def send(self, request, **kwargs):
        try:
            check(request.url, self.allowed)
        except EgressRefused as refused:
            raise NotSent(str(refused)) from None
        return super().send(request, **kwargs)


def check(url: str, allowed: set[str]) -> None:
    if settings.EGRESS_OFF:
        raise EgressRefused("The door to the outside is shut (SIGHTLINE_EGRESS_OFF).")
    origin = origin_of(url)
    if origin not in allowed:
        raise EgressRefused(f"{origin} is neither a sign-in service nor in SIGHTLINE_EGRESS_ALLOWED.")
    if origin.startswith("http:") and not is_this_machine(origin.split("//")[1].rsplit(":", 1)[0]):
        raise EgressRefused(f"{origin} would carry our secret in the clear: use https.")
