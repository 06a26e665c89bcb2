"""How a text is parted into words before anything is counted, and what of it a process remembers."""

import pytest

from mlcore.features import tokens
from mlcore.features.tokens import PERSON, read_passage


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setattr(tokens, "_memory", {})


def placed(text: str) -> list[tuple[str, str]]:
    """Each word as it is read, and as it stands in the text."""
    passage = read_passage(text)
    stand = ((at + first, at + last) for at, (first, last) in zip(passage.chunks, passage.places, strict=True))
    return [(word, text[start:end]) for word, (start, end) in zip(passage.words, stand, strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sad,  mad\nand,glad.", [("sad", "Sad"), ("mad", "mad"), ("and", "and"), ("glad", "glad")]),
        ("I didn't", [("i", "I"), ("did", "didn't"), ("not", "didn't")]),
        ("with [classmate A]'s bag", [("with", "with"), (PERSON, "[classmate A]"), ("s", "'s"), ("bag", "bag")]),
        ("[person BC],[teacher A]", [(PERSON, "[person BC]"), (PERSON, "[teacher A]")]),
        ("[A] [place] a_b", [("a", "A"), (tokens.THING, "[place]"), ("a", "a"), ("b", "b")]),
    ],
)
def test_words_stand_where_they_were_written(text, words):
    assert placed(text) == words


def test_a_text_reads_the_same_when_its_chunks_are_known():
    text = 'Well, I told Maria "it\'s ok" and [classmate A] cried. Maria was sad, like, so I stayed.'
    first, again = read_passage(text), read_passage(text)
    assert first == again
    assert [first.words[start:end] for start, end in first.sentences()][1][:3] == [PERSON, "was", "sad"]


def test_a_sentence_of_fillers_alone_leaves_the_next_one_its_own():
    passage = read_passage("We left. I guess. She cried.")
    assert [passage.words[start:end] for start, end in passage.sentences()] == [["we", "left"], [], ["she", "cried"]]


def test_what_nobody_writes_twice_is_not_remembered():
    read_passage("short " + "a,b," * 5000 + " words")
    assert set(tokens._memory) == {"short", "words"}


def test_no_more_is_remembered_than_fits(monkeypatch):
    monkeypatch.setattr(tokens, "_MOST_REMEMBERED", 3)
    for number in range(50):
        read_passage(f"word{number}")
    assert len(tokens._memory) <= 3
