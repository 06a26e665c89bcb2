"""What each app holds about a person, registered by the app's own ``personal_data.py``.

Export, erasure and retention walk this list; a guard test fails when a field of a model with
student data is neither declared as personal nor as plain.
"""

from dataclasses import dataclass, field

from privacy.fields import Personal

_declared: dict[str, "Holding"] = {}


@dataclass(frozen=True)
class Holding:
    """One model's fields: ``personal`` ones with their class and retention, ``plain`` ones by name."""

    model: str  # "students.Student"
    path: str  # ORM path to the student, "" when the row is the student
    personal: dict[str, Personal] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()


def declare(model: str, *, path: str, personal: dict[str, Personal] | None = None, plain: str = "") -> None:
    _declared[model] = Holding(model, path, personal or {}, frozenset(plain.split()))


def all_holdings() -> dict[str, Holding]:
    return dict(_declared)
