"""The shapes in which telemetry comes in, as one table. A game with a log of its own is one more entry."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.telemetry import columns, justhink, sheet, xapi
from assessments.telemetry.records import Plan, Record
from assessments.telemetry.sheet import Sheet


@dataclass(frozen=True)
class Shape:
    name: str
    label: str
    fits: Callable[[Sheet], bool]
    records: Callable[[Sheet, Plan], Iterator[Record]]
    mapped: bool = False  # whether a person may say which column is which


SHAPES: tuple[Shape, ...] = (
    Shape("xapi", _("xAPI statements"), xapi.fits, lambda it, _: xapi.records(it)),
    Shape("justhink", _("a JUSThink log"), lambda it: justhink.fits(it.columns), lambda it, _: justhink.records(it)),
    Shape("table", _("rows of events"), lambda it: True, columns.records, mapped=True),
)
BY_NAME: Mapping[str, Shape] = {shape.name: shape for shape in SHAPES}


@dataclass
class Read:
    """A file in the shape it has."""

    shape: Shape
    sheet: Sheet
    plan: Plan

    @property
    def certain(self) -> bool:
        """Nobody needs to say which column is which."""
        return not self.shape.mapped or set(self.plan.columns) >= columns.NEEDED

    def records(self) -> Iterator[Record]:
        return self.shape.records(self.sheet, self.plan)


def read(text: str, plan: Plan | None = None) -> Read:
    """What a file's text is, with the plan given or else guessed. Raises FileRefused."""
    found = sheet.read(text)
    shape = next(shape for shape in SHAPES if shape.fits(found))
    if plan is None:
        plan = Plan(columns.guess(found.columns) if shape.mapped else {})
    return Read(shape, found, plan)
