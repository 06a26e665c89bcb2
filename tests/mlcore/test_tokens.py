import pytest

from mlcore.results import Item
from mlcore.tokens import PERSON, clauses, own_words, stem, tokenize, without_copied, word_count


def symbols(text):
    return [token.symbol for token in tokenize(text)]


def test_every_symbol_knows_where_it_stands():
    text = "I didn’t quit, [classmate A] helped."
    assert [text[t.start : t.end] for t in tokenize(text)] == [
        "I", "didn’t", "didn’t", "quit", ",", "[classmate A]", "helped", ".",
    ]  # fmt: skip


def test_a_contraction_opens_so_that_its_negation_stands_alone():
    assert symbols("I can't, won't, didn't") == ["i", "can", "n't", ",", "will", "n't", ",", "did", "n't"]


@pytest.mark.parametrize("name", ["[classmate A]", "[teacher B]", "[student]", "[person AB]", "[family]"])
def test_every_person_placeholder_is_one_neutral_symbol(name):
    assert symbols(f"{name} was sad") == [PERSON, "was", "sad"]


def test_other_placeholders_and_numbers_are_neutral_too():
    assert symbols("call [phone] at 10") == ["call", "[x]", "at", "#"]


@pytest.mark.parametrize(("written", "meant"), [("cuz", "because"), ("freind", "friend"), ("tryna", "trying")])
def test_informal_spelling_reads_as_the_word_meant(written, meant):
    assert symbols(written) == [meant]


@pytest.mark.parametrize("words", ["try tries tried trying", "stop stops stopped stopping", "plan planned planning"])
def test_forms_of_a_word_share_a_stem(words):
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize("word", ["is", "this", "his", "yes", "n't", ".", PERSON])
def test_small_words_are_left_alone(word):
    assert stem(word) == word


def test_clauses_end_at_stops_and_at_links():
    text = "I was really mad at him but I counted to ten. Then it passed"
    tokens = tokenize(text)
    numbers = clauses(tokens)
    first = {n: tokens[numbers.index(n)].symbol for n in set(numbers)}
    assert first == {0: "i", 1: "but", 2: "then"}


def test_no_clause_runs_on_forever():
    numbers = clauses(tokenize("word " * 100))
    assert max(numbers.count(n) for n in set(numbers)) <= 18


def test_what_is_copied_from_the_prompt_is_blanked_and_offsets_stay():
    prompt = "Tell about a time when you had to wait for something."
    text = "Tell about a time when you had to wait. I waited for my turn."
    left = without_copied(text, prompt)
    assert len(left) == len(text)
    assert left.split() == [".", "I", "waited", "for", "my", "turn."]


def test_a_short_echo_of_the_prompt_is_the_students_own():
    text = "I had to wait for my turn."
    assert without_copied(text, "When did you have to wait for something?") == text


def test_without_a_prompt_an_item_is_read_as_it_is():
    item = Item("a", "Some words here.")
    assert own_words(item) is item


def test_words_are_counted_without_points_and_placeholders():
    assert word_count("[classmate A] and I, we didn't stop at 10!") == 7
    assert word_count("") == 0
