"""Names nobody rostered, by our list and by the place a word stands in.

A listed name that is no ordinary word is masked in any case. A name that is also a word, and a capitalized word
that is neither English nor on a list, need their place to say that someone is meant.
"""

from collections.abc import Iterator

from privacy.deidentify import context, dictionary, lexicon, signatures
from privacy.deidentify.context import Neighbors
from privacy.deidentify.extent import JOINING, is_initial, is_known_english, is_syllable, name_from
from privacy.deidentify.met import Met, NameFound
from privacy.deidentify.rules import SCHOOL_TITLES, TITLES, Found
from privacy.deidentify.tokens import BREAK, NUMBER, WORD

NAMELESS = lexicon.NAMELESS
NAME_LIKE = lexicon.PERSON_WORDS | lexicon.THING_WORDS
THING_BEFORE = lexicon.context("thing before")
THING_AFTER = lexicon.context("thing after")
PLAYS = frozenset(["play", "playing", "played", "plays", "beat", "on"])
GAME_WORDS = lexicon.context("game words")
GAME_NAMES = lexicon.context("game names")
MOVES = lexicon.context("moves")
SPEECH_TO = lexicon.context("speech to")
DISTANT = frozenset(("in", "at", "from", "to", "on", "into", "through", "during", "over", "as", "than"))
COMPANY_BEFORE = lexicon.context("company before")
FAR_WORDS = frozenset(phrase[0] for phrase in lexicon.FAR_PLACES if len(phrase) == 1)
SEASONS = frozenset(("summer", "autumn", "winter", "spring"))
SEASONS_BESIDE = lexicon.context("seasons beside")
WITH_INITIAL = lexicon.PERSON_WORDS - lexicon.MODALS - lexicon.PLACE_ONLY
ABSTRACT = frozenset(
    [
        "hope",
        "faith",
        "joy",
        "love",
        "grace",
        "patience",
        "charity",
        "liberty",
        "justice",
        "harmony",
        "honor",
        "mercy",
        "constance",
        "prudence",
        "art",
        "music",
        "destiny",
        "essence",
        "heaven",
        "courage",
        "peace",
        "respect",
        "trust",
        "kindness",
        "miracle",
        "promise",
    ]
)
ABSTRACT_AFTER = lexicon.context("abstract after")
VERBS_BEFORE = lexicon.context("verbs before")
DETERMINERS = lexicon.context("determiners")
PREFIXED = (
    "mc",
    "mac",
    "de",
    "la",
    "le",
    "van",
    "von",
    "da",
    "du",
    "di",
    "ja",
    "jo",
    "ma",
    "mar",
    "ra",
    "ta",
    "o",
    "st",
    "fitz",
    "del",
    "ke",
    "sha",
    "ty",
    "an",
    "al",
    "el",
)
PLURAL_RELATIONS = lexicon.context("plural relations")
PLACE_PREPOSITIONS = lexicon.context("place prepositions")
TALKS_TO = lexicon.context("talks to")
OWN_TITLES = frozenset(("coach", "teacher"))
MONTH_IS = frozenset(("when", "the", "a", "here", "coming", "next", "almost", "over"))
VERB_NAMES = frozenset(
    (
        "mark",
        "chase",
        "grant",
        "rob",
        "sue",
        "bill",
        "pat",
        "drew",
        "rose",
        "hope",
        "will",
        "may",
        "chuck",
        "frank",
        "skip",
        "guy",
    )
)
VERBS = frozenset(("hope", "love", "rain", "spring"))
GRADES = frozenset(("as", "bs", "cs", "ds", "fs"))
ALWAYS_NAMING = frozenset(("mr", "mrs", "ms", "mx", "sra", "srta", "prof"))


def find(at: Neighbors, rules: list[Found], free: list[bool]) -> Iterator[NameFound]:
    """Names over free tokens from left to right."""
    titled = {end: start for what, start, end in rules if what == "title"}
    met = Met()
    after = 0
    signed = dict(signatures.find(at, free))
    for i in _candidates(at, titled, free):
        found = None
        if i >= after:
            found = NameFound(i, signed[i], "person") if i in signed else _at(at, i, titled, free)
        if found is None:
            continue
        at.meet(range(found.first, found.last + 1))
        met.learn(at, found, titled)
        yield found
        after = found.last + 1
    yield from met.again(at, free)


