"""Terms and classes of a file against those of the school: what is there, what is new, what is over."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from students.models import Classroom, Term
from students.roster.known import OWN, Places
from students.roster.records import ClassRecord, SchoolRoster, TermRecord
from students.roster.steps import Change


@dataclass(slots=True, eq=False)
class PlannedTerm:
    """A term as it will stand. ``term`` is the row when there is one; ``key`` the file's id for it."""

    name: str
    starts_on: date
    ends_on: date
    term: Term | None = None
    key: str | None = None
    changes: tuple[Change, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.term is None


@dataclass(slots=True, eq=False)
class PlannedClass:
    """A class as it will stand. ``room`` is the row when there is one. ``problem`` says why nobody is put into it."""

    key: str
    name: str
    slot: PlannedTerm | None
    room: Classroom | None = None
    ended: bool = False
    over: bool = False  # its term has ended: who sits there is history
    problem: str = ""
    changes: tuple[Change, ...] = ()
    record: ClassRecord | None = None
    wanted: bool = field(default=False)  # somebody is put into it

    @property
    def is_new(self) -> bool:
        return self.room is None and self.wanted

    @property
    def takes_people(self) -> bool:
        return not (self.problem or self.ended or self.over)


class PlacesPlan:
    """Every class a file may mean, by the file's key for it."""

    def __init__(self, places: Places, roster: SchoolRoster):
        self.places, self.roster = places, roster
        self.notes: list[str] = []
        self._records = {record.key: record for record in roster.terms}
        self._slots: dict[object, PlannedTerm] = {}
        for record in roster.terms:
            self._listed(record)
        self._taken = {(room.term_id, room.name): room.pk for room in places.classrooms.values()}
        self.by_key = {record.key: self._class(record) for record in roster.classes}
        self._of_room = {planned.room.pk: planned for planned in self.by_key.values() if planned.room}
        self.scope = places.brought | set(self._of_room)

    @property
    def classes(self) -> Iterable[PlannedClass]:
        return self.by_key.values()

    @property
    def new_classes(self) -> list[PlannedClass]:
        return [planned for planned in self.classes if planned.is_new]

    @property
    def changed_classes(self) -> list[PlannedClass]:
        return [planned for planned in self.classes if planned.room and planned.changes]

    @property
    def new_terms(self) -> list[PlannedTerm]:
        return list(dict.fromkeys(p.slot for p in self.new_classes if p.slot and p.slot.is_new))

    @property
    def changed_terms(self) -> list[PlannedTerm]:
        return [slot for slot in self._slots.values() if slot.term and slot.changes]

    @property
    def opened_year(self) -> str:
        """The school year to be opened, when the school has no current term and a class needs one."""
        return next((slot.name for slot in self.new_terms if slot.key is None), "")

    def target(self, key: str) -> PlannedClass | None:
        """The class that a line of the file means by this id: one of the file, or one of the school."""
        if key in self.by_key:
            return self.by_key[key]
        room = self.places.classroom(key)
        return self.of_room(room) if room else None

    def of_room(self, room: Classroom) -> PlannedClass:
        if room.pk not in self._of_room:
            self._of_room[room.pk] = PlannedClass(str(room.pk), room.name, self._standing(room.term), room)
        return self._of_room[room.pk]

    def room_of(self, classroom_id) -> Classroom:
        return self.places.classrooms[classroom_id]

    # --- one class ------------------------------------------------------------------------------

    def _class(self, record: ClassRecord) -> PlannedClass:
        slot = self._slot(record)
        if slot is None:
            return PlannedClass(record.key, record.name, None, problem=self._no_term(record.term), record=record)
        room = self.places.classroom(record.key) or self.places.unclaimed(slot.term, record.names)
        planned = PlannedClass(
            record.key, record.name, slot, room, record.ended, slot.ends_on < self.places.today, record=record
        )
        if planned.over:
            planned.problem = (
                f"The class {record.name} belongs to {slot.name}, which ended on {slot.ends_on:%B} "
                f"{slot.ends_on.day}, {slot.ends_on.year}, so nobody is put into it."
            )
        else:
            self._name(planned, record)
        return planned

    def _name(self, planned: PlannedClass, record: ClassRecord) -> None:
        """The first of the possible names that no other class of the term has."""
        room, place = planned.room, planned.slot.term.pk if planned.slot.term else planned.slot
        if room and room.name in record.names and room.term_id == place:
            planned.name = room.name
            return
        own = room.pk if room else planned
        free = (name for name in record.names if self._taken.get((place, name), own) == own)
        planned.name = next(free, "")
        if not planned.name:
            planned.problem = f"Another class of this term is called {record.name} already."
            planned.name = room.name if room else record.name
            return
        self._taken[place, planned.name] = own
        if room:
            pairs = (("class_name", room.name, planned.name), ("term", room.term.name, planned.slot.name))
            planned.changes = tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])

    # --- its term -------------------------------------------------------------------------------

    def _slot(self, record: ClassRecord) -> PlannedTerm | None:
        if record.term is None:
            return self._current()
        if record.term in self._records:
            return self._listed(self._records[record.term])
        if self.roster.system == OWN:
            term = self.places.term_called(record.term)
            return self._standing(term) if term else None
        term = self.places.term(record.term)
        if term:
            return self._standing(term)
        self.notes.append(
            f"The class {record.name} names the term '{record.term}', which the file does not list; "
            "it is taken for the current one."
        )
        return self._current()

    def _current(self) -> PlannedTerm:
        if self.places.current:
            return self._standing(self.places.current)
        if None not in self._slots:
            self._slots[None] = PlannedTerm(*school_year(self.places.today))
        return self._slots[None]

    def _standing(self, term: Term) -> PlannedTerm:
        if term.pk not in self._slots:
            self._slots[term.pk] = PlannedTerm(term.name, term.starts_on, term.ends_on, term)
        return self._slots[term.pk]

    def _listed(self, record: TermRecord) -> PlannedTerm:
        term = self.places.term(record.key) or self.places.term_called(record.name)
        at = term.pk if term else record.key
        if at not in self._slots:
            self._slots[at] = PlannedTerm(
                self._term_name(record, term), record.starts_on, record.ends_on, term, record.key
            )
            self._slots[at].changes = _dates_changed(term, self._slots[at]) if term else ()
        return self._slots[at]

    def _term_name(self, record: TermRecord, term: Term | None) -> str:
        """As the file says, unless another term of the school or of the file is called so."""
        name, other = record.name[:100], self.places.term_called(record.name[:100])
        if (other is None or other == term) and name not in {slot.name for slot in self._slots.values()}:
            return name
        return term.name if term else f"{record.name[:60]} ({record.key[:36]})"

    def _no_term(self, name: str | None) -> str:
        names = [term.name for term in self.places.terms.values()]
        known = f"It knows: {', '.join(names)}." if names else "It has no terms yet; leave the column out."
        return f"The school has no term called '{name}'. {known}"


def school_year(today: date) -> tuple[str, date, date]:
    year = today.year if today.month >= 8 else today.year - 1
    return f"School year {year}-{(year + 1) % 100:02}", date(year, 8, 1), date(year + 1, 7, 31)


def _dates_changed(term: Term, planned: PlannedTerm) -> tuple[Change, ...]:
    pairs = (
        ("term_name", term.name, planned.name),
        ("starts_on", term.starts_on.isoformat(), planned.starts_on.isoformat()),
        ("ends_on", term.ends_on.isoformat(), planned.ends_on.isoformat()),
    )
    return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])
