"""The roster and the scores as files: what goes out comes back unchanged, and who took it is written down."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from privacy import consent
from privacy.audit import AuditEvent, AuditSubject
from students.models import Enrollment, Guardianship
from students.roster import applying, export, formats, plan, schools
from students.roster.steps import UNCHANGED
from tests import factories as make
from tests.students.roster import exports


def unpacked(made_or_response) -> dict[str, list[dict]]:
    with zipfile.ZipFile(io.BytesIO(made_or_response.content)) as archive:
        return {name.removesuffix(".csv"): rows_of(archive.read(name)) for name in archive.namelist()}


def rows_of(content: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def back(made: export.Made, school) -> plan.Plan:
    """The plan that bringing this very file in again would make."""
    file = formats.read([(made.name, made.content)])
    ((found, roster),) = schools.assign(file, among=[school], chosen=school).taken
    assert found == school
    return plan.compare(roster, school=school)


@pytest.mark.parametrize("kind", export.FORMATS)
def test_what_goes_out_comes_back_unchanged(cast, kind):
    cast.mateo.nicknames = "Teo\nMatti"
    cast.mateo.save()
    again = back(export.roster(cast.cedar, kind=kind, by=cast.school_admin), cast.cedar)
    assert not again.changes_anything
    assert {row.status for row in again.rows} == {UNCHANGED}
    assert len(again.students) >= 3


@pytest.mark.parametrize("kind", export.FORMATS)
@pytest.mark.parametrize(
    "bring", [exports.oneroster, exports.oneroster_12, exports.sds_1, exports.sds_21], ids=lambda one: one.__name__
)
def test_what_came_in_from_any_system_goes_out_and_comes_back_unchanged(db, kind, bring):
    school = make.SchoolFactory(name="Cedar Hollow Middle School")
    (roster,) = formats.read(bring()).schools
    applying.confirm(roster, school=school, by="system:tests")
    again = back(export.roster(school, kind=kind, by="system:tests"), school)
    assert not again.changes_anything
    assert {row.status for row in again.rows} == {UNCHANGED}


@pytest.mark.parametrize("kind", export.FORMATS)
@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-Ana", "@home", "'=x", "نور", "Zoë 🦊", 'Quo"te, Comma'])
def test_awkward_names_go_out_harmless_and_come_back_as_they_were(cast, kind, name):
    cast.mateo.first_name = name
    cast.mateo.save()
    cast.homeroom_7b.name = f"{name} 7B"
    cast.homeroom_7b.save()
    made = export.roster(cast.cedar, kind=kind, by=cast.school_admin)
    assert not back(made, cast.cedar).changes_anything
    tables = unpacked(made).values() if kind == "oneroster" else [rows_of(made.content)]
    cells = [cell for table in tables for row in table for cell in row.values() if cell]
    assert cells and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_an_export_lists_who_is_there_today_or_later_and_nobody_who_left(cast):
    rows = rows_of(export.roster(cast.cedar, kind="csv", by=cast.school_admin).content)
    assert {row["first_name"] for row in rows} == {"Mateo", "Priyanka", "Tyrell", "Kofi"}


@pytest.mark.parametrize("forgotten", [False, True], ids=["", "by a second row that forgot the court"])
def test_a_restricted_adult_is_not_in_the_export(cast, forgotten):
    if forgotten:
        make.GuardianshipFactory(guardian=cast.restricted_guardian, student=cast.mateo, starts_on=cast.today)
    content = export.roster(cast.cedar, kind="oneroster", by=cast.school_admin).content
    users = {row["username"] for row in unpacked(export.Made(content, "", ""))["users"]}
    assert "quintanilla" in users and not users & {"restricted", "former"}
    assert Guardianship.objects.filter(guardian=cast.restricted_guardian).exists()


def test_a_student_under_erasure_is_not_in_the_export(cast):
    from privacy import keys

    keys.destroy([cast.mateo.pk])
    tables = unpacked(export.roster(cast.cedar, kind="oneroster", by=cast.school_admin))
    people = {row["sourcedId"] for row in tables["users"]}
    assert str(cast.mateo.pk) not in people
    assert {row["userSourcedId"] for row in tables["enrollments"]} <= people


def test_every_reference_of_a_oneroster_export_leads_somewhere(cast):
    tables = unpacked(export.roster(cast.cedar, kind="oneroster", by=cast.school_admin))
    ids = {name: {row["sourcedId"] for row in rows} for name, rows in tables.items() if name != "manifest"}
    assert {row["classSourcedId"] for row in tables["enrollments"]} <= ids["classes"]
    assert {row["userSourcedId"] for row in tables["enrollments"]} <= ids["users"]
    assert {row["courseSourcedId"] for row in tables["classes"]} <= ids["courses"]
    assert {row["termSourcedIds"] for row in tables["classes"]} <= ids["academicSessions"]
    assert {row["schoolSourcedId"] for row in tables["classes"]} == ids["orgs"]
    said = {row["propertyName"]: row["value"] for row in tables["manifest"]}
    assert said["oneroster.version"] == "1.2" and said["file.users"] == "bulk" and said["file.results"] == "absent"


# --- who ------------------------------------------------------------------------------------------


def take(client, school, kind="oneroster"):
    return client.get(reverse("roster_export"), {"format": kind, "school": school.pk})


@pytest.mark.parametrize("kind", export.FORMATS)
def test_an_administrator_takes_the_roster_and_the_audit_names_whom_it_lists(cast, client, kind):
    client.force_login(cast.school_admin)
    answer = take(client, cast.cedar, kind)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    event = AuditEvent.objects.get(verb="roster.export")
    assert event.actor == f"user:{cast.school_admin.pk}"
    concerned = AuditSubject.objects.filter(event_id=event.pk).values_list("subject", flat=True)
    assert set(concerned) == {cast.mateo.pk, cast.priyanka.pk, cast.tyrell.pk, cast.not_here_yet.pk}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *[(name, 403) for name in ("teacher", "guardian", "records_officer", "operator")],  # no rosters at all
        ("school_admin_elsewhere", 404),  # rosters, but this school's is none of theirs to know of
    ],
)
def test_nobody_else_takes_the_roster(cast, client, name, status):
    client.force_login(getattr(cast, name))
    assert take(client, cast.cedar).status_code == status
    assert not AuditEvent.objects.filter(verb="roster.export").exists()


@pytest.mark.parametrize("query", [{}, {"format": "xml"}, {"format": "csv"}, {"format": "csv", "school": "x"}])
def test_a_request_that_names_no_format_or_school_finds_nothing(cast, client, query):
    client.force_login(cast.school_admin)
    assert client.get(reverse("roster_export"), query).status_code == 404


def test_no_file_without_its_audit(cast, monkeypatch):
    monkeypatch.setattr(export.audit, "record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export.roster(cast.cedar, kind="csv", by=cast.school_admin)


# --- scores ---------------------------------------------------------------------------------------


def scores(client, classroom, kind="oneroster"):
    return client.get(reverse("class_scores", args=[classroom.pk]), {"format": kind})


@pytest.fixture
def teacher(cast, client):
    client.force_login(cast.teacher)
    return client


def test_a_score_goes_out_with_its_interval_and_not_enough_evidence_without_a_number(cast, teacher):
    rows = rows_of(scores(teacher, cast.homeroom_7b, "csv").content)
    assert {row["first_name"] for row in rows} == {"Mateo", "Priyanka"}
    mateo = rows[0]
    assert (mateo["empathy_status"], mateo["empathy_score"], mateo["empathy_low"]) == ("scored", "0.62", "0.48")
    assert mateo["resilience_status"] == "not enough evidence yet"
    assert mateo["resilience_score"] == mateo["resilience_low"] == mateo["resilience_level"] == ""
    assert "Not a grade" in mateo["meaning"]


def test_oneroster_results_carry_a_status_and_weigh_nothing(cast, teacher):
    tables = unpacked(scores(teacher, cast.homeroom_7b))
    assert len(tables["lineItems"]) == 4 and len(tables["results"]) == 8
    by_status = {row["scoreStatus"]: row for row in tables["results"]}
    assert by_status["fully graded"]["score"] == "0.62" and by_status["exempt"]["score"] == ""
    assert "Not enough evidence yet" in by_status["exempt"]["comment"]
    assert tables["categories"][0]["weight"] == "0"
    assert {row["resultValueMax"] for row in tables["lineItems"]} == {"1"}
    assert all("Not a grade" in row["description"] for row in tables["lineItems"])
    items, people = ({row["sourcedId"] for row in tables[name]} for name in ("lineItems", "users"))
    assert {row["lineItemSourcedId"] for row in tables["results"]} == items
    assert {row["studentSourcedId"] for row in tables["results"]} <= people
    said = {row["propertyName"]: row["value"] for row in tables["manifest"]}
    assert said["file.results"] == said["file.enrollments"] == "delta"


def test_the_scores_of_a_class_ended_up_in_a_roster_import_change_nothing(cast, teacher):
    """The file names one class; taken for a roster of the school it must not end the others."""
    answer = scores(teacher, cast.homeroom_7b)
    made = export.Made(answer.content, "scores.zip", "")
    assert not back(made, cast.cedar).changes_anything


def test_who_was_never_assessed_is_listed_without_a_number(cast, teacher):
    newcomer = make.StudentFactory(school=cast.cedar, first_name="New", last_name="Comer")
    make.EnrollmentFactory(student=newcomer, classroom=cast.homeroom_7b)
    rows = {row["first_name"]: row for row in rows_of(scores(teacher, cast.homeroom_7b, "csv").content)}
    assert rows["New"]["empathy_status"] == "not assessed yet" and rows["New"]["empathy_score"] == ""


def test_a_family_that_keeps_results_from_other_programs_is_heeded(cast, teacher):
    consent.withdraw(
        school=cast.cedar.pk,
        subjects=[cast.mateo.pk],
        purpose=consent.Purpose.SHARE,
        basis=consent.Basis.PARENT,
        by="system:tests",
    )
    rows = {row["first_name"]: row for row in rows_of(scores(teacher, cast.homeroom_7b, "csv").content)}
    assert rows["Mateo"]["empathy_status"] == "not shared" and rows["Mateo"]["empathy_score"] == ""
    assert rows["Priyanka"]["empathy_status"] == "scored"


@pytest.mark.parametrize("kind", ["oneroster", "csv"])
def test_the_export_of_scores_is_in_the_audit_with_everybody_it_lists(cast, teacher, kind):
    scores(teacher, cast.homeroom_7b, kind)
    event = AuditEvent.objects.get(verb="scores.export")
    assert event.object == f"classroom:{cast.homeroom_7b.pk}" and "Mateo" not in str(event.detail)
    concerned = AuditSubject.objects.filter(event_id=event.pk).values_list("subject", flat=True)
    assert set(concerned) == {cast.mateo.pk, cast.priyanka.pk}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("school_admin", 403),
        ("district_admin", 403),
        ("other_teacher", 404),
        ("ex_teacher", 404),
        ("guardian", 404),
        ("records_officer", 404),
        ("safeguarding_lead", 404),
        ("operator", 404),
        ("school_admin_elsewhere", 404),
    ],
)
def test_nobody_but_a_teacher_of_the_class_takes_its_scores(cast, client, name, status):
    client.force_login(getattr(cast, name))
    assert scores(client, cast.homeroom_7b).status_code == status
    assert not AuditEvent.objects.filter(verb="scores.export").exists()


def test_who_left_the_class_is_in_no_file_of_it(cast, teacher):
    Enrollment.objects.filter(student=cast.priyanka).update(ends_on=cast.today - timedelta(days=1))
    rows = rows_of(scores(teacher, cast.homeroom_7b, "csv").content)
    assert {row["first_name"] for row in rows} == {"Mateo"}


def test_an_unknown_format_of_scores_finds_nothing(cast, teacher):
    assert scores(teacher, cast.homeroom_7b, "xml").status_code == 404
