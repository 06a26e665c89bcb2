"""Whether a word stands where a name stands: "told X", "my cousin X", "X and I", "X said".

All rules look at one or two neighbors, so a text is judged in one pass. Someone masked already (a placeholder,
a rostered name) counts as a person, which keeps a second pass over masked text from finding anything new.
"""

from collections.abc import Sequence

from privacy.deidentify import lexicon
from privacy.deidentify.tokens import BREAK, NUMBER, PLACED, WORD, Token

RELATIONS = frozenset(
    [
        "friend",
        "bestfriend",
        "bestie",
        "bff",
        "cousin",
        "brother",
        "sister",
        "bro",
        "sis",
        "buddy",
        "partner",
        "classmate",
        "teammate",
        "neighbor",
        "neighbour",
        "girlfriend",
        "boyfriend",
        "gf",
        "bf",
        "crush",
        "twin",
        "stepbrother",
        "stepsister",
        "stepdad",
        "stepmom",
        "aunt",
        "auntie",
        "uncle",
        "grandma",
        "grandpa",
        "granny",
        "nana",
        "tia",
        "tio",
        "tía",
        "tío",
        "nephew",
        "niece",
        "baby",
        "son",
        "daughter",
        "mom",
        "mother",
        "dad",
        "father",
        "husband",
        "wife",
        "roommate",
        "teacher",
        "tutor",
        "coach",
        "counselor",
        "therapist",
        "boss",
        "manager",
        "dog",
        "cat",
        "puppy",
        "kid",
        "boy",
        "girl",
        "guy",
        "dude",
        "homie",
        "homegirl",
        "homeboy",
        "captain",
        "leader",
        "nurse",
        "pastor",
        "babysitter",
        "roomate",
        "frend",
        "freind",
        "cuz",
        "primo",
        "prima",
        "hermano",
        "hermana",
        "amigo",
        "amiga",
    ]
)
FAMILY_RELATIONS = frozenset(
    [
        "cousin",
        "brother",
        "sister",
        "bro",
        "sis",
        "twin",
        "stepbrother",
        "stepsister",
        "stepdad",
        "stepmom",
        "aunt",
        "auntie",
        "uncle",
        "grandma",
        "grandpa",
        "granny",
        "nana",
        "tia",
        "tio",
        "nephew",
        "niece",
        "baby",
        "son",
        "daughter",
        "mom",
        "mother",
        "dad",
        "father",
        "husband",
        "wife",
        "primo",
        "prima",
        "hermano",
        "hermana",
    ]
)
OWNERS = frozenset(
    [
        "my",
        "his",
        "her",
        "our",
        "your",
        "their",
        "a",
        "this",
        "that",
        "some",
        "one",
        "another",
        "the",
        "little",
        "big",
        "older",
        "younger",
        "best",
        "old",
        "new",
        "other",
    ]
)
NAMED = frozenset(["named", "called", "name", "names", "nicknamed"])
GREETINGS = frozenset(["hey", "hi", "hello", "dear", "sorry", "thanks", "yo", "hola", "bye", "goodbye"])
SPOKEN_TO = frozenset(
    [
        "told",
        "tell",
        "tells",
        "telling",
        "asked",
        "ask",
        "asks",
        "asking",
        "texted",
        "text",
        "texting",
        "thanked",
        "invited",
        "invite",
        "hugged",
        "comforted",
        "forgave",
        "forgive",
        "interrupted",
        "tutored",
        "befriended",
        "ignored",
        "blamed",
        "apologized",
        "hated",
    ]
)
TOWARD = frozenset(
    [
        "with",
        "helped",
        "help",
        "helping",
        "called",
        "call",
        "met",
        "meet",
        "saw",
        "like",
        "liked",
        "likes",
        "love",
        "loved",
        "for",
        "about",
        "from",
        "to",
        "at",
        "and",
        "or",
        "then",
        "but",
        "because",
        "when",
        "if",
        "that",
        "while",
        "after",
        "before",
        "than",
        "by",
        "let",
        "made",
        "gave",
        "give",
        "pushed",
        "hit",
        "followed",
        "joined",
        "sat",
        "beside",
        "near",
        "behind",
        "between",
        "without",
        "against",
        "told",
        "asked",
        "plus",
        "including",
        "is",
        "was",
        "me",
    ]
)
SPEAKS = frozenset(
    [
        "said",
        "says",
        "say",
        "told",
        "tells",
        "asked",
        "asks",
        "goes",
        "went",
        "thinks",
        "thought",
        "felt",
        "feels",
        "cried",
        "cries",
        "laughed",
        "laughs",
        "yelled",
        "yells",
        "screamed",
        "smiled",
        "smiles",
        "hugged",
        "texted",
        "texts",
        "replied",
        "answered",
        "whispered",
        "shouted",
        "explained",
        "apologized",
        "agreed",
        "nodded",
        "forgot",
        "forgets",
        "invited",
        "helped",
        "helps",
        "wanted",
        "wants",
        "knew",
        "knows",
        "loves",
        "hates",
        "likes",
        "liked",
        "lied",
        "looked",
        "looks",
        "came",
        "comes",
        "walked",
        "sat",
        "sits",
        "stood",
        "started",
        "kept",
        "keeps",
        "got",
        "gets",
        "moved",
        "moves",
        "pushed",
        "hit",
        "threw",
        "grabbed",
        "gave",
        "gives",
        "took",
        "takes",
        "left",
        "didnt",
        "doesnt",
        "wasnt",
        "isnt",
        "wont",
        "wouldnt",
        "couldnt",
        "cant",
        "hasnt",
        "never",
        "always",
        "just",
        "already",
        "tried",
        "tries",
        "needed",
        "needs",
        "made",
        "makes",
        "ran",
        "plays",
        "played",
        "stopped",
        "stops",
        "seemed",
        "seems",
        "lost",
        "won",
        "called",
        "calls",
        "noticed",
        "joined",
        "refused",
        "admitted",
        "explained",
        "shared",
        "fell",
        "failed",
    ]
)
STATES = frozenset(["was", "is", "has", "had", "were", "did", "would", "could", "might", "should", "will", "and", "or"])
NOT_AFTER_MODAL = frozenset(
    [
        "was",
        "were",
        "is",
        "are",
        "has",
        "had",
        "did",
        "said",
        "told",
        "asked",
        "got",
        "came",
        "went",
        "wanted",
        "felt",
        "and",
        "or",
        "were",
        "does",
        "didnt",
        "wasnt",
        "isnt",
        "thinks",
        "says",
    ]
)
NOT_A_NAME_AFTER = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "no",
        "every",
        "each",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "its",
        "of",
        "more",
        "much",
        "very",
        "so",
        "too",
        "how",
        "what",
        "which",
        "all",
        "another",
        "such",
        "other",
        "both",
        "few",
        "many",
        "most",
        "own",
        "new",
        "old",
        "same",
        "in",
        "on",
        "into",
        "under",
        "over",
    ]
)
FUNCTION_WORDS = frozenset(
    [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "me",
        "him",
        "us",
        "them",
        "the",
        "a",
        "an",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "this",
        "that",
        "these",
        "those",
        "there",
        "be",
        "not",
        "have",
        "do",
        "to",
        "of",
        "in",
        "on",
        "for",
        "from",
        "with",
        "up",
        "out",
        "at",
        "as",
        "so",
        "if",
        "someone",
        "anyone",
        "everyone",
        "people",
        "things",
        "one",
        "never",
        "always",
        "also",
        "ever",
    ]
)
MONTH_BEFORE = frozenset(
    [
        "in",
        "of",
        "by",
        "since",
        "until",
        "till",
        "last",
        "next",
        "this",
        "late",
        "early",
        "during",
        "from",
        "every",
        "mid",
        "through",
        "for",
        "around",
        "before",
        "after",
        "on",
        "to",
        "and",
    ]
)
CONJUNCTIONS = frozenset(("and", "&", "n"))
SELF = frozenset(("i", "me", "myself", "im", "us"))


