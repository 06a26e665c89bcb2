"""A district chooses who agrees to assessing; a family's own word stands in either mode."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from assessments import intake, pipeline
from assessments.models import Assessment, AssessmentJob
from privacy import consent
from privacy.audit import AuditEvent
from privacy.consent import Basis, ConsentMode, Mode, Purpose
from students import consent_modes, people
from tests import factories as make


def covered(cast, *names):
    """Those of the cast, all of one school, who may be assessed."""
    students = {getattr(cast, name).pk: name for name in names}
    school = getattr(cast, names[0]).school_id
    return {students[pk] for pk in consent.covered(students, Purpose.ASSESS, school=school)}


def say(cast, name, granted):
    student = getattr(cast, name)
    act = consent.grant if granted else consent.withdraw
    act(school=student.school_id, subjects=[student.pk], purpose="assess", basis=Basis.PARENT, by=cast.guardian)


def choose(cast, mode):
    return consent_modes.choose(cast.district, mode, by=cast.district_admin)


def test_until_a_district_chooses_its_schools_authorize(cast):
    assert consent.mode_of(cast.district.pk) is Mode.SCHOOL
    assert covered(cast, "mateo", "tyrell") == {"mateo", "tyrell"}


def test_in_parent_mode_only_whose_family_agreed_is_assessed(cast):
    say(cast, "mateo", True)
    choose(cast, Mode.PARENT)
    assert covered(cast, "mateo", "priyanka", "tyrell") == {"mateo"}


def test_a_newcomer_in_parent_mode_starts_with_everything_off(cast):
    choose(cast, Mode.PARENT)
    newcomer = people.enroll_student(
        school=cast.cedar, classroom=cast.homeroom_7b, first_name="Wren", last_name="Calloway", by=cast.school_admin
    )
    standing = consent.standing(newcomer.pk, school=cast.cedar.pk)
    assert standing == dict.fromkeys(Purpose)


def test_back_in_school_mode_whoever_withdrew_stays_out(cast):
    say(cast, "priyanka", False)
    choose(cast, Mode.PARENT)
    choose(cast, Mode.SCHOOL)
    assert covered(cast, "mateo", "priyanka", "tyrell") == {"mateo", "tyrell"}


def test_choosing_counts_whom_it_changes_something_for(cast):
    say(cast, "mateo", True)
    district = [s for s in cast.students().values() if s.school.district_id == cast.district.pk]
    assert choose(cast, Mode.PARENT) == len(district) - 1
    assert choose(cast, Mode.PARENT) == 0
    assert choose(cast, Mode.SCHOOL) == len(district) - 1


def test_another_district_is_not_touched(cast):
    choose(cast, Mode.PARENT)
    assert covered(cast, "sam") == {"sam"}


def test_the_choice_is_kept_with_who_made_it(cast):
    choose(cast, Mode.PARENT)
    row = ConsentMode.objects.get()
    assert (row.mode, row.actor) == ("parent", f"user:{cast.district_admin.pk}")
    assert AuditEvent.objects.get(verb="consent.mode").object == f"district:{cast.district.pk}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ConsentMode.objects.update(mode="school")


def test_in_parent_mode_nothing_is_taken_in_without_a_familys_word(cast):
    choose(cast, Mode.PARENT)
    with pytest.raises(consent.ConsentMissing):
        intake.accept_text(student=cast.mateo, text="I took a breath and asked her what was wrong.", by=cast.teacher)


def test_the_command_says_and_changes_what_holds(cast):
    out = StringIO()
    call_command("consent_mode", district="Pine Valley", stdout=out)
    assert "Pine Valley: The school authorizes it" in out.getvalue()
    call_command("consent_mode", district="Pine Valley", to="parent", stdout=out)
    assert "Each family is asked first" in out.getvalue()
    with pytest.raises(CommandError, match="No district"):
        call_command("consent_mode", district="Nowhere")


# --- withdrawing -----------------------------------------------------------------------------------


def queued(student, **fields):
    return make.AssessmentJobFactory(student=student, **fields)


def test_withdrawing_stops_what_is_queued_in_the_same_moment(cast):
    mine, anothers = queued(cast.mateo), queued(cast.priyanka)
    say(cast, "mateo", False)
    for job in (mine, anothers):
        job.refresh_from_db()
    assert (mine.state, mine.error) == ("cancelled", "consent_missing")
    assert anothers.state == "queued"


def test_withdrawing_another_purpose_stops_no_assessing(cast):
    job = queued(cast.mateo)
    consent.withdraw(
        school=cast.cedar.pk, subjects=[cast.mateo.pk], purpose="train", basis=Basis.PARENT, by=cast.guardian
    )
    job.refresh_from_db()
    assert job.state == "queued"


def test_a_withdrawal_that_fails_stops_nothing(cast, monkeypatch):
    def refuse(*args, **kwargs):
        raise ZeroDivisionError

    job = queued(cast.mateo)
    monkeypatch.setattr("privacy.audit.record", refuse)
    with pytest.raises(ZeroDivisionError):
        say(cast, "mateo", False)
    job.refresh_from_db()
    assert job.state == "queued"
    assert covered(cast, "mateo") == {"mateo"}


def test_choosing_parent_mode_stops_what_is_queued(cast):
    job = queued(cast.mateo)
    choose(cast, Mode.PARENT)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_family_that_withdraws_while_its_child_is_read_has_nothing_saved(cast, monkeypatch):
    """And the classmate in the same chunk is assessed all the same."""
    texts = "I noticed that she was sad, so I asked what had happened and we tried another way together."
    jobs = [
        job
        for student in (cast.mateo, cast.priyanka)
        for job in intake.accept_text(student=student, text=texts, by=cast.teacher, call_worker=False).jobs
    ]
    before = Assessment.objects.filter(student=cast.mateo).count()
    score, withdrew = pipeline.score, []

    def while_reading(*args, **kwargs):
        if not withdrew:
            withdrew.append(say(cast, "mateo", False))
        return score(*args, **kwargs)

    monkeypatch.setattr(pipeline, "score", while_reading)
    pipeline.run([job.pk for job in jobs])
    states = dict(AssessmentJob.objects.filter(pk__in=[job.pk for job in jobs]).values_list("student_id", "state"))
    assert states == {cast.mateo.pk: "cancelled", cast.priyanka.pk: "done"}
    assert Assessment.objects.filter(student=cast.mateo).count() == before


# --- programs outside of the school ----------------------------------------------------------------


def reads(client, key, student):
    address = f"/api/v1/assessments/{student.latest.assessment_id}"
    return client.get(address, headers={"Authorization": f"Api-Key {key.secret}"}).status_code


def test_a_program_outside_of_the_school_reads_only_whom_a_family_shares(cast, client):
    outside = make.ApiKeyFactory(school=cast.cedar, scopes=["infer", "read"], outside=True)
    assert reads(client, outside, cast.mateo) == 404
    consent.grant(school=cast.cedar.pk, subjects=[cast.mateo.pk], purpose="share", basis=Basis.PARENT, by=cast.guardian)
    assert reads(client, outside, cast.mateo) == 200
    assert reads(client, outside, cast.priyanka) == 404
    consent.withdraw(
        school=cast.cedar.pk, subjects=[cast.mateo.pk], purpose="share", basis=Basis.PARENT, by=cast.guardian
    )
    assert reads(client, outside, cast.mateo) == 404


def test_the_schools_own_program_acts_for_the_school(cast, client):
    assert reads(client, cast.key, cast.mateo) == 200
