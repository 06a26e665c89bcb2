"""Fusion weights as versions: written once, never edited; a new version closes the one before it.

A school's version wins over its district's, the district's over the default, which is the one
shipped with the model artifact (and the only one when no row exists).
"""

import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from fusion.combine import WeightsInvalid, check_weights
from privacy import audit
from students.models import District, School, User
from students.tenancy import Identified

SHIPPED = "shipped"


class WeightsVersion(Identified):
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField()
    weights = models.JSONField()  # {skill: {model, linguistic, behavioral, confidence}}
    why = models.TextField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"], condition=Q(school__isnull=False), name="one_number_per_school"
            ),
            models.UniqueConstraint(
                fields=["district", "number"], condition=Q(school__isnull=True), name="one_number_per_district"
            ),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(school__isnull=False, closed_at__isnull=True),
                name="one_open_weights_version_per_school",
            ),
            models.UniqueConstraint(
                fields=["district"],
                condition=Q(school__isnull=True, closed_at__isnull=True),
                name="one_open_weights_version_per_district",
            ),
        ]

    def __str__(self):
        return f"version {self.number} for {self.school or self.district}"

    @property
    def label(self) -> str:
        return f"{self.pk}"


def current_for(school: School) -> WeightsVersion | None:
    """The version a school's assessments use now; None means the weights shipped with the model."""
    open_versions = WeightsVersion.objects.filter(closed_at__isnull=True, district=school.district_id)
    its_own_or_the_districts = open_versions.filter(Q(school=school) | Q(school__isnull=True))
    return its_own_or_the_districts.order_by(F("school").asc(nulls_last=True)).first()


@transaction.atomic
def set_version(*, district: District, school: School | None, weights: dict, why: str, by) -> WeightsVersion:
    """Close the open version of this scope and write the next. Raises WeightsInvalid."""
    check_weights(weights)
    if school and school.district_id != district.pk:
        raise WeightsInvalid(f"{school} is not a school of {district}.")
    _hold(school or district)
    scope = WeightsVersion.objects.filter(district=district, school=school)
    scope.filter(closed_at__isnull=True).update(closed_at=timezone.now())
    last = scope.order_by("-number").values_list("number", flat=True).first() or 0
    version = WeightsVersion.objects.create(
        id=uuid.uuid4(), district=district, school=school, number=last + 1, weights=weights, why=why, by=by
    )
    audit.record("weights.version", by=by, school=school, obj=version, number=version.number)
    return version


def _hold(place: District | School) -> None:
    """Two people saving at once take turns: the second would otherwise close nothing and open a second version."""
    type(place).objects.select_for_update().get(pk=place.pk)
