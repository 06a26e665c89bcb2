"""The cast itself: what other tests take for granted."""

from assessments.models import Assessment, LatestAssessment, Response
from mlcore.results import SCORED
from mlcore.schema import Skill
from privacy import consent


def test_every_student_has_names_words_and_a_current_assessment(cast):
    for name, student in cast.students().items():
        assert student.name, name
        response = Response.objects.get(student=student)
        assert response.deidentified
        assert LatestAssessment.objects.get(student=student).assessment == response.assessment


def test_the_evidence_of_an_assessment_points_into_the_response_it_read(cast):
    assessment = Assessment.objects.get(student=cast.mateo)
    item = assessment.scores[Skill.SELF_REGULATION].evidence[0]
    words = Response.objects.get(pk=item.key).deidentified
    assert words[item.start : item.end] == "took a breath"


def test_one_skill_is_left_without_enough_evidence(cast):
    scores = Assessment.objects.get(student=cast.mateo).scores
    assert [skill for skill, score in scores.items() if score.status != SCORED] == [Skill.RESILIENCE]


def test_every_student_may_be_assessed(cast):
    consent.check([cast.mateo.pk, cast.tyrell.pk], "assess", school=cast.cedar.pk)
