"""Whose record may not lose anything now: whoever has an open request to see it.

The app that keeps the requests registers a function here; nothing is purged or erased for those it names.
"""

import uuid
from collections.abc import Callable, Collection, Iterable

Hold = Callable[[set[uuid.UUID]], Collection[uuid.UUID]]  # of these subjects, those that are held

_registered: list[Hold] = []


def register_hold(hold: Hold) -> Hold:
    """Also as a decorator. Registering the same function again changes nothing."""
    if hold not in _registered:
        _registered.append(hold)
    return hold


def held(subjects: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    asked = set(subjects)
    return {subject for hold in _registered for subject in hold(asked)} & asked if asked else set()
