"""The student page, through its address, on a real database."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.models import Assessment, AssessmentJob, Response
from mlcore.schema import Skill
from privacy.audit import AuditEvent, AuditSubject
from reasoning.claims import About, claims_to_json
from reasoning.offline import OfflineWriter
from reasoning.prompts import PROMPTS_THAT_SHOW
from tests import factories as make

HTMX = {"HX-Request": "true"}


def url(student):
    return reverse("student_page", args=[student.pk])


def page(client, student, query="", target=""):
    headers = {**HTMX, "HX-Target": target} if target else None
    answer = client.get(url(student) + query, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def as_teacher(client, cast):
    client.force_login(cast.teacher)
    return client


def response_of(student):
    return Response.objects.get(student=student)


# --- who may look -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["other_teacher", "ex_teacher", "teacher_other_district", "school_admin_elsewhere", "newcomer"]
)
def test_to_those_without_business_here_the_student_does_not_exist(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(url(cast.mateo)).status_code == 404
    assert client.get(url(cast.mateo), headers={**HTMX, "HX-Target": "evidence"}).status_code == 404
    assert not AuditEvent.objects.filter(verb="record.view").exists()


@pytest.mark.parametrize("who", ["guardian", "school_admin"])
def test_who_knows_of_the_student_does_not_thereby_see_the_record(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(url(cast.mateo)).status_code == 403


def test_a_stranger_signs_in_first(client, cast):
    assert client.get(url(cast.mateo)).url.startswith(reverse("sign_in"))


def test_looking_is_written_down(as_teacher, cast):
    page(as_teacher, cast.mateo)
    event = AuditEvent.objects.get(verb="record.view")
    assert event.actor == f"user:{cast.teacher.pk}"
    assert AuditSubject.objects.get(event_id=event.pk).subject == cast.mateo.pk


def test_when_the_look_cannot_be_written_down_nothing_is_shown(as_teacher, cast, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("the log is away")

    monkeypatch.setattr("privacy.audit.record", refuse)
    with pytest.raises(RuntimeError):
        as_teacher.get(url(cast.mateo))


def test_the_page_is_never_kept_by_a_browser(as_teacher, cast):
    assert as_teacher.get(url(cast.mateo))["Cache-Control"] == "no-store, private"


# --- the four skills --------------------------------------------------------------------------


def test_each_score_says_level_number_and_interval(as_teacher, cast):
    html = page(as_teacher, cast.mateo)
    assert "Empathy: 0.62 on a scale from 0 to 1, Proficient. 80% interval 0.48 to 0.76." in html
    assert "0.62, likely 0.48 to 0.76" in html
    assert "Could also be Developing" in html


def test_not_enough_evidence_offers_a_prompt_that_usually_shows_the_skill(as_teacher, cast):
    html = page(as_teacher, cast.mateo)
    assert "Not enough evidence yet" in html
    assert PROMPTS_THAT_SHOW[Skill.RESILIENCE][0] in html
    assert "0.50" not in html.split("Resilience", 1)[1].split("What the score rests on")[0]


def test_a_prompt_that_was_answered_already_is_not_offered_again(as_teacher, cast):
    first, second, _third = PROMPTS_THAT_SHOW[Skill.RESILIENCE]
    response = response_of(cast.mateo)
    response.prompt = make.PromptFactory(school=cast.cedar, text=first)
    response.save(update_fields=["prompt"])
    html = page(as_teacher, cast.mateo)
    assert second in html


def test_confidence_opens_to_its_sources_and_parts(as_teacher, cast):
    html = page(as_teacher, cast.mateo)
    for words in ("Sources agree", "Amount of evidence", "Certainty of the model", ".67", "0.64"):
        assert words in html


def test_the_head_says_what_the_scores_rest_on(as_teacher, cast):
    day = cast.today - timedelta(days=90)
    make.ResponseFactory(student=cast.mateo, written_on=day)
    html = page(as_teacher, cast.mateo)
    assert "Grade 7. From the latest response, of " in html
    assert "; 2 since " in html


# --- evidence ---------------------------------------------------------------------------------


def test_the_words_stand_in_the_list_and_marked_in_the_response(as_teacher, cast):
    html = page(as_teacher, cast.mateo)
    assert '<p class="q">“worried about the demo”</p>' in html
    assert '<mark id="mark-empathy-1"' in html
    assert 'id="evidence-empathy-1"' in html
    assert "raises <b>0.13</b>" in html


def test_a_tab_is_a_real_link_and_the_page_it_leads_to_stands_alone(as_teacher, cast):
    html = page(as_teacher, cast.mateo, "?skill=self_regulation")
    assert f'href="{url(cast.mateo)}?skill=self_regulation#evidence"' in html
    assert "“took a breath”" in html
    assert '<mark id="mark-self_regulation-1"' in html


def test_a_swap_sends_the_evidence_alone(as_teacher, cast):
    html = page(as_teacher, cast.mateo, "?skill=self_regulation", target="evidence")
    assert html.lstrip().startswith('<section id="evidence"')
    assert "<html" not in html


def test_a_tab_swaps_what_belongs_to_the_skill_and_nothing_else(as_teacher, cast):
    html = page(as_teacher, cast.mateo, "?skill=self_regulation", target="chosen")
    assert html.lstrip().startswith('<div id="chosen"')
    assert "“took a breath”" in html
    assert "Self-regulation over time" in html
    assert "<h1" not in html


def test_an_unknown_skill_falls_back_to_one_that_is_scored(as_teacher, cast):
    assert "“worried about the demo”" in page(as_teacher, cast.mateo, "?skill=charisma&response=nonsense")


def test_a_name_that_was_taken_out_is_never_shown(as_teacher, cast):
    html = page(as_teacher, cast.mateo)
    assert "Priyanka" in response_of(cast.mateo).original
    assert "Priyanka" not in html
    assert '<span class="nm">classmate A</span>' in html


def test_words_of_a_student_are_escaped(as_teacher, cast):
    make.ResponseFactory(
        student=cast.mateo, written_on=cast.today, deidentified="<script>alert(1)</script> and more words here"
    )
    newest = Response.objects.filter(student=cast.mateo).order_by("-written_on").first()
    html = page(as_teacher, cast.mateo, f"?response={newest.pk}")
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_responses_are_turned_like_pages(as_teacher, cast):
    older = make.ResponseFactory(
        student=cast.mateo, written_on=cast.today - timedelta(days=40), deidentified="An older response of mine."
    )
    assert "1 of 2" in page(as_teacher, cast.mateo)
    html = page(as_teacher, cast.mateo, f"?response={older.pk}")
    assert "An older response of mine." in html and "2 of 2" in html
    assert f"response={response_of_today(cast.mateo).pk}" in html


def response_of_today(student):
    return Response.objects.filter(student=student).order_by("-written_on").first()


def test_evidence_in_another_response_leads_to_that_response(as_teacher, cast):
    read = response_of(cast.mateo)
    newer = make.ResponseFactory(student=cast.mateo, written_on=cast.today, deidentified="Newer words, not read.")
    html = page(as_teacher, cast.mateo, f"?response={newer.pk}")
    assert f"response={read.pk}#mark-empathy-1" in html


def test_a_response_that_was_set_aside_is_not_shown(as_teacher, cast):
    aside = make.ResponseFactory(student=cast.mateo, deidentified="Set aside words.", set_aside_at=make.timezone.now())
    assert "Set aside words." not in page(as_teacher, cast.mateo, f"?response={aside.pk}")


def test_another_students_response_cannot_be_opened_here(as_teacher, cast):
    other = make.ResponseFactory(student=cast.priyanka, deidentified="Words of somebody else.")
    assert "Words of somebody else." not in page(as_teacher, cast.mateo, f"?response={other.pk}")


def test_a_response_not_read_yet_shows_no_words(as_teacher, cast):
    waiting = make.ResponseFactory(
        student=cast.mateo, written_on=cast.today, original="Priyanka told me.", deidentified=None
    )
    html = page(as_teacher, cast.mateo, f"?response={waiting.pk}")
    assert "has not been read yet" in html
    assert "told me" not in html


def test_when_the_words_are_gone_the_score_stays(as_teacher, cast):
    Response.objects.filter(student=cast.mateo).update(original=None, deidentified=None)
    html = page(as_teacher, cast.mateo)
    assert "The words are gone, the score stays." in html
    assert "worried about the demo" not in html
    assert "0.62, likely 0.48 to 0.76" in html
    assert "Takes another&#x27;s point of view" in html


# --- growth -----------------------------------------------------------------------------------


def earlier(student, days, score=0.2):
    return make.AssessmentFactory(
        student=student, score=score, window_start=make.timezone.localdate() - timedelta(days=days)
    )


def test_one_assessment_is_not_a_line(as_teacher, cast):
    html = page(as_teacher, cast.mateo)
    assert "One assessment so far" in html
    assert "<canvas" not in html


def test_two_assessments_are_a_line_with_its_verdict_and_a_table(as_teacher, cast):
    earlier(cast.mateo, 60)
    html = page(as_teacher, cast.mateo)
    assert "<canvas" in html and "Show as a table" in html
    assert "Up 0.42 since" in html
    assert html.count("Reliable rise") >= 3


def test_the_class_average_needs_ten_others(as_teacher, cast):
    earlier(cast.mateo, 60)
    for number in range(9):
        classmate(cast, number)
    assert "A class average appears" in page(as_teacher, cast.mateo)
    classmate(cast, 9)
    html = page(as_teacher, cast.mateo)
    assert "A class average appears" not in html
    assert "The class average" in html


def classmate(cast, number):
    """A classmate of 7B with scores of both occasions; Priyanka, who has one, is the tenth in November only."""
    student = make.StudentFactory(school=cast.cedar, first_name=f"Mate{number}")
    make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
    earlier(student, 60, 0.3)
    earlier(student, 1, 0.5)


def test_a_superseded_assessment_is_not_on_the_line(as_teacher, cast):
    wrong = earlier(cast.mateo, 60)
    make.AssessmentFactory(student=cast.mateo, score=0.62, window_start=wrong.window_start, supersedes=wrong)
    assert "No reliable change" in page(as_teacher, cast.mateo)


# --- feedback ---------------------------------------------------------------------------------


def test_feedback_cites_its_evidence_and_says_who_wrote_it(as_teacher, cast):
    assessment = Assessment.objects.get(student=cast.mateo)
    claims = OfflineWriter().write(About(scores=assessment.scores, pronouns=cast.mateo.pronouns))
    make.FeedbackFactory(assessment=assessment, writer="offline-2", claims=claims_to_json(claims))
    html = page(as_teacher, cast.mateo)
    assert "offline writer from the numbered evidence" in html
    assert "Mateo" in html.split("Growth feedback")[1]
    assert 'class="mk' in html.split("Growth feedback")[1]


def test_without_feedback_the_page_says_so(as_teacher, cast):
    assert "No feedback yet." in page(as_teacher, cast.mateo)


# --- work under way ---------------------------------------------------------------------------


def job(student, state="queued", **fields):
    return make.AssessmentJobFactory(student=student, state=state, **fields)


def test_a_student_who_was_never_assessed_gets_a_first_prompt(as_teacher, cast):
    newcomer = make.StudentFactory(school=cast.cedar, first_name="New", last_name="Here")
    make.EnrollmentFactory(student=newcomer, classroom=cast.homeroom_7b)
    html = page(as_teacher, newcomer)
    assert "There is no response of New yet." in html
    assert PROMPTS_THAT_SHOW[Skill.EMPATHY][0] in html


def test_the_page_asks_again_only_while_work_is_outstanding(as_teacher, cast):
    assert "every 1500ms" not in page(as_teacher, cast.mateo)
    job(cast.mateo, "running")
    assert "every 1500ms" in page(as_teacher, cast.mateo)


def test_a_poll_brings_the_strip_then_the_record_once_it_is_there(as_teacher, cast):
    work = job(cast.mateo, "running")
    strip = as_teacher.get(url(cast.mateo), headers={**HTMX, "HX-Target": "work"})
    assert "Assessing Mateo…" in strip.content.decode() and "HX-Retarget" not in strip
    AssessmentJob.objects.filter(pk=work.pk).update(state="done")
    answer = as_teacher.get(url(cast.mateo), headers={**HTMX, "HX-Target": "work"})
    assert answer["HX-Retarget"] == "#record"
    assert "Mateo is assessed." in answer.content.decode()
    assert "every 1500ms" not in answer.content.decode()


def test_a_poll_is_not_another_look_and_the_swap_that_brings_scores_is(as_teacher, cast):
    job(cast.mateo, "running")
    page(as_teacher, cast.mateo)
    for _ in range(4):
        page(as_teacher, cast.mateo, target="work")
    assert AuditEvent.objects.filter(verb="record.view").count() == 1
    AssessmentJob.objects.update(state="done")
    page(as_teacher, cast.mateo, target="work")
    assert AuditEvent.objects.filter(verb="record.view").count() == 2


def test_turning_to_another_response_is_the_same_look(as_teacher, cast):
    page(as_teacher, cast.mateo)
    for _ in range(3):
        page(as_teacher, cast.mateo, target="evidence")
    assert AuditEvent.objects.filter(verb="record.view").count() == 1


def test_there_is_no_way_to_look_without_a_trace(as_teacher, cast):
    page(as_teacher, cast.mateo, target="evidence")
    assert AuditEvent.objects.filter(verb="record.view").count() == 1


def test_a_failure_says_what_was_kept(as_teacher, cast):
    job(cast.mateo, "failed", error="ValueError")
    assert "The last assessment stopped midway; nothing was lost." in page(as_teacher, cast.mateo)


def test_assessing_again_queues_one_job_and_is_written_down(as_teacher, cast):
    again = reverse("assess_again", args=[cast.mateo.pk])
    assert as_teacher.post(again).url == url(cast.mateo)
    as_teacher.post(again)  # while the first is outstanding
    assert AssessmentJob.objects.filter(student=cast.mateo).count() == 1
    assert AuditEvent.objects.filter(verb="assessment.run", actor=f"user:{cast.teacher.pk}").count() == 1


def test_assessing_again_is_for_those_who_may_collect(client, cast):
    client.force_login(cast.guardian)
    assert client.post(reverse("assess_again", args=[cast.mateo.pk])).status_code == 403
    client.force_login(cast.other_teacher)
    assert client.post(reverse("assess_again", args=[cast.mateo.pk])).status_code == 404
    assert not AssessmentJob.objects.exists()


def test_assessing_again_is_not_a_link(as_teacher, cast):
    assert as_teacher.get(reverse("assess_again", args=[cast.mateo.pk])).status_code == 405


# --- the original words -----------------------------------------------------------------------


def original_url(student, response):
    return reverse("student_original", args=[student.pk, response.pk])


def test_the_original_words_are_shown_without_marks_and_written_down(as_teacher, cast):
    response = response_of(cast.mateo)
    html = as_teacher.get(original_url(cast.mateo, response)).content.decode()
    assert "Priyanka" in html
    assert "<mark" not in html
    assert "it was recorded" in html
    event = AuditEvent.objects.get(verb="response.original")
    assert event.object == f"response:{response.pk}"


@pytest.mark.parametrize(("who", "status"), [("guardian", 403), ("school_admin", 403), ("other_teacher", 404)])
def test_the_original_words_are_for_the_teacher_alone(client, cast, who, status):
    client.force_login(getattr(cast, who))
    assert client.get(original_url(cast.mateo, response_of(cast.mateo))).status_code == status
    assert not AuditEvent.objects.filter(verb="response.original").exists()


def test_a_response_is_opened_under_its_own_student_only(as_teacher, cast):
    assert as_teacher.get(original_url(cast.mateo, response_of(cast.priyanka))).status_code == 404


def test_original_words_that_are_gone_say_so(as_teacher, cast):
    Response.objects.filter(student=cast.mateo).update(original=None, deidentified=None)
    html = as_teacher.get(original_url(cast.mateo, response_of(cast.mateo))).content.decode()
    assert "The words are gone." in html


# --- size -------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_record(as_teacher, cast):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    counts = []
    page(as_teacher, cast.mateo)  # on PostgreSQL a session's first page leaves a trace of its own
    for more in (0, 15):
        for number in range(more):
            make.ResponseFactory(student=cast.mateo, written_on=cast.today - timedelta(days=20 + number))
            earlier(cast.mateo, 20 + number)
        with (
            CaptureQueriesContext(connections["default"]) as default,
            CaptureQueriesContext(connections["keys"]) as key_queries,
        ):
            page(as_teacher, cast.mateo)
        counts.append((len(default), len(key_queries)))
    # the class average is asked for at both sizes; nothing else may grow
    assert counts[0] == counts[1]
    assert counts[0][1] == 1
