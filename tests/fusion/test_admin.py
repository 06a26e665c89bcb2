"""Weights in Django admin: who gets in, what they see, and the one thing they can write."""

import shutil
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fusion.weights import WeightsVersion, current_for, set_version
from mlcore.registry import ArtifactError
from mlcore.schema import SKILLS
from privacy.audit import AuditEvent

pytestmark = pytest.mark.django_db

LIST = reverse("admin:fusion_weightsversion_changelist")
NEW = reverse("admin:fusion_weightsversion_add")
SHIPPED_ROW = {"model": "0.50", "linguistic": "0.25", "behavioral": "0.15", "confidence": "0.10"}
STAFF = [
    "school_admin",
    "school_admin_elsewhere",
    "district_admin",
    "other_district_admin",
    "teacher",
    "guardian",
    "records_officer",
    "safeguarding_lead",
    "ex_teacher",
    "newcomer",
]


@pytest.fixture
def people(cast):
    """The cast, each allowed through the admin's front door: what is tested is the room behind it."""
    for name in STAFF:
        who = getattr(cast, name)
        who.is_staff = True
        who.save(update_fields=["is_staff"])
    return cast


@pytest.fixture
def signed_in(client, people):
    def as_(name):
        client.force_login(getattr(people, name))
        return client

    return as_


def weights(**row):
    one = {part: float(value) for part, value in {**SHIPPED_ROW, **row}.items()}
    return {skill.value: dict(one) for skill in SKILLS}


def version_for(place, *, by, why="because of what we saw", **row):
    district, school = (place.district, place) if hasattr(place, "district") else (place, None)
    return set_version(district=district, school=school, weights=weights(**row), why=why, by=by)


def page_of(version):
    return reverse("admin:fusion_weightsversion_change", args=[version.pk])


def filled(scope, why="Wording follows our essays better.", **fields):
    boxes = {f"{skill.value}_{part}": value for skill in SKILLS for part, value in SHIPPED_ROW.items()}
    return {**boxes, "scope": scope, "why": why, **fields}


def of_school(school):
    return f"school:{school.pk}"


def of_district(district):
    return f"district:{district.pk}"


# --- who gets in ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["teacher", "guardian", "records_officer", "safeguarding_lead", "newcomer"])
def test_no_other_role_finds_the_weights(signed_in, people, name):
    version = version_for(people.cedar, by=people.school_admin)
    visitor = signed_in(name)
    assert visitor.get(LIST).status_code == 403
    assert visitor.get(NEW).status_code == 403
    assert visitor.post(NEW, filled(of_school(people.cedar))).status_code == 403
    assert visitor.get(page_of(version)).status_code in {302, 403, 404}
    assert WeightsVersion.objects.count() == 1


def test_whoever_is_not_signed_in_is_asked_to(client, people):
    assert client.get(LIST).status_code == 302
    assert client.post(NEW, filled(of_school(people.cedar))).status_code == 302
    assert not WeightsVersion.objects.exists()


def test_a_role_without_staff_stays_outside_the_admin(client, cast):
    client.force_login(cast.school_admin)
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("name", ["school_admin", "district_admin", "operator"])
def test_administrators_need_no_group_permissions(signed_in, people, name):
    assert not people.school_admin.user_permissions.exists()
    assert signed_in(name).get(LIST).status_code == 200


def test_the_admin_front_page_shows_weights_to_administrators_alone(signed_in):
    assert "Weights" in signed_in("school_admin").get(reverse("admin:index")).content.decode().title()
    assert LIST in signed_in("school_admin").get(reverse("admin:index")).content.decode()
    assert LIST not in signed_in("teacher").get(reverse("admin:index")).content.decode()


# --- what they see ----------------------------------------------------------------------------


@pytest.fixture
def everywhere(people):
    return {
        "cedar": version_for(people.cedar, by=people.school_admin, why="cedar's reason"),
        "alder": version_for(people.alder, by=people.school_admin_elsewhere, why="alder's reason"),
        "pine valley": version_for(people.district, by=people.district_admin, why="the district's reason"),
        "birch": version_for(people.birch, by=people.other_district_admin, why="birch's reason"),
        "lakeshore": version_for(
            people.other_district, by=people.other_district_admin, why="the other district's reason"
        ),
    }


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("school_admin", {"cedar"}),
        ("school_admin_elsewhere", {"alder"}),
        ("district_admin", {"cedar", "alder", "pine valley"}),
        ("other_district_admin", {"birch", "lakeshore"}),
        ("operator", {"cedar", "alder", "pine valley", "birch", "lakeshore"}),
    ],
)
def test_each_administrator_sees_the_versions_of_their_own_places(signed_in, everywhere, name, seen):
    visitor = signed_in(name)
    listed = unescape(visitor.get(LIST).content.decode())
    for place, version in everywhere.items():
        assert (version.why in listed) == (place in seen)
        assert (str(version.pk) in listed) == (place in seen)
        assert visitor.get(page_of(version)).status_code == (200 if place in seen else 302)
        history = reverse("admin:fusion_weightsversion_history", args=[version.pk])
        assert visitor.get(history).status_code == (200 if place in seen else 302)
        begun = visitor.get(NEW, {"from": str(version.pk)})
        assert begun.status_code == (200 if place in seen else 404)


