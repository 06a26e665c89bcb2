"""The 16 linguistic columns: clauses that a rater would point at, counted so that length does not pay.

A column's value is ``1 - 2 ** -s``, where ``s`` adds the strength (0-1) of each clause that shows the thing,
up to ``MOST``: one clear clause gives .5, two .75. What is claimed, copied from the prompt, quoted from
others or meant as sarcasm is not counted.
"""

import math
from collections import defaultdict
from functools import cache

from mlcore.features.matcher import Found, Matcher
from mlcore.features.phrases import ALL
from mlcore.features.tokens import OWN_QUOTE, PLAIN, QUOTED, REPORTED, Passage, read_passage
from mlcore.schema import names_of

COLUMNS = names_of("linguistic")
OPPOSITES = frozenset({"dismissal", "no_plan", "impulse", "gave_up"})
EMPATHY = frozenset({"perspective_taking", "feeling_named", "feeling_reason", "fitting_response"})
MOST = 4.0
LONGEST_SPAN = 240  # characters

Clauses = dict[int, float]  # clause -> strength
Span = tuple[int, int]


@cache
def matcher() -> Matcher:
    """Built once a process, at first use."""
    return Matcher(ALL)


def read(text: str, prompt: str = "") -> tuple[list[float], dict[str, tuple[Span, ...]], int]:
    """Values (16), spans by column, and the number of words of ``text``; NaN values when it has no word."""
    passage = read_passage(text)
    if not passage.words:
        return [math.nan] * len(COLUMNS), {}, passage.spoken_words
    signs = _signs(passage, matcher().find(passage), prompt)
    _compose(passage, signs)
    values = [_value(signs.get(name)) for name in COLUMNS]
    spans = {name: _spans(passage, signs[name]) for name in COLUMNS if signs.get(name)}
    return values, spans, passage.spoken_words


def _value(clauses: Clauses | None) -> float:
    return 1.0 - 2.0 ** -min(sum(clauses.values()), MOST) if clauses else 0.0


def _signs(passage: Passage, found: list[Found], prompt: str) -> dict[str, Clauses]:
    """The strongest instance of each sign in each clause, after everything that is not meant is gone."""
    stand = [(phrase.kind, passage.states[phrase.first]) for phrase in found]
    claimed = {at.clause for kind, at in stand if kind.sign == "claim"}
    sarcastic = {at.sentence for kind, at in stand if kind.sign == "sarcasm"}
    copied = _copied(passage, {at.clause for _, at in stand}, prompt) if prompt else ()
    signs: dict[str, Clauses] = defaultdict(dict)
    for kind, at in stand:
        clause = at.clause
        if clause in copied or not _is_meant(kind.sign, at.speech, clause in claimed, at.sentence in sarcastic):
            continue
        if kind.strength > signs[kind.sign].get(clause, 0.0):
            signs[kind.sign][clause] = kind.strength
    return signs


def _is_meant(sign: str, speech: int, claimed: bool, sarcastic: bool) -> bool:
    if sign in OPPOSITES:
        return speech in (PLAIN, OWN_QUOTE)
    if claimed or sarcastic or speech == QUOTED:
        return False
    if speech == REPORTED:
        return sign in EMPATHY
    return speech == PLAIN or sign == "fitting_response"


def _copied(passage: Passage, clauses: set[int], prompt: str) -> set[int]:
    """The clauses that stand in the prompt word for word."""
    asked = prompt.casefold()
    spans = ((clause, *passage.clause_span(clause)) for clause in clauses)
    return {clause for clause, start, end in spans if end - start > 15 and passage.text[start:end].casefold() in asked}


def _compose(passage: Passage, signs: dict[str, Clauses]) -> None:
    """Signs that only mean something beside others."""
    _find_reasons(passage, signs)
    _weigh_options(passage, signs)
    _soften_pushed(passage, signs)
    for name in COLUMNS:
        if len(signs.get(name, ())) > 1:
            signs[name] = _said_once(passage, signs[name])


def _said_once(passage: Passage, clauses: Clauses) -> Clauses:
    """A clause said again word for word counts once."""
    first_said: dict[tuple[str, ...], int] = {}
    for clause in sorted(clauses):
        first_said.setdefault(passage.clause_words(clause), clause)
    return {clause: clauses[clause] for clause in first_said.values()}


def _find_reasons(passage: Passage, signs: dict[str, Clauses]) -> None:
    """A named feeling has its reason when a ``because`` stands in its clause or the next of the same sentence."""
    because, reasons = signs.pop("because", {}), signs["feeling_reason"]
    for clause in signs["feeling_named"]:
        for place in (clause, clause + 1):
            if place in because and passage.sentence_of(place) == passage.sentence_of(clause):
                reasons[place] = 1.0


def _weigh_options(passage: Passage, signs: dict[str, Clauses]) -> None:
    """An option counts as weighed when a cost or another option stands in the same or the next clause."""
    options, costs = signs.pop("option", {}), signs.pop("cost", {})
    weighed = signs["options_weighed"]
    for clause in options:
        if clause in costs or (clause + 1 in costs and _same_sentence(passage, clause)):
            weighed[clause] = max(weighed.get(clause, 0.0), 0.5)


def _same_sentence(passage: Passage, clause: int) -> bool:
    return passage.sentence_of(clause) == passage.sentence_of(clause + 1)


def _soften_pushed(passage: Passage, signs: dict[str, Clauses]) -> None:
    """Going on because someone pushed is half of going on by oneself."""
    pushed = {passage.sentence_of(clause) for clause in signs.pop("pushed", {})}
    again = signs["tried_again"]
    for clause in again:
        if passage.sentence_of(clause) in pushed:
            again[clause] *= 0.5


def _spans(passage: Passage, clauses: Clauses) -> tuple[Span, ...]:
    """Clauses as character spans, neighbors merged."""
    merged: list[Span] = []
    for clause in sorted(clauses):
        start, end = passage.clause_span(clause)
        if merged and start - merged[-1][1] <= 2 and end - merged[-1][0] <= LONGEST_SPAN:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)
