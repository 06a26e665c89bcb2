"""Whether a word stands where a name stands: "told X", "my cousin X", "X and I", "X said".

All rules look at one or two neighbors, so a text is judged in one pass. Someone masked already (a placeholder,
a rostered name) counts as a person, which keeps a second pass over masked text from finding anything new.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from privacy.deidentify import lexicon
from privacy.deidentify.tokens import BREAK, NUMBER, PLACED, WORD, Token

RELATIONS = lexicon.context("relations")
FAMILY_RELATIONS = lexicon.context("family relations")
OWNERS = lexicon.context("owners")
NAMED = frozenset(["named", "called", "name", "names", "nicknamed"])
GREETINGS = lexicon.context("greetings")
SPOKEN_TO = lexicon.context("spoken to")
TOWARD = lexicon.context("toward")
SPEAKS = lexicon.context("speaks")
ACTS = lexicon.context("acts")
SAYS = lexicon.context("says")
CLAUSE_BEFORE = frozenset(
    ("", ".", "and", "then", "so", "when", "because", "cuz", "but", "until", "after", "that", "if", "once")
)
STATES = lexicon.context("states")
NOT_AFTER_MODAL = lexicon.context("not after modal")
NOT_A_NAME_AFTER = lexicon.context("not a name after")
FUNCTION_WORDS = lexicon.context("function words")
JOINS = lexicon.context("joins")
MONTH_BEFORE = lexicon.context("month before")
NO_PERSON_HAD = lexicon.MONTHS | {"summer", "autumn", "winter", "spring"}
LABELS = frozenset(
    ("name", "names", "student", "students", "teacher", "author", "by", "from", "to", "partner", "partners", "writer")
)
PERSON_DOING = lexicon.context("person doing")
PERSON_STATES = lexicon.context("person states")
BELONGINGS = lexicon.context("belongings")
TALKED = lexicon.context("talked")
SPEECH_TO = lexicon.context("speech to")
SAID_OF_IDEAS = frozenset(
    [
        "not",
        "what",
        "something",
        "the",
        "important",
        "everything",
        "all",
        "when",
        "how",
        "why",
        "one",
        "about",
        "hard",
        "key",
        "power",
    ]
)
GIVEN_THINGS = frozenset(("it", "them", "this", "that", "one"))
LED_TO = lexicon.context("led to")
MOVED_ON = lexicon.context("moved on")
OWN_DOING = lexicon.context("own doing")
OBJECT_OF_HOPE = frozenset(
    ("you", "we", "he", "she", "they", "it", "i", "the", "a", "that", "this", "to", "for", "my", "your")
)
OF_SELF = frozenset(("my", "our", "mine", "ours", "we", "us", "me", "myself", "i", "im", "ive"))
OPINIONS = lexicon.context("opinions")
THOUGHTS = lexicon.context("thoughts")
CONJUNCTIONS = frozenset(("and", "&", "n"))
SELF = frozenset(("i", "me", "myself", "im", "us"))

PERSON = "<person>"
UNFOLDED = {PLACED: PERSON, BREAK: ""}  # what a neighbor sees of a token that is no word


class Neighbors:
    """The tokens of one text, who among them is a person already, and how far capitals can be trusted."""

    def __init__(self, tokens: Sequence[Token], text: str = "") -> None:
        self.tokens = tokens
        self._text = text
        self.public: set[int] = set()  # words of a public person's name
        self._words = [UNFOLDED.get(t.kind, t.fold) for t in tokens]
        self._count = len(tokens)
        self.capitals = [i for i, t in enumerate(tokens) if t.cap]
        words = [t for t in tokens if t.kind == WORD and t.end - t.start > 2]
        self.shouting = sum(t.upper for t in words) * 2 > len(words) > 2
        self.capitals_tell = not self.shouting and not _is_title_case(words)
        told = self.capitals_tell
        self.capitals_inside = (
            frozenset(t.fold for t in words if t.cap and not t.opens and not t.upper) if told else frozenset()
        )
        self._personal: list[bool] | None = None

    def is_personal(self, i: int) -> bool:
        """Whether the sentence of the token at ``i`` speaks of the writer's own life, not only of an opinion."""
        if self._personal is None:
            self._personal = _personal(self)
        return self._personal[i]

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """Words that stand in this text as common nouns too: in lower case, or with an article before them."""
        return frozenset(
            t.fold
            for i, t in enumerate(self.tokens)
            if t.kind == WORD and len(t.fold) > 2 and (not t.cap or self._words[i - 1 : i] in (["a"], ["an"]))
        )

    @cached_property
    def is_careful(self) -> bool:
        """A text that opens its sentences with capitals and writes "I": a lower-case word in it is meant so."""
        opening = [t for t in self.tokens if t.kind == WORD and t.opens]
        small_i = sum(t.kind == WORD and t.fold == "i" and not t.cap for t in self.tokens)
        inside = any(t.cap and not t.opens and t.fold != "i" for t in self.tokens if t.kind == WORD)
        return (
            self.capitals_tell
            and small_i == 0
            and inside
            and len(opening) > 2
            and sum(t.cap for t in opening) * 10 >= len(opening) * 9
        )

    @cached_property
    def called_kin(self) -> frozenset[str]:
        """What the writer calls a relative: "my lola"."""
        return frozenset(
            t.fold
            for i, t in enumerate(self.tokens)
            if t.kind == WORD and not t.cap and i and self._words[i - 1] in ("my", "our")
        )

    @cached_property
    def with_article(self) -> frozenset[str]:
        """Words that an article makes a common noun in this text."""
        return frozenset(
            t.fold
            for i, t in enumerate(self.tokens)
            if t.kind == WORD and i and self._words[i - 1] in ("a", "an", "the")
        )

    @cached_property
    def capitals_waver(self) -> bool:
        """Whether ordinary words inside sentences have capitals often enough that a capital alone tells little."""
        ordinary = [
            t
            for t in self.tokens
            if t.kind == WORD
            and not t.opens
            and not t.upper
            and t.fold in lexicon.WORDS
            and t.fold not in lexicon.NAMES
        ]
        odd = {t.fold for t in ordinary if t.cap and t.fold not in lexicon.KEPT_WORDS and len(t.fold) > 3}
        return len(odd) > 2 and len(odd) * 40 > len(ordinary)

    def cap(self, i: int) -> bool:
        """A capital that means something: not in a text all in capitals or in title case."""
        return 0 <= i < self._count and self.tokens[i].cap and self.capitals_tell

    def inside(self, i: int) -> bool:
        """A meaningful capital that does not open a sentence."""
        return self.cap(i) and not self.tokens[i].opens

    def word(self, i: int) -> str:
        """The folded word at ``i``; empty beyond the ends and for line breaks; "<person>" for one masked already."""
        return self._words[i] if 0 <= i < self._count else ""

    def text_of(self, i: int) -> str:
        return self._text[self.tokens[i].start : self.tokens[i].end]

    def sign(self, i: int) -> str:
        return self.tokens[i].fold if 0 <= i < self._count else ""

    def is_person(self, i: int) -> bool:
        return self._words[i] == PERSON

    def meet(self, covered: Iterable[int]) -> None:
        """From here on the tokens at ``covered`` are a person."""
        for i in covered:
            self._words[i] = PERSON

    def is_person_or_name(self, i: int) -> bool:
        """A person already known, or a listed name that is no word."""
        return 0 <= i < self._count and (
            self.is_person(i)
            or (self.tokens[i].fold in lexicon.NAMES and self.tokens[i].fold not in lexicon.WORDS)
            or lexicon.ends_as_family_name(self.tokens[i].fold)
        )

    def looks_named(self, i: int) -> bool:
        """A person already known, or a word that can only be a name."""
        if not 0 <= i < self._count:
            return False
        word = self.tokens[i].fold
        return self.is_person(i) or (word in lexicon.NAMES and (word not in lexicon.WORDS or self.inside(i)))


