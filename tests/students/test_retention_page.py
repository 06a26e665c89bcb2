"""A district's administrator chooses how long what is kept, having seen what would go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Response
from privacy import audit, retention
from privacy.audit import AuditEvent
from privacy.retention import RetentionPeriod
from students.models import Role
from tests import factories as make

PAGE = "/retention-periods/"


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.district_admin)
    return client


@pytest.fixture
def old(cast):
    """One response of each school, received 40 days ago."""
    for student in (cast.mateo, cast.nora, cast.sam):
        make.ResponseFactory(student=student, received_at=timezone.now() - timedelta(days=40))


def test_the_page_shows_what_holds_and_what_may_be_chosen(admin, cast):
    retention.set_period(district=cast.district.pk, rule="telemetry", days=30, by=cast.district_admin)
    page = admin.get(PAGE).text
    assert "Pine Valley" in page and "Lakeshore" not in page
    assert 'min="7" max="365" value="90"' in page and 'min="7" max="365" value="30"' in page
    assert page.count("as everywhere") == 2 and page.count("chosen ") == 1


def test_what_would_go_is_counted_in_this_district_alone_and_nothing_goes(admin, cast, old):
    page = admin.get(PAGE, {"rule": "words", "days": 30}).text
    assert "30 days instead of 90 days" in page
    assert '<b class="num">2</b> assessments.Response' in page
    assert Response.objects.filter(original__isnull=True).count() == 0
    assert not RetentionPeriod.objects.exists()


def test_what_would_stay_longer_is_counted_too(admin, cast):
    make.ResponseFactory(student=cast.mateo, received_at=timezone.now() - timedelta(days=100))
    page = admin.get(PAGE, {"rule": "words", "days": 200}).text
    assert "stays longer" in page and '<b class="num">1</b> assessments.Response' in page


def test_a_choice_that_touches_nothing_says_so(admin, cast):
    assert "it counts for what comes" in admin.get(PAGE, {"rule": "words", "days": 60}).text


def test_a_choice_is_an_event_and_the_next_run_goes_by_it(admin, cast, old):
    answer = admin.post(PAGE, {"rule": "words", "days": 30}, follow=True)
    assert "It holds from the next run on" in answer.text and "30 days" in answer.text
    [event] = AuditEvent.objects.filter(verb="retention.period")
    assert event.actor == audit.actor(cast.district_admin) and event.detail == {"rule": "words", "days": 30}
    gone = retention.run(dry=True)["words"]
    assert {one.school for one in gone if one.table == "assessments.Response"} == {cast.cedar.pk, cast.alder.pk}


def test_former_choices_stay(admin, cast):
    for days in (30, 60):
        admin.post(PAGE, {"rule": "words", "days": days})
    assert list(RetentionPeriod.objects.order_by("id").values_list("days", flat=True)) == [30, 60]
    assert retention.days("words", cast.district.pk) == 60


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"rule": "words", "days": 366}, "choose from 7 to 365 days"),
        ({"rule": "words", "days": 6}, "choose from 7 to 365 days"),
        ({"rule": "audit", "days": 10}, "is the same everywhere"),
        ({"rule": "while_enrolled", "days": 100}, "is the same everywhere"),
        ({"rule": "nonsense", "days": 10}, "is the same everywhere"),
        ({"rule": "words", "days": "soon"}, "Enter a whole number"),
        ({"rule": "words", "days": -4}, "greater than or equal to 1"),
        ({"days": 4}, "This field is required"),
    ],
)
def test_beyond_the_bounds_nothing_is_chosen(admin, asked, said):
    answer = admin.post(PAGE, asked)
    assert answer.status_code == 422 and said in answer.text
    assert not RetentionPeriod.objects.exists()
    if "rule" in asked:
        assert admin.get(PAGE, asked).status_code == 422


@pytest.mark.parametrize(
    "who", ["teacher", "school_admin", "records_officer", "safeguarding_lead", "guardian", "operator", "newcomer"]
)
def test_nobody_else_chooses(client, cast, who):
    client.force_login(getattr(cast, who))
    for answer in (client.get(PAGE), client.post(PAGE, {"rule": "words", "days": 30})):
        assert answer.status_code in (403, 404)
    assert not RetentionPeriod.objects.exists()


def test_a_district_administrator_of_one_school_alone_chooses_none(client, cast):
    one = make.UserFactory()
    make.MembershipFactory(user=one, role=Role.DISTRICT_ADMIN, school=cast.cedar, district=cast.district)
    client.force_login(one)
    assert client.get(PAGE).status_code in (403, 404)


def test_another_district_cannot_be_named(admin, cast):
    sent = {"rule": "words", "days": 30, "district": str(cast.other_district.pk)}
    assert admin.post(PAGE, sent).status_code == 404 and admin.get(PAGE, sent).status_code == 404
    assert not RetentionPeriod.objects.exists()


def test_of_two_districts_the_named_one_is_meant(admin, cast):
    make.MembershipFactory(
        user=cast.district_admin, role=Role.DISTRICT_ADMIN, school=None, district=cast.other_district
    )
    admin.post(PAGE, {"rule": "words", "days": 30, "district": str(cast.other_district.pk)})
    assert RetentionPeriod.objects.get().district == cast.other_district.pk
