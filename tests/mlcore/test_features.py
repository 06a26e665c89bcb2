"""One contract that every feature keeps, whatever it measures."""

import math
from itertools import pairwise

import numpy as np
import pytest

from mlcore.features import Extracted, extract, extract_batch
from mlcore.features.derived import climb
from mlcore.results import Event, Item
from mlcore.schema import BY_NAME, DERIVED, FEATURES, INDEX, NAMES, names_of

LINGUISTIC, BEHAVIORAL, DERIVED_COLUMNS = names_of("linguistic"), names_of("behavioral"), names_of("derived")

RICH = (
    "So, um, [classmate A] got left out and I could tell she felt sad because nobody asked her. I sat next to her so she "
    "wouldn't feel alone. I know I get mad at people, so before lunch I put my hands in my pockets and counted to ten, "
    "which helped me talk. We could tell the teacher but then she'd be embarrassed. I checked the next day if it worked. "
    "It didn't, so I tried again a different way. Now I always ask first. I yelled at Marco without thinking and I quit "
    "the team. I don't care how he feels. I have no idea what you do about him. The problem was the list was too short."
)
NEUTRAL = "The bus stops near the post office at noon. Our lunchroom has green walls. It rained on Tuesday. "
EVENTS = (
    Event("session_start", 0.0),
    Event("task_start", 1.0, "bridge"),
    Event("attempt", 5.0, "bridge"),
    Event("failure", 20.0, "bridge"),
    Event("retry", 31.0, "bridge"),
    Event("success", 60.0, "bridge"),
    Event("help_given", 90.0),
    Event("idle", 100.0),
    Event("resume", 130.0),
    Event("session_end", 300.0),
)
TEXTS = {
    "rich": RICH,
    "empty": "",
    "blank": "  \n\t ",
    "one word": "idk",
    "emoji": "😀🔥 🙃",
    "punctuation": "?!... --- \"\" ''",
    "other script": "我 不知道 該 怎麼 辦",
    "right to left": "لا أعرف ماذا أفعل",
    "only placeholders": "[classmate A] [teacher B] [email]",
    "digits": "12 34 5.6",
    "unclosed quote": 'He said "I felt sad and then I went home',
    "long": NEUTRAL * 200,
    "no stops": "so then i went and she was sad and i told her its ok and we went home " * 20,
    "null byte": "I felt\x00 sad",
    "brackets": "[] [[classmate A]] [unknown thing] [A]",
}


def row(text: str = "", events: tuple[Event, ...] = (), prompt: str = "") -> Extracted:
    return extract(Item("r", text, prompt=prompt, events=events))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("events", [(), EVENTS], ids=["no events", "events"])
def test_every_value_is_missing_or_within_its_range(text: str, events: tuple[Event, ...]) -> None:
    values = row(text, events).values
    assert values.shape == (29,)
    assert values.dtype == np.float64
    for feature, value in zip(FEATURES, values, strict=True):
        assert math.isnan(value) or feature.low <= value <= feature.high, feature.name


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_same_text_gives_the_same_row(text: str) -> None:
    first, second = row(text, EVENTS), row(text, EVENTS)
    assert np.array_equal(first.values, second.values, equal_nan=True)
    assert first.spans == second.spans


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_spans_stand_in_the_text_in_order_and_apart(text: str) -> None:
    for name, spans in row(text).spans.items():
        assert BY_NAME[name].family == "linguistic"
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("name", LINGUISTIC)
def test_a_feature_counts_exactly_when_it_has_a_span(name: str) -> None:
    extracted = row(RICH)
    assert extracted.values[INDEX[name]] > 0
    assert extracted.spans[name]


@pytest.mark.parametrize("name", LINGUISTIC)
def test_spans_are_clauses_not_single_words(name: str) -> None:
    assert all(len(RICH[start:end].split()) >= 2 for start, end in row(RICH).spans[name])


@pytest.mark.parametrize("text", ["", "  \n ", "😀", "..."], ids=["empty", "blank", "emoji", "stops"])
def test_without_a_word_the_linguistic_and_derived_columns_are_missing(text: str) -> None:
    values = row(text, EVENTS).values
    assert all(math.isnan(values[INDEX[name]]) for name in LINGUISTIC + DERIVED_COLUMNS)
    assert not math.isnan(values[INDEX["success_share"]])


def test_without_events_the_behavioral_columns_are_missing_and_the_words_are_not() -> None:
    values = row("I walked home.").values
    assert all(math.isnan(values[INDEX[name]]) for name in BEHAVIORAL)
    assert all(values[INDEX[name]] == 0 for name in LINGUISTIC)


