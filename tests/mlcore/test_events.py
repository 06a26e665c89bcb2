"""The one vocabulary of telemetry."""

import doctest

import pytest

from mlcore import events
from mlcore.events import KINDS, NAMES, PAGE, kind_of, page
from mlcore.features import behavioral


def test_the_vocabulary_is_the_one_the_issue_asks_for() -> None:
    asked = (
        "session_start, task_start, attempt, success, failure, retry, hint, idle, resume, choice, message, turn, "
        "help_given, help_received, lead, session_end"
    )
    assert ", ".join(NAMES) == asked


def test_what_the_features_read_is_in_the_vocabulary() -> None:
    assert set(NAMES) >= behavioral.TRIES | behavioral.WITH_OTHERS


def test_no_word_stands_for_two_kinds() -> None:
    words = [word for kind in KINDS for word in (kind.name, *kind.also)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_word_of_a_kind_is_understood_however_it_is_joined(kind) -> None:
    for word in (kind.name, *kind.also):
        for spelling in (word, word.upper(), word.replace("_", " "), word.replace("_", "-"), f"  {word} "):
            assert kind_of(spelling) == kind.name


@pytest.mark.parametrize("word", ["", " ", "downloaded", "42", "teleported", "success story"])
def test_other_words_are_not_understood(word) -> None:
    assert kind_of(word) is None


def test_the_page_is_in_step_with_the_vocabulary() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_examples_run() -> None:
    assert doctest.testmod(events).failed == 0
