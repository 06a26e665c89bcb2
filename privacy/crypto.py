"""Authenticated encryption of fields (AES-256-GCM), the keys derived from the master key, and keyed digests.

The master key wraps; digests come from a root of their own (``privacy.root_key``), so that a new master key changes
neither what is found by a digest nor what the audit is checked against.

A sealed value is ``version byte | 12-byte nonce | ciphertext and tag``. Its additional data names
table, field and subject, so that a value copied to another row or column does not open.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config import env

VERSION = b"\x01"
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The key does not fit the ciphertext: a wrong or lost key, or bytes that were changed."""


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, plaintext: bytes, *, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, bound_to.encode())


def open_sealed(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    sealed = bytes(sealed)
    if sealed[:1] != VERSION:
        raise CannotOpen(f"{bound_to}: sealed by a newer version of Sightline (format {sealed[:1].hex() or 'empty'})")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to.encode())
    except InvalidTag:
        raise CannotOpen(
            f"{bound_to.rsplit('.', 1)[0]}: this value does not open with its key. If SIGHTLINE_MASTER_KEY or the keys "
            "database was replaced, restore the one that belongs to this database."
        ) from None


_root: Callable[[], bytes] = env.master_key


def use_root(source: Callable[[], bytes]) -> None:
    """Where digests come from; ``privacy.apps`` names it, because it is kept in a database."""
    global _root  # noqa: PLW0603  (set once, when the apps are ready)
    _root = source
    derived_key.cache_clear()


@lru_cache
def derived_key(purpose: str) -> bytes:
    """One 256-bit key per purpose from the root of digests."""
    return _derive(_root(), purpose)


@lru_cache
def wrapping_key(master: bytes) -> bytes:
    """What a master key wraps other keys with."""
    return _derive(master, "wrap")


@lru_cache
def fingerprint(master: bytes) -> str:
    """By what a master key is told from another; nothing of it can be guessed."""
    return _derive(master, "fingerprint").hex()[:12]


def forget() -> None:
    """After a key in the environment was replaced; in a running process only tests do that."""
    for remembered in (derived_key, wrapping_key, fingerprint):
        remembered.cache_clear()


def _derive(key: bytes, purpose: str) -> bytes:
    """HKDF, RFC 5869."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"sightline/{purpose}".encode()).derive(key)


def digest(purpose: str, *parts: str) -> str:
    """A keyed digest (HMAC-SHA-256, hex): equal inputs can be recognized, nothing can be guessed from it."""
    message = json.dumps(parts)  # JSON, because a mere separator could stand inside a part
    return hmac.new(derived_key(purpose), message.encode(), hashlib.sha256).hexdigest()
