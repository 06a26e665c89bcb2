"""The served version read through pairs that say the same, and through what must never pay.

Promises (issue 4): 95% of pairs move less than .08 and none changes level by more than one; stuffing, slogans,
posters and instructions never read as Proficient; what gives no basis abstains.
"""

import pytest

from mlcore.results import Item
from mlcore.schema import LEVELS, SKILLS
from tests.mlcore import robustness_texts as texts
from tests.mlcore.robustness import EACH_KIND, KINDS, SHARE, measured, moves, proficient, said, scored, scores


def test_base_texts_are_scored_so_that_the_pairs_say_something() -> None:
    told = scores([Item(str(n), said(base)) for n, base in enumerate(texts.BASES)])
    assert sum(any(score.score is not None for score in skills.values()) for skills in told) >= 0.9 * len(texts.BASES)


@pytest.mark.parametrize("kind", KINDS)
def test_no_pair_moves_by_more_than_one_level(kind: str) -> None:
    assert [move for move in moves(kind) if move[3] > 1] == []


def test_of_all_pairs_95_in_100_move_less_than_8_points_and_of_each_kind_most() -> None:
    kinds = measured()["kinds"]
    assert kinds["all pairs together"]["pairs"] > 200
    assert {name: kind for name, kind in kinds.items() if kind["held"] < kind["least"]} == {}
    assert kinds["all pairs together"]["least"] == SHARE
    assert {kinds[kind]["least"] for kind in KINDS} == {EACH_KIND}


@pytest.mark.parametrize("kind", ["placeholders", "pronouns"])
def test_who_it_is_moves_nothing(kind: str) -> None:
    assert max(move[2] for move in moves(kind)) < 0.02


@pytest.mark.parametrize("text", texts.NEVER_PROFICIENT.values(), ids=texts.NEVER_PROFICIENT.keys())
def test_what_is_only_claimed_never_reads_as_proficient(text: str) -> None:
    assert proficient(text) == {}


@pytest.mark.parametrize("text", texts.ABSTAIN.values(), ids=texts.ABSTAIN.keys())
def test_what_gives_no_basis_is_not_scored(text: str) -> None:
    assert scored(text) == {}


@pytest.mark.parametrize("text", texts.COPIED.values(), ids=texts.COPIED.keys())
def test_the_prompt_said_back_is_not_scored(text: str) -> None:
    assert scored(text) == {}


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