def _personal(at: Neighbors) -> list[bool]:
    """For each token, whether its sentence tells of the writer: "we went", "my cousin"; not "in my opinion", "I think"."""
    marks = [False] * len(at.tokens)
    start, personal = 0, False
    for i, token in enumerate(at.tokens):
        if token.kind == BREAK or (token.fold in (".", "!", "?") and (i == 0 or len(at.word(i - 1)) > 1)):
            marks[start : i + 1] = [personal] * (i + 1 - start)
            start, personal = i + 1, False
        elif not personal and token.fold in OF_SELF:
            personal = _tells_of_self(at, i)
    marks[start:] = [personal] * (len(at.tokens) - start)
    return marks


def _tells_of_self(at: Neighbors, i: int) -> bool:
    after = at.word(i + 1)
    word = at.tokens[i].fold
    if word in ("my", "our", "mine", "ours"):
        return after not in OPINIONS
    if word in ("we", "us"):
        return after not in THOUGHTS
    if word in ("me", "myself"):
        return after not in ("of", "think", "feel", "wonder", "realize", "want", "sad", "mad", "laugh", "believe")
    if word in ("i", "im", "ive"):
        return after not in THOUGHTS and at.word(i + 2) not in ("think", "believe", "agree", "know")
    return False


def _is_title_case(words: Sequence[Token]) -> bool:
    """Whether ordinary words inside sentences are capitalized as a habit ("Nobody Cares What I Think")."""
    ordinary = [t for t in words if not t.opens and t.fold in lexicon.WORDS and t.fold not in lexicon.NAMES]
    return len(ordinary) > 3 and sum(t.cap for t in ordinary) * 5 > len(ordinary) * 3


