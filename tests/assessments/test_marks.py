"""The student's words under the marks: every character kept, nothing a student writes becomes markup."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st

from assessments import marks

HOSTILE = '<script>alert("x")</script> & <mark id="mark-1">'


def stripped(markup: str) -> str:
    """The text behind the markup: numbers and hidden words away, removed names back in brackets."""
    bare = re.sub(r"<sup>.*?</sup>", "", markup, flags=re.S)
    bare = re.sub(r'<span class="vh"[^>]*>.*?</span>', "", bare, flags=re.S)
    bare = re.sub(r'<span class="nm">(.*?)</span>', r"[\1]", bare)
    return html.unescape(re.sub(r"</?mark[^>]*>", "", bare))


PIECES = st.sampled_from(["[classmate A]", "[email]", "<b>", "&amp;", "\"'", "é", "\n", "</mark>", HOSTILE, "word "])
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=8).map("".join)
SPANS = st.lists(
    st.tuples(st.integers(1, 5), st.integers(-3, 90), st.integers(-3, 90), st.floats(-0.5, 0.5)), max_size=6
)


@given(TEXTS, SPANS)
@example("a [classmate A] b", [(1, 5, 30, 0.1), (2, 0, 6, -0.2)])
def test_marking_keeps_every_character_and_adds_none(text, spans):
    assert stripped(marks.marked(text, spans)) == text


@given(TEXTS, SPANS)
def test_marks_are_balanced_and_ids_stand_once(text, spans):
    markup = str(marks.marked(text, spans))
    assert markup.count("<mark") == markup.count("</mark>")
    ids = re.findall(r' id="(mark-[^"]+)"', markup)
    assert len(ids) == len(set(ids))


@given(st.integers(0, 40), st.integers(1, 20))
def test_every_number_has_a_place_to_lead_to(start, length):
    spans = [(1, start, start + length, 0.1), (2, 0, 60, 0.4), (3, 10, 20, -0.2)]
    markup = marks.marked("x" * 60, spans)
    assert set(re.findall(r' id="mark-(\d)"', markup)) == {"1", "2", "3"}


def test_what_a_student_writes_never_becomes_markup():
    markup = marks.marked(HOSTILE, [(1, 0, len(HOSTILE), 0.1)])
    assert "<script" not in markup
    assert markup.count("<mark") == 1


def test_a_span_that_raises_is_filled_and_one_that_lowers_is_not():
    markup = marks.marked("good then bad", [(1, 0, 4, 0.1), (2, 10, 13, -0.1)])
    assert '<mark id="mark-1" data-evidence="1">' in markup
    assert '<mark id="mark-2" class="neg" data-evidence="2">' in markup


def test_of_two_that_overlap_the_stronger_paints_and_both_numbers_show():
    markup = marks.marked("aaabbbccc", [(1, 0, 6, 0.2), (2, 3, 9, -0.1)])
    painted = [stripped(run) for run in re.findall(r"<mark.*?</mark>", markup)]
    assert painted == ["aaabbb", "ccc"]
    assert re.findall(r'href="#evidence-(\d)"', markup) == ["1", "2"]


def test_a_span_covered_by_a_stronger_one_still_has_its_number_and_place():
    markup = marks.marked("aaabbbccc", [(1, 0, 9, 0.2), (2, 3, 6, 0.1)])
    assert markup.count("<mark") == 1
    assert '<span class="vh" id="mark-2">' in markup
    assert ">2</a></sup>" in markup


def test_the_start_and_end_of_evidence_can_be_heard():
    markup = marks.marked("word", [(2, 0, 4, -0.1)])
    assert "start of evidence 2, lowers" in markup
    assert "end of evidence 2" in markup


def test_a_removed_name_is_a_gray_word_without_brackets():
    assert marks.named("to [classmate A].") == 'to <span class="nm">classmate A</span>.'


def test_a_span_never_cuts_a_removed_name_in_two():
    markup = marks.marked("I told [classmate A] so", [(1, 0, 12, 0.1)])
    assert '<span class="nm">classmate A</span>' in markup
    assert stripped(re.search(r"<mark.*?</mark>", markup).group()) == "I told [classmate A]"


def test_two_responses_on_one_page_keep_their_ids_apart():
    markup = marks.marked("word", [(1, 0, 4, 0.1)], prefix="empathy")
    assert 'id="mark-empathy-1"' in markup
    assert 'href="#evidence-empathy-1"' in markup
