"""Which places in classes a file opens, ends and leaves alone: one rule for students and teachers.

A file speaks for the classes that its own system brought (``PlacesPlan.scope``) and for no others, so that a
robotics club made by hand survives the next export.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from students.models import Enrollment, TeachingAssignment
from students.roster.known import OWN
from students.roster.places import PlacesPlan, PlannedClass
from students.roster.records import KEEPS, Seat
from students.roster.steps import Change, SeatPlan

Held = Enrollment | TeachingAssignment


@dataclass(slots=True)
class Seated:
    plan: SeatPlan
    notes: tuple[str, ...]
    problem: str  # of a simple file's class: there a student's line and the class are one line
    after: list[str]  # the names of the classes afterwards


class Seating:
    def __init__(self, places: PlacesPlan):
        self.places = places
        self.today: date = places.places.today
        self.own = places.roster.system == OWN

    def of(self, seats: Iterable[Seat], held: Iterable[Held], *, absence: str, leaves: bool = False) -> Seated:
        """``leaves``: the person goes altogether, from every class."""
        wanted, notes, problem = self._wanted(() if leaves else seats)
        plan, after = SeatPlan(), []
        missing = dict(wanted)
        for row in held:
            room = self.places.room_of(row.classroom_id)
            planned = self.places.of_room(room)
            seat = missing.pop(planned, None)
            if leaves or planned.ended or self._ends(planned, row, seat, wanted, absence):
                plan.close.append(row)
            else:
                after.append(planned.name)
                if seat and seat.ends_on and seat.ends_on != row.ends_on:
                    plan.until.append((row, seat.ends_on))
        for planned, seat in missing.items():
            if planned.takes_people and not self._is_over(seat):
                plan.open.append((planned, self._starts_on(planned, seat), seat.ends_on))
                after.append(planned.name)
        return Seated(plan, tuple(dict.fromkeys(notes)), problem, after)

    def changes(self, seated: Seated, held: Iterable[Held]) -> tuple[Change, ...]:
        before = sorted(self.places.room_of(row.classroom_id).name for row in held)
        changes = []
        if seated.plan.open or seated.plan.close:
            changes.append(Change("classrooms", ", ".join(before), ", ".join(sorted(seated.after))))
        for row, ends_on in seated.plan.until:
            changes.append(Change("ends_on", _shown(row.ends_on), ends_on.isoformat()))
        return tuple(changes)

    def _wanted(self, seats: Iterable[Seat]) -> tuple[dict[PlannedClass, Seat], list[str], str]:
        wanted: dict[PlannedClass, Seat] = {}
        notes: list[str] = []
        for seat in seats:
            planned = self.places.target(seat.classroom)
            if planned is None:
                notes.append(
                    f"Line {seat.line} of {seat.file} names the class '{seat.classroom}', which no line lists and "
                    "Sightline does not know, so it was passed over."
                )
            elif planned.problem and self.own and not planned.over:
                return {}, [], planned.problem
            else:
                if planned.problem:
                    notes.append(planned.problem)
                wanted[planned] = seat
        return wanted, notes, ""

    def _ends(self, planned: PlannedClass, row: Held, seat: Seat | None, wanted: dict, absence: str) -> bool:
        if seat is not None:
            return self._is_over(seat)
        if absence == KEEPS or planned in wanted:
            return False
        return row.classroom_id in self.places.scope

    def _is_over(self, seat: Seat) -> bool:
        return seat.ended or bool(seat.ends_on and seat.ends_on <= self.today)

    def _starts_on(self, planned: PlannedClass, seat: Seat) -> date:
        """As the file says; else today, or the first day of a term that has yet to begin."""
        if seat.starts_on:
            return seat.starts_on
        return self.today if self.own else max(self.today, planned.slot.starts_on)


def _shown(day: date | None) -> str:
    return day.isoformat() if day else ""
