"""Who wrote it: a cell with an id or a name, looked up among the students of one class.

Nobody outside the class is looked up, so a guessed id or name tells nothing about another class.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.uploading.table import shortened
from assessments.uploading.values import Candidate, RowProblem
from students.models import Student, fold

MOST_COMPARED, LONGEST_COMPARED = 200, 80


@dataclass
class ClassList:
    """The students of one class by the names they go by. ``ids_of`` answers which students have an external id."""

    classroom: str
    students: Sequence[Student]
    ids_of: Callable[[str], Iterable[uuid.UUID]]
    by_pk: dict[str, Student] = field(init=False)
    _levels: list[dict[str, set[str]]] = field(init=False)
    _compared: int = field(init=False, default=0)

    def __post_init__(self):
        self.by_pk = {str(student.pk): student for student in self.students}
        self._levels = [defaultdict(set), defaultdict(set)]
        for pk, student in self.by_pk.items():
            for level, names in zip(self._levels, _names(student), strict=True):
                for name in names:
                    level[_key(name)].add(pk)

    def find(self, *, external_id: str, name: str) -> Student:
        """The one student meant. Raises RowProblem when there is none, or more than one."""
        if not external_id and not name:
            raise RowProblem(_("This row does not say who wrote it. Add the student's id or name."), field="student")
        by_id = self._with_id(external_id) if external_id else None
        if not name:
            return by_id
        if by_id is None:
            return self._called(name)
        if str(by_id.pk) not in self._possible(name):
            raise RowProblem(
                _("The id %(id)s belongs to %(student)s, and the name here is “%(name)s”. Which one is right?")
                % {"id": shortened(external_id, 30), "student": by_id.name, "name": shortened(name, 40)},
                field="student",
                candidates=self._candidates([str(by_id.pk), *self._best(name)]),
            )
        return by_id

    def called(self, name: str) -> tuple[list[Student], bool]:
        """Everybody who may be meant by a name, and whether it is a full name."""
        full = _key(name) in self._levels[0]
        return [self.by_pk[pk] for pk in sorted(self._best(name))], full

    def with_id(self, external_id: str) -> list[Student]:
        return [self.by_pk[pk] for pk in sorted({str(pk) for pk in self.ids_of(external_id)} & set(self.by_pk))]

    def near(self, name: str) -> tuple[Candidate, ...]:
        return self._near(name)

    def everybody(self) -> tuple[Candidate, ...]:
        """The whole class to choose from, by name."""
        return self._candidates(self.by_pk)

    def _with_id(self, external_id: str) -> Student:
        found = {str(pk) for pk in self.ids_of(external_id)} & set(self.by_pk)
        if not found:
            raise RowProblem(
                _("No student in %(classroom)s has the id “%(id)s”. Check the id, or the class you chose.")
                % {"classroom": self.classroom, "id": shortened(external_id, 30)},
                field="student",
            )
        return self._only(found, external_id)

    def _called(self, name: str) -> Student:
        if found := self._best(name):
            return self._only(found, name)
        near = self._near(name)
        hint = _("You have %s.") % near[0].label if near else _("Check the spelling, or the class you chose.")
        raise RowProblem(
            _("No student in %(classroom)s is called “%(name)s”.")
            % {"classroom": self.classroom, "name": shortened(name, 40)}
            + f" {hint}",
            field="student",
            candidates=near,
        )

    def _only(self, found: Iterable[str], said: str) -> Student:
        found = list(found)
        if len(found) == 1:
            return self.by_pk[found[0]]
        raise RowProblem(
            ngettext(
                "%(count)s student in %(classroom)s could be “%(said)s”. Who wrote this?",
                "%(count)s students in %(classroom)s could be “%(said)s”. Who wrote this?",
                len(found),
            )
            % {"count": len(found), "classroom": self.classroom, "said": shortened(said, 40)},
            field="student",
            candidates=self._candidates(found),
        )

    def _best(self, name: str) -> set[str]:
        """Those whose full name it is, else those who go by it in a shorter form."""
        return next((level[_key(name)] for level in self._levels if _key(name) in level), set())

    def _possible(self, name: str) -> set[str]:
        return set().union(*(level.get(_key(name), ()) for level in self._levels))

    def _near(self, name: str) -> tuple[Candidate, ...]:
        """Those whose names look alike. Comparing costs a millisecond: a column of strangers is not compared whole."""
        self._compared += 1
        if self._compared > MOST_COMPARED or len(name) > LONGEST_COMPARED:
            return ()
        known = [key for level in self._levels for key in level]
        close = get_close_matches(_key(name), known, n=3, cutoff=0.75)
        return self._candidates(dict.fromkeys(pk for key in close for pk in sorted(self._possible(key))))

    def _candidates(self, pks: Iterable[str]) -> tuple[Candidate, ...]:
        students = [self.by_pk[pk] for pk in dict.fromkeys(pks)]
        return tuple(Candidate(str(one.pk), _labelled(one)) for one in sorted(students, key=lambda one: one.sort_key))


def _names(student: Student) -> tuple[list[str], list[str]]:
    """The full name, and the shorter forms, in which one student's nickname may be another's first name."""
    first, last = student.first_name, student.last_name
    nicknames = [name for name in (student.nicknames or "").splitlines() if name.strip()]
    full = [f"{first} {last}", f"{last} {first}"]
    shorter = [first, last, *(f"{given} {last[:1]}" for given in (first, *nicknames))]
    familiar = [form for name in nicknames for form in (name, f"{name} {last}", f"{last} {name}")]
    return full, [name for name in shorter + familiar if name]


def _key(name: str) -> str:
    """Folded and without commas or full stops: ``Ruiz, Jonah`` and ``jonah r.`` find their student."""
    return " ".join(re.sub(r"[,.]", " ", fold(name)).split())


def _labelled(student: Student) -> str:
    if student.grade is None:
        return student.name
    return _("%(name)s, grade %(grade)s") % {"name": student.name, "grade": student.grade}
