"""Orders are dealt in equal hands, worded by the codebook, and only distinct, usable texts are taken."""

import json
from collections import Counter

import numpy as np
import pytest

from mlcore import corpus, synthesis
from mlcore.agreement import spearman
from mlcore.asking import Rejected
from mlcore.schema import SKILLS, Skill
from mlcore.synthesis import Distinct, accepted, cells, description, orders, request
from tests import authors

PROMPTS = {"T01": "Tell about a time you were angry.", "T02": "What do you do when a plan fails?"}
GOOD = "I kept counting the bolts until my hands were quiet, and then I told her what I had seen by the fence."


@pytest.fixture
def order():
    return orders(1, PROMPTS, seed=3)[0]


def say(text):
    return json.dumps({"text": text})


def test_the_same_seed_gives_the_same_orders_and_a_longer_list_begins_alike():
    assert orders(40, PROMPTS, seed=1) == orders(90, PROMPTS, seed=1)[:40]
    assert orders(40, PROMPTS, seed=1) != orders(40, PROMPTS, seed=2)


def test_ratings_prompts_grades_modes_and_styles_are_dealt_in_equal_hands():
    made = orders(1100, PROMPTS, seed=1)
    for skill in SKILLS:
        counts = Counter(order.profile[skill] for order in made)
        assert counts == {"NO": 300, 1: 200, 2: 200, 3: 200, 4: 200}
    assert set(Counter(order.prompt_id for order in made).values()) == {550}
    grades = Counter(order.grade for order in made).values()
    assert max(grades) - min(grades) <= 1
    assert Counter(order.style for order in made)["plain"] == 440


def test_length_is_ordered_independently_of_what_shows():
    made = orders(2000, PROMPTS, seed=1)
    for skill in SKILLS:
        seen = [order for order in made if order.profile[skill] != "NO"]
        words = np.array([order.words for order in seen], dtype=float)
        levels = np.array([order.profile[skill] for order in seen], dtype=float)
        assert abs(spearman(words, levels)) < 0.06


def test_skills_are_ordered_independently_of_one_another():
    made = [order.profile for order in orders(2000, PROMPTS, seed=1)]
    both = [
        (p[Skill.EMPATHY], p[Skill.RESILIENCE]) for p in made if "NO" not in (p[Skill.EMPATHY], p[Skill.RESILIENCE])
    ]
    left, right = (np.array(column, dtype=float) for column in zip(*both, strict=True))
    assert abs(spearman(left, right)) < 0.08


def test_the_codebooks_own_words_say_what_is_to_show():
    assert set(cells()) == set(SKILLS)
    assert all(len(levels) == 4 for levels in cells().values())
    assert description(Skill.RESILIENCE, 1).startswith("quits, avoids, blames")
    assert description(Skill.RESILIENCE, "NO") == synthesis.SHOWS_NOTHING


def test_an_order_is_worded_with_all_it_asks_and_a_second_try_differs(order):
    first, second = request(order, 0, seed=3), request(order, 1, seed=3)
    said = json.loads(first.text)
    assert (said["prompt"], said["grade"], said["style"], said["words"]) == (
        order.prompt,
        order.grade,
        order.style,
        order.words,
    )
    assert set(said["shows"]) == {skill.value for skill in SKILLS}
    assert (first.text, first.seed) != (second.text, second.seed)
    assert first.instructions[0].name == "synthesize.md"


def test_a_usable_text_is_taken(order):
    assert accepted(order, say(f"  {GOOD} "), Distinct()) == GOOD


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("no JSON here", "no JSON"),
        ('{"words": "a"}', "no text"),
        ('{"text": null}', "no text"),
        (say("I left."), "too short or too long"),
        (say("word " * 400), "too short or too long"),
        (say(f"{GOOD} I have a lot of empathy."), "names a skill"),
        (say(f"{GOOD} That is problem-solving."), "names a skill"),
    ],
)
def test_a_text_that_cannot_be_used_is_rejected_with_the_reason(order, answer, reason):
    with pytest.raises(Rejected, match=reason):
        accepted(order, answer, Distinct())


def test_a_slogan_may_name_a_skill_where_a_hard_case_was_ordered():
    hard = next(order for order in orders(100, PROMPTS, seed=1) if order.style == "hard")
    accepted(hard, say(f"{GOOD} Empathy is key, they say."), Distinct())


def test_a_text_that_repeats_its_prompt_is_rejected():
    long = corpus.load(corpus.training_file())[0].prompt
    order = orders(1, {"P": long}, seed=1)[0]
    with pytest.raises(Rejected, match="repeats the prompt"):
        accepted(order, say(long), Distinct())


def test_a_text_that_is_nearly_another_is_rejected_and_one_on_the_same_matter_is_not():
    distinct = Distinct()
    assert distinct.add(GOOD) == 0.0
    with pytest.raises(Rejected, match="too like"):
        distinct.add(GOOD.replace("bolts", "screws").upper())
    assert (
        distinct.add("I counted the bolts. Then I told her about the fence, and she did not answer for a while.") < 0.2
    )


def test_a_thousand_texts_are_compared_in_no_time():
    distinct = Distinct()
    texts = [authors.text_for({"words": 90, "n": n}) for n in range(1000)]
    assert max(distinct.add(text) for text in texts) < 0.1
