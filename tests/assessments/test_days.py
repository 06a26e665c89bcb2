"""No response is of a day that has not come yet at its school, or of long ago, by whichever door it comes in."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from rest_framework.test import APIClient

from assessments import days, intake, session_intake
from assessments.models import GameSession, Response, Upload
from assessments.telemetry.standing import NewSession
from tests import factories as make
from tests.assessments import discussion_files, logs
from tests.assessments.test_many_pages import hand_in as hand_in_zip
from tests.assessments.uploads import WORDS, added, hand_in, one_row
from tests.assessments.zips import RESPONSES, zip_of

# In Oregon it is still the evening of 12 November; in UTC, and in New York from nine, it is not.
EVENING = datetime(2026, 11, 13, 6, 30, tzinfo=UTC)
OREGON = "America/Los_Angeles"
NEVER = [("2323-01-01", "1 January 2323 has not come yet"), ("0001-01-01", "1 January 1 is long ago")]
NEVER += [("2026-11-13", "13 November 2026 has not come yet"), ("1989-12-31", "31 December 1989 is long ago")]
AS_ISO = [pytest.param(day, said, id=day) for day, said in NEVER]


@pytest.fixture(autouse=True)
def an_evening_in_oregon():
    with time_machine.travel(EVENING, tick=True):
        yield


@pytest.fixture
def teacher(client, cast):
    cast.cedar.time_zone = OREGON
    cast.cedar.save()
    make.ExternalIdFactory(student=cast.mateo, value="S-1")
    client.force_login(cast.teacher)
    return client


# --- the rule ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_a_day_that_cannot_be_is_refused_in_words(day, said):
    with pytest.raises(days.DayRefused, match=said):
        days.checked(date.fromisoformat(day), today=date(2026, 11, 12))


@pytest.mark.parametrize("day", ["1990-01-01", "2026-11-12"])
def test_the_bounds_themselves_are_days_like_any_other(day):
    assert days.checked(date.fromisoformat(day), today=date(2026, 11, 12)).isoformat() == day


# --- a program ---------------------------------------------------------------------------------------


def infer(cast, **sent):
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Api-Key {cast.key.secret}")
    return program.post(reverse("api_infer", args=[cast.mateo.pk]), {"text": WORDS, **sent}, format="json")


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_a_program_is_told_which_days_can_be_and_nothing_is_kept(teacher, cast, day, said):
    answer = infer(cast, written_on=day)
    assert answer.status_code == 400
    [sentence] = answer.json()["written_on"]
    assert said in sentence and "from 1990-01-01 to 2026-11-12, or leave it out for today" in sentence
    assert not added().exists()


@pytest.mark.parametrize("sent", [{"written_on": "2026-11-12"}, {"written_on": None}, {}])
def test_a_program_sends_the_schools_own_day_or_none(teacher, cast, sent):
    assert infer(cast, **sent).status_code == 201
    assert added().get().written_on == date(2026, 11, 12)


def test_the_page_about_the_api_tells_the_bounds(client, db):
    assert "From 1990-01-01 to today at the student's school" in client.get("/api/schema/").content.decode()


# --- whoever calls the way in ------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_of_many_none_is_taken_when_one_names_such_a_day(teacher, cast, day, said):
    rows = [intake.NewResponse(cast.mateo, WORDS, written_on=on) for on in (None, date.fromisoformat(day))]
    with pytest.raises(intake.TextRefused, match=said):
        intake.accept_many(rows, school=cast.mateo.school, by=cast.teacher, call_worker=False)
    assert not added().exists()


# --- the pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_a_pasted_response(teacher, cast, day, said):
    sent = {"student": cast.mateo.pk, "date": day, "prompt": "", "text": WORDS, "mode": "written"}
    answer = teacher.post(reverse("collect_class", args=[cast.homeroom_7b.pk]), sent)
    assert answer.status_code == 422 and said in answer.text and not added().exists()


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_a_row_of_a_file_and_the_day_it_is_mended_to(teacher, cast, day, said):
    assert said in hand_in(teacher, cast.homeroom_7b, one_row(day=day)).text
    mend = reverse("upload_mend", args=[Upload.objects.get().pk, 2])
    assert said in teacher.post(mend, {"date": day}, follow=True).text


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_the_day_of_a_whole_file(teacher, cast, day, said):
    hand_in(teacher, cast.homeroom_7b, f"student;text\nMateo Quintanilla;{WORDS}\n".encode())
    sent = {"student_name": "0", "text": "1", "file_date": day}
    answer = teacher.post(reverse("upload_map", args=[Upload.objects.get().pk]), sent)
    assert answer.status_code == 422 and said in answer.text


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_the_day_of_a_discussion(teacher, cast, day, said):
    discussion_files.hand_in(teacher, cast.homeroom_7b, discussion_files.ZOOM)
    answer = discussion_files.settle(teacher, Upload.objects.get(), held_on=day)
    assert answer.status_code == 422 and said in answer.text


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_the_day_of_a_zip(teacher, cast, day, said):
    answer = hand_in_zip(teacher, zip_of({"a.csv": RESPONSES}), day=day)
    assert answer.status_code == 422 and said in answer.text


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_the_day_of_a_log_that_only_counts_seconds(teacher, cast, day, said):
    rows = [row | {"at": 10 * number} for number, row in enumerate(logs.a_log())]
    logs.hand_in(teacher, cast.homeroom_7b, logs.lines_of(rows))
    answer = teacher.post(reverse("telemetry_map", args=[Upload.objects.get().pk]), {"day": day})
    assert answer.status_code == 422 and said in answer.text


# --- games -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        ("2026-11-12T23:59:59-08:00", True),
        ("2026-11-13T07:59:59Z", True),  # the same moment
        ("2026-11-13T00:00:00-08:00", False),
        ("2026-11-13 06:30:00", False),  # UTC without saying so: the morning after, at the school
        ("2323-01-01T00:00:00Z", False),
        ("0001-01-01T00:00:00Z", False),
        ("1999-12-31T23:59:59Z", False),
    ],
)
def test_an_event_of_another_day_is_left_out_and_told(teacher, cast, at, taken):
    page = logs.hand_in(teacher, cast.homeroom_7b, logs.lines_of([*logs.a_log(), logs.event("failure") | {"at": at}]))
    assert ("a time that cannot be right" not in page.text) is taken


@pytest.mark.parametrize(
    ("began", "refused"),
    [
        (datetime(2026, 11, 12, 23, 59, tzinfo=ZoneInfo(OREGON)), False),
        (datetime(2026, 11, 13, 0, 0, tzinfo=ZoneInfo(OREGON)), True),
        (datetime(2323, 1, 1, tzinfo=UTC), True),
        (datetime(1, 1, 2, tzinfo=UTC), True),
    ],
)
def test_a_run_of_another_day_is_not_taken_by_whoever_calls(teacher, cast, began, refused):
    row = NewSession(cast.mateo, make.a_run(), began)
    given = {"school": cast.mateo.school, "by": cast.teacher, "call_worker": False}
    if refused:
        with pytest.raises(session_intake.SessionRefused, match="cannot have begun"):
            session_intake.accept_sessions([row], **given)
    else:
        assert session_intake.accept_sessions([row], **given).added[0].played_on == date(2026, 11, 12)
    assert GameSession.objects.exists() is not refused


# --- the command line --------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_a_file_without_a_school_goes_by_the_latest_day_on_earth(tmp_path, day, said):
    source = tmp_path / "responses.csv"
    source.write_text(f'student_id,prompt,text,date\nS1,p,"{WORDS}",{day}\n')
    if day == "2026-11-13":  # in Auckland it is
        call_command("assess", str(source), "--out", str(tmp_path / "scores.csv"))
        source.write_text(source.read_text().replace(day, "2026-11-14"))
        said = "14 November 2026 has not come yet"
    with pytest.raises(CommandError, match=f"Line 2: {said}"):
        call_command("assess", str(source), "--out", str(tmp_path / "scores.csv"))


@pytest.mark.parametrize(("day", "said"), AS_ISO)
def test_an_import_of_years_of_files(teacher, cast, tmp_path, day, said):
    (tmp_path / "a.csv").write_bytes(RESPONSES)
    with pytest.raises(CommandError, match=said):
        call_command("import", str(tmp_path), school=cast.cedar.name, by="okafor", day=date.fromisoformat(day))
    assert not Response.objects.exclude(added_by="system:tests").exists()


def test_the_furthest_east_is_never_behind_a_school(cast):
    assert timedelta(0) <= days.today_anywhere() - intake.today_at(cast.cedar) <= timedelta(days=1)