def test_moves_do_not_reach_the_derived_columns() -> None:
    with_moves, without = row(RICH, EVENTS).values, row(RICH).values
    assert all(with_moves[INDEX[name]] == without[INDEX[name]] for name in DERIVED_COLUMNS)


@pytest.mark.parametrize("name", LINGUISTIC)
def test_neutral_padding_does_not_raise_a_value(name: str) -> None:
    before = row(RICH).values[INDEX[name]]
    padded = row(NEUTRAL * 3 + RICH + " " + NEUTRAL * 3).values[INDEX[name]]
    assert padded <= before + 1e-9


@pytest.mark.parametrize("name", LINGUISTIC)
def test_neutral_text_however_long_shows_nothing(name: str) -> None:
    assert row(NEUTRAL * 20).values[INDEX[name]] == 0


@pytest.mark.parametrize("name", LINGUISTIC)
def test_saying_it_ten_times_in_the_same_words_is_saying_it_once(name: str) -> None:
    assert row((RICH + " ") * 10).values[INDEX[name]] == row(RICH).values[INDEX[name]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[classmate A]", "[classmate B]"),
        ("[classmate A]", "[person AB]"),
        ("[classmate A]", "Farida"),
        ("[classmate A]", "my friend"),
    ],
)
def test_who_is_named_moves_nothing(before: str, after: str) -> None:
    assert np.array_equal(row(RICH).values, row(RICH.replace(before, after)).values, equal_nan=True)


@pytest.mark.parametrize("name", LINGUISTIC)
def test_a_placeholder_is_no_evidence_of_anything(name: str) -> None:
    assert row("[classmate A] and [person B] and [teacher C] at [school] with [email].").values[INDEX[name]] == 0


@pytest.mark.parametrize("name", LINGUISTIC)
def test_a_copied_prompt_shows_nothing(name: str) -> None:
    prompt = "Tell about a time you felt sad because a friend was left out, and how you helped her and tried again."
    assert row(prompt, prompt=prompt).values[INDEX[name]] == 0


def test_words_are_counted_with_fillers_and_contractions_as_one() -> None:
    assert row("Um, I didn't know.").words == 4
    assert row("").words == 0


def test_a_batch_is_its_rows() -> None:
    items = [Item(str(place), text, events=EVENTS) for place, text in enumerate(TEXTS.values())]
    matrix, rows = extract_batch(items)
    assert matrix.shape == (len(items), len(NAMES))
    for place, item in enumerate(items):
        alone = extract(item)
        assert np.array_equal(matrix[place], alone.values, equal_nan=True)
        assert rows[place].spans == alone.spans


def test_an_empty_batch_is_an_empty_matrix() -> None:
    matrix, rows = extract_batch([])
    assert matrix.shape == (0, 29)
    assert rows == []


def test_the_order_of_a_batch_changes_no_row() -> None:
    items = [Item(str(place), text) for place, text in enumerate(TEXTS.values())]
    forward, _ = extract_batch(items)
    backward, _ = extract_batch(items[::-1])
    assert np.array_equal(forward, backward[::-1], equal_nan=True)


@pytest.mark.parametrize("name", DERIVED_COLUMNS)
def test_a_ladder_rises_with_each_rung_and_falls_with_its_opposite(name: str) -> None:
    ladder = DERIVED[name]
    bare = [0.0] * len(NAMES)
    assert climb(ladder, bare) == 0
    for column, _ in ladder.rungs:
        raised = bare.copy()
        raised[INDEX[column]] = 0.5
        assert climb(ladder, raised) > 0
    lowered = bare.copy()
    lowered[INDEX[ladder.opposite]] = 0.5
    assert climb(ladder, lowered) < 0


@pytest.mark.parametrize("name", DERIVED_COLUMNS)
def test_a_ladder_stays_within_its_range(name: str) -> None:
    assert climb(DERIVED[name], [1.0] * len(NAMES)) <= 1.0
    lowest = [0.0] * len(NAMES)
    lowest[INDEX[DERIVED[name].opposite]] = 1.0
    assert climb(DERIVED[name], lowest) == -1.0


def test_the_best_supported_rung_decides_and_not_the_average() -> None:
    ladder = DERIVED["empathy_ladder"]
    why = [0.0] * len(NAMES)
    why[INDEX["feeling_reason"]] = 0.5
    named = [0.0] * len(NAMES)
    named[INDEX["feeling_named"]] = 0.5
    both = [max(pair) for pair in zip(why, named, strict=True)]
    assert climb(ladder, both) > climb(ladder, why) > climb(ladder, named)
