"""Who gives the agreement to assess in a district, and what changing it means for the students who are there."""

from django.db import transaction

from privacy import consent
from privacy.consent import AUTHORIZED_BY_SCHOOL, Basis, Mode
from students.models import District, School, Student


def choose(district: District, mode: Mode, *, by) -> int:
    """How many students this changes something for. What a family said itself stands in either mode.

    To *parent*: what the schools authorized is withdrawn, and what is queued for it stops. To *school*: the schools
    authorize whoever's family has not spoken.
    """
    with transaction.atomic():
        consent.set_mode(district=district.pk, mode=mode, by=by)
        return sum(_apply(school, mode, by=by) for school in district.schools.order_by("name"))


def _apply(school: School, mode: Mode, *, by) -> int:
    subjects = list(Student.objects.filter(school=school).values_list("pk", flat=True))
    changed = set()
    for purpose in AUTHORIZED_BY_SCHOOL:
        before = consent.covered(subjects, purpose, school=school.pk)
        if mode is Mode.PARENT:
            alone = consent.authorized_by_school_alone(subjects, purpose, school=school.pk)
            if alone:
                consent.withdraw(school=school.pk, subjects=alone, purpose=purpose, basis=Basis.SCHOOL, by=by)
        else:
            consent.authorize_by_school(school=school.pk, district=school.district_id, subjects=subjects, by=by)
        changed |= before ^ consent.covered(subjects, purpose, school=school.pk)
    return len(changed)