class Neighbors:
    """The tokens of one text, who among them is a person already, and how far capitals can be trusted."""

    def __init__(self, tokens: Sequence[Token], persons: set[int]) -> None:
        self.tokens = tokens
        self.persons = persons
        words = [t for t in tokens if t.kind == WORD and t.end - t.start > 2]
        self.shouting = sum(t.upper for t in words) * 2 > len(words) > 2
        self.capitals_tell = not self.shouting and sum(t.cap for t in words) * 2 <= max(len(words), 6)

    def cap(self, i: int) -> bool:
        """A capital that means something: not in a text all in capitals or in title case."""
        return self.tokens[i].cap and self.capitals_tell

    def inside(self, i: int) -> bool:
        """A meaningful capital that does not open a sentence."""
        return self.cap(i) and not self.tokens[i].opens

    def word(self, i: int) -> str:
        """The folded word at ``i``; empty beyond the ends and for line breaks; "<person>" for one masked already."""
        if not 0 <= i < len(self.tokens) or self.tokens[i].kind == BREAK:
            return ""
        return "<person>" if self.is_person(i) else self.tokens[i].fold

    def is_person(self, i: int) -> bool:
        return i in self.persons or self.tokens[i].kind == PLACED

    def looks_named(self, i: int) -> bool:
        """A person already known, or a word that can only be a name."""
        if not 0 <= i < len(self.tokens):
            return False
        word = self.tokens[i].fold
        return self.is_person(i) or (word in lexicon.NAMES and (word not in lexicon.WORDS or self.inside(i)))