def _candidates(at: Neighbors, titled: dict[int, int], free: list[bool]) -> list[int]:
    """Words that may name someone. English in lower case that is no name, away from any title, is most of a text."""
    return [
        i
        for i, token in enumerate(at.tokens)
        if (token.cap or token.fold not in NAMELESS or i in titled or i - 1 in titled)
        and token.kind == WORD
        and free[i]
    ]


def _at(at: Neighbors, i: int, titled: dict[int, int], free: list[bool]) -> NameFound | None:
    if _is_public(at, i):
        return None
    title = titled.get(i, titled.get(i - 1) if i and at.tokens[i - 1].fold == "." else None)
    if title is not None and _is_titled(at, i, at.tokens[title].fold):
        kind = "teacher" if at.tokens[title].fold in SCHOOL_TITLES else "person"
        return name_from(at, i, free, kind)
    if _is_with_initial(at, i):
        return NameFound(i, i + 1, "person")
    if not _is_name(at, i):
        return None
    return name_from(at, i, free, "family" if at.word(i - 1) in context.FAMILY_RELATIONS else "person")


def _is_public(at: Neighbors, i: int) -> bool:
    """ "Jefferson", where Thomas Jefferson was spoken of, and "Mr. Goldberg", whom the text cites; not "my friend Jefferson"."""
    return i in at.public and at.cap(i) and at.word(i - 1) not in OWN_TITLES and not _is_own(at, i)


def _is_own(at: Neighbors, i: int) -> bool:
    if at.word(i - 1) == "is" and at.word(i - 2) in ("name", "nickname"):
        return True
    return at.word(i - 1) in context.RELATIONS and at.word(i - 2) not in ("his", "her", "their", "s")


def _is_titled(at: Neighbors, i: int, title: str) -> bool:
    """ "Mr. Dole", "ms k", "coach Daniels"; not "coach said", "dr appointment"."""
    token = at.tokens[i]
    if token.fold in TITLES or token.start - at.tokens[i - 1].end > 1:
        return False
    if token.fold in lexicon.KEPT_WORDS and not (title in ALWAYS_NAMING and at.cap(i)):
        return False
    if title in ("mr", "mrs", "ms", "mx", "miss", "sr", "sra", "srta", "prof"):
        return (
            at.cap(i)
            or not lexicon.is_english(token.fold)
            or (
                title != "miss"
                and title != "sr"
                and token.fold not in context.FUNCTION_WORDS
                and token.fold not in context.SPEAKS
            )
        )
    if at.cap(i) and not token.opens:
        return token.fold not in context.FUNCTION_WORDS and (token.fold not in lexicon.WORDS or at.inside(i))
    return title in TITLES and token.fold in lexicon.NAMES and token.fold not in lexicon.WORDS


def _is_name(at: Neighbors, i: int) -> bool:
    """Whether someone is meant by the word at ``i``."""
    word = at.tokens[i].fold
    if _is_shouted_name(at, i):
        return True
    if word in TITLES or word in GRADES or (len(word) == 1 and _is_tied_to_number(at, i)):
        return False
    if word in lexicon.NAMES and word not in lexicon.WORDS:
        return _is_plain_name(at, i)
    if at.inside(i) and _is_introduced_by_relation(at, i):
        return True
    if _is_of_two_syllables(at, i):
        return True
    if word in lexicon.COMMON_NAMES:
        return _is_common_name(at, i)
    if word in lexicon.KEPT_WORDS or lexicon.is_english(word):
        return False
    if lexicon.ends_as_family_name(word) and not dictionary.holds(word) and not lexicon.is_misspelled(word):
        return not at.tokens[i].joined
    return _is_plural_of_name(at, i) or _is_unknown_name(at, i)


def _is_with_initial(at: Neighbors, i: int) -> bool:
    """ "it was hunter b": a name that is a word, and one letter that is none."""
    word, after = at.tokens[i].fold, at.word(i + 1)
    if len(after) != 1 or word not in WITH_INITIAL or at.cap(i) or not after.isalpha():
        return False
    return (
        after not in "aiunrwy"
        and at.tokens[i + 1].start - at.tokens[i].end == 1
        and at.word(i - 1) not in context.NOT_A_NAME_AFTER
    )


