"""Find a student by name among those a person may see.

The names of a teacher's own students are few: they are opened and matched by how they begin. Among
many (an administrator's school) whole parts of a name are found by their keyed digests first, so
that nothing is decrypted; only the start of a name, which has no digest, makes the rest be opened.
"""

import difflib
from collections.abc import Iterable
from functools import reduce

from privacy import keys
from students.access import Right, visible
from students.models import NameToken, Student
from students.names import fold, pieces

LIMIT = 50
FEW = 300
NEAR = 0.6


def find(who, text: str, *, right: Right = Right.RECORD) -> list[Student]:
    """The visible students whose names hold every word of ``text``, by name; none for an empty text."""
    words = pieces(text)
    if not words:
        return []
    seen = visible(who, Student, right)
    if seen.count() > FEW and (found := _by_whole_words(seen, words)):
        return _by_name(found)[:LIMIT]
    return _by_name(_by_beginnings(seen, words))[:LIMIT]


def nearest(who, text: str, *, right: Right = Right.RECORD) -> Student | None:
    """The visible student whose name is spelled most like ``text``: offered when nobody was found."""
    students = {fold(student.name): student for student in names_for(visible(who, Student, right))}
    by_part = {piece: student for folded, student in students.items() for piece in pieces(folded)}
    near = difflib.get_close_matches(" ".join(pieces(text)), [*students, *by_part], n=1, cutoff=NEAR)
    return {**by_part, **students}[near[0]] if near else None


def names_for(students: Iterable[Student]) -> list[Student]:
    """The same students with their names opened, keys fetched in one query. One whose key was destroyed is left out."""
    students = list(students)
    with keys.keyring():
        opened = keys.open_keys(student.pk for student in students)
        kept = [student for student in students if student.pk in opened]
        for student in kept:  # opened here, under the ring, so that a caller without one pays one query, too
            for field in ("first_name", "last_name", "nicknames"):
                setattr(student, field, getattr(student, field))
    return kept


def _by_whole_words(seen, words: list[str]) -> list[Student]:
    schools = set(seen.values_list("school_id", flat=True).distinct())
    return list(reduce(lambda rows, word: rows.filter(name_tokens__token__in=_tokens(schools, word)), words, seen))


def _tokens(schools, word: str) -> list[str]:
    return [NameToken.digest(school, word) for school in schools]


def _by_beginnings(seen, words: list[str]) -> list[Student]:
    return [student for student in names_for(seen) if _begins(student, words)]


def _begins(student: Student, words: list[str]) -> bool:
    parts = [piece for name in student.all_names for piece in pieces(name)]
    return all(any(part.startswith(word) for part in parts) for word in words)


def _by_name(students: list[Student]) -> list[Student]:
    return sorted(names_for(students), key=lambda student: student.sort_key)