def test_the_picker_offers_only_places_one_may_set(signed_in, people):
    page = signed_in("school_admin").get(NEW).content.decode()
    assert of_school(people.cedar) in page
    for other in (of_school(people.alder), of_school(people.birch), of_district(people.district)):
        assert other not in page
    page = signed_in("district_admin").get(NEW).content.decode()
    assert of_district(people.district) in page
    assert of_school(people.alder) in page
    assert of_district(people.other_district) not in page


def test_a_version_shows_its_weights_and_those_before_it(signed_in, people):
    first = version_for(people.cedar, by=people.school_admin, why="the first try")
    second = version_for(people.cedar, by=people.school_admin, why="the second try", model="0.30", linguistic="0.45")
    page = signed_in("school_admin").get(page_of(second)).content.decode()
    assert "0.45" in page
    assert "the first try" in page
    assert page_of(first) in page
    assert f"{NEW}?from={second.pk}" in page
    assert 'name="_save"' not in page


# --- the one write ----------------------------------------------------------------------------


def test_a_new_version_begins_from_the_shipped_weights(signed_in):
    page = signed_in("school_admin").get(NEW)
    form = page.context["adminform"].form
    assert [str(row.total) for row in form.rows()] == ["1.00"] * 4


def test_a_new_version_from_another_begins_with_its_weights_and_place(signed_in, people):
    version = version_for(people.alder, by=people.district_admin, model="0.35", linguistic="0.40")
    form = signed_in("district_admin").get(NEW, {"from": str(version.pk)}).context["adminform"].form
    assert str(form["empathy_linguistic"].value()) == "0.40"
    assert form["scope"].value() == of_school(people.alder)


def test_saving_closes_the_old_version_and_is_audited(signed_in, people):
    old = version_for(people.cedar, by=people.school_admin)
    answer = signed_in("school_admin").post(
        NEW, filled(of_school(people.cedar), empathy_model="0.30", empathy_linguistic="0.45"), follow=True
    )
    new = current_for(people.cedar)
    old.refresh_from_db()
    assert old.closed_at is not None
    assert (new.number, new.by, new.why) == (2, people.school_admin, "Wording follows our essays better.")
    assert new.weights["empathy"] == {"model": 0.3, "linguistic": 0.45, "behavioral": 0.15, "confidence": 0.1}
    assert answer.redirect_chain[-1][0] == page_of(new)
    event = AuditEvent.objects.filter(verb="weights.version").latest("at")
    assert event.object == f"weightsversion:{new.pk}"
    assert event.actor == f"user:{people.school_admin.pk}"


def test_a_district_administrator_sets_the_district(signed_in, people):
    signed_in("district_admin").post(NEW, filled(of_district(people.district)))
    assert current_for(people.alder).school is None
    assert current_for(people.birch) is None


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("school_admin", "school:alder"),
        ("school_admin", "school:birch"),
        ("school_admin", "district:district"),
        ("district_admin", "school:birch"),
        ("district_admin", "district:other_district"),
    ],
)
def test_nobody_sets_the_weights_of_another_place(signed_in, people, name, wanted):
    kind, _, place = wanted.partition(":")
    answer = signed_in(name).post(NEW, filled(f"{kind}:{getattr(people, place).pk}"))
    assert answer.status_code == 200
    assert "scope" in answer.context["adminform"].form.errors
    assert not WeightsVersion.objects.exists()


@pytest.mark.parametrize("forged", ["", "school:", "school:1", "district:nothing", "everything"])
def test_a_forged_place_is_refused_in_words(signed_in, forged):
    answer = signed_in("school_admin").post(NEW, filled(forged))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["scope"]


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"empathy_model": "0.45"}, "The four weights of Empathy sum to 0.95, not to 1: add 0.05."),
        ({"resilience_confidence": "0.25"}, "The four weights of Resilience sum to 1.15, not to 1: take away 0.15."),
    ],
)
def test_a_sum_other_than_one_is_refused_and_says_what_to_do(signed_in, people, boxes, words):
    answer = signed_in("school_admin").post(NEW, filled(of_school(people.cedar), **boxes))
    assert words in unescape(answer.content.decode())
    assert not WeightsVersion.objects.exists()


