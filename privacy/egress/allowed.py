"""Where anything may go, and what for: two short tables, and one switch that shuts everything.

The environment names the origins (``SIGHTLINE_EGRESS_ALLOWED``); an address alone (``SIGHTLINE_LLM_URL``) opens
nothing, so that one mistyped line sends nothing anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from privacy.consent import Purpose as Consent


class EgressRefused(Exception):
    """This may not leave the building; the message says why and what would have to change."""


@dataclass(frozen=True)
class Purpose:
    words: str  # how a family reads it
    consent: str | None  # what the family must have agreed to; None where no student's words are sent


PURPOSES: Mapping[str, Purpose] = {
    "llm_feedback": Purpose(_("to write growth feedback"), Consent.LLM_FEEDBACK),
    "synthesis": Purpose(_("to compose made-up responses for training"), None),
    "labeling": Purpose(_("to rate made-up responses for training"), None),
}
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Provider:
    """An OpenAI-compatible endpoint."""

    url: str
    key: str
    model: str
    timeout: float  # seconds for one whole answer

    @property
    def origin(self) -> str:
        return origin_of(self.url)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def __repr__(self) -> str:  # the key never reaches a log
        return f"Provider({self.model} at {self.origin})"


def provider() -> Provider | None:
    """The endpoint that is configured; ``None`` when there is none."""
    if not settings.LLM_URL:
        return None
    return Provider(settings.LLM_URL, settings.LLM_API_KEY, settings.LLM_MODEL, settings.LLM_TIMEOUT_SECONDS)


def is_open(purpose: str) -> bool:
    """Whether a call for this purpose could be made now."""
    try:
        check_open(purpose)
    except EgressRefused:
        return False
    return True


def check_open(purpose: str) -> Provider:
    """The endpoint that ``purpose`` may use. Raises ``EgressRefused``."""
    if purpose not in PURPOSES:
        raise EgressRefused(f"{purpose!r} is no purpose of the door: add it to PURPOSES with its words and its consent")
    if settings.EGRESS_OFF:
        raise EgressRefused("The door to the outside is shut (SIGHTLINE_EGRESS_OFF).")
    found = provider()
    if found is None:
        raise EgressRefused("No language model is configured (SIGHTLINE_LLM_URL).")
    check_origin(found.url)
    return found


def check_origin(url: str) -> None:
    """Refuse an origin that is not on the list, and plain HTTP to another machine."""
    origin = origin_of(url)
    if origin not in {origin_of(one) for one in settings.EGRESS_ALLOWED}:
        raise EgressRefused(f"{origin} is not among the allowed destinations (SIGHTLINE_EGRESS_ALLOWED).")
    if origin.startswith("http:") and not is_loopback(urlsplit(url).hostname or ""):
        raise EgressRefused(f"{origin} would carry students' words in the clear: use https.")


def origin_of(url: str) -> str:
    """Scheme, host and port, spelled one way. Raises ``EgressRefused`` for what is no web address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise EgressRefused("A destination is written like https://api.example.com.") from None
    if not parts.hostname or parts.username or parts.password:
        raise EgressRefused("A destination is written like https://api.example.com, without a user or a password.")
    return f"{parts.scheme}://{parts.hostname}:{port}"


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
