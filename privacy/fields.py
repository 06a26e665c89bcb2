"""Model fields whose value is encrypted under the subject's key, and opened when it is looked at.

    first_name = EncryptedTextField(subject="id", declared=Personal("name", ...))

Reading a row costs no decryption; the attribute does. Call ``keys.open_keys`` for many rows first,
so that a page of students costs one query for keys.
"""

from dataclasses import dataclass

from django.db import models

from privacy import crypto, keys


class Sealed(bytes):
    """Ciphertext as loaded from the database, not opened yet."""


class _OpensOnAccess:
    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        if instance is None:
            return self.field
        value = instance.__dict__.get(self.field.attname)
        if value is None and self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])  # the column was deferred
            value = instance.__dict__[self.field.attname]
        return self.field.opened(instance, value) if isinstance(value, Sealed) else value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.BinaryField):
    """Text, sealed with additional data (table, column, subject). ``subject`` names the attribute that
    holds the UUID whose key seals the value."""

    def __init__(self, *args, subject: str, **kwargs):
        self.subject = subject
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "subject": self.subject}

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _OpensOnAccess(self))

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(crypto.seal(self._key(instance), value.encode(), bound_to=self._bound_to(instance)))

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(
                f"{self.name} is encrypted per subject: save it on an instance, not by update() or a filter"
            )
        return super().get_db_prep_value(None if value is None else bytes(value), connection, prepared)

    def to_python(self, value):
        return value

    def opened(self, instance, sealed: Sealed) -> str:
        return crypto.open_sealed(self._key(instance), sealed, bound_to=self._bound_to(instance)).decode()

    def _key(self, instance) -> bytes:
        return keys.open_key(getattr(instance, self.subject))

    def _bound_to(self, instance) -> str:
        return f"{instance._meta.db_table}.{self.column}.{keys.as_uuid(getattr(instance, self.subject))}"


@dataclass(frozen=True)
class Personal:
    """How a field with personal data is declared in an app's ``personal_data.py``."""

    what: str  # words, name, contact, demographic, score, telemetry, identifier
    retention: str  # a key of the retention table, such as "words" or "while_enrolled"
    exported: bool = True
