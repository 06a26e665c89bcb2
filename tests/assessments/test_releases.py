"""A teacher shares what was looked at; a family reads that and nothing else; taking back is at once."""

import pytest
from django.db import IntegrityError, transaction

from assessments import releases
from assessments.models import Assessment, Feedback, LatestAssessment, Release
from privacy import audit
from privacy.audit import AuditEvent, AuditSubject
from tests import factories as make
from tests import quoting

QUOTE = "When the motor stalled I"  # the first five words of a response, see tests.quoting


@pytest.fixture
def written(cast):
    """Mateo's assessment with feedback that quotes."""
    return latest_of(cast.mateo)


def latest_of(student, *, score=0.62, **fields):
    response = make.ResponseFactory(student=student)
    details = quoting.details(response, score=score)
    assessment = make.AssessmentFactory(response=response, details=details, **fields)
    LatestAssessment.objects.filter(student=student).update(assessment=assessment)
    return make.FeedbackFactory(assessment=assessment, claims=quoting.CLAIMS)


def share(client, cast, feedback=None, *, by=None):
    client.force_login(by or cast.teacher)
    given = {"looked_at": str(feedback.pk)} if feedback else {}
    return client.post(f"/students/{cast.mateo.pk}/share/", given)


def family_page(client, cast):
    client.force_login(cast.guardian)
    return client.get(f"/family/{cast.mateo.pk}/").content.decode().split("<main")[1].split("</main>")[0]


def test_what_a_teacher_shares_is_what_the_family_reads(client, cast, written):
    assert QUOTE not in family_page(client, cast)
    client.force_login(cast.teacher)
    preview = client.get(f"/students/{cast.mateo.pk}/share/").content.decode()
    share(client, cast, written)
    html = family_page(client, cast)
    for words in (QUOTE, "Proficient", "Too early to say", "A next step"):
        assert words in preview and words in html
    assert "Shared by Ms. Okafor" in html


def test_a_family_reads_no_number_and_nothing_that_lowers(client, cast, written):
    share(client, cast, written)
    html = family_page(client, cast)
    for hidden in ("0.62", "0.48", "0.76", "Not enough evidence", "for now, as in", "class average"):
        assert hidden not in html


def test_nothing_is_shared_by_itself_and_the_teachers_page_says_so(client, cast, written):
    share(client, cast, written)
    newer = latest_of(cast.mateo, score=0.9)
    assert "Advanced" not in family_page(client, cast) and "Proficient" in family_page(client, cast)
    client.force_login(cast.teacher)
    assert "The family reads an earlier assessment" in client.get(f"/students/{cast.mateo.pk}/").content.decode()
    share(client, cast, newer)
    assert "Advanced" in family_page(client, cast)


def test_a_superseding_assessment_of_the_same_weeks_is_not_shared_either(client, cast, written):
    share(client, cast, written)
    latest_of(cast.mateo, score=0.9, supersedes=written.assessment)
    assert "Advanced" not in family_page(client, cast)


def test_feedback_that_was_written_after_the_look_is_not_shared_unseen(client, cast, written):
    newer = make.FeedbackFactory(assessment=written.assessment, writer="a-model", claims=quoting.CLAIMS[:1])
    assert share(client, cast, written).status_code == 200
    assert not Release.objects.exists()
    share(client, cast, newer)
    assert Release.objects.get().feedback == newer


def test_a_rewritten_feedback_does_not_change_what_was_shared(client, cast, written):
    share(client, cast, written)
    make.FeedbackFactory(assessment=written.assessment, writer="a-model", claims=[])
    assert QUOTE in family_page(client, cast)


def test_taking_back_is_at_once_and_stays_in_the_books(client, cast, written):
    share(client, cast, written)
    client.force_login(cast.teacher)
    client.post(f"/students/{cast.mateo.pk}/share/take-back/")
    assert QUOTE not in family_page(client, cast)
    row = Release.objects.get()
    assert row.withdrawn_at and row.withdrawn_by == f"user:{cast.teacher.pk}"
    share(client, cast, written)
    assert QUOTE in family_page(client, cast)
    assert Release.objects.count() == 2


def test_shared_twice_it_is_shared_once(client, cast, written):
    share(client, cast, written)
    share(client, cast, written)
    assert Release.objects.count() == AuditEvent.objects.filter(verb="release.share").count() == 1


