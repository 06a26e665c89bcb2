"""Signs of danger in a text: found in hard sentences, seldom in innocent ones, and the page says what is measured."""

import json
import time

import pytest

from privacy.distress import measure, signs_in
from privacy.distress.hints import HINTS
from privacy.distress.signs import KINDS, RULES
from privacy.management.commands import measure_distress

FIGURES = measure.measure()


@pytest.mark.parametrize("half", measure.HALVES)
def test_nearly_every_hard_sentence_is_found(half):
    assert FIGURES[half].recall >= 0.97


@pytest.mark.parametrize("half", measure.HALVES)
def test_few_innocent_sentences_are_raised(half):
    assert FIGURES[half].alarm_rate <= 0.05


def test_the_hard_set_is_large_and_its_halves_share_nothing():
    danger, innocent = measure.sentences()
    assert len(danger) >= 100 and len(innocent) >= 100
    assert {kind for kind, _ in danger} == set(KINDS)
    assert not {text for _, text in danger} & set(innocent)
    assert all(FIGURES[half].danger >= 40 and FIGURES[half].innocent >= 40 for half in measure.HALVES)


@pytest.mark.parametrize(
    "text",
    [
        "I don’t want to kill myself.",
        "i do NOT want to die",
        "She said she would never hurt herself, but she cuts herself.",
    ],
)
def test_a_negation_silences_nothing(text):
    assert "self-harm" in signs_in(text).kinds


@pytest.mark.parametrize(
    "text",
    [
        "i wanna diiiiie",
        "K I L L myself",
        "i want to k1ll mys3lf",
        "I WANT TO KILL MYSELF",
        "kill   my\u00a0self",
        "im sucidal, i think about suicde",
    ],
)
def test_spelling_it_another_way_hides_nothing(text):
    assert signs_in(text)


def test_one_sentence_among_many_is_enough_and_an_idiom_hides_no_other():
    long = "We built a bridge of straw and it held. " * 200
    assert not signs_in(long)
    assert signs_in(f"{long} This homework is killing me. I want to die. {long}").kinds == ("self-harm",)


LONG = ["a" * 20_000, "i " * 10_000, "my the her his a some " * 3_000, "k.i.l.l." * 2_000, "I want to die. " * 2_000]


@pytest.mark.parametrize("text", ["", " \n", "🙂", *LONG])
def test_any_text_is_read_in_little_time(text):
    began = time.process_time()
    signs_in(text)
    assert time.process_time() - began < 2


def test_every_rule_finds_something_in_the_hard_set_of_its_kind():
    """A rule that never finds anything is a typing error, or wants a sentence of its own there."""
    import re

    from privacy.distress import reading

    danger, _ = measure.sentences()
    texts = ["\n".join(reading.sentences_of(text)) for _, text in danger]
    idle = [rule for _, rule in RULES if not any(re.search(rule, text, re.MULTILINE) for text in texts)]
    assert idle == []


# One for each hint that neither set has a sentence for.
SAID_OTHERWISE = (
    "at night the thoughts get louder than the music",
    "i make myself throw up so the dress fits",
    "he films me when i change",
    "he says he will post the pics to everyone if i block him",
    "people talk about columbine like they were monsters but i understand why",
    "i want to watch him suffer like i did",
    "i packed my bag and hid it under the porch",
)


@pytest.mark.parametrize("text", SAID_OTHERWISE)
def test_danger_said_without_its_word_is_found(text):
    assert signs_in(text)


def test_every_hint_finds_something_that_somebody_said():
    import re

    from privacy.distress import reading

    lines = (measure.DATA / "blind.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line)["text"] for number, line in enumerate(lines, 1) if number % 2 == 0]
    said = [*(text for _, text in measure.sentences()[0]), *read, *SAID_OTHERWISE]
    texts = ["\n".join(reading.sentences_of(text)) for text in said]
    assert [rule for _, rule in HINTS if not any(re.search(rule, text, re.MULTILINE) for text in texts)] == []


def test_of_somebody_elses_sentences_as_many_are_found_as_the_page_says():
    """The odd lines are the figure to believe; whoever changes a rule does not read them."""
    blind = measure.blind()
    assert (blind[measure.UNREAD].danger, blind[measure.UNREAD].innocent) == (60, 90)
    assert blind[measure.UNREAD].recall >= 0.38 and blind[measure.UNREAD].alarm_rate <= 0.05
    assert blind[measure.READ].recall >= 0.95 and blind[measure.READ].alarm_rate <= 0.05
    assert not blind[measure.UNREAD].missed, "what was missed there is told to nobody"


def test_of_the_sample_district_two_harmless_responses_are_raised_and_no_more():
    """A fishing derby, and a page that somebody cannot get past: a person would call both innocent."""
    texts = measure.classroom(measure_distress.CORPUS.parent / "demo_responses.jsonl")
    assert len(texts) > 100 and measure.on_texts(texts) == {measure.RULES: 0, measure.LINE: 2, measure.EITHER: 2}


def test_the_page_says_what_is_measured():
    assert measure_distress.PAGE.read_text(encoding="utf-8").startswith(measure_distress.table().strip()), (
        "manage.py measure_distress --write"
    )
