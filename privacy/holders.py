"""What each app holds about a person, registered by the app's own ``personal_data.py``.

Export, erasure and retention walk this list; a guard test fails when a field of a model with
student data is neither declared as personal nor as plain.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from privacy.fields import Personal

_declared: dict[str, "Holding"] = {}
_traces: dict[str, "Trace"] = {}


@dataclass(frozen=True)
class Holding:
    """One model's fields: ``personal`` ones with their class and retention, ``plain`` ones by name.

    An erasure deletes its rows, unless ``outlives`` says why they stay; then they may hold nothing personal.
    """

    model: str  # "students.Student"
    path: str  # ORM path to the student, "" when the row is the student
    personal: dict[str, Personal] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    outlives: str = ""

    def rows_of(self, subject: uuid.UUID) -> QuerySet:
        return apps.get_model(self.model)._base_manager.filter(**{self.path or "pk": subject})


@dataclass(frozen=True)
class Trace:
    """What tells of a person without a row that points at them: a file awaiting confirmation, a family's account.

    ``find`` is asked while the person's names can still be opened, and again after a restore, when they may not be:
    then it must err on the side of too much. ``left`` counts what is still there of what was found.
    """

    name: str
    find: Callable[[uuid.UUID, uuid.UUID], Collection[Any]]  # (subject, school) -> ids
    left: Callable[[Collection[Any]], int]
    erase: Callable[[Collection[Any]], object]


def declare(
    model: str, *, path: str, personal: dict[str, Personal] | None = None, plain: str = "", outlives: str = ""
) -> None:
    _declared[model] = Holding(model, path, personal or {}, frozenset(plain.split()), outlives)


def declare_trace(name: str, *, find, left, erase) -> None:
    _traces[name] = Trace(name, find, left, erase)


def all_holdings() -> dict[str, Holding]:
    return dict(_declared)


def all_traces() -> dict[str, Trace]:
    return dict(_traces)
