"""The tables of a student information system, joined into records school by school.

What refers to nothing (an enrollment of an unknown person, a class of an unknown school) becomes a problem
in words where the file alone settles it; what only the school can know (is this id one of ours?) is left to
``plan.py``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from students.roster.lines import (
    Row,
    adult_of,
    class_names,
    date_of,
    grade_said,
    longest_term,
    role_code,
    terms_within,
)
from students.roster.maps import (
    ABOVE_A_SCHOOL,
    FAMILY,
    KIND_OF_ROLE,
    RELATIONS,
    STUDENT,
    TEACHER,
    Format,
)
from students.roster.records import (
    KEEPS,
    AdultRecord,
    Bond,
    ClassRecord,
    Problem,
    RosterFile,
    SchoolRoster,
    Seat,
    StudentRecord,
    TermRecord,
)
from students.roster.tables import RosterUnreadable

OTHERS = "Only students, teachers and families come in from a file. Not read:"


def assemble(form: Format, tables: Mapping[str, Sequence[Row]], *, absence: str, notes: Sequence[str]) -> RosterFile:
    """Raises RosterUnreadable when the file names no school with anybody in it."""
    joined = _Joined(tables, complete=absence != KEEPS)
    if not joined.schools:
        raise RosterUnreadable(
            f"This {form.title} export names no school with classes or people in it. "
            "Check which schools the export covers."
        )
    schools = tuple(joined.school(key, form.system, absence) for key in joined.schools)
    others = [f"{number} with the role {role}" for role, number in sorted(joined.other_roles.items())]
    if others:
        notes = [*notes, f"{OTHERS} {', '.join(others)}."]
    return RosterFile(form.name, form.title, schools, tuple(joined.problems), tuple(notes))


class _Joined:
    """Every table by its ids, and who belongs to which school."""

    def __init__(self, tables: Mapping[str, Sequence[Row]], *, complete: bool):
        self.complete = complete  # whoever is not listed does not exist
        self.problems: list[Problem] = []
        self.spoiled: dict[str, Row] = {}  # people whose own line could not be read
        self.orgs = self._by_key(tables["org"], "school")
        self.terms = self._by_key([*tables["term"], *terms_within(tables["class"])], "term", quiet=True)
        self.classes = self._by_key(tables["class"], "class")
        self.users = self._by_key(tables["user"], "person")
        self.roles = self._roles(tables["role"])
        self.seats = self._seats(tables["seat"])
        self.kinds = {key: self._kinds(key) for key in dict.fromkeys((*self.users, *self.seats))}
        self._explain_orphans()
        self.bonds = self._bonds(tables["bond"])
        self.belongs = {key: self._schools_of(key) for key in self.kinds}
        self.schools = sorted(self._school_keys())

    def school(self, key: str, system: str, absence: str) -> SchoolRoster:
        org = self.orgs.get(key)
        terms, classes = self._terms_and_classes(key)
        students = [self._student(one, key) for one in self._members(key, STUDENT)]
        children = {student.id for student in students}
        return SchoolRoster(
            system=system,
            absence=absence,
            key=key,
            name=org["name"] if org else "",
            time_zone=org["time_zone"] if org else "",
            terms=tuple(terms),
            classes=tuple(classes),
            students=tuple(students),
            teachers=tuple(self._adult(one, key) for one in self._members(key, TEACHER)),
            families=tuple(self._families(key, children)),
        )

    # --- reading the tables ---------------------------------------------------------------------

    def _by_key(self, rows: Iterable[Row], what: str, *, quiet: bool = False) -> dict[str, Row]:
        """By id; the first line with an id counts, and a line that could not be read is told."""
        found: dict[str, Row] = {}
        for row in rows:
            if row.problem:
                self._left_out(row, row.problem)
                if what == "person" and row["key"]:
                    self.spoiled.setdefault(row["key"], row)
            elif (first := found.setdefault(row["key"], row)) is not row and not quiet:
                self._left_out(
                    row, f"{first.where.capitalize()} has the same {what} id '{row['key']}'. Only that line counts."
                )
        return found

    def _roles(self, rows: Iterable[Row]) -> dict[str, list[Row]]:
        roles: dict[str, list[Row]] = {}
        for row in rows:
            if row.problem:
                self._left_out(row, row.problem)
            elif not row.ended:
                roles.setdefault(row["user"], []).append(row)
        return roles

    def _seats(self, rows: Iterable[Row]) -> dict[str, list[Row]]:
        seats: dict[str, list[Row]] = {}
        for row in rows:
            if row["user"]:
                seats.setdefault(row["user"], []).append(row)
            if row.problem:
                self._left_out(row, row.problem)
            elif row["user"] in self.spoiled:
                self._left_out(
                    row,
                    f"This line enrolls the person '{row['user']}', whose own line could not be read "
                    f"({self.spoiled[row['user']].where}).",
                )
        return seats

    def _bonds(self, rows: Iterable[Row]) -> dict[str, dict[str, Bond]]:
        """By guardian, then by child. From a table of its own, or from the agents of either."""
        bonds: dict[str, dict[str, Bond]] = {}
        for row in rows:
            if row.problem:
                self._left_out(row, row.problem)
            elif row["guardian"] not in self.users:
                self._left_out(row, f"No line lists the person '{row['guardian']}', who is named as family here.")
            elif row["student"] not in self.users:
                self._left_out(row, f"No line lists the student '{row['student']}', who is named here.")
            else:
                self.kinds[row["guardian"]].add(FAMILY)  # in this table whoever is named is family
                relation = RELATIONS.get(row["relation"].lower(), "other")
                bonds.setdefault(row["guardian"], {})[row["student"]] = Bond(row["student"], relation, row.ended)
        for row in self.users.values():
            for agent in row.several("agents"):
                self._agent(row, agent, bonds)
        return bonds

    def _agent(self, row: Row, agent: str, bonds: dict) -> None:
        """Students list their adults, adults their children; a delta may leave out either."""
        guardian, child = (agent, row["key"]) if STUDENT in self.kinds[row["key"]] else (row["key"], agent)
        listed = self.users.get(guardian)
        if listed is None and self.complete:
            self._left_out(row, f"No line lists the person '{agent}', who is named as an agent here.")
        elif listed is None or FAMILY in self.kinds[guardian]:
            said = [one["role"] for one in self.roles.get(guardian, ())] or [listed["role"] if listed else ""]
            relation = next((RELATIONS[role_code(one)] for one in said if role_code(one) in RELATIONS), "other")
            bonds.setdefault(guardian, {}).setdefault(child, Bond(child, relation))

    def _left_out(self, row: Row, text: str) -> None:
        self.problems.append(Problem(text, row.file, row.line, row.whose))

    # --- who and where --------------------------------------------------------------------------

    def _kinds(self, key: str) -> set[str]:
        """Student, teacher, family: from the person's roles, and from what they are in a class."""
        row = self.users.get(key)
        said = [one["role"] for one in self.roles.get(key, ())] or (row.several("role") if row else [])
        kinds = {KIND_OF_ROLE[role_code(one)] for one in said if role_code(one) in KIND_OF_ROLE}
        seats = {kind for one in self.seats.get(key, ()) if (kind := KIND_OF_ROLE.get(role_code(one["role"])))}
        if STUDENT in seats and not kinds & {TEACHER, FAMILY}:
            kinds.add(STUDENT)
        return kinds | (seats & {TEACHER} if STUDENT not in kinds else set())

    def _schools_of(self, key: str) -> set[str]:
        """Where a person has classes; without any, the schools that the person's own lines name."""
        row = self.users.get(key)
        from_seats = {org for seat in self.seats.get(key, ()) if (org := self._org_of(seat, row))}
        named = [one["org"] for one in self.roles.get(key, ()) if one["org"]] or (row.several("orgs") if row else [])
        return from_seats or {org for org in named if self._may_be_a_school(org)}

    def _org_of(self, seat: Row, user: Row | None) -> str:
        in_class = self.classes.get(seat["class"])
        own = user.several("orgs") if user else []
        return seat["org"] or (in_class["org"] if in_class else "") or (own[0] if own else "")

    def _may_be_a_school(self, org: str) -> bool:
        row = self.orgs.get(org)
        return row is None or role_code(row["kind"]) not in ABOVE_A_SCHOOL

    def _explain_orphans(self) -> None:
        """Enrollments that lead nowhere, whoever is asked."""
        for key, lines in self.seats.items():
            for line in lines:
                if line.problem or key in self.spoiled:
                    continue
                if key not in self.users and not self.kinds[key]:
                    self._left_out(line, f"This line enrolls the person '{key}', whom no line lists.")
                elif not self._org_of(line, self.users.get(key)):
                    self._left_out(
                        line, f"This line names the class '{line['class']}', which no line lists, and no school."
                    )

    @property
    def other_roles(self) -> dict[str, int]:
        """Roles that get no access from a file, with how many people hold no other."""
        roles: dict[str, int] = {}
        for key, row in self.users.items():
            if not self.kinds[key]:
                said = [one["role"] for one in self.roles.get(key, ())] or row.several("role") or ["no role"]
                roles[said[0].lower()] = roles.get(said[0].lower(), 0) + 1
        return roles

    def _school_keys(self) -> set[str]:
        people = {org for key, orgs in self.belongs.items() if self.kinds[key] for org in orgs}
        return people | {row["org"] for row in self.classes.values()}

    def _members(self, school: str, kind: str) -> list[str]:
        """In the order of the file; those whom only an enrollment names come last."""
        order = dict.fromkeys((*self.users, *self.seats))
        return [key for key in order if school in self.belongs.get(key, ()) and kind in self.kinds[key]]

    # --- records --------------------------------------------------------------------------------

    def _terms_and_classes(self, school: str) -> tuple[list[TermRecord], list[ClassRecord]]:
        terms = {key: term for key, row in self.terms.items() if (term := self._term(row))}
        rows = [row for row in self.classes.values() if row["org"] == school]
        chosen = {row["key"]: longest_term(row.several("terms") or [row["term_name"]], terms) for row in rows}
        titles: dict[tuple, int] = {}
        for row in rows:
            titles[chosen[row["key"]], row["name"]] = titles.get((chosen[row["key"]], row["name"]), 0) + 1
        classes = [
            ClassRecord(
                row["key"],
                class_names(row, alone=titles[chosen[row["key"]], row["name"]] == 1),
                chosen[row["key"]],
                row.ended,
                row.file,
                row.line,
            )
            for row in rows
        ]
        used = {record.term for record in classes}
        return [terms[key] for key in sorted(terms) if key in used], classes

    def _term(self, row: Row) -> TermRecord | None:
        starts_on, ends_on = date_of(row["starts_on"]), date_of(row["ends_on"])
        if starts_on is None or ends_on is None or ends_on < starts_on:
            return None
        return TermRecord(row["key"], row["name"], starts_on, ends_on, row.file, row.line)

    def _student(self, key: str, school: str) -> StudentRecord:
        row = self.users.get(key)
        seats, spared = self._seats_in(key, school, STUDENT)
        if row is None:
            at = self.seats[key][0]
            return StudentRecord(
                id=key, seats=seats, listed=False, spared=spared or key in self.spoiled, file=at.file, line=at.line
            )
        preferred = tuple(one for one in (row["preferred_first"], row["preferred_last"]) if one)
        said = next((one["grade"] for one in self.roles.get(key, ()) if one["grade"]), row["grade"])
        return StudentRecord(
            id=key,
            local_id=row["local_id"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            grade=grade_said(said),
            nicknames=preferred or None,
            pronouns=row["pronouns"] or None,
            seats=seats,
            ended=row.ended,
            spared=spared,
            file=row.file,
            line=row.line,
        )

    def _adult(self, key: str, school: str) -> AdultRecord:
        seats, _spared = self._seats_in(key, school, TEACHER)
        row = self.users.get(key)
        if row is None:
            at = self.seats[key][0]
            return AdultRecord(id=key, seats=seats, listed=False, file=at.file, line=at.line)
        return replace(adult_of(row), seats=seats)

    def _families(self, school: str, children: set[str]) -> list[AdultRecord]:
        """Adults of a family with a child among these; and those of this school whose children the file leaves out,
        as a delta does: their ids are looked up among the school's own."""
        found = []
        for key in dict.fromkeys((*self.users, *self.bonds)):
            row, bonds = self.users.get(key), self.bonds.get(key, {})
            if row is not None and FAMILY not in self.kinds[key]:
                continue
            ours = [bond for child, bond in bonds.items() if child in children]
            if row is None:
                found += [AdultRecord(id=key, bonds=tuple(ours), listed=False)] if ours else []
                continue
            here = school in self.belongs[key]
            ours += [bond for child, bond in bonds.items() if here and child not in self.users]
            if ours or (here and row.ended):
                found.append(replace(adult_of(row), bonds=tuple(ours)))
        return found

    def _seats_in(self, key: str, school: str, kind: str) -> tuple[tuple[Seat, ...], bool]:
        """This person's classes at one school, each once; and whether a line about one could not be read."""
        seats: dict[str, Seat] = {}
        row, spared = self.users.get(key), False
        for line in self.seats.get(key, ()):
            if self._org_of(line, row) != school:
                continue
            starts_on, ends_on = date_of(line["starts_on"]), date_of(line["ends_on"])
            if line.problem or (line["starts_on"] and not starts_on) or (line["ends_on"] and not ends_on):
                spared = True
                if not line.problem:
                    self._left_out(line, "A date of this line is none. Write it as 2026-11-30.")
                continue
            if (KIND_OF_ROLE.get(role_code(line["role"])) or kind) != kind:
                continue
            seat = Seat(line["class"], starts_on, ends_on, ended=line.ended, file=line.file, line=line.line)
            if line["class"] not in seats or seats[line["class"]].ended:
                seats[line["class"]] = seat
        return tuple(seats.values()), spared
