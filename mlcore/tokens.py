"""Words of a response as normalized symbols that know where they stand, and the clauses they form.

The n-gram source must not pay for spelling, length or names: letters are lowered, contractions opened,
common informal spellings read as the word they stand for, numbers and placeholders made neutral.
Offsets always refer to the text as given.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from mlcore.features.spelling import SPELLINGS
from mlcore.placeholders import PLACEHOLDER
from mlcore.results import Item

PERSON, NUMBER = "[p]", "#"
_TOKEN = re.compile(
    rf"(?P<held>{re.sub('[(][?]P<[a-z]+>', '(?:', PLACEHOLDER.pattern)})|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[.,!?;:]"
)
_STOPS = frozenset(".!?;:")
_LINKS = frozenset(
    [
        "and",
        "but",
        "so",
        "because",
        "when",
        "then",
        "if",
        "although",
        "while",
        "after",
        "before",
        "until",
        "since",
        "or",
        "though",
        "which",
    ]
)
_CLAUSE_WORDS, _CLAUSE_MOST = 4, 18
_COPIED_RUN = 6
_FEWEST_TELLING = 3
_NOT_KNOWING = """idk i do n't not know dont dunno lol lmao haha idc whatever nothing um uh hmm like so just really
honestly no yes nah bro bruh sorry it that this is 's what to care can think of anything say"""
_EVASIVE = frozenset(_NOT_KNOWING.split())
_SPELLINGS = dict(
    pair.split("=")
    for pair in [
        "cuz=because",
        "coz=because",
        "cause=because",
        "becuz=because",
        "becaus=because",
        "becuase=because",
        "bc=because",
        "bcuz=because",
        "u=you",
        "ur=your",
        "r=are",
        "n=and",
        "wanna=want",
        "gonna=going",
        "gotta=got",
        "tryna=trying",
        "lemme=let",
        "gimme=give",
        "kinda=kind",
        "sorta=sort",
        "dunno=know",
        "wuz=was",
        "waz=was",
        "wus=was",
        "dat=that",
        "dis=this",
        "da=the",
        "dey=they",
        "dem=them",
        "tho=though",
        "thru=through",
        "alot=lot",
        "freind=friend",
        "frend=friend",
        "freinds=friends",
        "frends=friends",
        "teh=the",
        "thier=their",
        "ther=there",
        "beleive=believe",
        "recieve=receive",
        "definately=definitely",
        "definatly=definitely",
        "probly=probably",
        "prolly=probably",
        "finaly=finally",
        "realy=really",
        "reely=really",
        "realised=realized",
        "realise=realize",
        "reconise=recognize",
        "frustated=frustrated",
        "angery=angry",
        "upsetted=upset",
        "exited=excited",
        "embarassed=embarrassed",
        "embarased=embarrassed",
        "apoligize=apologize",
        "apologise=apologize",
        "apoligized=apologized",
        "apologised=apologized",
        "sorrry=sorry",
        "diffrent=different",
        "difrent=different",
        "agian=again",
        "agen=again",
        "tryed=tried",
        "trys=tries",
        "triyed=tried",
        "stoped=stopped",
        "studyed=studied",
        "happend=happened",
        "happenned=happened",
        "thot=thought",
        "thougt=thought",
        "tought=thought",
        "shoud=should",
        "coud=could",
        "woud=would",
        "shoulda=should",
        "coulda=could",
        "woulda=would",
        "knowed=knew",
        "feeled=felt",
        "ppl=people",
        "idk=idk",
        "rn=now",
        "pls=please",
        "plz=please",
        "tmrw=tomorrow",
        "wen=when",
        "wat=what",
        "wut=what",
        "wich=which",
        "wth=with",
        "im=i'm",
        "ive=i've",
        "dont=don't",
        "didnt=didn't",
        "doesnt=doesn't",
        "cant=can't",
        "couldnt=couldn't",
        "wouldnt=wouldn't",
        "shouldnt=shouldn't",
        "wasnt=wasn't",
        "isnt=isn't",
        "arent=aren't",
        "werent=weren't",
        "havent=haven't",
        "hasnt=hasn't",
        "wont=won't",
        "thats=that's",
        "theres=there's",
        "whats=what's",
        "hes=he's",
        "shes=she's",
        "theyre=they're",
        "youre=you're",
        "aint=ain't",
        "anymor=anymore",
        "mayb=maybe",
        "evry=every",
        "evrything=everything",
        "evryone=everyone",
        "somthing=something",
        "sumthing=something",
        "nothin=nothing",
        "tryin=trying",
        "doin=doing",
        "goin=going",
        "feelin=feeling",
        "makin=making",
        "talkin=talking",
        "thinkin=thinking",
        "gettin=getting",
        "workin=working",
        "yellin=yelling",
        "askin=asking",
        "helpin=helping",
    ]
)
# One symbol for what differs between children and not between skills: he and she, their forms, and the formal "so".
_ALIKE = dict.fromkeys(("she",), "he") | dict.fromkeys(("her", "his", "hers"), "him") | {"herself": "himself"}
_ALIKE |= dict.fromkeys(("therefore", "consequently", "thus", "hence"), "so")
# Misspellings that the features know too; left out are the ones that are words of their own.
_WORDS_OF_THEIR_OWN = frozenset(
    {"filling", "seed", "rite", "rote", "jelly", "ax", "min", "sec", "r", "v", "w", "k", "2", "4"}
)
_SPELLINGS = {
    written: meant[0] for written, meant in SPELLINGS.items() if len(meant) == 1 and written not in _WORDS_OF_THEIR_OWN
} | _SPELLINGS
_SUFFIXES = {"ing": 3, "edly": 3, "ied": 2, "ies": 2, "ed": 3, "es": 3, "s": 3, "ly": 3}  # each with its shortest root
_KEEP = frozenset(
    [
        "is",
        "was",
        "has",
        "his",
        "this",
        "its",
        "as",
        "us",
        "does",
        "yes",
        "less",
        "unless",
        "always",
        "perhaps",
        "thus",
        "bus",
        "gas",
        "plus",
    ]
)


