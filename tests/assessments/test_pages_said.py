"""Feedback as paragraphs with the chips that lead to its evidence."""

from datetime import date
from uuid import uuid4

from assessments.models import Feedback, Response
from assessments.pages import said
from mlcore.schema import Skill
from reasoning.claims import About, claims_to_json
from reasoning.offline import OfflineWriter
from students.models import Student
from tests.factories import WORDS, skill_scores

STUDENT = Student(id=uuid4(), first_name="Mateo", last_name="Quintanilla", pronouns=None)


def shown(*, words=WORDS):
    response = Response(id=uuid4(), written_on=date(2026, 11, 12), deidentified=words)
    scores = skill_scores(str(response.pk))
    claims = OfflineWriter().write(About(scores=scores))
    feedback = Feedback(writer="offline-1", claims=claims_to_json(claims))
    return said.shown(feedback, STUDENT, scores, {str(response.pk): response})


def text_of(feedback):
    return " ".join(f"{one.beginning} {one.last_word}" for par in feedback.paragraphs for one in par.sentences)


def test_what_was_seen_comes_first_and_cites_its_evidence():
    first = shown().paragraphs[0].sentences[0]
    assert first.chips
    assert {chip.skill for chip in first.chips} <= {skill.value for skill in Skill}


def test_the_last_word_stands_apart_so_that_chips_never_stand_alone():
    assert all(" " not in one.last_word for par in shown().paragraphs for one in par.sentences)


def test_the_student_is_named_and_pronouns_are_not_guessed():
    text = text_of(shown())
    assert "Mateo" in text
    assert not {" he ", " she ", " his ", " her "} & {f" {word} " for word in text.lower().split()}


def test_when_the_words_are_gone_the_sentences_stand_without_quotes():
    assert "“" not in text_of(shown(words=None)).split("Mateo")[0]
    assert "took a breath" not in text_of(shown(words=None))


def test_no_feedback_is_nothing_to_show():
    assert said.shown(None, STUDENT, {}, {}) is None
    assert said.shown(Feedback(writer="offline-1", claims=[]), STUDENT, {}, {}) is None


def test_the_page_says_who_wrote_it():
    assert "offline writer" in said.written_by("offline-1")
    assert "some-model" in said.written_by("some-model")
