"""The robustness suite: pairs that say the same, read by a version, and how far each score moves.

``python -m tests.mlcore.robustness VERSION`` measures a version and adds the figures to its metrics and card.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache

from mlcore import publishing, registry
from mlcore.combine import combine
from mlcore.held_out import fused
from mlcore.read import read
from mlcore.results import Item, SkillScore
from mlcore.schema import LEVELS, SKILLS, Level, Skill
from tests.mlcore import robustness_texts as texts

MOVES_LITTLE, SHARE = 0.08, 0.95
EACH_KIND = 0.85  # of its thirty or so pairs: a kind alone is too small for the promise, which is about all of them
PROFICIENT = (Level.PROFICIENT, Level.ADVANCED)
VERSION: str | None = None
HE = {"he": "he", "him": "him", "his": "his", "he_": "He"}
SHE = {"he": "she", "him": "her", "his": "her", "he_": "She"}
THEY = {"he": "they", "him": "them", "his": "their", "he_": "They"}

Pair = tuple[str, str]


@cache
def models() -> registry.Models:
    """The version that is served, or the one that is being measured."""
    return registry.load(VERSION)


def scores(items: list[Item]) -> list[dict[Skill, SkillScore]]:
    """As the product scores one response each; where it would abstain the score is ``None``."""
    readings = read(items, models())
    return [
        {s: combine([fused(models(), reading, s)], skill=s, calibration=models().calibration) for s in SKILLS}
        for reading in readings
    ]


def said(text: str, name: str = "Emma", words: dict[str, str] = HE) -> str:
    return text.format(n=name, **words)


def swapped(text: str, table: dict[str, str]) -> str:
    """Every word of ``text`` that stands in ``table``, as the table has it; capitals are kept."""

    def other(found: re.Match[str]) -> str:
        word = table.get(found[0].lower(), found[0])
        return word.capitalize() if found[0][0].isupper() else word

    return re.sub(r"[A-Za-z']+", other, text)


def learner(text: str) -> str:
    """Without articles, as many who learn English write."""
    return re.sub(r"\b(?:the|a|an) ", "", text)


def with_names() -> Iterator[Pair]:
    for n, base in enumerate(texts.BASES):
        yield said(base), said(base, texts.NAMES[n % len(texts.NAMES)])


def with_placeholders() -> Iterator[Pair]:
    return ((said(base, "[person A]"), said(base, "[classmate B]")) for base in texts.BASES)


def with_pronouns() -> Iterator[Pair]:
    for base in texts.BASES:
        yield said(base, "[person A]", HE), said(base, "[person A]", SHE)


def changed(change: Callable[[str], str], kind: str = "") -> Callable[[], Iterator[Pair]]:
    def pairs() -> Iterator[Pair]:
        yield from ((said(base, "[person A]"), change(said(base, "[person A]"))) for base in texts.BASES)
        yield from texts.SAID_OTHERWISE.get(kind, ())

    return pairs


KINDS: dict[str, Callable[[], Iterator[Pair]]] = {
    "names": with_names,
    "placeholders": with_placeholders,
    "pronouns": with_pronouns,
    "dialect": changed(lambda text: swapped(text, texts.DIALECT), "dialect"),
    "spelling": changed(lambda text: swapped(text, texts.MISSPELLED)),
    "learner": changed(learner, "learner"),
    "polish": changed(lambda text: swapped(text, texts.POLISH), "polish"),
    "padding": changed(lambda text: text + texts.PADDING[len(text) % len(texts.PADDING)]),
    "capitals and stops": changed(lambda text: text.lower().replace("[person a]", "[person A]").replace(",", "")),
}


@cache
def moves(kind: str) -> tuple[tuple[str, Skill, float, int], ...]:
    """(second text, skill, how far its score moved, by how many levels), for skills both texts are scored on."""
    pairs = list(KINDS[kind]())
    told = scores([Item(f"{n}", text) for n, pair in enumerate(pairs) for text in pair])
    return tuple(
        (pairs[n][1], skill, *moved)
        for n in range(len(pairs))
        for skill in SKILLS
        if (moved := _moved(told[2 * n][skill], told[2 * n + 1][skill])) is not None
    )


def _moved(one: SkillScore, other: SkillScore) -> tuple[float, int] | None:
    if one.score is None or other.score is None:
        return None
    return abs(one.score - other.score), abs(LEVELS.index(one.level) - LEVELS.index(other.level))


def proficient(text: str) -> dict[Skill, float]:
    """The skills on which ``text`` reads as Proficient or better, with the score."""
    told = scores([Item("r", text, prompt=texts.PROMPT)])[0]
    return {s: round(t.score, 3) for s, t in told.items() if t.level in PROFICIENT}


def scored(text: str) -> dict[Skill, float]:
    """The skills on which ``text`` is scored at all, with P(observed)."""
    told = scores([Item("r", text, prompt=texts.PROMPT)])[0]
    return {s: round(t.p_observed, 2) for s, t in told.items() if t.score is not None}


def measured() -> dict[str, object]:
    """The figures for the card, in the form that the promotion gate reads."""
    kinds = {kind: _kind([move[2] for move in moves(kind)], least=EACH_KIND) for kind in KINDS}
    every = [move for kind in KINDS for move in moves(kind)]
    kinds["all pairs together"] = _kind([move[2] for move in every], least=SHARE)
    kinds["all pairs: a level at most"] = _share([move[3] <= 1 for move in every])
    kinds["claims, posters, instructions: below Proficient"] = _share(
        [not proficient(text) for text in texts.NEVER_PROFICIENT.values()]
    )
    nothing = [*texts.ABSTAIN.values(), *texts.COPIED.values()]
    kinds["no basis: not scored"] = _share([not scored(text) for text in nothing])
    summary = (
        f"{len(texts.BASES)} base texts written for this suite from the codebook, never trained on, and pairs made of them. "
        f"Held: the score moves by less than {MOVES_LITTLE}. Asked: {SHARE:.0%} of all pairs, {EACH_KIND:.0%} of each kind."
    )
    return {"summary": summary, "kinds": kinds}


def _kind(moved: list[float], *, least: float) -> dict[str, float]:
    held = sum(move < MOVES_LITTLE for move in moved) / len(moved)
    return {"pairs": len(moved), "held": held, "worst": round(max(moved), 3), "least": least}


def _share(held: list[bool]) -> dict[str, float]:
    return {"pairs": len(held), "held": sum(held) / len(held), "worst": float(not all(held)), "least": 1.0}


if __name__ == "__main__":
    VERSION = sys.argv[1] if len(sys.argv) > 1 else None
    publishing.keep(models().folder, "robustness", measured())