class Token(NamedTuple):
    """A normalized symbol standing at ``start:end`` of the text."""

    symbol: str
    start: int
    end: int


_new = tuple.__new__  # a Token by its name costs twice as much, and every word of a district is one


def tokenize(text: str) -> list[Token]:
    """Symbols in order. A contraction gives two tokens ("did", "n't") that share its place."""
    return [_new(Token, (symbol, *m.span())) for m in _TOKEN.finditer(text) for symbol in _symbols(m[0])]


@lru_cache(maxsize=20_000)
def _symbols(written: str) -> tuple[str, ...]:
    if written[0] == "[":
        return (PERSON,) if PLACEHOLDER.fullmatch(written)["person"] else ("[x]",)
    word = written.lower().replace("’", "'")
    if word.isdigit():
        return (NUMBER,)
    word = _SPELLINGS.get(word, word)
    if word.endswith("n't"):
        return ({"ca": "can", "wo": "will", "ai": "is"}.get(word[:-3], word[:-3]), "n't")
    if "'" in word:
        head, tail = word.split("'", 1)
        return (_ALIKE.get(head, head), f"'{tail}")
    return (_ALIKE.get(word, word),)


@lru_cache(maxsize=20_000)
def stem(symbol: str) -> str:
    """A light stem, good enough that "tried", "tries" and "trying" share a symbol with "try"."""
    if not symbol[0].isalpha() or symbol in _KEEP:
        return symbol
    for suffix, shortest in _SUFFIXES.items():
        if symbol.endswith(suffix) and len(symbol) - len(suffix) >= shortest:
            return _mend(symbol[: -len(suffix)], suffix)
    return symbol.rstrip("e") if len(symbol) > 3 else symbol


def _mend(root: str, suffix: str) -> str:
    if suffix in {"ing", "ed"} and len(root) > 3 and root[-1] == root[-2]:
        root = root[:-1]
    if suffix in {"ied", "ies"}:
        root += "y"
    return root.rstrip("e") if len(root) > 3 else root


def clauses(tokens: Sequence[Token]) -> list[int]:
    """For each token the number of its clause: a thought of some 4 to 18 words, as a reader would quote it."""
    numbers, current, length = [], 0, 0
    for before, token in zip((None, *tokens), tokens, strict=False):
        if length and _opens(before, token, length):
            current, length = current + 1, 0
        numbers.append(current)
        length += 1
    return numbers


def _opens(before: Token, token: Token, length: int) -> bool:
    if before.symbol in _STOPS:
        return token.symbol not in _STOPS
    if before.symbol == ",":
        return length > _CLAUSE_WORDS
    return length >= _CLAUSE_MOST or (token.symbol in _LINKS and length >= _CLAUSE_WORDS)


def tells(tokens: Sequence[Token]) -> bool:
    """Whether the words say anything: a few different ones beyond not knowing and not caring."""
    return len({token.symbol for token in tokens if token.symbol[0].isalpha()} - _EVASIVE) >= _FEWEST_TELLING


def word_count(text: str) -> int:
    """Words and numbers; punctuation and placeholders are not counted."""
    return words_among(tokenize(text), text)


def words_among(tokens: Sequence[Token], text: str) -> int:
    """``word_count(text)``, where the tokens of ``text`` are at hand: a contraction's two share a place."""
    starts = (token.start for token in tokens)
    return sum(1 for start, _ in groupby(starts) if text[start].isalnum())


def without_copied(text: str, prompt: str) -> str:
    """``text`` with every run of six or more words that stands in ``prompt`` blanked; offsets are kept.

    Repeating the question shows nothing about a skill, whatever words the question used.
    """
    for start, end in _copied(tokenize(text), prompt):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def own_words(item: Item) -> Item:
    """The item as it is read and learned from: without what it copies from its prompt."""
    return own_tokens(item)[0]


def own_tokens(item: Item) -> tuple[Item, list[Token]]:
    """``own_words`` and the tokens of what is left."""
    tokens = tokenize(item.text)
    if not item.prompt or not _copied(tokens, item.prompt):
        return item, tokens
    item = replace(item, text=without_copied(item.text, item.prompt))
    return item, tokenize(item.text)


def _copied(tokens: Sequence[Token], prompt: str) -> list[tuple[int, int]]:
    runs = _runs(prompt)
    words = [token for token in tokens if token.symbol[0].isalnum()] if runs else ()
    symbols = [token.symbol for token in words]
    return [
        (words[i].start, words[i + _COPIED_RUN - 1].end)
        for i in range(len(words) - _COPIED_RUN + 1)
        if tuple(symbols[i : i + _COPIED_RUN]) in runs
    ]


@lru_cache(maxsize=500)
def _runs(prompt: str) -> frozenset[tuple[str, ...]]:
    """Every six words of a prompt that stand together. A class answers one prompt many times."""
    asked = [token.symbol for token in tokenize(prompt) if token.symbol[0].isalnum()]
    return frozenset(tuple(asked[i : i + _COPIED_RUN]) for i in range(len(asked) - _COPIED_RUN + 1))
