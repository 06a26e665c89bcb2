"""How far a name reaches: over initials, particles, hyphens and family names, forward and back."""

from privacy.deidentify import context, dictionary, lexicon
from privacy.deidentify.context import Neighbors
from privacy.deidentify.met import NameFound
from privacy.deidentify.tokens import SIGN, WORD, Token

# Words inside a name that name no one alone.
PARTICLES = lexicon.context("particles")
ENGLISH_PARTICLES = lexicon.context("english particles")
JOINING = PARTICLES - ENGLISH_PARTICLES  # inside a name, whatever stands around it
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
SYLLABLES = frozenset(("ah", "ha", "hee", "ho", "in", "won", "young", "sun", "bin", "hun", "may", "rim", "song", "yon"))


def is_known_english(word: str) -> bool:
    return lexicon.is_english(word) or dictionary.holds(word)


def first_of_particles(at: Neighbors, i: int, free: list[bool]) -> int:
    """The first token of a name whose known part stands at ``i``: "Al-" of "Al-Rashid", "de la" of "de la Cruz"."""
    first = i
    while first > 0 and free[first - 1] and at.tokens[first].start - at.tokens[first - 1].end <= 1:
        before = at.tokens[first - 1]
        linked = before.fold == "-" and before.end == at.tokens[first].start and at.word(first - 2) in PARTICLES
        leads = before.fold in JOINING and (at.tokens[first].fold == "-" or at.tokens[i].cap)
        nicknamed = before.fold in ("lil", "lil'") and at.tokens[first].start - before.end == 1
        if not (linked or leads or nicknamed):
            break
        first -= 1
    return first


def is_trailing_initial(at: Neighbors, j: int) -> bool:
    """The letter in "Maria S." or "Maria S told me"; not the pronoun, not an article."""
    if j >= len(at.tokens) or at.is_person(j):
        return False
    token = at.tokens[j]
    follows = token.start - at.tokens[j - 1].end <= 1 and not at.tokens[j - 1].clitic
    return follows and len(token.fold) == 1 and token.cap and (token.fold not in ("i", "a") or at.sign(j + 1) == ".")


def is_syllable(token: Token) -> bool:
    """The second part of "Seo-yeon", "Soo-ah"; not of "Jordan-like"."""
    ordinary = token.fold in lexicon.WORDS and token.fold not in SYLLABLES
    return token.kind == WORD and not token.cap and 1 < len(token.fold) < 6 and not ordinary


def name_from(at: Neighbors, i: int, free: list[bool], kind: str) -> NameFound:
    """The name from its first word on, over initials, particles, hyphens and family names."""
    last = i
    while not at.tokens[last].clitic:
        j = next_name_word(at, last, free)
        if j is None:
            break
        last = j
    return NameFound(first_of_particles(at, i, free), last, kind)


def next_name_word(at: Neighbors, i: int, free: list[bool]) -> int | None:
    j, hyphen = i + 1, False
    while j < min(i + 4, len(at.tokens)) and free[j]:
        token = at.tokens[j]
        if token.start - at.tokens[j - 1].end > 1 or at.word(j) == "":
            return None
        if token.kind == SIGN and token.fold == "-" and token.start == at.tokens[j - 1].end:
            hyphen = True
        elif (token.kind == SIGN and token.fold == "." and len(at.tokens[j - 1].fold) == 1) or _is_lower_initial(
            at, i, j
        ):
            pass
        elif token.kind == WORD and is_initial(at, j):
            if not _name_goes_on(at, j):
                return j
        elif (
            token.kind == WORD
            and token.fold in PARTICLES
            and token.fold not in ("e", "y", "i")
            and _name_goes_on(at, j)
        ):
            pass
        else:
            return j if token.kind == WORD and _continues_name(at, i, j, hyphen) else None
        j += 1
    return None


def is_initial(at: Neighbors, j: int) -> bool:
    token = at.tokens[j]
    return (len(token.fold) == 1 and token.cap and token.fold not in ("i", "a")) or (
        token.fold == "a" and token.cap and at.word(j + 1) == "."
    )


def _is_lower_initial(at: Neighbors, i: int, j: int) -> bool:
    """ "bertram m. olsen", "leidy t muris": all in lower case, with a listed name after it."""
    if at.cap(i) or len(at.tokens[j].fold) != 1 or at.tokens[j].kind != WORD or at.tokens[j].cap:
        return False
    if at.tokens[j].fold in ("n", "w"):
        return False  # "tyrese n malik"
    return at.is_person_or_name(j + 2 if at.sign(j + 1) == "." else j + 1)


def _name_goes_on(at: Neighbors, j: int) -> bool:
    k = j + 1 if at.word(j + 1) != "." else j + 2
    while at.word(k) in JOINING:
        k += 1
    return k < len(at.tokens) and at.tokens[k].kind == WORD and at.cap(k) and not is_known_english(at.tokens[k].fold)


def _is_lower_surname(at: Neighbors, i: int, word: str) -> bool:
    """ "olga krylova": an unusual word, not a misspelled one, after a given name that is no word."""
    given = at.tokens[i].fold
    unusual = len(word) > 4 and word not in lexicon.KEPT_WORDS and not is_known_english(word)
    return given in lexicon.GIVEN and given not in lexicon.WORDS and unusual and not lexicon.is_misspelled(word)


def _continues_name(at: Neighbors, i: int, j: int, hyphen: bool) -> bool:
    token = at.tokens[j]
    word = token.fold
    if word in SUFFIXES:
        return token.cap
    if hyphen:
        return at.cap(j) or (word in lexicon.NAMES and word not in lexicon.WORDS) or is_syllable(token)
    if (word in lexicon.NAMES and word not in lexicon.WORDS) or lexicon.ends_as_family_name(word):
        return at.cap(j) == at.cap(i) or not at.capitals_tell
    if not at.cap(i) and not at.cap(j) and token.start - at.tokens[i].end == 1:
        return _is_lower_surname(at, i, word)
    if (
        not at.cap(j)
        or (token.opens and at.sign(j - 1) != ".")
        or word in lexicon.KEPT_WORDS
        or word in context.FUNCTION_WORDS
    ):
        return False
    return at.cap(i) and word not in context.SPEAKS and (not token.upper or len(word) == 1)
