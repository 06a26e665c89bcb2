"""How a transcript is written is told by its text, and every way ends in the same lines."""

import pytest

from assessments.transcripts import formats, tabular
from assessments.transcripts.lines import MAX_SPEAKERS, Line
from assessments.uploading.table import FileRefused
from tests.assessments.discussion_files import IN_EVERY_FORMAT, LONG, OTHER, TEAM_TABLE, ZOOM


def lines(text: str, name: str | None = None) -> tuple[Line, ...]:
    table = formats.table_of(text)
    return formats.read(text, name or formats.sniff(text).name, tabular.guess(table) if table else {})


def said(text: str, name: str | None = None) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in lines(text, name)]


@pytest.mark.parametrize("name", IN_EVERY_FORMAT)
def test_a_format_is_told_by_the_text_itself(name):
    assert formats.sniff(IN_EVERY_FORMAT[name]).name == name


@pytest.mark.parametrize("name", IN_EVERY_FORMAT)
def test_every_format_gives_who_said_what_in_the_order_it_was_said(name):
    found = lines(IN_EVERY_FORMAT[name])
    words = [line.text for line in found]
    assert words.index(LONG) < words.index(OTHER)
    assert "Mateo" in found[words.index(LONG)].speaker
    assert "Priyanka" in found[words.index(OTHER)].speaker
    assert found[words.index(LONG)].start in (1.0, 5.0)


def test_the_names_of_every_format_are_different_and_none_is_dead():
    assert len(formats.BY_NAME) == len(formats.FORMATS)
    assert set(IN_EVERY_FORMAT) | {"webvtt", "table"} == set(formats.BY_NAME)


def test_captions_of_no_program_in_particular_are_told_too():
    assert formats.sniff("WEBVTT\n\n00:01.000 --> 00:02.000\nhello there\n").name == "webvtt"


def test_a_table_of_talk_is_told_by_its_columns():
    assert formats.sniff(TEAM_TABLE).name == "table"
    assert [(line.label, line.clock) for line in lines(TEAM_TABLE)[:2]] == [("7 I", "0:40"), ("7 A", "0:42")]


def test_a_table_without_telling_columns_is_asked_about():
    table = "pupil,remark\nMateo,I checked the wiring before I asked.\n"
    assert formats.sniff(table).name == "table"
    with pytest.raises(FileRefused, match="Choose the column with the words"):
        lines(table)


def test_a_header_that_reads_like_talk_wins_over_colons_in_the_cells():
    assert formats.sniff('speaker,text\nMateo,"Priyanka: no"\nPriyanka,"Mateo: yes"\n').name == "table"


def test_teams_writes_long_turns_late_and_they_are_put_in_order():
    assert [speaker for speaker, _words in said(IN_EVERY_FORMAT["teams"])] == [
        "Quintanilla, Mateo",
        "Deshmukh, Priyanka",
    ]


def test_a_line_is_found_where_the_file_has_it():
    found = lines(ZOOM)
    for line in found:
        assert line.text in ZOOM.split("\n")[line.number - 1]


def test_two_people_in_one_caption_are_two_lines():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Mateo>One.</v><v Priyanka>Two &amp; three.\nFour.</v>\n"
    assert said(text) == [("Mateo", "One."), ("Priyanka", "Two & three. Four.")]


def test_a_caption_without_a_name_goes_on_from_the_one_above():
    text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nMateo Q: I tried\n\n2\n00:02.000 --> 00:03.000\nit again.\n"
    assert said(text) == [("Mateo Q", "I tried"), ("Mateo Q", "it again.")]


def test_a_colon_in_what_was_said_is_no_speaker():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nMateo Q: so\n\n00:02.000 --> 00:03.000\nhere is the thing: it broke.\n"
    assert said(text)[1] == ("Mateo Q", "here is the thing: it broke.")


def test_a_name_that_comes_once_and_in_lower_case_is_still_somebody_elses_turn():
    """Taken for words of the speaker above, it would be sealed under the wrong student's key."""
    text = (
        f"WEBVTT\n\n00:01.000 --> 00:02.000\nMateo Q: {LONG}\n\n00:02.000 --> 00:03.000\nDeclan Moriarty's iPad: Yes.\n"
    )
    assert said(text)[1] == ("Declan Moriarty's iPad", "Yes.")
    assert said(f"Mateo: {LONG}\npriyanka d: {OTHER}\n")[1] == ("priyanka d", OTHER)


