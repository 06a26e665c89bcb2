"""Which tables are walled, read from the models: whatever names a school. A new one needs no line here.

``EXCEPTIONS`` are those that name a school and are not walled, each with its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, UUIDField

EXCEPTIONS: dict[str, str] = {}  # label of the model -> why


@dataclass(frozen=True)
class Walled:
    """A table with the column that names its school. ``places``: the table of schools, where a row may be of a whole
    district instead. ``via``: the walled table that the column leads to, where a row names no school itself."""

    model: type[Model]
    column: str
    nullable: bool
    district: str = ""
    places: str = ""
    via: "Walled | None" = None

    @property
    def is_place(self) -> bool:
        """A school itself."""
        return hasattr(self.model, "wall_field")

    @property
    def name(self) -> str:
        return self.model._meta.db_table


@dataclass(frozen=True)
class Reference:
    """A foreign key from one walled table to another: both rows must be of one school."""

    table: Walled
    column: str
    target: Walled

    def __str__(self):
        return f"{self.table.name}.{self.column}"


def walled() -> list[Walled]:
    models = [model for model in apps.get_models(include_auto_created=True) if _is_table(model)]
    found = {model: table for model in models if (table := _walled(model)) is not None}
    while hanging := [model for model in models if model not in found and _hung_on(model, found)]:
        for model in hanging:
            field, table = _hung_on(model, found)
            found[model] = Walled(model, field.column, False, via=table)
    return list(found.values())


def _is_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.label not in EXCEPTIONS


def _hung_on(model: type[Model], found: dict) -> tuple[ForeignKey, Walled] | None:
    """The first key that must lead to a walled row: whoever does not see that one does not see this one."""
    keys = (field for field in _foreign_keys(model) if not field.null and field.related_model in found)
    return next(((field, found[field.related_model]) for field in keys), None)


def school_field(model: type[Model]) -> Field | None:
    """The field that names the school: ``school``, or what the model states as its ``wall_field`` (a school is of
    itself)."""
    name = getattr(model, "wall_field", "school")
    field = next((field for field in model._meta.concrete_fields if field.name == name), None)
    return field if isinstance(field, ForeignKey | UUIDField) else None


def references() -> list[Reference]:
    """Between tables whose every row has one school."""
    tables = {table.model: table for table in walled() if not table.nullable and not table.via and not table.is_place}
    return [
        Reference(table, field.column, tables[field.related_model])
        for table in tables.values()
        for field in _foreign_keys(table.model)
        if field.related_model in tables
    ]


def _foreign_keys(model: type[Model]) -> Iterator[ForeignKey]:
    return (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey))


def _walled(model: type[Model]) -> Walled | None:
    field = school_field(model)
    if field is None:
        return None
    named = {one.name: one for one in model._meta.concrete_fields}
    if field.null and field.is_relation and "district" in named:
        places = field.related_model._meta.db_table
        return Walled(model, field.column, True, named["district"].column, places)
    return Walled(model, field.column, field.null)
