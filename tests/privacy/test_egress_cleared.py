"""Nothing leaves as a plain string: text is cleared by being masked, shipped, listed or put together of such."""

from pathlib import Path

import pytest

from config import env
from privacy.deidentify import Deidentifier, Person
from privacy.egress import cleared
from privacy.egress.cleared import Cleared, deidentified, listed, numbered, paragraphs, shipped, together

ROSTER = Deidentifier([Person("1", ("Priyanka Deshmukh", "Priyanka"))], statistical_model=False)


def test_a_plain_string_cannot_be_made_into_cleared_text():
    with pytest.raises(TypeError, match="not from a string"):
        Cleared("Priyanka was sad.")
    with pytest.raises(TypeError, match="not from a string"):
        Cleared("Priyanka was sad.", made_by=object())


def test_nothing_can_pretend_to_be_cleared_by_inheriting():
    with pytest.raises(TypeError, match="final"):

        class Mine(Cleared):
            pass


def test_a_students_words_are_masked_as_they_are_cleared():
    said = str(deidentified("I asked Priyanka, and priyanka's sister, at m.lopez@school.org.", ROSTER))
    assert "priyanka" not in said.lower()
    assert "lopez" not in said
    assert said.startswith("I asked [classmate A]")


def test_what_is_masked_already_stays_as_it_is():
    text = "[classmate A] was worried, so I told [teacher B]."
    assert str(deidentified(text, ROSTER)) == text


def test_only_a_deidentifier_clears():
    class Nothing:
        def mask(self, text):
            return type("Masked", (), {"text": text})

    with pytest.raises(TypeError, match="Nothing is no Deidentifier"):
        deidentified("Priyanka", Nothing())


def test_our_own_words_come_from_an_instructions_folder_of_this_installation(tmp_path):
    elsewhere = tmp_path / "instructions" / "mine.md"
    elsewhere.parent.mkdir()
    elsewhere.write_text("Priyanka")
    for path in (
        elsewhere,
        env.ROOT / "README.md",
        env.ROOT / "reasoning" / "instructions" / ".." / ".." / "manage.py",
    ):
        with pytest.raises(TypeError, match="instructions/ folder of this installation"):
            shipped(path)


def test_the_codebook_may_be_shown_as_it_is():
    codebook = env.ROOT / "ml_artifacts" / "corpus" / "CODEBOOK.md"
    text = shipped(codebook)
    assert str(text) == codebook.read_text()
    assert str(paragraphs(text, text)).count("Decision rules") == 2
    with pytest.raises(TypeError, match="only cleared text"):
        paragraphs(text, "Priyanka")


def test_a_word_is_cleared_by_standing_in_a_list():
    assert str(listed("empathy", {"empathy"})) == "empathy"
    with pytest.raises(ValueError, match="no list of ours") as error:
        listed("Priyanka", {"empathy"})
    assert "Priyanka" not in str(error.value)


def test_a_number_is_put_to_a_cleared_word_alone():
    assert str(numbered(listed("empathy", {"empathy"}), 2)) == "empathy.2"
    for word, number in (("empathy", 2), (listed("empathy", {"empathy"}), "Priyanka")):
        with pytest.raises(TypeError):
            numbered(word, number)


def test_parts_are_put_together_as_json():
    text = deidentified("I asked Priyanka.", ROSTER)
    assert str(together({"words": text, "n": 2, "all": [True, None, 0.5]})).split() == (
        [
            "{",
            '"words":',
            '"I',
            "asked",
            "[classmate",
            'A].",',
            '"n":',
            "2,",
            '"all":',
            "[",
            "true,",
            "null,",
            "0.5",
            "]",
            "}",
        ]
    )


@pytest.mark.parametrize(
    "value",
    [
        "Priyanka",
        {"words": "Priyanka"},
        [["Priyanka"]],
        {"Priyanka": 1},
        {"priyanka d": 1},
        {1: 1},
        b"Priyanka",
        pytest.param(object(), id="an object"),
    ],
    ids=str,
)
def test_a_plain_string_is_refused_wherever_it_stands(value):
    with pytest.raises(TypeError) as error:
        together(value)
    assert "Priyanka" not in str(error.value)


def test_a_traceback_shows_no_words():
    assert repr(deidentified("a secret thing", ROSTER)) == "Cleared(14 characters)"


def test_the_ways_to_clear_are_these():
    ways = {n for n, v in vars(cleared).items() if callable(v) and getattr(v, "__module__", "") == cleared.__name__}
    public = {name for name in ways if not name.startswith("_")}
    assert public == {"Cleared", "deidentified", "shipped", "listed", "numbered", "paragraphs", "together"}
    assert Path(cleared.__file__).read_text().count("made_by=_MADE_HERE") == 6