@pytest.mark.parametrize(
    "boxes",
    [
        {"empathy_model": "-0.50", "empathy_linguistic": "1.25"},
        {"empathy_model": "1.50", "empathy_linguistic": "0"},
        {"empathy_model": "0.52", "empathy_linguistic": "0.23"},
        {"empathy_model": "half"},
        {"empathy_model": "NaN"},
        {"empathy_model": "1e400"},
        {"empathy_model": ""},
        {"why": ""},
        {"why": "   "},
    ],
)
def test_what_is_no_weight_is_refused_and_nothing_is_saved(signed_in, people, boxes):
    answer = signed_in("school_admin").post(NEW, filled(of_school(people.cedar), **boxes))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert not WeightsVersion.objects.exists()


def test_weights_that_would_leave_most_responses_without_a_score_are_refused(signed_in, people):
    boxes = {"empathy_model": "0", "empathy_linguistic": "0", "empathy_behavioral": "0.90"}
    answer = signed_in("school_admin").post(NEW, filled(of_school(people.cedar), **boxes))
    assert "cannot both be 0" in answer.content.decode()
    assert not WeightsVersion.objects.exists()


def test_a_version_is_never_changed_or_deleted(signed_in, people):
    version = version_for(people.cedar, by=people.school_admin)
    for name in ("school_admin", "operator"):
        visitor = signed_in(name)
        assert visitor.post(page_of(version), {"why": "another reason"}).status_code == 403
        assert visitor.post(reverse("admin:fusion_weightsversion_delete", args=[version.pk])).status_code == 403
        bulk = {"action": "delete_selected", "_selected_action": [str(version.pk)], "post": "yes"}
        visitor.post(LIST, bulk)
    version.refresh_from_db()
    assert version.why == "because of what we saw"
    assert "action" not in (signed_in("operator").get(LIST).context["cl"].list_display)


def test_an_address_that_names_an_empty_field_is_that_of_the_row(signed_in, people):
    version = version_for(people.cedar, by=people.school_admin)
    assert signed_in("school_admin").get(f"{page_of(version)}?_to_field=").status_code == 200
    assert signed_in("school_admin").post(page_of(version), {"_to_field": ""}).status_code == 403


# --- what the change does ---------------------------------------------------------------------


def test_after_saving_the_page_says_what_the_weights_do(signed_in, people):
    page = signed_in("school_admin").post(NEW, filled(of_school(people.cedar)), follow=True)
    effects = page.context["effects"]
    assert [str(name) for name, _ in effects] == ["Empathy", "Problem-solving", "Self-regulation", "Resilience"]
    assert all(0 < effect.interval < 0.5 and effect.rows > 500 for _, effect in effects)


def test_a_fall_of_r_is_told(signed_in, people, monkeypatch):
    from fusion import admin
    from fusion.effect import Effect

    fallen = tuple(Effect(skill, 0.61, 0.70, 0.2, 0.18, 560) for skill in SKILLS[:1])
    monkeypatch.setattr(admin, "effect_of", lambda weights: fallen)
    page = signed_in("school_admin").post(NEW, filled(of_school(people.cedar)), follow=True)
    assert "Empathy: with these weights the score follows the ratings less closely (r 0.61)" in page.content.decode()
    assert "less closely than shipped" in page.content.decode()


def test_without_a_model_the_page_says_so(signed_in, people, monkeypatch):
    from fusion import admin

    def missing(*args):
        raise ArtifactError("CURRENT is missing.")

    monkeypatch.setattr(admin, "effect_of", missing)
    monkeypatch.setattr(admin, "shipped_weights", missing)
    page = signed_in("school_admin").post(NEW, filled(of_school(people.cedar)), follow=True)
    assert "No model is installed here" in page.content.decode()
    assert "CURRENT is missing." in signed_in("school_admin").get(NEW).content.decode()


# --- cost -------------------------------------------------------------------------------------


def test_the_list_asks_as_often_for_many_versions_as_for_few(signed_in, people, django_assert_num_queries):
    visitor = signed_in("school_admin")
    visitor.get(LIST)  # on PostgreSQL a session's first page leaves a trace of its own
    version_for(people.cedar, by=people.school_admin)
    with CaptureQueriesContext(connection) as few:
        visitor.get(LIST)
    for _ in range(12):
        version_for(people.cedar, by=people.school_admin)
    with django_assert_num_queries(len(few)):
        visitor.get(LIST)


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs headless Chromium")
@pytest.mark.django_db(transaction=True)
def test_the_sum_follows_what_is_typed(live_server, signed_in):
    sync_api = pytest.importorskip("playwright.sync_api")
    cookie = signed_in("school_admin").cookies["sessionid"].value
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + NEW)
        row = page.locator('[data-weights-row="empathy"]')
        assert row.locator("output").inner_text() == "1.00"
        shipped = float(row.locator("input").first.input_value())
        row.locator("input").first.fill(f"{shipped - 0.15:.2f}")
        assert row.locator("output").inner_text() == "0.85 (must be 1.00)"
        browser.close()