def _is_shouted_name(at: Neighbors, i: int) -> bool:
    """ "BAO TRAN" in a text that does not shout: two listed names in capitals side by side."""
    j = i + 1
    return (
        at.tokens[i].upper
        and j < len(at.tokens)
        and at.tokens[j].upper
        and at.capitals_tell
        and at.tokens[i].fold in lexicon.GIVEN
        and at.tokens[j].fold in lexicon.NAMES
        and at.tokens[i].fold not in lexicon.WORDS
        and at.tokens[j].fold not in lexicon.WORDS
        and at.tokens[j].start - at.tokens[i].end == 1
    )


def _is_tied_to_number(at: Neighbors, i: int) -> bool:
    """The letter of "U8" and "B2"."""
    return i + 1 < len(at.tokens) and at.tokens[i + 1].kind == NUMBER and at.tokens[i].end == at.tokens[i + 1].start


def _is_introduced_by_relation(at: Neighbors, i: int) -> bool:
    """ "my dog Biscuit", "a girl named Sunshine": even an English word, when capitalized."""
    before = at.word(i - 1)
    if at.tokens[i].fold in lexicon.KEPT_WORDS or at.tokens[i].fold in context.FUNCTION_WORDS or at.tokens[i].upper:
        return False
    return before == "named" or (before in context.RELATIONS and at.word(i - 2) in context.OWNERS)


def _is_plural_of_name(at: Neighbors, i: int) -> bool:
    """ "two Emmas", "Tylers mom"."""
    word = at.tokens[i].fold
    named = word.endswith("s") and len(word) > 4 and word[:-1] in lexicon.GIVEN and word[:-1] not in lexicon.WORDS
    return named and (at.cap(i) or not at.is_careful or context.is_belonging(at, i))


def _is_plain_name(at: Neighbors, i: int) -> bool:
    """A listed name that is no word. Games keep theirs; two letters in lower case need a name's place."""
    word = at.tokens[i].fold
    if not at.cap(i) and (_is_kin_word(at, i) or (at.capitals_tell and at.word(i - 1) in ("the", "a", "an"))):
        return False
    if word in lexicon.KIN_WORDS and (not at.cap(i) or word in at.called_kin) and not context.is_introduced(at, i):
        return False
    if not at.inside(i) and (
        word in lexicon.LOWER_WORDS or (not at.cap(i) and at.is_careful and dictionary.holds(word))
    ):
        return _is_in_place_of_word(at, i)
    if at.tokens[i].upper and at.word(i - 1) == "the" and not at.shouting:
        return False  # "the RAND study"
    if (
        at.tokens[i].clitic
        and word + "s" in lexicon.KEPT_WORDS
        and at.word(i - 1) in ("a", "the", "at", "to", "from", "in")
    ):
        return False  # "at a Culver's"
    if _is_game_figure(at, i) or _is_listened_to(at, i) or _is_land(at, i):
        return False
    if word in lexicon.KEPT_WORDS and not context.is_introduced(at, i):
        return False
    if len(word) <= 2 and not at.inside(i):
        return (
            (at.cap(i) and word in lexicon.GIVEN and _acts(at, i + 1))
            or context.is_introduced(at, i)
            or context.is_followed_as_person(at, i)
        )
    if len(word) <= 3 and at.tokens[i].upper and at.capitals_tell:
        return word in lexicon.GIVEN and (context.is_introduced(at, i) or context.is_followed_as_person(at, i))
    return True


def _is_kin_word(at: Neighbors, i: int) -> bool:
    """ "my lola": whom the writer calls so; no name follows an owner in lower case without a relation."""
    return at.word(i - 1) in ("my", "our") and at.capitals_tell and at.word(i + 1) not in lexicon.NAMES


def _is_in_place_of_word(at: Neighbors, i: int) -> bool:
    """ "told walker", "Baker said", "Archer was mad"; not "a walker", "moss grows"."""
    if at.word(i - 1) in context.NOT_A_NAME_AFTER:
        return False
    if at.cap(i):
        return context.is_common_name_at_head(at, i) or _acts(at, i + 1) or _is_before_unusual(at, i)
    return context.is_place_of_common_name(at, i) or _is_before_lower_surname(at, i)


