"""One text, once through: spelled out, idioms read past, cut into sentences; then each rule is asked.

Compiled when first needed. The learned line (``likeness``) reads the same sentences.
"""

import re
from collections.abc import Iterable
from functools import cache

from privacy.distress.hints import HINTS
from privacy.distress.signs import KINDS, READ_PAST, RULES

PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "\u00a0": " "})
LETTERS = str.maketrans("013457@$", "oieastas")
MIXED = re.compile(r"\b(?=\w*[a-z@$])(?=\w*[0-9@$])[\w@$]{3,}")
STRETCHED = re.compile(r"([a-z])\1{2,}")
SPACED = re.compile(r"\b(?:[a-z][ .\-*]){3,}[a-z]\b")
ENDS = re.compile(r"[.!?;\n]+\s*")
SPELLINGS = {
    "im": "i'm", "ive": "i've", "id": "i'd", "dont": "don't", "cant": "can't", "wont": "won't", "isnt": "isn't", "didnt": "didn't",
    "doesnt": "doesn't", "wana": "want to", "wanna": "want to", "wnt": "want", "gunna": "gonna", "ima": "i'm gonna", "imma": "i'm gonna",
    "sucide": "suicide", "suiside": "suicide", "suicde": "suicide", "sooicide": "suicide", "sewerslide": "suicide", "killl": "kill",
    "kil": "kill", "kiling": "killing", "mysef": "myself", "myslef": "myself", "mself": "myself", "raped": "raped", "anymore": "any more",
    "alot": "a lot", "u": "you", "ur": "your", "2": "to", "dieing": "dying", "stabb": "stab", "moms": "mom's", "dads": "dad's",
    "til": "till", "noone": "nobody", "evryone": "everyone", "cuttin": "cutting", "hurtin": "hurting",
    "havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't", "wouldnt": "wouldn't", "couldnt": "couldn't", "shouldnt": "shouldn't",
    "wasnt": "wasn't", "werent": "weren't", "arent": "aren't", "aint": "ain't", "hes": "he's", "shes": "she's", "theyre": "they're",
    "youre": "you're", "thats": "that's", "whats": "what's", "theres": "there's", "theyll": "they'll", "itll": "it'll",
    "bc": "because", "cuz": "because", "cus": "because", "coz": "because", "n": "and", "w": "with", "tn": "tonight",
    "rn": "right now", "bf": "boyfriend", "gf": "girlfriend", "ppl": "people", "smth": "something", "sumn": "something", "nothin": "nothing",
    "somethin": "something", "everythin": "everything", "goin": "going", "comin": "coming", "leavin": "leaving", "sleepin": "sleeping",
    "livin": "living", "stayin": "staying", "runnin": "running", "eatin": "eating", "hittin": "hitting", "killin": "killing", "doin": "doing",
    "sayin": "saying", "textin": "texting", "talkin": "talking", "lookin": "looking", "thinkin": "thinking", "throwin": "throwing",
    "screamin": "screaming", "yellin": "yelling", "drinkin": "drinking", "tryin": "trying", "bringin": "bringing", "gettin": "getting",
    "makin": "making", "tellin": "telling", "bein": "being", "gon": "gonna", "finna": "gonna", "boutta": "about to", "bouta": "about to",
    "tho": "though", "thru": "through", "txt": "text", "msg": "message", "msgs": "messages", "mah": "my", "momma": "mama", "tryna": "trying to",
}  # fmt: skip
WORD = re.compile(r"[a-z0-9']+")


def sentences_of(text: str) -> list[str]:
    """Words and single spaces alone, one sentence each, without those that hold no word."""
    return list(filter(None, (" ".join(words_of(part)) for part in ENDS.split(_past().sub(" ", spelled(text))))))


def words_of(spelled_text: str) -> list[str]:
    return WORD.findall(spelled_text)


def kinds_in(sentences: Iterable[str]) -> tuple[str, ...]:
    """The kinds of danger that rules find in them, in the order of ``KINDS``; none for most texts."""
    lines = "\n".join(sentences)  # no pattern reaches over a line's end
    found = {kind for kind, pattern in _rules() if pattern.search(lines)}
    return tuple(kind for kind in KINDS if kind in found)


def raised_by_rules(sentences: Iterable[str]) -> set[int]:
    """Which of them a rule found first; asked for what is raised alone."""
    lines = "\n".join(sentences)
    return {lines.count("\n", 0, found.start()) for _, pattern in _rules() if (found := pattern.search(lines))}


def spelled(text: str) -> str:
    """Lower case, plain quotes, no stretched or spaced letters, common misspellings mended."""
    text = text.translate(PLAIN).lower()
    text = SPACED.sub(lambda found: re.sub(r"[ .\-*]", "", found[0]), text)
    text = MIXED.sub(lambda found: found[0].translate(LETTERS), text)
    text = STRETCHED.sub(r"\1", text)
    return WORD.sub(lambda found: SPELLINGS.get(found[0], found[0]), text)


@cache
def _rules() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((kind, re.compile(pattern, re.MULTILINE)) for kind, pattern in (*RULES, *HINTS))


@cache
def _past() -> re.Pattern:
    return re.compile("|".join(READ_PAST))
