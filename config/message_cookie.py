"""What a page says once after a redirect, in a cookie that is held to this host like the others in production."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    cookie_name = "__Host-messages" if settings.PRODUCTION else "messages"


class Messages(FallbackStorage):
    """In the session where it is too long for a cookie."""

    storage_classes = (HostCookie, SessionStorage)