def test_notes_styles_and_marks_of_a_caption_are_no_words():
    text = (
        "WEBVTT - lesson\nKind: captions\n\nNOTE made by hand\nwith two lines\n\nSTYLE\n::cue { color: red }\n\n"
        "intro\n00:01.000 --> 00:02.000 align:start position:0%\n"
        "<v.loud Mateo>I <i>really</i> <00:01.500>tried</v>\n\nNOTE end\n"
    )
    assert said(text) == [("Mateo", "I really tried")]


def test_a_blank_line_within_a_caption_loses_nothing():
    text = "1\n00:00:01,000 --> 00:00:02,000\nMateo: one\n\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\nMateo: three\n"
    assert said(text) == [("Mateo", "one two"), ("Mateo", "three")]


@pytest.mark.parametrize("stamp", ["99:99:99.999", "00:75:00.000", "0000:00:61.000"])
def test_a_time_that_no_clock_shows_is_no_time_and_the_file_keeps_its_order(stamp):
    text = f"WEBVTT\n\n{stamp} --> {stamp}\n<v A B>second</v>\n\n00:00:01.000 --> 00:00:02.000\n<v A B>first</v>\n"
    assert [words for _who, words in said(text)] == ["second", "first"]
    assert lines(text)[0].clock == ""


def test_text_may_have_times_stars_and_lines_that_go_on():
    text = "Our talk\n[00:01:02] Mateo: I think,\nwe should\n**Priyanka:** 12:30 is fine\nMs. Okafor (0:03): Why?\n"
    assert said(text) == [
        ("", "Our talk"),
        ("Mateo", "I think, we should"),
        ("Priyanka", "12:30 is fine"),
        ("Ms. Okafor", "Why?"),
    ]
    assert lines(text)[1].clock == "1:02"


def test_names_from_right_to_left_and_emoji_are_names():
    text = "\u200fנועה לוי: ניסיתי שוב ושוב עד שזה עבד\n🙂 ok\nLi Wei：我又试了一次\nנועה לוי: ואז שמחתי\n"
    assert [speaker for speaker, _words in said(text)] == ["נועה לוי", "Li Wei", "נועה לוי"]


def test_prose_with_a_colon_here_and_there_is_no_transcript():
    with pytest.raises(FileRefused, match="No line of this file says who spoke"):
        formats.sniff("I wrote this alone.\nOne thing: it was hard.\nAnd then it was not.\nThe end came soon.\n")


def test_captions_that_name_nobody_are_refused_with_what_to_do():
    with pytest.raises(FileRefused, match="does not say who spoke"):
        lines("WEBVTT\n\n00:01.000 --> 00:02.000\nhello there\n")


def test_more_lines_than_a_discussion_has_are_refused():
    with pytest.raises(FileRefused, match="more than 5,000 lines"):
        lines("".join(f"Mateo: word {n}\n" for n in range(5_001)))


def test_a_crowd_of_speakers_means_the_wrong_column():
    with pytest.raises(FileRefused, match="More than 200 different names"):
        lines("".join(f"Person {n}: word\n" for n in range(MAX_SPEAKERS + 1)))


@pytest.mark.parametrize("text", [ZOOM, IN_EVERY_FORMAT["srt"], IN_EVERY_FORMAT["teams_document"]])
def test_captions_are_a_transcript_whichever_door_they_come_in_by(text):
    assert formats.is_captions(text)


@pytest.mark.parametrize("text", [TEAM_TABLE, "student,text\nMateo,words: and more\n", "Mateo: hello\nMateo: more\n"])
def test_a_table_or_a_text_is_not_taken_for_captions(text):
    assert not formats.is_captions(text)


def test_a_page_break_behind_the_time_is_no_part_of_it():
    found = lines("[00:01]\x0c Ann: I tried it again.\n[00:05] Ben: And then?\n[00:09] Ann: It held.\n", "named")
    assert [line.start for line in found] == [1, 5, 9]