def _is_land(at: Neighbors, i: int) -> bool:
    """ "India won", "in Georgia", "from Jordan"; not "my friend India", "Georgia sat"."""
    word = at.tokens[i].fold
    if word in lexicon.THINGS_LIKE_PERSONS:
        return at.cap(i) and not context.is_introduced(at, i)
    if (word,) in lexicon.FAR_PLACES and not context.is_introduced(at, i):
        folds = {token.fold for token in at.tokens}
        if at.word(i - 1) in PLACE_PREPOSITIONS or len(folds & FAR_WORDS) > 1:
            return True
    return word in lexicon.PERSONS_LIKE_PLACES and at.word(i - 1) in PLACE_PREPOSITIONS


def _is_game_figure(at: Neighbors, i: int) -> bool:
    """ "In Zelda you fail", "I play as Mario": the figure, unless someone speaks or stands beside me."""
    if at.tokens[i].fold not in GAME_NAMES or context.is_introduced(at, i) or context.is_followed_as_person(at, i):
        return False
    near = {at.word(j) for j in range(i - 8, i + 9)}
    return at.word(i - 1) == "in" or bool(near & GAME_WORDS) or len(near & GAME_NAMES) > 1


def _is_listened_to(at: Neighbors, i: int) -> bool:
    """ "listen to Drake"."""
    return (
        at.word(i - 1) == "to"
        and at.word(i - 2) in ("listen", "listening", "listened")
        and at.tokens[i].fold in lexicon.ARTISTS
    )


def _is_common_name(at: Neighbors, i: int) -> bool:
    word, token = at.tokens[i].fold, at.tokens[i]
    before, after = at.word(i - 1), at.word(i + 1)
    if context.is_month(at, i) or before in ("the", "a", "an"):
        return False
    if before == "lil" and word in WITH_INITIAL and after not in context.RELATIONS:
        return True
    if _is_season_verb_or_month(at, i):
        return False
    if not at.cap(i):
        return word in NAME_LIKE and (context.is_place_of_common_name(at, i) or _is_before_lower_surname(at, i))
    if (
        at.cap(i - 1)
        and not at.tokens[i - 1].opens
        and at.tokens[i - 1].fold in lexicon.WORDS
        and not at.is_person(i - 1)
    ):
        return False  # "the Princess Royal", "Student Council"
    if token.opens:
        if word in ABSTRACT and _is_beside_abstract(at, i):
            return False
        return (word in lexicon.GIVEN and context.is_common_name_at_head(at, i)) or _is_before_surname(at, i)
    if word in ABSTRACT and (before in ABSTRACT_AFTER or _is_beside_abstract(at, i)):
        return False
    if word in lexicon.PERSON_WORDS or word in lexicon.THING_WORDS:
        if token.upper or word in lexicon.PLACE_ONLY or word in at.with_article or at.capitals_waver:
            return _is_supported(at, i)
        return True
    if word in lexicon.GIVEN and _is_before_unusual(at, i) and word not in context.FUNCTION_WORDS:
        return True  # "Lane Hoffarth"
    return (context.is_introduced(at, i) or context.is_followed_as_person(at, i)) and word not in context.FUNCTION_WORDS


def _is_season_verb_or_month(at: Neighbors, i: int) -> bool:
    """ "in the whole Summer", "So Mark the date", "May is when I graduate"."""
    word, before, after = at.tokens[i].fold, at.word(i - 1), at.word(i + 1)
    if word in SEASONS and (before in SEASONS_BESIDE or after in SEASONS_BESIDE):
        return True
    if word in VERB_NAMES and (not before or before in VERBS_BEFORE) and after in DETERMINERS:
        return True
    return word in lexicon.MONTHS and after in ("is", "was") and at.word(i + 2) in MONTH_IS


