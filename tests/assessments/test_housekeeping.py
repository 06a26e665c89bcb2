"""What goes without being asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import housekeeping
from assessments.models import Upload
from privacy import keys, retention
from students.models import Student
from tests import factories

pytestmark = pytest.mark.django_db


def waiting_file(*, hours):
    classroom, user = factories.ClassroomFactory(), factories.UserFactory()
    upload = Upload(school=classroom.school, classroom=classroom, created_by=user, content="student,text\n")
    keys.create([upload.pk])
    upload.save()
    Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    return upload


def test_a_file_that_waited_a_day_goes_with_its_key():
    old, fresh = waiting_file(hours=25), waiting_file(hours=23)
    retention.run()
    assert list(Upload.objects.all()) == [fresh]
    with pytest.raises(keys.KeyGone):
        keys.open_key(old.pk)


def test_a_key_that_never_met_a_ciphertext_is_swept_after_an_hour():
    orphan = factories.uuid.uuid4()
    keys.create([orphan])
    housekeeping.sweep()
    keys.open_key(orphan)
    keys.SubjectKey.objects.update(created_at=timezone.now() - timedelta(hours=2))
    housekeeping.sweep()
    with pytest.raises(keys.KeyGone):
        keys.open_key(orphan)


def test_the_sweeper_leaves_every_key_in_use_alone():
    student, upload = factories.StudentFactory(), waiting_file(hours=1)
    keys.SubjectKey.objects.update(created_at=timezone.now() - timedelta(hours=2))
    housekeeping.sweep()
    assert Student.objects.get(pk=student.pk).first_name
    keys.open_key(upload.pk)
