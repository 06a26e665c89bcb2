"""Authenticated encryption of fields (AES-256-GCM), the keys derived from the master key, and keyed digests.

A sealed value is ``version byte | 12-byte nonce | ciphertext and tag``. Its additional data names
table, field and subject, so that a value copied to another row or column does not open.
"""

import hashlib
import hmac
import json
import os
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


@lru_cache
def derived_key(purpose: str) -> bytes:
    """One 256-bit key per purpose from the master key (HKDF, RFC 5869)."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"sightline/{purpose}".encode()).derive(env.master_key())


def digest(purpose: str, *parts: str) -> str:
    """A keyed digest (HMAC-SHA-256, hex): equal inputs can be recognized, nothing can be guessed from it."""
    message = json.dumps(parts)  # JSON, because a mere separator could stand inside a part
    return hmac.new(derived_key(purpose), message.encode(), hashlib.sha256).hexdigest()
