"""The prompts offered for a skill are those that showed it most often in the training corpus, counted again here."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from mlcore.schema import SKILLS
from reasoning.prompts import PROMPTS_THAT_SHOW, prompt_of

CORPUS = Path(__file__).resolve().parents[2] / "ml_artifacts" / "corpus" / "train.jsonl"


@pytest.fixture(scope="module")
def observed():
    """Share of a prompt's responses that could be rated on a skill at all: {skill: {prompt: share}}."""
    seen = defaultdict(lambda: defaultdict(list))
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for skill, rating in row["ratings"].items():
            seen[skill][row["prompt"]].append(rating != "NO")
    return {skill: {p: sum(v) / len(v) for p, v in prompts.items()} for skill, prompts in seen.items()}


@pytest.mark.parametrize("skill", SKILLS)
def test_each_prompt_showed_its_skill_in_most_responses(observed, skill):
    for prompt in PROMPTS_THAT_SHOW[skill]:
        assert observed[skill][prompt] >= 0.8


@pytest.mark.parametrize("skill", SKILLS)
def test_no_prompt_left_out_would_show_it_much_better(observed, skill):
    offered = {prompt for prompts in PROMPTS_THAT_SHOW.values() for prompt in prompts}
    best_left_out = max(share for prompt, share in observed[skill].items() if prompt not in offered)
    assert min(observed[skill][prompt] for prompt in PROMPTS_THAT_SHOW[skill]) >= best_left_out - 0.1


def test_there_are_three_for_each_skill_and_none_twice():
    assert set(PROMPTS_THAT_SHOW) == set(SKILLS)
    every = [prompt for prompts in PROMPTS_THAT_SHOW.values() for prompt in prompts]
    assert len(every) == 12 == len(set(every))


@pytest.mark.parametrize("place", ["empathy.0", "empathy.4", "empathy.", "empathy.one", "empathy"])
def test_a_number_outside_the_table_is_refused(place):
    with pytest.raises(KeyError):
        prompt_of(place)


def test_prompts_are_counted_from_one():
    assert prompt_of("empathy.1") == PROMPTS_THAT_SHOW[SKILLS[0]][0]