def is_introduced(at: Neighbors, i: int) -> bool:
    """What stands before says that a name follows: "my cousin X", "named X", "told X", "me and X", "hey X"."""
    before, earlier = at.word(i - 1), at.word(i - 2)
    if before in RELATIONS and (earlier in OWNERS or earlier in lexicon.WORDS):
        return earlier in OWNERS or at.tokens[i].cap
    if before in NAMED:
        return True
    if before in SPOKEN_TO or before in GREETINGS:
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
    if before in NOT_A_NAME_AFTER:
        return False
    if word in lexicon.MODALS:
        return after in NOT_AFTER_MODAL or (
            is_introduced(at, i)
            and before not in RELATIONS
            and after not in FUNCTION_WORDS
            and not _is_plain_verb(after)
        )
    if is_introduced(at, i):
        return after not in FUNCTION_WORDS or after in STATES
    return is_followed_as_person(at, i) and (
        before in TOWARD or before in ("", ",") or at.tokens[i].opens or before in lexicon.WORDS
    )


def _is_plain_verb(word: str) -> bool:
    """A word that follows a modal ("told me he will help"), as far as the ending tells."""
    return (
        word in lexicon.WORDS
        and not word.endswith(("ed", "s", "ing"))
        and word not in ("if", "that", "about", "because", "when", "how")
    )


def is_common_name_at_head(at: Neighbors, i: int) -> bool:
    """Whether a common word opening a sentence is a name: "Hope said", "Mark was", but not "Summer was", "Will you"."""
    word, after = at.tokens[i].fold, at.word(i + 1)
    if is_followed_as_person(at, i) or (at.is_next_name(i) if hasattr(at, "is_next_name") else False):
        return True
    if word in lexicon.MODALS:
        return after in NOT_AFTER_MODAL
    return word in lexicon.PERSON_WORDS and word not in lexicon.THING_WORDS and after in STATES


def is_month(at: Neighbors, i: int) -> bool:
    """ "in May", "May 5", "last April": the month, not the name."""
    after = at.tokens[i + 1].kind if i + 1 < len(at.tokens) else ""
    return at.tokens[i].fold in lexicon.MONTHS and (
        after == NUMBER or at.word(i - 1) in MONTH_BEFORE or (i > 0 and at.tokens[i - 1].kind == NUMBER)
    )
