"""Whether a text names a student: by which files awaiting confirmation are found that go with an erased record."""

import uuid
from collections.abc import Callable

from privacy import keys
from students.models import ExternalId, Student
from students.names import index_of, pieces

SHORTEST = 2  # letters; an initial is nobody's name

Mentions = Callable[[str], bool]


def of(subject: uuid.UUID) -> Mentions:
    """Any name, nickname or roster id of the student, as a whole word. Once the key is gone nobody can tell, so every
    text counts. Too much may go: what waits can be handed in again."""
    student = Student.objects.filter(pk=subject).first()
    if student is None or not keys.existing([subject]):
        return lambda text: True
    named = {piece for piece in index_of(student.all_names) if len(piece) >= SHORTEST}
    said = {one.value.casefold() for one in ExternalId.objects.filter(student=student)} | {str(subject)}
    return lambda text: bool(named & words(text)) or any(one in text.casefold() for one in said if one)


def words(text: str) -> set[str]:
    """Folded words of any text: what stands between quotes, brackets, tabs or dots is a word, too."""
    spaced = "".join(letter if letter.isalnum() or letter in "'’-" else " " for letter in text)
    return {piece for word in spaced.split() for piece in pieces(word.replace("’s", "").replace("'s", ""))}
