"""Keys for programs: shown once when they are made, kept as a hash, revoked by closing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from privacy import audit
from students.models import ApiKey, District, School

STUDENT_LEVEL = {ApiKey.Scope.INFER, ApiKey.Scope.READ}


class UnknownScope(ValueError):
    pass


def issue(
    *,
    name: str,
    scopes: Iterable[str],
    district: District,
    school: School | None = None,
    outside: bool = False,
    until: datetime | None = None,
    by,
) -> tuple[ApiKey, str]:
    """The key and the secret a program sends. The secret cannot be shown again.

    ``outside``: the program is not the school's own, so that it reaches only whom a family shares with others.
    From ``until`` on the key opens nothing.
    """
    scopes = sorted(set(scopes))
    if not scopes or set(scopes) - set(ApiKey.Scope.values):
        raise UnknownScope(f"Scopes are {', '.join(ApiKey.Scope.values)}; this says {', '.join(scopes) or 'none'}.")
    with transaction.atomic():
        key, secret = ApiKey.objects.create_key(
            name=name, scopes=scopes, district=district, school=school, outside=outside, expiry_date=until
        )
        audit.record(
            "key.issue", by=by, school=school, obj=key, scopes=scopes, whole_district=school is None, outside=outside
        )
    return key, secret


def standing() -> list[ApiKey]:
    """The keys that open something today, of all schools, the oldest first."""
    ended = Q(expiry_date__lte=timezone.now())
    rows = ApiKey.objects.filter(revoked=False).exclude(ended).select_related("school", "district")
    return list(rows.order_by("created"))


def revoke(key: ApiKey, *, by) -> None:
    with transaction.atomic():
        key.revoked = True
        key.save(update_fields=["revoked"])
        audit.record("key.revoke", by=by, school=key.school_id, obj=key)
