"""Whose account a school's sign-in service speaks of. It opens none: accounts come from the roster.

By the external id the roster knows a person by, where the provider is told to belong to one district and which claim
holds it; else by e-mail, if the service vouches for it. An address that the service merely repeats (Microsoft's may be
typed by anybody) counts only within the domains the provider was configured with.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from privacy.wall.duties import Duty
from privacy.wall.standing import system
from students.models import SourcedId, User

REASONS = ("unknown", "several", "not_vouched", "switched_off", "failed", "cancelled", "shut")


class Refused(Exception):
    """Nobody comes in this way; ``why`` is one of REASONS."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Provider:
    id: str
    name: str
    url: str
    client_id: str
    secret: str
    district: str = ""  # whose accounts alone it may speak of
    domains: tuple[str, ...] = ()  # e-mail domains it speaks for without saying that an address is verified
    external_id_claim: str = ""
    external_id_system: str = ""


def providers() -> list[Provider]:
    """None while the door to the outside is shut."""
    return [] if settings.EGRESS_OFF else [Provider(**one) for one in settings.SSO_PROVIDERS]


def provider(name: str) -> Provider | None:
    return next((one for one in providers() if one.id == name), None)


@system(Duty.SIGN_IN)
def find(one: Provider, claims: Mapping) -> User:
    """The one account these claims mean. Raises Refused."""
    user = _by_external_id(one, claims) or _by_email(one, claims)
    return checked(one, user)


@system(Duty.SIGN_IN)
def checked(one: Provider, user: User) -> User:
    """Also asked of an account that was linked before: it may have been switched off or moved since."""
    if not user.is_active:
        raise Refused("switched_off")
    if not _accounts(one).filter(pk=user.pk).exists():
        raise Refused("unknown")
    return user


def _accounts(one: Provider) -> QuerySet:
    if not one.district:
        return User.objects.all()
    here = Q(memberships__district=one.district) | Q(guardianships__school__district=one.district)
    return User.objects.filter(here).distinct()


def _by_external_id(one: Provider, claims: Mapping) -> User | None:
    value = str(claims.get(one.external_id_claim) or "") if one.external_id_claim else ""
    if not (value and one.district):
        return None
    ids = SourcedId.objects.filter(school__district=one.district, kind=SourcedId.Kind.PERSON, value=value)
    if one.external_id_system:
        ids = ids.filter(system=one.external_id_system)
    return _only(_accounts(one).filter(pk__in=ids.values("user")), none_is_fine=True)


def _by_email(one: Provider, claims: Mapping) -> User:
    email = str(claims.get("email") or "").strip()
    if not email:
        raise Refused("unknown")
    if claims.get("email_verified") is not True and email.rpartition("@")[2].casefold() not in one.domains:
        raise Refused("not_vouched")
    return _only(_accounts(one).filter(email__iexact=email))


def _only(users: QuerySet, *, none_is_fine: bool = False) -> User | None:
    found = list(users[:2])
    if len(found) > 1:
        raise Refused("several")
    if not found and not none_is_fine:
        raise Refused("unknown")
    return found[0] if found else None
