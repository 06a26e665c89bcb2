"""Who saw which student, as an administrator may read it: nothing of what they saw."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from privacy import audit, csv_cells, keys
from privacy.audit import AuditEvent, AuditSubject
from students import compliance, compliance_files
from students.models import Enrollment, Student, TeachingAssignment
from tests import factories as make

PAGE = "/who-looked/"


@pytest.fixture
def looked(cast):
    """A teacher at the class, a family refused, a program, the system; and the same at the school next door."""
    look("class.view", cast.teacher, cast.cedar, cast.mateo, cast.priyanka)
    look("access.refused", cast.guardian, cast.cedar, cast.mateo)
    look("record.view", cast.read_key, cast.cedar, cast.tyrell)
    look("assessment.run", "system:pipeline", cast.cedar, cast.tyrell)
    look("record.view", cast.teacher_elsewhere, cast.alder, cast.nora)
    look("record.view", cast.teacher_other_district, cast.birch, cast.sam)
    return cast


def look(verb, by, school, *students, **detail):
    return audit.record(verb, by=by, school=school, subjects=[s.pk for s in students], **detail)


def page(client, who, **query):
    client.force_login(who)
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def lines_of(asked):
    """What was looked at, without the agreements that the cast came with."""
    found = compliance.looks(compliance.events(asked).exclude(verb="consent.record"), asked)
    return [(line.who, line.what, line.name, line.why) for one in found for line in one.lines]


def test_each_look_says_who_what_whom_and_on_what_ground(looked):
    assert lines_of(compliance.Asked((looked.cedar,))) == [
        ("Sightline", "assessed", "Tyrell Gaines", "automatic: pipeline"),
        ("Program “cedar, read”", "looked at the record", "Tyrell Gaines", "holds an API key"),
        (looked.guardian.display_name, "was refused", "Mateo Quintanilla", "family"),
        ("Ms. Okafor", "looked at the class list", "Mateo Quintanilla", "teaches Homeroom 7B"),
        ("Ms. Okafor", "looked at the class list", "Priyanka Deshmukh", "teaches Homeroom 7B"),
    ]


def test_the_ground_is_that_of_the_day_of_the_look(looked):
    Enrollment.objects.filter(student=looked.mateo).update(ends_on=looked.today + timedelta(days=1))
    TeachingAssignment.objects.filter(teacher=looked.teacher).update(ends_on=looked.today + timedelta(days=1))
    [(*_, why)] = lines_of(compliance.Asked((looked.cedar,), looked.mateo.pk, "Okafor"))
    assert why == "teaches Homeroom 7B"
    TeachingAssignment.objects.filter(teacher=looked.teacher).update(ends_on=looked.today)
    [(*_, why)] = lines_of(compliance.Asked((looked.cedar,), looked.mateo.pk, "Okafor"))
    assert why == "Teacher"  # on the staff, and of no class of the student's


@pytest.mark.parametrize("hour", [0, 5, 12, 23])
def test_the_ground_goes_by_the_day_that_access_went_by(cast, hour, time_machine):
    """Late in the evening of a school the day of its relations may be the next one already."""
    time_machine.move_to(datetime(2026, 11, 27, hour, 30, tzinfo=UTC))
    look("class.view", cast.teacher, cast.cedar, cast.mateo)
    TeachingAssignment.objects.filter(teacher=cast.teacher).update(starts_on=date(2026, 11, 27))
    Enrollment.objects.filter(student=cast.mateo).update(starts_on=date(2026, 11, 27))
    assert lines_of(compliance.Asked((cast.cedar,)))[0][3] == "teaches Homeroom 7B"


@pytest.mark.parametrize(
    ("who", "ground"),
    [
        ("school_admin", "School administrator"),
        ("district_admin", "District administrator"),
        ("operator", "platform operator"),
        ("newcomer", "no relation on that day"),
        ("restricted_guardian", "family, kept away by a court"),
        ("former_guardian", "no relation on that day"),
    ],
)
def test_every_kind_of_person_has_a_ground_or_none(cast, who, ground):
    look("record.names", getattr(cast, who), cast.cedar, cast.mateo)
    [(*_, why)] = lines_of(compliance.Asked((cast.cedar,)))
    assert why == ground


def test_a_reason_that_was_given_stands_before_the_ground(cast):
    look("record.view", cast.operator, cast.cedar, cast.mateo, reason="Ticket 4711: scores missing")
    assert lines_of(compliance.Asked((cast.cedar,)))[0][3] == "Ticket 4711: scores missing"


def test_an_administrator_sees_the_own_school_alone(client, looked):
    html = page(client, looked.school_admin)
    assert "Mateo Quintanilla" in html and "teaches Homeroom 7B" in html
    assert "Nora" not in html and "Sam" not in html


def test_a_district_sees_its_schools_and_may_choose_one(client, looked):
    html = page(client, looked.district_admin)
    assert "Mateo" in html and "Nora" in html and "Sam Achebe" not in html
    html = page(client, looked.district_admin, school=str(looked.alder.pk))
    assert "Nora" in html and "Mateo" not in html
    client.force_login(looked.district_admin)
    assert client.get(PAGE, {"school": str(looked.birch.pk)}).status_code == 422


@pytest.mark.parametrize("who", ["teacher", "guardian", "records_officer", "safeguarding_lead", "operator", "newcomer"])
@pytest.mark.parametrize("path", ["", "report.csv", "report.pdf"])
def test_others_have_no_report(client, cast, who, path):
    client.force_login(getattr(cast, who))
    assert client.get(PAGE + path).status_code == 403


def test_no_word_and_no_score_stands_in_the_report(client, looked):
    for body in (page(client, looked.school_admin), client.get(f"{PAGE}report.csv").content.decode()):
        for hidden in ("0.62", "Proficient", "took a breath", "worried about the demo"):
            assert hidden not in body


# --- finding ---------------------------------------------------------------------------------------


def test_a_student_is_found_by_name_by_either_id(client, looked):
    make.ExternalIdFactory(student=looked.tyrell, value="S-77")
    for text in ("tyrell", "Gaines", str(looked.tyrell.pk), "S-77"):
        html = page(client, looked.school_admin, student=text)
        assert "The record of Tyrell Gaines" in html, text
        assert "holds an API key" in html and "Mateo" not in html


def test_a_name_is_found_by_its_digest_without_opening_the_others(looked, monkeypatch):
    monkeypatch.setattr("students.search.FEW", 0)
    opened = []
    monkeypatch.setattr("students.search.names_for", lambda rows: opened.extend(rows) or list(rows))
    compliance.find_students(looked.school_admin, "tyrell")
    assert {student.pk for student in opened} == {looked.tyrell.pk}


def test_a_name_that_several_have_is_asked_back_about(client, looked):
    twin = make.StudentFactory(school=looked.cedar, first_name="Mateo", last_name="Ferro")
    html = page(client, looked.school_admin, student="Mateo")
    assert "Several students answer to that" in html and f"?student={twin.pk}" in html
    assert "teaches Homeroom 7B" not in html


@pytest.mark.parametrize("text", ["Sam", "nobody", "S-1", "%"])
def test_who_is_not_of_these_schools_is_not_found(client, looked, text):
    assert "No student of your schools is called so" in page(client, looked.school_admin, student=text)


def test_another_districts_student_is_not_found_by_id(client, looked):
    assert "No student of your schools" in page(client, looked.school_admin, student=str(looked.sam.pk))


def test_a_person_is_found_by_name_and_a_program_too(client, looked):
    html = page(client, looked.school_admin, person="okafor")
    assert "Ms. Okafor" in html and "holds an API key" not in html
    html = page(client, looked.school_admin, person="cedar, read")
    assert "holds an API key" in html and "Ms. Okafor" not in html


def test_dates_are_days_of_the_school_and_the_last_one_counts(cast):
    evening = datetime.combine(
        cast.today - timedelta(days=9), clock_time(23, 30), tzinfo=ZoneInfo(cast.cedar.time_zone)
    )
    event = AuditEvent(at=evening, school=cast.cedar.pk, actor="system:tests", verb="record.view")
    event.mac = audit.mac_of(event, [cast.mateo.pk])
    event.save(force_insert=True)
    AuditSubject.objects.create(event_id=event.pk, school=cast.cedar.pk, subject=cast.mateo.pk, at=event.at)

    def found(since, until):
        asked = compliance.Asked((cast.cedar,), since=since, until=until)
        return compliance.events(asked).filter(pk=event.pk).exists()

    day, one = evening.date(), timedelta(days=1)
    assert found(day, day) and found(None, day) and found(day, None)
    assert not found(day + one, None) and not found(None, day - one)


def test_dates_that_cross_are_said_beside_the_field(client, looked):
    client.force_login(looked.school_admin)
    answer = client.get(PAGE, {"since": "2026-11-20", "until": "2026-11-01"})
    assert answer.status_code == 422 and "comes before the first one" in answer.content.decode()


@pytest.mark.parametrize("named", [{"since": "0001-01-01"}, {"until": "9999-12-31"}])
def test_a_day_that_no_clock_can_tell_is_said_beside_the_field(client, looked, named):
    client.force_login(looked.school_admin)
    answer = client.get(PAGE, named)
    assert answer.status_code == 422 and "Choose a day" in answer.content.decode()


def test_an_erased_student_keeps_a_line_without_a_name(client, looked):
    keys.destroy([looked.mateo.pk])
    html = page(client, looked.school_admin)
    assert "erased student" in html and "Mateo" not in html


def test_many_looks_cost_a_constant_number_of_queries(looked, django_assert_max_num_queries):
    for _ in range(30):
        look("class.view", looked.teacher, looked.cedar, *Student.objects.filter(school=looked.cedar))
    asked = compliance.Asked((looked.cedar,))
    with keys.keyring(), django_assert_max_num_queries(10):
        assert len(compliance.looks(compliance.events(asked), asked)) > 30


# --- the look at the log is a look -----------------------------------------------------------------


def test_reading_the_report_is_written_down_with_every_student_it_names(client, looked):
    page(client, looked.school_admin)
    event = AuditEvent.objects.get(verb="compliance.view")
    assert (event.actor, event.school) == (f"user:{looked.school_admin.pk}", looked.cedar.pk)
    named = set(AuditSubject.objects.filter(event_id=event.pk).values_list("subject", flat=True))
    assert named == set(Student.objects.filter(school=looked.cedar).values_list("pk", flat=True))


def test_a_districts_look_is_written_down_at_each_school(client, looked):
    page(client, looked.district_admin)
    schools = set(AuditEvent.objects.filter(verb="compliance.view").values_list("school", flat=True))
    assert schools == {looked.cedar.pk, looked.alder.pk}


def test_without_its_event_nothing_is_shown(client, looked, monkeypatch):
    client.force_login(looked.school_admin)

    def refuse(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", refuse)
    for path in ("", "report.csv", "report.pdf"):
        with pytest.raises(ZeroDivisionError):
            client.get(PAGE + path)


# --- files -----------------------------------------------------------------------------------------


def test_the_csv_has_a_line_for_each_look_and_student(client, looked):
    client.force_login(looked.school_admin)
    answer = client.get(f"{PAGE}report.csv", {"person": "Okafor"})
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:5] == ["When", "Who", "On what ground", "What", "Student"]
    assert [(row[1], row[4], row[5]) for row in rows] == [
        ("Ms. Okafor", "Mateo Quintanilla", str(looked.mateo.pk)),
        ("Ms. Okafor", "Priyanka Deshmukh", str(looked.priyanka.pk)),
    ]
    assert AuditEvent.objects.get(verb="compliance.export").detail == {"lines": 2, "kind": "csv"}


@pytest.mark.parametrize("name", ["=HYPERLINK('x')", "+1", "-2+3", "@SUM(A1)", "\t=1"])
def test_a_name_that_is_a_formula_stays_text(client, looked, name):
    make.UserFactory(username="villain", first_name=name, last_name="")
    looked.teacher.first_name, looked.teacher.last_name = name, ""
    looked.teacher.save()
    client.force_login(looked.school_admin)
    body = client.get(f"{PAGE}report.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(body)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(csv_cells.FIRST)]


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_pdf_says_the_same_with_accents_and_dashes(client, looked):
    zoe = make.StudentFactory(school=looked.cedar, first_name="Zoë", last_name="Đặng–Łuczak")
    look("record.view", looked.school_admin, looked.cedar, zoe)
    client.force_login(looked.school_admin)
    answer = client.get(f"{PAGE}report.pdf")
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    for words in ("Zoë", "Đặng–Łuczak", "Ms. Okafor", "teaches Homeroom", "no student's words and no scores"):
        assert words in said
    assert "took a breath" not in said and "0.62" not in said


def test_a_report_too_long_for_a_file_says_so(client, looked, monkeypatch):
    monkeypatch.setattr(compliance_files, "MOST", {"csv": 2, "pdf": 2})
    client.force_login(looked.school_admin)
    rows = list(csv.reader(io.StringIO(client.get(f"{PAGE}report.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 4 and "more than the latest 2 lines" in rows[-1][0]
    assert "more than the latest 2 lines" in text_of(client.get(f"{PAGE}report.pdf").content)


def test_a_question_that_is_not_settled_leads_back_to_the_page(client, looked):
    client.force_login(looked.school_admin)
    answer = client.get(f"{PAGE}report.pdf", {"student": "nobody"})
    assert answer["Content-Type"].startswith("text/html")


def test_the_page_turns_after_fifty_looks(client, cast):
    for _ in range(51):
        look("record.view", cast.teacher, cast.cedar, cast.mateo)
    assert "Page 1 of 2" in page(client, cast.school_admin)