def is_introduced(at: Neighbors, i: int) -> bool:
    """What stands before says that a name follows: "my cousin X", "named X", "told X", "me and X", "hey X"."""
    before, earlier = at.word(i - 1), at.word(i - 2)
    if before in RELATIONS and (earlier in OWNERS or earlier in lexicon.WORDS):
        return earlier in OWNERS or at.tokens[i].cap
    if (
        before in NAMED
        or (before == "by" and earlier in ("go", "goes", "went", "going"))
        or (before == "is" and earlier in ("name", "nickname"))
    ):
        return True
    if before in SPOKEN_TO or before in GREETINGS or (before in (":", "?") and earlier in LABELS):
        return True
    return before in CONJUNCTIONS and (earlier in SELF or at.looks_named(i - 2))


def is_followed_as_person(at: Neighbors, i: int) -> bool:
    """What stands after says that a person was meant: "X said", "X and I", "X's", "X and Maria"."""
    if at.tokens[i].clitic.lower().endswith("s") and len(at.tokens[i].clitic) == 2:
        return at.word(i + 1) not in FUNCTION_WORDS
    after, later = at.word(i + 1), at.word(i + 2)
    return after in SPEAKS or (after in CONJUNCTIONS and (later in SELF or at.looks_named(i + 2)))


def is_place_of_common_name(at: Neighbors, i: int) -> bool:
    """Whether a common word in lower case stands in a name's place ("told will", "hope said", "my sister grace")."""
    word, before, after = at.tokens[i].fold, at.word(i - 1), at.word(i + 1)
    if before in NOT_A_NAME_AFTER and not (before == "so" and after in SAYS):
        return False
    if word in FUNCTION_WORDS:
        return after in SPEAKS and before in ("", *CONJUNCTIONS)
    if word in lexicon.MODALS:
        return _is_name_not_modal(at, i)
    if is_introduced(at, i):
        return after not in FUNCTION_WORDS or after in STATES or before in SPOKEN_TO
    if before in ("with", "between") and word not in lexicon.THING_WORDS:
        return after in JOINS or after in ("", ".", ",", "?")
    return is_followed_as_person(at, i) or _is_spoken_to(at, i) or _is_in_a_state(at, i) or _is_among_names(at, i)


def _is_spoken_to(at: Neighbors, i: int) -> bool:
    """ "talked to grace", "yelled at hunter", where the sentence goes on or ends after it."""
    before, earlier, after = at.word(i - 1), at.word(i - 2), at.word(i + 1)
    spoken = (before == "to" and earlier in TALKED) or (before == "at" and earlier in SPEECH_TO)
    return spoken and (after in JOINS or after in ("", ".", ",", "?", "!"))


def _is_in_a_state(at: Neighbors, i: int) -> bool:
    """ "hope was mad", "grace is my friend", "then angel got quiet", at the head of a clause."""
    if at.tokens[i].fold not in lexicon.PERSON_WORDS or at.word(i - 1) not in CLAUSE_BEFORE:
        return False
    return (
        at.word(i + 1) in ("was", "is", "got", "looked")
        and at.word(i + 2) in PERSON_STATES
        and (at.word(i + 2) != "the" or at.word(i + 3) == "only")
    )


