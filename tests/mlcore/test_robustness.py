"""The shipped version read through pairs that say the same, and through what must never pay.

Promises (issue 4): 95% of pairs move less than .08 and none changes level by more than one; stuffing, slogans,
posters and instructions never read as Proficient; what gives no basis abstains.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from mlcore import registry
from mlcore.combine import combine
from mlcore.placeholders import PLACEHOLDER
from mlcore.read import read
from mlcore.results import Item, SkillScore
from mlcore.schema import LEVELS, SKILLS, Level, Skill
from mlcore.sealed import fused
from tests.mlcore import robustness_texts as texts

MOVES_LITTLE, SHARE = 0.08, 0.95
HE = {"he": "he", "him": "him", "his": "his", "he_": "He"}
SHE = {"he": "she", "him": "her", "his": "her", "he_": "She"}
THEY = {"he": "they", "him": "them", "his": "their", "he_": "They"}

Pair = tuple[str, str]


@cache
def models() -> registry.Models:
    return registry.load()


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


def test_base_texts_are_scored_so_that_the_pairs_say_something() -> None:
    told = scores([Item(str(n), said(base)) for n, base in enumerate(texts.BASES)])
    assert sum(any(score.score is not None for score in skills.values()) for skills in told) >= 0.9 * len(texts.BASES)


@pytest.mark.parametrize("kind", KINDS)
def test_no_pair_moves_by_more_than_one_level(kind: str) -> None:
    assert [move for move in moves(kind) if move[3] > 1] == []


def test_of_all_pairs_95_in_100_move_less_than_8_points() -> None:
    every = [move[2] for kind in KINDS for move in moves(kind)]
    assert len(every) > 200
    assert sum(move < MOVES_LITTLE for move in every) / len(every) >= SHARE


@pytest.mark.parametrize("kind", ["names", "placeholders"])
def test_a_name_moves_nothing_at_all_once_masked(kind: str) -> None:
    masked = [[PLACEHOLDER.sub("[person A]", text) for text in pair] for pair in with_placeholders()]
    assert all(one == other for one, other in masked)
    assert max(move[2] for move in moves("placeholders")) < 1e-9


@pytest.mark.parametrize("text", texts.NEVER_PROFICIENT.values(), ids=texts.NEVER_PROFICIENT.keys())
def test_what_is_only_claimed_never_reads_as_proficient(text: str) -> None:
    told = scores([Item("r", text, prompt=texts.PROMPT)])[0]
    assert {s: t.level for s, t in told.items() if t.level in (Level.PROFICIENT, Level.ADVANCED)} == {}


@pytest.mark.parametrize("text", texts.ABSTAIN.values(), ids=texts.ABSTAIN.keys())
def test_what_gives_no_basis_is_not_scored(text: str) -> None:
    told = scores([Item("r", text, prompt=texts.PROMPT)])[0]
    assert {s: round(t.p_observed, 2) for s, t in told.items() if t.score is not None} == {}


@pytest.mark.parametrize("text", texts.COPIED.values(), ids=texts.COPIED.keys())
def test_the_prompt_said_back_is_not_scored(text: str) -> None:
    told = scores([Item("r", text, prompt=texts.PROMPT)])[0]
    assert {s: round(t.p_observed, 2) for s, t in told.items() if t.score is not None} == {}


@pytest.mark.parametrize("stuffing", texts.NEVER_PROFICIENT.values(), ids=texts.NEVER_PROFICIENT.keys())
def test_stuffing_added_to_an_honest_response_never_raises_it_by_a_level(stuffing: str) -> None:
    honest = [said(base, "[person A]") for base in texts.BASES[:12]]
    told = scores([Item(f"{n}", text + end) for n, text in enumerate(honest) for end in ("", " " + stuffing)])
    raised = [
        (honest[n], skill)
        for n in range(len(honest))
        for skill in SKILLS
        if (one := told[2 * n][skill]).score is not None
        and (other := told[2 * n + 1][skill]).score is not None
        and LEVELS.index(other.level) - LEVELS.index(one.level) > 1
    ]
    assert raised == []
