"""What is too easily guessed to be a password, however long it is.

Two judges beside Django's list. zxcvbn knows 30,000 passwords out of breaches, dates, keyboard rows and how people
dress words up, and estimates how many guesses it takes. And a word that everybody near would try first (ours, the
school's, one's own name) counts for nothing: enough else must be left.
"""

import re

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from privacy.wall.duties import Duty
from privacy.wall.standing import system
from students.models import School

# The documented list (docs/guides/signing-in.md); names of the account, its schools and districts come beside it.
OUR_WORDS = (
    "sightline", "empathy", "empathie", "problem", "solving", "regulation", "resilience", "student", "students",
    "teacher", "school", "schools", "district", "classroom", "homeroom", "family", "parent", "guardian", "principal",
    "office", "records", "officer", "safeguarding", "lead", "admin", "administrator", "operator", "password",
    "passwort", "contrasena", "welcome", "elementary", "middle", "high", "academy",
)  # fmt: skip
ENOUGH_GUESSES = 3  # of zxcvbn's 0 to 4: more than 10^8
ENOUGH_LETTERS = 5  # beside the words that everybody near would try
LOOKED_AT = 24  # characters; zxcvbn takes seconds over long ones, and what it needs to know stands in the beginning
SHORTEST_WORD = 4


class Guessable:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password, user=None):
        words = words_near(user)
        if zxcvbn(password[:LOOKED_AT], user_inputs=words)["score"] < ENOUGH_GUESSES or _is_made_of(words, password):
            raise ValidationError(
                _("This is guessed too soon. Take three or four words that have nothing to do with one another."),
                code="password_guessable",
            )

    def get_help_text(self):
        return _("Words that have nothing to do with one another, with you or with your school.")


def words_near(user) -> list[str]:
    if user is None:
        return list(OUR_WORDS)
    own = [user.get_username(), user.email, user.first_name, user.last_name, *_places(user)]
    pieces = {piece for text in own for piece in re.split(r"[\W\d_]+", text.casefold())}
    return [*OUR_WORDS, *sorted(piece for piece in pieces if len(piece) >= SHORTEST_WORD)]


@system(Duty.SIGN_IN)
def _places(user) -> list[str]:
    """Names of the schools and districts somebody has or had anything to do with."""
    held, children = user.memberships.all(), user.guardianships.all()
    schools = School.objects.filter(
        Q(pk__in=held.values("school")) | Q(district__in=held.values("district")) | Q(pk__in=children.values("school"))
    )
    return [name for pair in schools.values_list("name", "district__name") for name in pair]


def _is_made_of(words: list[str], password: str) -> bool:
    rest = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return rest != password.casefold() and sum(letter.isalpha() for letter in rest) < ENOUGH_LETTERS
