"""Single cells: words, mode, grade; what is taken, what is noted, what is asked about."""

import pytest

from assessments.uploading.values import RowProblem, grade_of, mode_of, note_on, prompt_of, text_of

FIFTY = "I waited until it was quiet and asked what had happened."


@pytest.mark.parametrize("text", ["=1+1", "=A1", '=HYPERLINK("x")', "@SUM(A1:A3)", "+1-2", "-2+3", "=cmd|'/c calc'!A1"])
def test_a_formula_is_words_with_a_note(text):
    assert text_of(text) == text
    assert "like a spreadsheet formula" in note_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "- I tried to breathe and then I asked for help",
        "+1 from me for waiting until everybody was ready",
        "@sam2 said it was fine and I believed him at first",
        "= what I mean is that we waited for each other",
        "-well (I think) it went better the second time",
    ],
)
def test_words_that_begin_with_a_sign_are_words(text):
    assert note_on(text) == ""


def test_few_words_are_kept_and_said_to_be_few():
    assert note_on("idk it was fine").startswith("4 words say too little about any skill. The response is kept")
    assert note_on("fine").startswith("1 word says")
    assert note_on(FIFTY) == ""


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("", "There are no words"),
        (" \t\n ", "There are no words"),
        ("\x01\x02", "There are no words"),
        ("a" * 20_001, "20,001 characters"),
        ("I don\ufffdt know", "Letters were lost before this file was saved"),
        ("#NAME?", "Your spreadsheet shows #NAME? here"),
    ],
)
def test_words_that_cannot_be_taken_say_why(cell, sentence):
    with pytest.raises(RowProblem, match=sentence.replace("?", r"\?")):
        text_of(cell)


def test_words_lose_control_characters_and_keep_their_lines():
    assert text_of("one\r\ntwo\rthree\x07\tfour ") == "one\ntwo\nthree\tfour"


def test_a_prompt_too_long_is_likely_the_wrong_column():
    assert prompt_of("  Why\n so? ") == "Why so?"
    with pytest.raises(RowProblem, match="Is it the prompt, or the student's words"):
        prompt_of("p" * 2_001)


@pytest.mark.parametrize(
    ("cell", "mode"), [("", "written"), ("Typed", "written"), ("ORAL", "spoken"), (" spoken ", "spoken")]
)
def test_modes_in_many_words(cell, mode):
    assert mode_of(cell) == mode


@pytest.mark.parametrize(
    ("cell", "grade"),
    [("", None), ("7", 7), ("7.0", 7), ("7th", 7), ("Grade 7", 7), ("8th grade", 8), ("K", 0), ("12", 12)],
)
def test_grades_in_many_spellings(cell, grade):
    assert grade_of(cell) == grade


@pytest.mark.parametrize("cell", ["85", "A-", "seven", "7.5", "-1", "٧", "9" * 5000])
def test_what_is_no_grade_is_asked_about(cell):
    with pytest.raises(RowProblem, match="is not a grade"):
        grade_of(cell)


def test_what_is_no_mode_is_asked_about():
    with pytest.raises(RowProblem, match="Write written or spoken"):
        mode_of("sung")
