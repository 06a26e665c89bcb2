"""The class page, through its address, on a real database."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import AssessmentJob
from privacy import keys
from privacy.audit import AuditEvent, AuditSubject
from tests import factories as make

HTMX = {"HX-Request": "true"}


def url(classroom, name="class_page"):
    return reverse(name, args=[classroom.pk])


def page(client, classroom, query="", **headers):
    answer = client.get(url(classroom) + query, headers=headers or None)
    assert answer.status_code == 200
    return answer.content.decode()


def names_in(html):
    return re.findall(r'<a id="s-[^"]+"[^>]*>([^<]+)</a>', html)


@pytest.fixture
def as_teacher(client, cast):
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def room(cast):
    """A class of its own, without anyone yet."""
    room = make.ClassroomFactory(school=cast.cedar, name="Period 3 Advisory")
    make.TeachingAssignmentFactory(teacher=cast.teacher, classroom=room)
    return room


def enroll(room, count=1, *, assessed=False, grade=7, **names):
    students = []
    for number in range(count):
        fields = names or {"first_name": f"Student{number:03}", "last_name": "Somebody"}
        student = make.StudentFactory(school=room.school, grade=grade, **fields)
        make.EnrollmentFactory(student=student, classroom=room)
        if assessed:
            response = make.ResponseFactory(student=student)
            make.LatestAssessmentFactory(assessment=make.AssessmentFactory(response=response, cover=[response]))
        students.append(student)
    return students


def job(student, state="queued", batch=None, **fields):
    return make.AssessmentJobFactory(student=student, state=state, batch=batch or uuid4(), **fields)


# --- who is in it -----------------------------------------------------------------------------


def test_it_lists_the_students_enrolled_today_and_no_one_else(as_teacher, cast):
    assert names_in(page(as_teacher, cast.homeroom_7b)) == ["Mateo Quintanilla", "Priyanka Deshmukh"]


def test_a_student_enrolled_twice_stands_in_it_once(as_teacher, cast):
    make.EnrollmentFactory(student=cast.mateo, classroom=cast.homeroom_7b, starts_on=cast.today - timedelta(days=3))
    assert names_in(page(as_teacher, cast.homeroom_7b)).count("Mateo Quintanilla") == 1


def test_a_student_under_erasure_has_no_row(as_teacher, cast):
    keys.destroy([cast.mateo.pk])
    assert names_in(page(as_teacher, cast.homeroom_7b)) == ["Priyanka Deshmukh"]


@pytest.mark.parametrize(
    "who", ["other_teacher", "ex_teacher", "school_admin_elsewhere", "guardian", "operator", "newcomer"]
)
def test_to_others_the_class_does_not_exist(client, cast, who):
    client.force_login(getattr(cast, who))
    for name in ("class_page", "class_progress"):
        assert client.get(url(cast.homeroom_7b, name)).status_code == 404
    for name in ("class_retry", "class_stop"):
        assert client.post(url(cast.homeroom_7b, name)).status_code == 404


def test_an_administrator_knows_the_class_but_does_not_see_into_it(client, cast):
    client.force_login(cast.school_admin)
    assert client.get(url(cast.homeroom_7b)).status_code == 403
    assert client.post(url(cast.homeroom_7b, "class_stop")).status_code == 403


def test_looking_is_written_down_with_everyone_in_the_class(as_teacher, cast):
    page(as_teacher, cast.homeroom_7b)
    event = AuditEvent.objects.get(verb="class.view")
    assert event.object == f"classroom:{cast.homeroom_7b.pk}"
    concerned = AuditSubject.objects.filter(event_id=event.pk).values_list("subject", flat=True)
    assert set(concerned) == {cast.mateo.pk, cast.priyanka.pk}


# --- the table --------------------------------------------------------------------------------


def test_names_are_in_order_whatever_their_accents(as_teacher, room):
    for first in ("Zoe", "Élodie", "Anna"):
        enroll(room, first_name=first, last_name="B", assessed=True)
    assert names_in(page(as_teacher, room)) == ["Anna B", "Élodie B", "Zoe B"]


def test_sorting_by_grade_and_by_date(as_teacher, room):
    enroll(room, first_name="Old", last_name="B", grade=8)
    enroll(room, first_name="Young", last_name="B", grade=6, assessed=True)
    assert names_in(page(as_teacher, room, "?sort=grade")) == ["Young B", "Old B"]
    assert names_in(page(as_teacher, room, "?sort=assessed")) == ["Young B", "Old B"]


def test_search_finds_parts_of_names_without_accents(as_teacher, room):
    enroll(room, first_name="José", last_name="Ibáñez", assessed=True)
    enroll(room, first_name="Anna", last_name="Berg", assessed=True)
    assert names_in(page(as_teacher, room, "?q=ibanez")) == ["José Ibáñez"]


def test_an_empty_search_offers_the_nearest_name_and_everyone(as_teacher, cast):
    html = page(as_teacher, cast.homeroom_7b, "?q=Priyanca")
    assert "No student here is called “Priyanca”" in html
    assert "Priyanka Deshmukh" in html
    assert "Show all 2" in html


def test_grades_are_offered_only_when_there_is_a_choice(as_teacher, cast, room):
    assert 'name="grade"' not in page(as_teacher, cast.homeroom_7b)
    enroll(room, grade=7, assessed=True)
    enroll(room, grade=8, first_name="Old", last_name="B", assessed=True)
    assert names_in(page(as_teacher, room, "?grade=8")) == ["Old B"]


def test_needs_evidence_shows_those_with_a_skill_not_seen_yet(as_teacher, cast):
    unassessed = make.StudentFactory(school=cast.cedar, first_name="New", last_name="Here")
    make.EnrollmentFactory(student=unassessed, classroom=cast.homeroom_7b)
    html = page(as_teacher, cast.homeroom_7b, "?show=evidence")
    assert names_in(html) == ["Mateo Quintanilla", "Priyanka Deshmukh"]
    assert "Needs evidence · 2" in html


def test_a_reliable_change_names_the_skill_and_no_change_is_a_dash(as_teacher, cast):
    first = make.AssessmentFactory(student=cast.mateo, score=0.1, window_start=cast.today - timedelta(days=60))
    assert first.window_end < cast.today
    html = page(as_teacher, cast.homeroom_7b, "?show=changed")
    assert names_in(html) == ["Mateo Quintanilla"]
    assert html.count("Reliable rise") == 3  # the three scored skills
    assert "No reliable change" not in html


def test_a_superseded_assessment_is_not_the_first_any_more(as_teacher, cast):
    wrong = make.AssessmentFactory(student=cast.mateo, score=0.1, window_start=cast.today - timedelta(days=60))
    make.AssessmentFactory(student=cast.mateo, score=0.62, window_start=wrong.window_start, supersedes=wrong)
    assert names_in(page(as_teacher, cast.homeroom_7b, "?show=changed")) == []


def test_a_swap_sends_the_table_alone(as_teacher, cast):
    html = page(as_teacher, cast.homeroom_7b, "?q=ma", **HTMX, **{"HX-Target": "table"})
    assert "<html" not in html
    assert names_in(html) == ["Mateo Quintanilla"]


# --- sizes ------------------------------------------------------------------------------------


def test_a_class_without_anyone_says_who_can_change_that(as_teacher, room):
    assert "Nobody is enrolled in this class yet." in page(as_teacher, room)


def test_a_class_without_responses_begins_with_a_prompt(as_teacher, room):
    enroll(room, 3)
    html = page(as_teacher, room)
    assert "Start with one prompt" in html
    assert "Use this" in html


def queries_for(client, django_assert_max_num_queries, room, count):
    with django_assert_max_num_queries(count) as captured:
        page(client, room)
    return len(captured.captured_queries)


def test_queries_do_not_grow_with_the_students(as_teacher, cast, room, django_assert_num_queries):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    counts = {}
    page(as_teacher, room)  # on PostgreSQL a session's first page leaves a trace of its own
    for size in (5, 40):
        enroll(room, size - room.students.count(), assessed=True)
        with (
            CaptureQueriesContext(connections["default"]) as default,
            CaptureQueriesContext(connections["keys"]) as key_queries,
        ):
            assert len(names_in(page(as_teacher, room))) == size
        counts[size] = (len(default), len(key_queries))
    assert counts[5] == counts[40]
    assert counts[40][1] == 1  # all names under one query for keys


def test_five_hundred_students_come_a_hundred_at_a_time(as_teacher, room):
    enroll(room, 120)
    make.ResponseFactory(student=enroll(room, first_name="Zz", last_name="Last")[0])
    first, second = page(as_teacher, room), page(as_teacher, room, "?page=2")
    assert (len(names_in(first)), len(names_in(second))) == (100, 21)
    assert "Page 1 of 2" in first and "120 students" not in first
    assert names_in(second)[-1] == "Zz Last"


# --- work under way ---------------------------------------------------------------------------


def test_a_strip_says_what_is_under_way_and_asks_again(as_teacher, cast):
    batch = uuid4()
    job(cast.mateo, "done", batch, finished_at=timezone.now())
    job(cast.priyanka, "running", batch)
    html = page(as_teacher, cast.homeroom_7b)
    assert "Assessing 2 students…" in html
    assert 'role="progressbar"' in html and 'aria-valuenow="1"' in html
    assert url(cast.homeroom_7b, "class_progress") in html
    assert "Assessing…" in html  # in the last column of the one that is not done


def test_nothing_is_polled_when_no_work_is_outstanding(as_teacher, cast):
    job(cast.mateo, "done")
    assert "every 2s" not in page(as_teacher, cast.homeroom_7b)


def test_a_poll_without_news_changes_nothing(as_teacher, cast):
    job(cast.mateo, "running")
    progress = url(cast.homeroom_7b, "class_progress")
    assert as_teacher.get(f"{progress}?done=0", headers=HTMX).status_code == 204
    assert as_teacher.get(f"{progress}?done=7", headers=HTMX).status_code == 200


def test_the_last_poll_brings_the_table_and_asks_no_more(as_teacher, cast):
    job(cast.mateo, "done")
    answer = as_teacher.get(url(cast.homeroom_7b, "class_progress") + "?done=0", headers=HTMX).content.decode()
    assert "Everyone is assessed." in answer
    assert 'id="table" hx-swap-oob="true"' in answer
    assert "hx-trigger" not in answer


def test_polls_that_bring_nothing_are_no_look_and_the_swap_that_brings_scores_is(as_teacher, cast):
    work = job(cast.mateo, "running")
    page(as_teacher, cast.homeroom_7b)
    for _ in range(5):
        as_teacher.get(url(cast.homeroom_7b, "class_progress") + "?done=0", headers=HTMX)
    assert AuditEvent.objects.filter(verb="class.view").count() == 1
    AssessmentJob.objects.filter(pk=work.pk).update(state="done")
    as_teacher.get(url(cast.homeroom_7b, "class_progress") + "?done=0", headers=HTMX)
    assert AuditEvent.objects.filter(verb="class.view").count() == 2


def test_sorting_the_table_is_the_same_look(as_teacher, cast):
    page(as_teacher, cast.homeroom_7b)
    for order in ("name", "grade"):
        as_teacher.get(url(cast.homeroom_7b) + f"?sort={order}", headers={**HTMX, "HX-Target": "table"})
    assert AuditEvent.objects.filter(verb="class.view").count() == 1


def test_there_is_no_way_to_look_without_a_trace(as_teacher, cast):
    as_teacher.get(url(cast.homeroom_7b), headers=HTMX)
    assert AuditEvent.objects.filter(verb="class.view").count() == 1


def test_failed_work_names_the_count_and_can_be_tried_again(as_teacher, cast, django_capture_on_commit_callbacks):
    batch = uuid4()
    job(cast.priyanka, "done", batch)
    failed = job(cast.mateo, "failed", batch, error="ValueError")
    html = page(as_teacher, cast.homeroom_7b)
    assert "1 of 2 assessed." in html and "One stopped midway; nothing was lost." in html
    as_teacher.post(url(cast.homeroom_7b, "class_retry"))
    failed.refresh_from_db()
    assert failed.state == "queued"
    assert AuditEvent.objects.filter(verb="job.retry", actor=f"user:{cast.teacher.pk}").exists()


def test_only_the_latest_job_of_a_student_counts(as_teacher, cast):
    old = timezone.now() - timedelta(hours=1)
    job(cast.mateo, "failed", created_at=old)
    job(cast.mateo, "done")
    assert "stopped midway" not in page(as_teacher, cast.homeroom_7b)


def test_what_was_stopped_for_consent_says_so(as_teacher, cast):
    job(cast.mateo, "cancelled", error="consent_missing")
    html = page(as_teacher, cast.homeroom_7b)
    assert "the family has not agreed" in html
    assert "Try that one again" not in html


def test_stopping_leaves_running_work_and_former_scores_alone(as_teacher, cast):
    queued, running = job(cast.mateo, "queued"), job(cast.priyanka, "running")
    answer = as_teacher.post(url(cast.homeroom_7b, "class_stop"), follow=True).content.decode()
    queued.refresh_from_db()
    running.refresh_from_db()
    assert (queued.state, running.state) == ("cancelled", "running")
    assert "former scores stay" in answer
    event = AuditEvent.objects.get(verb="job.cancel")
    assert event.detail["count"] == 1


def test_stopped_students_can_be_assessed_after_all(as_teacher, cast):
    job(cast.mateo, "cancelled")
    as_teacher.post(url(cast.homeroom_7b, "class_retry"))
    assert AssessmentJob.objects.filter(student=cast.mateo, state="queued").count() == 1


def test_stopping_one_class_does_not_stop_another(as_teacher, cast):
    elsewhere = job(cast.tyrell, "queued")
    as_teacher.post(url(cast.homeroom_7b, "class_stop"))
    elsewhere.refresh_from_db()
    assert elsewhere.state == "queued"


# --- the list of classes ----------------------------------------------------------------------


def test_the_list_shows_own_classes_and_everyone_in_them(as_teacher, cast, room):
    enroll(room, first_name="Far", last_name="Away")
    html = as_teacher.get(reverse("class_list")).content.decode()
    assert "Homeroom 7B" in html and "Period 3 Advisory" in html
    assert "Homeroom 8A" not in html
    assert names_in(html) == ["Far Away", "Mateo Quintanilla", "Priyanka Deshmukh"]


def test_the_list_is_filtered_by_class_when_there_are_several(as_teacher, cast, room):
    enroll(room, first_name="Far", last_name="Away")
    html = as_teacher.get(reverse("class_list") + "?classroom=Period+3+Advisory").content.decode()
    assert names_in(html) == ["Far Away"]


def test_a_teacher_without_classes_is_told_who_gives_them(client, cast):
    client.force_login(cast.newcomer)
    assert "You teach no class in Sightline yet." in client.get(reverse("class_list")).content.decode()


def test_whoever_is_new_to_a_list_that_refreshes_itself_is_written_down(as_teacher, cast):
    """One look an hour for those it showed; a student who joined since was not among them."""
    as_teacher.get(url(cast.homeroom_7b))
    fresh = make.StudentFactory(school=cast.cedar, first_name="Zuzanna")
    make.EnrollmentFactory(student=fresh, classroom=cast.homeroom_7b)
    for _twice in range(2):
        assert "Zuzanna" in as_teacher.get(url(cast.homeroom_7b), headers={**HTMX, "HX-Target": "table"}).text
    told = AuditSubject.objects.filter(subject=fresh.pk).values("event_id")
    assert AuditEvent.objects.filter(id__in=told, verb="class.view").count() == 1
