"""Versions of the weights: written once, closed by the next, and the nearest place decides."""

import threading

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from fusion.combine import WeightsInvalid
from fusion.weights import WeightsVersion, current_for, set_version
from mlcore.schema import SKILLS
from privacy.audit import AuditEvent

pytestmark = pytest.mark.django_db

ROW = {"model": 0.5, "linguistic": 0.25, "behavioral": 0.15, "confidence": 0.1}
WEIGHTS = {skill.value: ROW for skill in SKILLS}


def set_for(place, *, by, weights=WEIGHTS, why="tried on last term's essays"):
    district, school = (place.district, place) if hasattr(place, "district") else (place, None)
    return set_version(district=district, school=school, weights=weights, why=why, by=by)


def test_without_any_version_the_shipped_weights_are_used(cast):
    assert current_for(cast.cedar) is None


def test_a_district_version_holds_for_its_schools_and_no_other_districts(cast):
    version = set_for(cast.district, by=cast.district_admin)
    assert current_for(cast.cedar) == version
    assert current_for(cast.alder) == version
    assert current_for(cast.birch) is None


def test_a_schools_own_version_wins_over_its_districts(cast):
    own = set_for(cast.cedar, by=cast.school_admin)
    of_district = set_for(cast.district, by=cast.district_admin)  # the newer one, and still the farther
    assert current_for(cast.cedar) == own
    assert current_for(cast.alder) == of_district


def test_a_new_version_closes_the_one_before_it_and_leaves_it_as_it_was(cast):
    first = set_for(cast.cedar, by=cast.school_admin, why="the first")
    second = set_for(cast.cedar, by=cast.district_admin, why="the second")
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.closed_at is not None
    assert second.closed_at is None
    assert (first.why, first.weights, first.by) == ("the first", WEIGHTS, cast.school_admin)
    assert current_for(cast.cedar) == second


def test_each_place_counts_its_own_versions(cast):
    set_for(cast.cedar, by=cast.school_admin)
    assert set_for(cast.alder, by=cast.school_admin_elsewhere).number == 1
    assert set_for(cast.district, by=cast.district_admin).number == 1
    assert WeightsVersion.objects.filter(closed_at__isnull=True).count() == 3


@pytest.mark.parametrize("place", ["cedar", "district"])
def test_the_database_refuses_a_second_open_version_of_one_place(cast, place):
    first = set_for(getattr(cast, place), by=cast.operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        WeightsVersion.objects.create(
            district=first.district, school=first.school, number=9, weights=WEIGHTS, why="around", by=cast.operator
        )


def test_a_school_of_another_district_is_refused(cast):
    with pytest.raises(WeightsInvalid, match="is not a school of"):
        set_version(district=cast.district, school=cast.birch, weights=WEIGHTS, why="mistaken", by=cast.operator)
    assert not WeightsVersion.objects.exists()


def test_weights_that_cannot_be_used_leave_the_open_version_open(cast):
    first = set_for(cast.cedar, by=cast.school_admin)
    with pytest.raises(WeightsInvalid):
        set_for(cast.cedar, by=cast.school_admin, weights={"empathy": ROW})
    first.refresh_from_db()
    assert first.closed_at is None


def test_setting_weights_is_audited_in_the_same_transaction(cast, monkeypatch):
    version = set_for(cast.cedar, by=cast.school_admin)
    event = AuditEvent.objects.get(verb="weights.version")
    assert (event.school, event.object) == (cast.cedar.pk, f"weightsversion:{version.pk}")
    assert event.detail == {"number": 1}

    def refuse(*args, **kwargs):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr("fusion.weights.audit.record", refuse)
    with pytest.raises(RuntimeError):
        set_for(cast.cedar, by=cast.school_admin)
    assert current_for(cast.cedar) == version  # no event, no act


@pytest.mark.postgres
@pytest.mark.skipif("postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite has one writer anyway")
@pytest.mark.django_db(transaction=True)
def test_two_people_saving_at_once_leave_one_open_version(cast):
    """Both succeed, one after the other: neither meets the constraint that forbids two open versions."""
    failures = []

    def save():
        try:
            set_for(cast.cedar, by=cast.school_admin)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(WeightsVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert WeightsVersion.objects.filter(closed_at__isnull=True).count() == 1
