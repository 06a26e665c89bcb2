"""What we know of names, words and places, read once per process from the lists in ``data/``.

The lists are our own (written from general knowledge), so they are small enough to read and to correct.
``words.txt`` is ordinary English: a capitalized word that is neither there nor in ``kept.txt`` is unusual,
and a name that is there is a *common word*: masked in lower case only in a name's place.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from privacy.deidentify.spelling import Near, is_one_off
from privacy.deidentify.tokens import fold, fold_phrase

DATA = Path(__file__).resolve().parent / "data"
Section = dict[str, list[str]]

# fmt: off
_ENDINGS = (
    "s", "es", "ed", "d", "ing", "er", "ers", "ly", "est", "r", "y", "n", "less", "ness", "ful", "able", "ish", "ment", "ments", "al",
    "ally", "ous", "ive", "ity", "ism", "ist", "ists", "ize", "ized", "ation", "hood", "ship", "like", "ary", "ance", "ence", "or", "ors",
)
# fmt: on
_PREFIXES = ("un", "re", "dis", "mis", "over", "non", "pre", "out", "any", "some", "every", "back", "super")


def _sections(name: str) -> Iterator[tuple[str, str]]:
    """Every line of a list with the heading it stands under."""
    heading = ""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line and not line.startswith("#"):
            yield heading, line


def _words(name: str, heading: str | None = None) -> frozenset[str]:
    lines = (line for under, line in _sections(name) if heading in (None, under))
    return frozenset(fold(word) for line in lines for word in re.split(r"[\s-]+", line) if word)


def _is_apart(heading: str) -> bool:
    """Words under such a heading stay only where more speaks for it."""
    return "named like" in heading or "by last name" in heading


def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    parts = (part for under, line in _sections(name) if not _is_apart(under) for part in line.split(","))
    return frozenset(phrase for part in parts if not any(map(str.isdigit, part)) and (phrase := fold_phrase(part)))


def _kept_under(heading: str) -> frozenset[str]:
    lines = (line for under, line in _sections("kept.txt") if under == heading)
    return frozenset(phrase[0] for line in lines for part in line.split(",") if len(phrase := fold_phrase(part)) == 1)


GIVEN = _words("given_names.txt") | frozenset(name for p in _phrases("nicknames.txt") for name in p if len(name) > 1)
FAMILY = _words("family_names.txt")
NAMES = GIVEN | FAMILY
PERSON_WORDS = _words("name_words.txt", "person")
THING_WORDS = _words("name_words.txt", "thing")
MONTHS = _words("name_words.txt", "months")
MODALS = _words("name_words.txt", "modals")
LOWER_WORDS = _words("name_words.txt", "lower")
PLACE_ONLY = _words("name_words.txt", "place only")
WORDS = _words("words.txt") | PERSON_WORDS | THING_WORDS
COMMON_NAMES = NAMES & WORDS
NAMELESS = WORDS - NAMES


def _pieces(name: str, heading: str) -> frozenset[tuple[str, ...]]:
    lines = (line for under, line in _sections(name) if under == heading)
    return frozenset(phrase for line in lines for part in line.split(",") if (phrase := fold_phrase(part)))


_KEPT = _phrases("kept.txt")
KNOWN_BY_LAST_NAME = frozenset(phrase[0] for phrase in _pieces("kept.txt", "public by last name"))
ARTISTS = frozenset(p[0] for p in _KEPT if len(p) == 1)
COUNTRIES = _kept_under("countries, states, peoples, languages")
KEPT_WORDS = frozenset(p[0] for p in _KEPT if len(p) == 1) - GIVEN
LONG_KEPT_WORDS = frozenset(word for word in KEPT_WORDS if len(word) > 6)
KEPT_PHRASES = frozenset(p for p in _KEPT if len(p) > 1)
PUBLIC_PEOPLE = frozenset(
    phrase
    for under, line in _sections("kept.txt")
    if under == "people everyone knows"
    for part in line.split(",")
    if len(phrase := fold_phrase(part)) > 1
)
# The last name of each public person, with the first names that go before it.
FIRST_NAMES_OF: dict[str, frozenset[str]] = {}
for _phrase in PUBLIC_PEOPLE:
    if len(_phrase[-1]) > 3:
        FIRST_NAMES_OF[_phrase[-1]] = FIRST_NAMES_OF.get(_phrase[-1], frozenset()) | {_phrase[0]}
PUBLIC_FIRST_NAMES = frozenset().union(*FIRST_NAMES_OF.values())
_LASTS = Near(FIRST_NAMES_OF)
NEAR_LAST_NAMES = Near(KNOWN_BY_LAST_NAME)
# The title of a work and the folded names of its figures.
FIGURES: dict[tuple[str, ...], frozenset[str]] = {}
for _, _line in _sections("works.txt"):
    _titles, _, _figures = _line.partition(":")
    for _title in map(fold_phrase, _titles.split("/")):
        FIGURES[_title] = FIGURES.get(_title, frozenset()) | {fold(figure.strip()) for figure in _figures.split(",")}
# Works alone: a title that names one, where other phrases under the same heading are names.
TITLES_OF_WORKS = frozenset(FIGURES)
KIN_WORDS = frozenset(p[0] for p in _KEPT if len(p) == 1) & GIVEN
THINGS_LIKE_PERSONS = _kept_under("things named like persons")
PERSONS_LIKE_PLACES = _kept_under("persons named like places")
_PLACES = _phrases("places.txt")
FAR_PLACES = frozenset(
    phrase
    for under, line in _sections("places.txt")
    if under != "United States"
    for part in line.split(",")
    if (phrase := fold_phrase(part))
)
PLACE_WORDS = frozenset(p[0] for p in _PLACES if len(p) == 1)
PLACE_PHRASES = frozenset(p for p in _PLACES if len(p) > 1)


def context(heading: str) -> frozenset[str]:
    """The words under one heading of ``contexts.txt``."""
    found = _words("contexts.txt", heading)
    if not found:
        raise KeyError(f"contexts.txt has no words under [{heading}]")
    return found


@lru_cache(maxsize=1)
def nicknames() -> dict[str, frozenset[str]]:
    """Every other form a name may take: the short forms of a long one, the long forms of a short one."""
    forms: dict[str, set[str]] = {}
    for _, line in _sections("nicknames.txt"):
        group = [fold(word.strip()) for word in line.split(",")]
        for short in group[1:]:
            forms.setdefault(group[0], set()).add(short)
            forms.setdefault(short, set()).add(group[0])
    return {name: frozenset(others - {name}) for name, others in forms.items()}


def is_english(word: str) -> bool:
    """Whether a folded word is ordinary English, in itself or by its ending or beginning."""
    return (
        word in WORDS
        or _has_english_stem(word)
        or any(
            word.startswith(prefix) and (word[len(prefix) :] in WORDS or _has_english_stem(word[len(prefix) :]))
            for prefix in _PREFIXES
        )
    )


# Endings of family names: Slavic, Nordic, Finnish, Armenian, Georgian, Greek, Romanian, Hungarian, Turkish and Persian.
_NAME_ENDINGS = re.compile(
    r"[a-z]{3,}(?:ova|eva|ovna|evna|ovich|evich|ovic|evic|enko|skaya|skyi|sky|ski|ska|wicz|czyk|czak|ssen|sson|dottir|quist|qvist"
    r"|strom|gren|lund|inen|onen|anen|unen|escu|yan|adze|idze|shvili|poulos|opoulou|akis|ides|oglu|zadeh|pour|vang|gaard|stad|heim)"
)


def ends_as_family_name(word: str) -> bool:
    """An unlisted word that ends as family names do and is no English: "samoylova", "bergsveinsson"."""
    return (
        len(word) > 6 and _NAME_ENDINGS.fullmatch(word) is not None and not is_english(word) and word not in KEPT_WORDS
    )


def is_public_misspelled(first: str, last: str) -> bool:
    """A public full name with one of its words one letter off: "Harry Poter", "Thomas Edisson", "Lebrom James"."""
    if len(last) > 3 and (firsts := FIRST_NAMES_OF.get(last)):
        return first not in firsts and len(first) > 4 and any(is_one_off(first, known) for known in firsts)
    return (
        len(last) > 4
        and first in PUBLIC_FIRST_NAMES
        and any(first in FIRST_NAMES_OF[known] for known in _LASTS.to(last))
    )


def is_compound(word: str) -> bool:
    """Two English words in one: "lifeguard", "seagoing", "assemblywoman"."""
    return any(
        word[:i] in WORDS and (word[i:] in WORDS or _has_english_stem(word[i:])) for i in range(3, len(word) - 2)
    )


_OF_A_PEOPLE = ("s", "n", "an", "ian", "ans", "ians", "ese", "i", "is", "ic", "ism", "phobia", "phobic")


def is_of_a_people(word: str) -> bool:
    """A country's people, language or creed, and the names of ideas: "Mozambican", "Iraqis", "Islamism"."""
    if len(word) > 6 and word.endswith(("ism", "isms", "phobia", "phobic", "ology", "ophobe", "mania")):
        return True
    return any(
        word.endswith(end)
        and (stem := word[: -len(end)])
        and (stem in COUNTRIES or stem + "a" in COUNTRIES or stem + "e" in COUNTRIES)
        for end in _OF_A_PEOPLE
    )


LONGEST_WORD = 40  # letters; trying every change of a longer one would cost the square of its length


def is_misspelled(word: str, among: frozenset[str] = WORDS) -> bool:
    """Whether one letter added, left out, changed or swapped makes ``word`` ordinary English ("becuase")."""
    if len(word) > LONGEST_WORD:
        return False
    letters = "abcdefghijklmnopqrstuvwxyz"
    for i in range(len(word) + 1):
        before, after = word[:i], word[i:]
        if after and (before + after[1:] in among or before + after[1:2] + after[:1] + after[2:] in among):
            return True
        if any(before + c + after in among or before + c + after[1:] in among for c in letters):
            return True
    return False


def _has_english_stem(word: str) -> bool:
    for ending in _ENDINGS:
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) > 2:
            if stem in WORDS or (ending[0] in "aeiy" and (stem + "e" in WORDS or _undoubled(stem) in WORDS)):
                return True
            if stem.endswith("i") and stem[:-1] + "y" in WORDS:
                return True
    return word.endswith("ied") and word[:-3] + "y" in WORDS


def _undoubled(stem: str) -> str:
    return stem[:-1] if stem[-1] == stem[-2] else stem