def _is_beside_abstract(at: Neighbors, i: int) -> bool:
    """ "Faith and Joy", "Art, Music and Drama"."""
    for step in (1, -1):
        if at.word(i + step) in (",", *context.CONJUNCTIONS, "or"):
            other = at.word(i + 2 * step)
            if other in ABSTRACT or (
                other in lexicon.WORDS
                and other not in lexicon.NAMES
                and other not in context.FUNCTION_WORDS
                and at.cap(i + 2 * step)
            ):
                return True
    return False


def _is_supported(at: Neighbors, i: int) -> bool:
    """What stands beside the word speaks for a person: "with X", "told X", "X said", "X and I", a family name."""
    if context.is_introduced(at, i) or context.is_followed_as_person(at, i) or _is_before_unusual(at, i):
        return True
    after = at.word(i + 1)
    return (
        (at.word(i - 1) in COMPANY_BEFORE and at.word(i - 1) not in ("and", "or", "that"))
        or after in ("to", "for")
        or _acts(at, i + 1)
    )


def _is_before_lower_surname(at: Neighbors, i: int) -> bool:
    """ "then grace kim got the solo"."""
    word, after = at.tokens[i].fold, at.word(i + 1)
    return (
        word in lexicon.PERSON_WORDS - lexicon.MODALS - VERBS
        and after in lexicon.FAMILY
        and after not in lexicon.WORDS
        and at.word(i - 1) in context.CLAUSE_BEFORE
    )


def _is_of_two_syllables(at: Neighbors, i: int) -> bool:
    """ "Soo-ah", "Min-jun": a capital, a hyphen, a short second part in lower case that is no word."""
    if not at.cap(i) or at.tokens[i].fold not in lexicon.NAMES or at.sign(i + 1) != "-" or i + 2 >= len(at.tokens):
        return False
    second = at.tokens[i + 2]
    tied = second.kind == WORD and at.tokens[i].end + 1 == second.start
    return tied and is_syllable(second)


def _is_before_surname(at: Neighbors, i: int) -> bool:
    """ "Grace Kim told": a capitalized family name follows at once."""
    j = i + 1
    return (
        j < len(at.tokens)
        and at.cap(j)
        and at.tokens[j].fold in lexicon.NAMES
        and at.tokens[j].fold not in lexicon.WORDS
        and at.tokens[j].start - at.tokens[i].end == 1
        and at.tokens[i].fold in lexicon.PERSON_WORDS
    )


def _is_unknown_name(at: Neighbors, i: int) -> bool:
    """A word on no list: capitalized where a person may stand, or in lower case where only a person can."""
    token = at.tokens[i]
    if len(token.fold) < 2 or lexicon.is_english(token.fold):
        return False
    before, after = at.word(i - 1), at.word(i + 1)
    if _is_office_or_land(at, i):
        return False
    if dictionary.holds(token.fold):
        return _is_meant_beyond_doubt(at, i)
    if not at.cap(i):
        if after in context.SAYS and before in context.CLAUSE_BEFORE and len(token.fold) > 3:
            return not lexicon.is_misspelled(token.fold)
        return before == "named" or (
            before in context.RELATIONS
            and at.word(i - 2) in ("my", "his", "her", "our", "friend", "best")
            and _acts(at, i + 1)
            and not lexicon.is_misspelled(token.fold)
        )
    if token.upper or lexicon.is_of_a_people(token.fold) or token.joined or _has_inner_capital(at, i):
        return False
    if token.fold in at.ordinary or lexicon.is_compound(token.fold):
        return _is_meant_beyond_doubt(at, i)
    if token.opens:
        return _opens_as_name(at, i)
    meant = context.is_introduced(at, i) or context.is_followed_as_person(at, i)
    if not meant and not _is_before_unusual(at, i) and _is_likely_misspelled(token.fold):
        return False
    if before in THING_BEFORE or after in THING_AFTER:
        return False
    if at.capitals_waver and not (meant or _is_supported(at, i)):
        return False
    if before not in DISTANT or at.word(i - 2) in SPEECH_TO or (before == "to" and at.word(i - 2) not in MOVES):
        return True
    return _is_before_unusual(at, i) and before == "from"


