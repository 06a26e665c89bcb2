"""A new master key: every key is wrapped anew under it, a few hundred at a time.

Before: the new key stands in SIGHTLINE_MASTER_KEY, the former in SIGHTLINE_MASTER_KEY_OLD, and every process was
started again, so that it opens both. Killed midway it goes on where it stopped: each row says what it is wrapped under.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from config import env
from privacy import audit, crypto, keys, root_key
from privacy.keys import SubjectKey
from privacy.root_key import SystemKey

CHUNK = 500


class NothingToRotate(Exception):
    """The message says what is missing."""


@dataclass(frozen=True)
class Rotated:
    keys: int
    fingerprint: str
    standing: dict[str, int]  # fingerprint -> keys still wrapped under it


def rotate(*, by) -> Rotated:
    """Raises NothingToRotate and keys.MasterKeyWrong. What a wrong key cannot open is left as it is."""
    check_can_rotate()
    root_key.ensure()
    done = _wrap_anew(SystemKey, "name") + _wrap_anew(SubjectKey, "subject")
    if done:
        audit.record("keys.rotate", by=by, keys=done, fingerprint=fingerprint())
    return Rotated(done, fingerprint(), standing())


def check_can_rotate() -> None:
    if not env.former_master_keys() and set(standing()) - {fingerprint()}:
        raise NothingToRotate(
            "Some keys are not wrapped under SIGHTLINE_MASTER_KEY, and SIGHTLINE_MASTER_KEY_OLD is empty. Name the "
            "former key there (or a file in SIGHTLINE_MASTER_KEY_OLD_FILE), start every process again, then run this."
        )


def fingerprint() -> str:
    return crypto.fingerprint(env.master_key())


def standing() -> dict[str, int]:
    """How many keys are wrapped under which master key; "" where it was not noted."""
    rows = (*SubjectKey.objects.values_list("wrapped_under"), *SystemKey.objects.values_list("wrapped_under"))
    return dict(Counter(under for (under,) in rows))


def _wrap_anew(model, name: str) -> int:
    done, last = 0, None
    while True:
        rows = model.objects.exclude(wrapped_under=fingerprint()).order_by(name)
        rows = list((rows.filter(**{f"{name}__gt": last}) if last else rows)[:CHUNK])
        if not rows:
            return done
        with transaction.atomic(using="keys"):
            for row in rows:
                keys.wrap(row, keys.unwrap(row))
                # update, not save: a key that was destroyed meanwhile must not come back
                wrapped = {"wrapped": row.wrapped, "wrapped_under": row.wrapped_under}
                done += model.objects.filter(pk=row.pk).update(**wrapped)
        last = rows[-1].pk
