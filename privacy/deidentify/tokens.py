"""Words of a text with their offsets, folded so that case, accents and invisible characters no longer matter.

Offsets are always those of the original text. One regular expression walks the text once; no alternative of it
can match the same characters in two ways, so hostile input costs no more than ordinary input.
"""

import re
import unicodedata
from dataclasses import dataclass

from mlcore.placeholders import PLACEHOLDER

# Characters that are not seen: zero-width, joiners, direction marks, soft hyphen, NUL and other controls.
INVISIBLE = "\x00-\x08\x0e-\x1b\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
MARKS = "\u0300-\u033f\u0342-\u034e\u0350-\u036f"
APOSTROPHES = "'\u2019\u2018\u02bc\u02bb`\u00b4"
SENTENCE_ENDS = frozenset('.!?:;"\u201c\u201d\u2026*\u2022>(|/\n')

_LETTER = r"[^\W\d_]"
_PLACEHOLDER = re.sub(r"\(\?P<\w+>", "(?:", PLACEHOLDER.pattern)
# The second group of both is a word that is folded already and has no clitic: most words of most texts.
_ASCII = re.compile(rf"({_PLACEHOLDER})|([a-z]+)(?![A-Za-z'])|([A-Za-z]+(?:'[A-Za-z]+)*)|([0-9]+)|(\n)|[^\s]")
_UNICODE = re.compile(
    rf"({_PLACEHOLDER})"
    rf"|([a-z]+)(?!\w|[{MARKS}{INVISIBLE}{APOSTROPHES}])"
    rf"|({_LETTER}(?:{_LETTER}|[{MARKS}{INVISIBLE}]|[{APOSTROPHES}](?={_LETTER}))*)"
    rf"|(\d+)|(\n)|[^\s{INVISIBLE}]"
)
_JOINED = re.compile(r"[A-Z][a-z]{3,}[A-Z]")
_NEEDS_CARE = re.compile(rf"[^\x00-\x7f]|[{INVISIBLE}]")
_CLITIC = re.compile(rf"[{APOSTROPHES}](?:s|ll|d|ve|re|m|t)$", re.IGNORECASE)
_UNSEEN = "".join(chr(c) for c in range(0x10000) if re.match(f"[{INVISIBLE}]", chr(c)))
_LETTERS_ALONE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e"}
)

PLACED, WORD, NUMBER, BREAK, SIGN = "placed", "word", "number", "break", "sign"
_FOLDED = 2
_KINDS = (SIGN, PLACED, WORD, WORD, NUMBER, BREAK)


def fold(word: str) -> str:
    """``word`` in lower case without accents, apostrophes and invisible characters: ``D’Ángelo`` -> ``dangelo``."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", word).casefold().translate(_LETTERS_ALONE)
    return "".join(c for c in plain if c.isalnum() and c not in APOSTROPHES)


def fold_phrase(text: str) -> tuple[str, ...]:
    """The folded words of a name or phrase: ``María de la Cruz-Peña`` -> maria, de, la, cruz, pena."""
    return tuple(token.fold for token in tokenize(text) if token.kind == WORD)


@dataclass(slots=True)
class Token:
    """One word, number, sign, line break or placeholder. A word ends before its clitic (``Tyler|'s``)."""

    kind: str
    start: int
    end: int
    fold: str
    cap: bool = False  # begins with a capital
    upper: bool = False  # capitals only, two letters or more
    opens: bool = False  # first of a sentence, line or quotation
    clitic: str = ""  # "'s", "'ll" ... cut off from the word
    joined: bool = False  # two capitalized words in one, the first of four letters or more: "IndyStar", not "DeShawn"


def tokenize(text: str) -> list[Token]:
    """Every visible token of ``text`` in order."""
    tokens: list[Token] = []
    opens = True
    for match in (_UNICODE if _NEEDS_CARE.search(text) else _ASCII).finditer(text):
        group = match.lastindex or 0
        start, end = match.span()
        if group == _FOLDED:
            token = Token(WORD, start, end, match[0], False, False, opens)
            opens = False
        elif _KINDS[group] == WORD:
            token = _word(match)
            token.opens, opens = opens, False
        else:
            token = Token(_KINDS[group], start, end, match[0], False, False, opens)
            opens = token.kind == BREAK or (token.kind == SIGN and token.fold in SENTENCE_ENDS)
        tokens.append(token)
    return tokens


def _word(match: re.Match[str]) -> Token:
    start, end = match.span()
    word = match[0]
    clitic = ""
    if not word.isalpha():
        word = word.rstrip(_UNSEEN)
        end = start + len(word)
        # "n't" belongs to its verb: "didn't" stays one word, "Tyler's" does not.
        if (tail := _CLITIC.search(word, max(0, len(word) - 3))) and tail[0][1:].lower() != "t":
            word, clitic, end = word[: tail.start()], tail[0], start + tail.start()
    cap, upper = word[0].isupper(), len(word) > 1 and word.isupper()
    joined = cap and not upper and _JOINED.match(word) is not None
    return Token(WORD, start, end, fold(word), cap, upper, False, clitic, joined)
