"""The root of all digests, kept in the keys database under the master key.

It was the first master key of this installation and stays what it was when that key is replaced: else no name would
be found by its index any more, no file be known again, and every event of the audit would look changed. Until its row
is made (``prepare_database``) it is the master key itself.
"""

from functools import lru_cache

from django.db import models
from django.utils import timezone

from config import env
from privacy import crypto, keys

NAME = "digests"


class SystemKey(models.Model):
    name = models.CharField(max_length=20, primary_key=True)
    wrapped = models.BinaryField()
    wrapped_under = models.CharField(max_length=12)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"key for {self.name}"

    @property
    def bound_to(self) -> str:
        return f"system_key.{self.name}"


@lru_cache
def root() -> bytes:
    """Raises keys.MasterKeyWrong."""
    row = SystemKey.objects.filter(name=NAME).first()
    return keys.unwrap(row) if row else first()


def first() -> bytes:
    """Before the row is made: the oldest master key that is named."""
    return [env.master_key(), *env.former_master_keys()][-1]


def ensure() -> None:
    """Make the row, or find that the master key is the wrong one. Raises keys.MasterKeyWrong."""
    check()  # a wrong master key must not become the root
    if not SystemKey.objects.filter(name=NAME).exists():
        keys.wrap(SystemKey(name=NAME), first()).save(force_insert=True)


def check() -> None:
    """Whether the master key is the one that this keys database belongs to. Raises keys.MasterKeyWrong."""
    row = SystemKey.objects.filter(name=NAME).first() or keys.SubjectKey.objects.first()
    if row:
        keys.unwrap(row)


def forget() -> None:
    root.cache_clear()
    crypto.forget()