def _is_office_or_land(at: Neighbors, i: int) -> bool:
    """ "Dear Assemblywoman"; "Aghanistan"."""
    word = at.tokens[i].fold
    if word.endswith(("woman", "women", "person", "people")):
        return True
    return at.cap(i) and at.word(i - 1) not in context.NAMED and lexicon.is_misspelled(word, lexicon.LONG_KEPT_WORDS)


def _has_inner_capital(at: Neighbors, i: int) -> bool:
    """ "NaCl", "GoGuardian"; not "McKenna", "DeShawn"."""
    word = at.text_of(i)
    inner = next((k for k, c in enumerate(word) if k and c.isupper() and word[k - 1].isalpha()), 0)
    return inner > 0 and word[:inner].lower() not in PREFIXED


def _is_likely_misspelled(word: str) -> bool:
    """ "Technoligy", "Afganistan"."""
    return (len(word) > 4 and lexicon.is_misspelled(word)) or lexicon.is_misspelled(word, lexicon.LONG_KEPT_WORDS)


def _is_meant_beyond_doubt(at: Neighbors, i: int) -> bool:
    """A rare English word, capitalized, that can only be someone here: "told Merle", "Merle said", "Merle and I"."""
    if not at.cap(i) or at.tokens[i].upper:
        return at.word(i - 1) == "named"
    after = at.word(i + 1)
    if after in context.SAYS or (after in context.CONJUNCTIONS and at.word(i + 2) in context.SELF):
        return True
    return not at.tokens[i].opens and (context.is_introduced(at, i) or _is_before_listed(at, i))


def _opens_as_name(at: Neighbors, i: int) -> bool:
    """An unusual word that opens a sentence and then speaks, stands in a list of names, or simply does something."""
    if context.is_followed_as_person(at, i) or (at.word(i + 1) == "," and at.looks_named(i + 2)):
        return True
    if at.word(i + 1) == "," and at.word(i + 2) in TALKS_TO and not lexicon.is_misspelled(at.tokens[i].fold):
        return True  # "Vinka, can you"
    if at.sign(i + 1) == ":" and (i == 0 or at.tokens[i - 1].kind == BREAK):
        return not lexicon.is_misspelled(at.tokens[i].fold)  # who speaks: "Vinka: I said so."
    if _is_before_unusual(at, i) or _is_alone(at, i) or context.is_introduced(at, i):
        return True
    j = (
        i + 3
        if at.word(i + 1) == "-" and at.tokens[i + 1].end == at.tokens[min(i + 2, len(at.tokens) - 1)].start
        else i + 1
    )
    return _acts(at, j) and not lexicon.is_misspelled(at.tokens[i].fold)


def _is_alone(at: Neighbors, i: int) -> bool:
    """A capitalized word with a line to itself, or with a date or number after a break: the writer's name."""
    first = i == 0 or at.tokens[i - 1].kind == BREAK
    last = i + 1 < len(at.tokens) and at.tokens[i + 1].kind == BREAK
    return first and last and not lexicon.is_misspelled(at.tokens[i].fold)


def _is_before_unusual(at: Neighbors, i: int) -> bool:
    """Another unusual capitalized word follows at once, or after an initial: a full name."""
    j = i + 1
    if j < len(at.tokens) and is_initial(at, j):
        j += 2 if at.sign(j + 1) == "." else 1
    while j < len(at.tokens) and at.word(j) in JOINING:
        j += 1
    if j >= len(at.tokens) or not at.cap(j) or at.tokens[j].upper or at.tokens[j].start - at.tokens[j - 1].end != 1:
        return False
    word = at.tokens[j].fold
    return word not in lexicon.KEPT_WORDS and (word in lexicon.NAMES or not is_known_english(word))


def _is_before_listed(at: Neighbors, i: int) -> bool:
    """ "Quarto Angelo": a capitalized name of our lists that is no word follows at once."""
    j = i + 1
    if j >= len(at.tokens) or not at.cap(j) or at.tokens[j].start - at.tokens[i].end != 1:
        return False
    return at.is_person_or_name(j) and at.word(i - 1) not in ("the", "a", "an")


def _acts(at: Neighbors, j: int) -> bool:
    """A verb that a person does: "said", "was", "dared"."""
    word = at.word(j)
    return word in context.SPEAKS or word in context.ACTS or (word.endswith("ed") and lexicon.is_english(word))
