"""Consent per purpose: the latest word counts, and a file does not overrule a family."""

import uuid

import pytest

from privacy import consent, consent_texts
from privacy.consent import Basis, ConsentMissing, ConsentRecord, Purpose

pytestmark = pytest.mark.django_db

SCHOOL, OTHER_SCHOOL, DISTRICT = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


def grant(*subjects, purpose=Purpose.ASSESS, basis=Basis.PARENT, school=SCHOOL):
    consent.grant(school=school, subjects=subjects, purpose=purpose, basis=basis, by="system:tests")


def withdraw(*subjects, purpose=Purpose.ASSESS, school=SCHOOL):
    consent.withdraw(school=school, subjects=subjects, purpose=purpose, basis=Basis.PARENT, by="system:tests")


def authorize(*subjects, school=SCHOOL):
    consent.authorize_by_school(school=school, district=DISTRICT, subjects=subjects, by="system:tests")


def test_nobody_is_covered_without_a_record():
    subject = uuid.uuid4()
    with pytest.raises(ConsentMissing) as refused:
        consent.check([subject], Purpose.ASSESS, school=SCHOOL)
    assert refused.value.subjects == {subject}


def test_the_school_authorizes_assessing_and_no_other_purpose():
    subject = uuid.uuid4()
    authorize(subject)
    covered = [purpose for purpose in Purpose if consent.covered([subject], purpose, school=SCHOOL)]
    assert covered == [Purpose.ASSESS]


def test_the_latest_word_counts():
    subject = uuid.uuid4()
    grant(subject)
    withdraw(subject)
    assert not consent.covered([subject], Purpose.ASSESS, school=SCHOOL)
    grant(subject)
    assert consent.covered([subject], Purpose.ASSESS, school=SCHOOL)


def test_one_familys_withdrawal_leaves_the_others_covered():
    one, other = uuid.uuid4(), uuid.uuid4()
    grant(one, other)
    withdraw(one)
    with pytest.raises(ConsentMissing) as refused:
        consent.check([one, other], Purpose.ASSESS, school=SCHOOL)
    assert refused.value.subjects == {one}


def test_purposes_are_apart():
    subject = uuid.uuid4()
    grant(subject, purpose=Purpose.TRAIN)
    assert not consent.covered([subject], Purpose.ASSESS, school=SCHOOL)


def test_another_schools_record_does_not_count():
    subject = uuid.uuid4()
    grant(subject, school=OTHER_SCHOOL)
    assert not consent.covered([subject], Purpose.ASSESS, school=SCHOOL)


def test_a_school_does_not_overrule_a_family_that_withdrew():
    subject = uuid.uuid4()
    authorize(subject)
    withdraw(subject)
    authorize(subject)
    assert not consent.covered([subject], Purpose.ASSESS, school=SCHOOL)


def test_a_new_school_does_not_overrule_a_family_that_withdrew_at_the_old_one():
    subject = uuid.uuid4()
    withdraw(subject, school=OTHER_SCHOOL)
    authorize(subject)
    assert not consent.covered([subject], Purpose.ASSESS, school=SCHOOL)


def test_authorizing_again_adds_no_rows():
    subject = uuid.uuid4()
    authorize(subject)
    authorize(subject)
    assert ConsentRecord.objects.filter(subject=subject).count() == 1


def test_a_record_keeps_who_on_what_ground_and_which_text():
    subject = uuid.uuid4()
    authorize(subject)
    row = ConsentRecord.objects.get(subject=subject)
    assert (row.actor, row.basis, row.text_version) == (
        "system:tests",
        Basis.SCHOOL,
        consent_texts.current("assess").version,
    )


def test_a_refusal_speaks_of_the_family_and_of_what_was_not_done():
    message = str(ConsentMissing(Purpose.ASSESS, {uuid.uuid4()}))
    assert "the family has not agreed" in message and "nothing was read or kept" in message


def test_many_students_cost_a_constant_number_of_queries(django_assert_num_queries):
    many = [uuid.uuid4() for _ in range(300)]
    authorize(*many)
    with django_assert_num_queries(1):
        consent.check(many, Purpose.ASSESS, school=SCHOOL)
