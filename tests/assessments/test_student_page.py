"""The student page, through its address, on a real database."""

import pytest
from django.urls import reverse

from privacy.audit import AuditEvent, AuditSubject


def url_of(student):
    return reverse("student_page", args=[student.pk])


@pytest.fixture
def as_teacher(client, cast):
    client.force_login(cast.teacher)
    return client


def test_it_shows_the_four_skills_and_the_words_behind_one(as_teacher, cast):
    page = as_teacher.get(url_of(cast.mateo)).content.decode()
    for name in ("Empathy", "Problem-solving", "Self-regulation", "Resilience"):
        assert name in page
    assert "worried about the demo" in page


def test_looking_is_written_down(as_teacher, cast):
    as_teacher.get(url_of(cast.mateo))
    event = AuditEvent.objects.get(verb="record.view")
    assert event.actor == f"user:{cast.teacher.pk}"
    assert AuditSubject.objects.get(event_id=event.pk).subject == cast.mateo.pk