def _is_among_names(at: Neighbors, i: int) -> bool:
    """ "with mateo, hope, and will": between people, set off by commas."""
    before, after = at.word(i - 1), at.word(i + 1)
    if before == "," and at.is_person_or_name(i - 2):
        return after in (",", ".", "", *CONJUNCTIONS)
    return after == "," and before in ("with", "and", "like", "invited", "told") and at.is_person_or_name(i + 2)


def _is_name_not_modal(at: Neighbors, i: int) -> bool:
    """ "told will", "with may at lunch", "me and will made", "will said"; not "he will", "my friend will help"."""
    before, after = at.word(i - 1), at.word(i + 1)
    if before in SPOKEN_TO or before in NAMED or after in NOT_AFTER_MODAL or after in ("told", "asked"):
        return True
    if before == "with":
        return not _is_plain_verb(after)
    return (
        is_introduced(at, i) and before not in RELATIONS and not _is_plain_verb(after) and after not in FUNCTION_WORDS
    )


def _is_plain_verb(word: str) -> bool:
    """A word that may follow a modal ("and will help"), as far as the ending tells."""
    return word in lexicon.WORDS and word not in JOINS and not word.endswith(("ed", "s", "ing"))


def is_common_name_at_head(at: Neighbors, i: int) -> bool:
    """Whether a common word opening a sentence is a name: "Hope said", "Mark was", but not "Summer was", "Will you"."""
    word, after = at.tokens[i].fold, at.word(i + 1)
    if is_followed_as_person(at, i):
        return True
    if word in lexicon.MODALS:
        return after in NOT_AFTER_MODAL
    if after in ("was", "is", "were") and at.word(i + 2) in PERSON_DOING:
        return True
    if after == "had" and at.word(i + 2) in ("a", "an", "to", "his", "her", "my") and word not in NO_PERSON_HAD:
        return True
    return word in lexicon.PERSON_WORDS and word not in lexicon.THING_WORDS and after in STATES


def is_month(at: Neighbors, i: int) -> bool:
    """ "in May", "May 5", "last April": the month, not the name; "Kayla and April", "April said" is the name."""
    if at.tokens[i].fold not in lexicon.MONTHS:
        return False
    if (i + 1 < len(at.tokens) and at.tokens[i + 1].kind == NUMBER) or (i > 0 and at.tokens[i - 1].kind == NUMBER):
        return True
    return at.word(i - 1) in MONTH_BEFORE and not _is_person_not_month(at, i)


def _is_person_not_month(at: Neighbors, i: int) -> bool:
    before, earlier = at.word(i - 1), at.word(i - 2)
    beside = before in CONJUNCTIONS and (earlier in SELF or at.is_person_or_name(i - 2))
    spoken = earlier in TALKED or (earlier in GIVEN_THINGS and at.word(i - 3) in TALKED)
    return beside or (before == "to" and spoken) or at.word(i + 1) in SAYS


def is_belonging(at: Neighbors, i: int) -> bool:
    """ "graces locker", "marks mom": a name with its s run on, before what someone has."""
    return at.tokens[i].fold.endswith("s") and at.word(i + 1) in BELONGINGS


def is_place_of_rostered(at: Neighbors, i: int) -> bool:
    """Where a common word in lower case is rather the classmate: "i saw grace in the hall", "so hunter went home"."""
    word, before, after = at.tokens[i].fold, at.word(i - 1), at.word(i + 1)
    if word not in lexicon.PERSON_WORDS or before in NOT_A_NAME_AFTER - {"so"} or word in FUNCTION_WORDS:
        return False
    if before in LED_TO:
        return after in JOINS or after in ("", ".", ",", "!", "?")
    return before in CLAUSE_BEFORE and after in MOVED_ON


def opens_as_rostered(at: Neighbors, i: int) -> bool:
    """Whether a rostered name that is also a word, at the head of a sentence, is the person: "Hope never", not "Hope you"."""
    word, after = at.tokens[i].fold, at.word(i + 1)
    if is_common_name_at_head(at, i):
        return True
    if word in lexicon.THING_WORDS and word not in at.capitals_inside and after in ("is", "was"):
        return at.word(i + 2) not in SAID_OF_IDEAS  # "Hope is not a plan"
    if after not in FUNCTION_WORDS:
        return True
    if after in ("from", "with"):
        return True
    if word in lexicon.MODALS or word in lexicon.MONTHS:
        return False
    return after in OWN_DOING or (word in at.capitals_inside and after not in OBJECT_OF_HOPE)
