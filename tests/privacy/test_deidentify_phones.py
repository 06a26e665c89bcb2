"""Phones in the shapes people write them in, and numbers that are none."""

from pathlib import Path

import pytest

from privacy.deidentify import mask

DATA = Path(__file__).parent / "data"
SENTENCES = ("(%s)", "she wrote %s on my hand", "Call me at %s.", "my number is %s ok", "It is\n%s-Office")
CUED = SENTENCES[2:4]


def lines(name):
    """The parts of a list, each under its own comment."""
    parts = []
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            parts.append([])
        elif line:
            parts[-1].append(line)
    return parts


SURE, NEEDS_A_WORD = lines("phones.txt")


def left_of(number, text):
    gone = {i for r in mask(text).replacements for i in range(r.start, r.end)}
    start = text.index(number)
    return "".join(text[i] for i in range(start, start + len(number)) if text[i].isdigit() and i not in gone)


@pytest.mark.parametrize("number", SURE)
def test_no_digit_of_a_phone_is_left(number):
    assert [left_of(number, sentence % number) for sentence in SENTENCES] == [""] * len(SENTENCES)


@pytest.mark.parametrize("number", NEEDS_A_WORD)
def test_a_phone_that_looks_like_a_list_of_numbers_needs_a_word_before_it(number):
    assert [left_of(number, sentence % number) for sentence in CUED] == [""] * len(CUED)
    assert left_of(number, f"I wrote down {number} today") == "".join(c for c in number if c.isdigit())


@pytest.mark.parametrize("text", lines("no_phones.txt")[0])
def test_dates_years_scores_counts_and_pages_stay(text):
    assert mask(text).text == text


def test_a_year_before_a_phone_stays():
    assert mask("in 2023 559-555-0142 rang").text == "in 2023 [phone] rang"


def test_two_phones_in_a_row_are_both_taken():
    assert mask("559-555-0142 / 559-555-0143").text.count("555") == 0


@pytest.mark.parametrize("place", ["-Fax", "-Office", " (cell)"])
def test_a_word_after_a_number_may_say_that_it_is_a_phone(place):
    assert mask(f"then,1595550142{place}").text == f"then,[phone]{place}"
