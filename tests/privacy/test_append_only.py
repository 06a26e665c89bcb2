"""The database itself refuses to change what is meant to stay."""

import uuid

import pytest
from django.db import DatabaseError, transaction
from django.db.models.deletion import Collector

from assessments.models import Assessment
from privacy import audit, consent
from privacy.audit import AuditEvent, AuditSubject
from privacy.consent import ConsentRecord
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    subject, school = uuid.uuid4(), uuid.uuid4()
    audit.record("record.view", by="system:tests", subjects=[subject])
    consent.authorize_by_school(school=school, district=uuid.uuid4(), subjects=[subject], by="system:tests")


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (AuditEvent, {"actor": "nobody"}),
        (AuditSubject, {"subject": uuid.uuid4()}),
        (ConsentRecord, {"granted": False}),
    ],
)
def test_rows_are_neither_changed_nor_deleted(rows, model, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.exists()


def test_an_assessment_is_never_changed_but_goes_when_its_student_is_erased():
    assessment = make.AssessmentFactory()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Assessment.objects.update(empathy=1.0)
    assert Assessment.objects.get().empathy == assessment.empathy
    collector = Collector(using="default")
    collector.collect([assessment])
    collector.delete()
    assert not Assessment.objects.exists()
