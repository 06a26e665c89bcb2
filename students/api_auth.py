"""How a program proves which key it holds: ``Authorization: Api-Key <key>``."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.throttling import SimpleRateThrottle

from privacy import audit
from privacy.wall import standing
from students import reach_traces
from students.models import ApiKey
from students.schools_reached import schools_reached

USED_ABOUT = timedelta(minutes=1)


class KeyAuthentication(BaseAuthentication):
    keyword = "Api-Key"

    def authenticate(self, request):
        word, _, secret = request.headers.get("Authorization", "").partition(" ")
        if word != self.keyword:
            return None
        secret = secret.strip()
        with standing.reaching() as schools:
            key = _valid(secret if secret.isprintable() else "")  # PostgreSQL breaks on a NUL
            if standing.walled():
                schools.update(schools_reached(key))
                reach_traces.of_key(key, schools)
        _note_use(key)
        return key, key

    def authenticate_header(self, request):
        return self.keyword


def _valid(secret: str) -> ApiKey:
    try:
        key = ApiKey.objects.get_from_key(secret)
    except ApiKey.DoesNotExist:
        audit.afterwards("key.refused", by=audit.NOBODY, obj=_named_by(secret))
        raise AuthenticationFailed("This key is unknown or was revoked. Ask your district for a new one.") from None
    if key.has_expired:
        audit.afterwards("key.refused", by=key, school=key.school_id, obj=key)
        raise AuthenticationFailed("This key has expired. Ask your district for a new one.")
    return key


def _note_use(key: ApiKey) -> None:
    """To the minute: the row stays locked until its request is over, and a program sends many at once."""
    now = timezone.now()
    if key.last_used_at and key.last_used_at >= now - USED_ABOUT:
        return
    due = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USED_ABOUT)
    ApiKey.objects.filter(due, pk=key.pk).update(last_used_at=now)


def _named_by(secret: str) -> ApiKey | None:
    """The revoked key whose prefix this is; what was sent is not kept."""
    return ApiKey.objects.filter(prefix=secret.partition(".")[0]).first()


class PerKeyThrottle(SimpleRateThrottle):
    scope = "key"

    def get_cache_key(self, request, view):
        ident = request.auth.pk if request.auth else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class KeyScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI page speaks of the key."""

    target_class = "students.api_auth.KeyAuthentication"
    name = "Api-Key"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Api-Key <key>`, issued with `manage.py issue_key`.",
        }
