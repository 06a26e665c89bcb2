"""Which of our schools a file speaks of. Only those whose roster the importing person runs are taken; the others
are refused, each with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from students.models import School, SourcedId
from students.names import fold
from students.roster.known import OWN, Kind, as_id
from students.roster.records import RosterFile, SchoolRoster


@dataclass(frozen=True)
class Assigned:
    taken: list[tuple[School, SchoolRoster]]
    refused: list[str]


def assign(file: RosterFile, *, among: Iterable[School], chosen: School | None) -> Assigned:
    """``among`` are the schools this person runs; ``chosen`` the one picked on the page, if any."""
    match = _Match(file, list(among), chosen)
    taken: dict[School, SchoolRoster] = {}
    refused = []
    for roster in file.schools:
        school, why = match.school_of(roster)
        if school is None:
            refused.append(why)
        elif school in taken:
            refused.append(f"{_called(roster)}: the file describes {school.name} twice. Only the first counts.")
        else:
            taken[school] = roster
    return Assigned(_with_the_rest(taken, file, refused), refused)


class _Match:
    def __init__(self, file: RosterFile, schools: list[School], chosen: School | None):
        self.schools = {school.pk: school for school in schools}
        self.chosen, self.alone = chosen, len(file.schools) == 1
        self.system = file.schools[0].system
        rows = SourcedId.objects.filter(system=self.system, kind=Kind.SCHOOL, school__in=self.schools)
        self.ids = {row.value: row.school_id for row in rows}

    def school_of(self, roster: SchoolRoster) -> tuple[School | None, str]:
        if self.system == OWN:
            return self.chosen, "Choose the school that this file is for."
        school = self._known(roster)
        if school is None and self.alone and self.chosen is not None:
            return self._as_chosen(roster)
        if school is None:
            return None, (
                f"{_called(roster)}: not a school that you run in Sightline, so nothing of it was read "
                f"({roster.size} people). If it is yours under another name, upload its export alone and choose it."
            )
        if self.chosen is not None and school != self.chosen:
            return (
                None,
                f"{_called(roster)}: you chose {self.chosen.name}, and this is {school.name}. Nothing was read.",
            )
        return school, ""

    def _known(self, roster: SchoolRoster) -> School | None:
        """By the id of the system, by ours, by name."""
        school = self.schools.get(self.ids.get(roster.key)) or self.schools.get(as_id(roster.key))
        if school or not roster.name:
            return school
        named = [one for one in self.schools.values() if fold(one.name) == fold(roster.name)]
        return named[0] if len(named) == 1 and named[0].pk not in self.ids.values() else None

    def _as_chosen(self, roster: SchoolRoster) -> tuple[School | None, str]:
        if self.chosen.pk in self.ids.values():
            return None, (
                f"{_called(roster)}: {self.chosen.name} goes by another id in your student information system, "
                "so this is another school. Nothing was read."
            )
        return self.chosen, ""


def _with_the_rest(taken: dict, file: RosterFile, refused: list[str]) -> list[tuple[School, SchoolRoster]]:
    """What belongs to no school of the file stands with the first, so that it is seen on the page."""
    rosters = []
    for place, (school, roster) in enumerate(taken.items()):
        notes = list(file.notes if place == 0 else ())
        if place == 0:
            notes += refused
        if file.schools[0].system != OWN and fold(roster.name) != fold(school.name):
            notes.append(f"The file calls this school {_called(roster)}.")
        problems = (*roster.problems, *(file.problems if place == 0 else ()))
        rosters.append((school, replace(roster, notes=(*roster.notes, *notes), problems=problems)))
    return rosters


def _called(roster: SchoolRoster) -> str:
    return f"{roster.name} (id {roster.key})" if roster.name else f"the school with the id {roster.key}"