def test_the_database_keeps_one_standing_release_for_an_assessment(cast, written):
    fields = {"school": cast.cedar, "student": cast.mateo, "assessment": written.assessment, "by": cast.teacher}
    Release.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(**fields)


def test_sharing_and_taking_back_name_the_child_in_the_log(client, cast, written):
    share(client, cast, written)
    client.post(f"/students/{cast.mateo.pk}/share/take-back/")
    for verb in ("release.share", "release.withdraw"):
        event = AuditEvent.objects.get(verb=verb)
        assert event.actor == f"user:{cast.teacher.pk}"
        assert AuditSubject.objects.get(event_id=event.pk).subject == cast.mateo.pk


def test_what_cannot_be_written_down_is_not_shared(cast, written, monkeypatch):
    monkeypatch.setattr(audit, "record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        releases.share(student=cast.mateo, looked_at=str(written.pk), by=cast.teacher)
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("other_teacher", 404),
        ("ex_teacher", 404),
        ("school_admin", 403),
        ("records_officer", 404),
        ("guardian", 403),
        ("operator", 404),
    ],
)
def test_only_the_current_teacher_of_the_class_shares(client, cast, written, who, status):
    assert share(client, cast, written, by=getattr(cast, who)).status_code == status
    client.force_login(getattr(cast, who))
    assert client.post(f"/students/{cast.mateo.pk}/share/take-back/").status_code == status
    assert not Release.objects.exists()


def test_without_an_assessment_or_its_feedback_there_is_nothing_to_share(client, cast):
    Feedback.objects.filter(student=cast.mateo).delete()
    client.force_login(cast.teacher)
    assert "still being written" in client.get(f"/students/{cast.mateo.pk}/share/").content.decode()
    LatestAssessment.objects.filter(student=cast.mateo).delete()
    assert "nothing to share yet" in client.get(f"/students/{cast.mateo.pk}/share/").content.decode()


def test_words_that_are_gone_or_set_aside_are_not_quoted_and_the_level_stays(client, cast, written):
    from django.utils import timezone

    share(client, cast, written)
    [response] = written.assessment.response_ids
    rows = cast.mateo.responses.filter(pk=response)
    rows.update(set_aside_at=timezone.now())
    assert QUOTE not in family_page(client, cast)
    rows.update(set_aside_at=None, deidentified=None, original=None)
    html = family_page(client, cast)
    assert QUOTE not in html and "The words themselves are gone" in html and "Proficient" in html


def test_those_who_may_read_are_told_by_a_mail_without_content(
    cast, written, mailoutbox, django_capture_on_commit_callbacks
):
    for who in (cast.guardian, cast.restricted_guardian, cast.former_guardian, cast.guardian_of_another):
        who.email = f"{who.username}@example.org"
        who.save()
    with django_capture_on_commit_callbacks(execute=True):
        releases.share(student=cast.mateo, looked_at=str(written.pk), by=cast.teacher)
    [mail] = mailoutbox
    assert mail.to == ["quintanilla@example.org"]
    assert "Mateo" not in mail.subject + mail.body


def test_a_release_goes_with_its_assessment(cast, written):
    releases.share(student=cast.mateo, looked_at=str(written.pk), by=cast.teacher)
    from django.db.models.deletion import Collector

    collector = Collector(using="default")
    collector.collect([written.assessment])
    collector.delete()
    assert not Release.objects.exists() and not Assessment.objects.filter(pk=written.assessment.pk).exists()


def test_sharing_what_took_an_assessments_place_ends_the_sharing_of_that_one(client, cast, written):
    """A level that was corrected does not stand beside the right one, in the family's page or its copy."""
    share(client, cast, written)
    newer = latest_of(cast.mateo, score=0.9, supersedes=written.assessment)
    share(client, cast, newer)
    html = family_page(client, cast)
    assert "Advanced" in html and "Proficient" not in html
    assert releases.standing([cast.mateo]).get().feedback == newer
    former = Release.objects.get(feedback=written)
    assert former.withdrawn_by == audit.actor(cast.teacher)


def test_of_two_teachers_who_share_at_the_same_moment_the_second_is_told_so(client, cast, written, monkeypatch):
    def too_late(**_given):
        raise IntegrityError

    monkeypatch.setattr(releases, "share", too_late)
    assert "Somebody else has just shared" in share(client, cast, written).content.decode()
