"""What one person said in one go becomes a turn; listening is no turn; groups are discussions of their own."""

from assessments.transcripts.lines import Line
from assessments.transcripts.turns import LONGEST_TURN, turns_of


def talk(*said: tuple[str, str], group: str = "") -> list[Line]:
    return [Line(number, who, words, group=group) for number, (who, words) in enumerate(said, start=1)]


def joined(lines: list[Line]) -> list[tuple[str, str]]:
    return [(turn.label, turn.text) for turn in turns_of(lines).turns]


def test_consecutive_lines_of_one_speaker_are_one_turn():
    assert joined(talk(("A", "I tried"), ("A", "again."), ("B", "And then?"))) == [
        ("A", "I tried again."),
        ("B", "And then?"),
    ]


def test_a_word_of_listening_does_not_end_a_turn_and_is_none():
    lines = talk(("A", "we go from Bern"), ("B", "Okay."), ("C", "uh huh"), ("A", "to Zurich."), ("B", "Why there?"))
    assert joined(lines) == [("A", "we go from Bern to Zurich."), ("B", "Why there?")]
    assert turns_of(lines).of_line == [1, None, None, 1, 2]


def test_a_word_of_listening_before_ones_own_turn_begins_it():
    lines = talk(("A", "we go from Bern"), ("C", "mhm"), ("B", "okay."), ("B", "so where to?"))
    assert joined(lines) == [("A", "we go from Bern"), ("B", "okay. so where to?")]
    assert turns_of(lines).of_line == [1, None, 2, 2]


def test_a_no_is_an_answer_and_ends_a_turn():
    assert len(joined(talk(("A", "shall we submit"), ("B", "No."), ("A", "all right then")))) == 3


def test_each_turn_knows_the_one_before_it():
    turns = turns_of(talk(("A", "one two"), ("B", "three four"), ("A", "five six"))).turns
    assert [(turn.position, turn.answers) for turn in turns] == [(1, None), (2, 1), (3, 2)]


def test_groups_are_discussions_of_their_own_even_when_their_lines_are_mixed():
    lines = [
        Line(1, "A", "we start", group="7"),
        Line(2, "A", "so do we", group="8"),
        Line(3, "A", "right away", group="7"),
        Line(4, "B", "here too?", group="8"),
    ]
    turns = turns_of(lines).turns
    assert [(turn.label, turn.text) for turn in turns] == [
        ("7 A", "we start right away"),
        ("8 A", "so do we"),
        ("8 B", "here too?"),
    ]
    assert [turn.answers for turn in turns] == [None, None, 2]


def test_what_says_nothing_or_names_nobody_belongs_to_no_turn():
    lines = talk(("A", "..."), ("A", "[laughter]"), ("", "who knows"), ("A", "I tried."), ("A", "(inaudible)"))
    assert joined(lines) == [("A", "I tried.")]
    assert turns_of(lines).of_line == [None, None, None, 1, None]


def test_a_speech_is_read_in_parts():
    lines = talk(*[("A", "word " * 200)] * 20)
    turns = turns_of(lines).turns
    assert len(turns) > 1
    assert all(len(turn.text) <= LONGEST_TURN for turn in turns)
    assert [turn.answers for turn in turns[:2]] == [None, 1]


def test_turns_do_not_depend_on_who_was_matched_with_whom():
    """Their positions are how the same file is recognized when it comes again."""
    lines = talk(("Mateo", "one two"), ("Mateo (iPad)", "three four"))
    assert [turn.position for turn in turns_of(lines).turns] == [1, 2]
