"""A family's own pages: who looked, what is agreed to, what was asked, and a copy to take away."""

import csv
import io
import json
import re
import zipfile

import pytest
from pypdf import PdfReader

from assessments import releases
from assessments.models import GameSession, LatestAssessment
from assessments.pages import family_copy
from privacy import audit, cases, consent, keys
from privacy.audit import AuditEvent
from privacy.cases import Case, Kind, State
from privacy.consent import Mode, Purpose
from privacy.egress import disclosures
from privacy.holders import all_holdings
from students import consent_modes, family_cases, family_looks
from students.models import Role, Student
from tests import factories as make
from tests import quoting

PURPOSES = [purpose.value for purpose in Purpose]


@pytest.fixture
def family(client, cast):
    client.force_login(cast.guardian)
    return client


@pytest.fixture
def shared(cast):
    """An assessment that is shared, with its words, and a newer one that is not."""
    response = make.ResponseFactory(student=cast.mateo, deidentified="Shared otters swam across it that day and I saw.")
    earlier = make.AssessmentFactory(response=response, details=quoting.details(response))
    LatestAssessment.objects.filter(student=cast.mateo).update(assessment=earlier)
    feedback = make.FeedbackFactory(assessment=earlier, claims=quoting.CLAIMS)
    made = releases.share(student=cast.mateo, looked_at=str(feedback.pk), by=cast.teacher)
    hidden = make.ResponseFactory(student=cast.mateo, deidentified="Unshared badgers dug under it that day and I saw.")
    newer = make.AssessmentFactory(response=hidden, details=quoting.details(hidden, score=0.9137))
    LatestAssessment.objects.filter(student=cast.mateo).update(assessment=newer)
    make.FeedbackFactory(assessment=newer, claims=quoting.CLAIMS)
    return made


def page(client, child, path=""):
    answer = client.get(f"/family/{child.pk}/{path}")
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def copy_of(client, child):
    answer = client.get(f"/family/{child.pk}/copy.zip")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def text_of(files):
    pdf = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(files["record.pdf"])).pages)
    return "\n".join(content.decode() for name, content in files.items() if name != "record.pdf") + " ".join(
        pdf.split()
    )


# --- the child's page ---------------------------------------------------------------------------------


def test_each_child_has_its_page_and_nobody_elses_has(family, cast, shared):
    assert "Mateo" in page(family, cast.mateo)
    for other in (cast.priyanka, cast.tyrell, cast.sam):
        assert family.get(f"/family/{other.pk}/").status_code == 404


@pytest.mark.parametrize(
    "who", ["restricted_guardian", "former_guardian", "guardian_of_another", "newcomer", "operator"]
)
@pytest.mark.parametrize("path", ["", "who-looked/", "agreements/", "copy.zip", "ask/access/"])
def test_who_is_no_family_today_finds_nothing(client, cast, shared, who, path):
    client.force_login(getattr(cast, who))
    assert client.get(f"/family/{cast.mateo.pk}/{path}").status_code == 404


def test_before_anything_is_shared_the_page_says_what_will_come(family, cast):
    html = page(family, cast.mateo)
    assert "Nothing has been shared yet" in html and "Ask for a correction" not in html


@pytest.mark.parametrize("path", ["", "who-looked/", "agreements/", "ask/correction/"])
def test_what_is_not_shared_stands_on_no_page(family, cast, shared, path):
    html = page(family, cast.mateo, path)
    for hidden in ("badgers", "0.91", "0.9137", "Advanced"):
        assert hidden not in html


# --- who looked -----------------------------------------------------------------------------------------


def look(verb, by, child, **detail):
    return audit.record(verb, by=by, school=child.school_id, subjects=[child.pk], **detail)


def test_each_look_is_told_by_role_day_and_reason_without_an_id(family, cast):
    look("record.view", cast.teacher, cast.mateo)
    look("record.view", cast.read_key, cast.mateo)
    look("compliance.view", cast.school_admin, cast.mateo)
    look("assessment.run", "system:pipeline", cast.mateo)
    html = page(family, cast.mateo, "who-looked/")
    for words in ("Ms. Okafor, teacher", "teaches Homeroom 7B", "A program with a key of the school",
                  "school administrator", "Sightline, by itself", "looked at the record"):  # fmt: skip
        assert words in html
    for hidden in (str(cast.teacher.pk), cast.read_key.prefix, cast.read_key.name, "user:", "system:"):
        assert hidden not in html


def test_another_adults_name_and_affairs_are_not_told(family, cast):
    other = make.UserFactory(first_name="Zelda", last_name="Other")
    make.GuardianshipFactory(guardian=other, student=cast.mateo)
    look("family.view", other, cast.mateo)
    family_cases.ask(child=cast.mateo, kind=Kind.DELETION, words="", by=other)
    look("access.refused", cast.restricted_guardian, cast.mateo)
    look("guardian.restrict", cast.school_admin, cast.mateo)
    html = page(family, cast.mateo, "who-looked/") + page(family, cast.mateo)
    assert "Another adult of the family" in html
    for hidden in ("Zelda", "asked about the record", "was refused", "court"):
        assert hidden not in html


def test_work_that_protects_a_child_never_reaches_the_family_by_the_log(family, cast, monkeypatch):
    """Neither a verb that nobody named as shown, nor an ordinary look by the safeguarding lead."""
    monkeypatch.setitem(audit.VERBS, "alert.open", "opened an alert")
    look("alert.open", cast.safeguarding_lead, cast.mateo)
    look("response.original", cast.safeguarding_lead, cast.mateo)
    html = page(family, cast.mateo, "who-looked/") + text_of(copy_of(family, cast.mateo))
    for hidden in ("alert", "afeguarding", "original words"):
        assert hidden not in html


def test_every_shown_act_exists_and_each_is_shown_or_left_out_on_purpose():
    assert set(family_looks.SHOWN) | set(family_looks.OF_ONESELF) <= set(audit.VERBS)


def test_what_went_to_a_language_model_is_told(family, cast):
    disclosures.record(
        purpose="llm_feedback", destination="https://llm.example:443", model="some-model", payload=b"{}", attempt=1,
        by="system:feedback", school=cast.cedar, subjects=[cast.mateo.pk],
    )  # fmt: skip
    html = page(family, cast.mateo, "who-looked/")
    assert "some-model at https://llm.example:443" in html and "to write growth feedback" in html


def test_the_list_costs_no_more_queries_for_forty_than_for_four(family, cast, django_assert_max_num_queries):
    page(family, cast.mateo, "who-looked/")  # on PostgreSQL a session's first page leaves a trace of its own
    for _ in range(4):
        look("record.view", cast.teacher, cast.mateo)
    with django_assert_max_num_queries(60) as few:
        page(family, cast.mateo, "who-looked/")
    for _ in range(36):
        look("record.view", cast.teacher, cast.mateo)
    with django_assert_max_num_queries(60) as many:
        page(family, cast.mateo, "who-looked/")
    assert len(many) == len(few)


# --- what is agreed to ------------------------------------------------------------------------------------


def say(client, child, purpose, granted):
    return client.post(f"/family/{child.pk}/agreements/", {"purpose": purpose, "granted": granted})


def covered(child, purpose):
    return child.pk in consent.covered([child.pk], purpose, school=child.school_id)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_family_says_yes_and_no_to_each_purpose(family, cast, purpose):
    say(family, cast.mateo, purpose, "yes")
    assert covered(cast.mateo, purpose)
    assert "You agreed on" in page(family, cast.mateo, "agreements/")
    say(family, cast.mateo, purpose, "no")
    assert not covered(cast.mateo, purpose)
    assert "You said no on" in page(family, cast.mateo, "agreements/")
    last = consent.standing(cast.mateo.pk, school=cast.cedar.pk)[Purpose(purpose)]
    assert (last.basis, last.actor) == ("parent", f"user:{cast.guardian.pk}")


def test_everything_optional_starts_off_and_the_page_shows_the_text_word_for_word(family, cast):
    from privacy import consent_texts

    html = page(family, cast.mateo, "agreements/")
    assert html.count("Nobody has agreed to this, so it is off.") == len(PURPOSES) - 1
    assert html.count("Authorized by the school") == 1
    for purpose in PURPOSES:
        assert consent_texts.current(purpose).body.replace("'", "&#x27;") in html


def test_the_page_says_who_is_asked_first_in_the_district(family, cast):
    assert "Your word outweighs that" in page(family, cast.mateo, "agreements/")
    consent_modes.choose(cast.district, Mode.PARENT, by=cast.district_admin)
    assert "each family is asked first" in page(family, cast.mateo, "agreements/")


@pytest.mark.parametrize("given", [{}, {"purpose": "emotion", "granted": "yes"}, {"purpose": "train"}])
def test_what_is_no_answer_changes_nothing(family, cast, given):
    before = consent.ConsentRecord.objects.count()
    assert family.post(f"/family/{cast.mateo.pk}/agreements/", given).status_code == 422
    assert consent.ConsentRecord.objects.count() == before


# --- asking -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.DELETION])
def test_a_request_is_made_shown_with_its_date_and_taken_back(family, cast, kind):
    family.post(f"/family/{cast.mateo.pk}/ask/{kind}/", {"words": "Because of the move."})
    case = Case.objects.get(kind=kind)
    html = page(family, cast.mateo)
    assert f"Answer until {case.due_on:%-d %B %Y}" in html and "Because of the move." in html
    family.post(f"/family/{cast.mateo.pk}/requests/{case.pk}/take-back/")
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert "Taken back by the family" in page(family, cast.mateo)


def test_a_second_request_while_one_is_open_is_told_so(family, cast):
    family.post(f"/family/{cast.mateo.pk}/ask/access/")
    answer = family.post(f"/family/{cast.mateo.pk}/ask/access/")
    assert answer.status_code == 422 and "asked for this already" in answer.content.decode()


def test_nobody_takes_back_what_another_asked(client, cast):
    case = family_cases.ask(child=cast.mateo, kind=Kind.ACCESS, words="", by=cast.guardian)
    other = make.UserFactory()
    make.GuardianshipFactory(guardian=other, student=cast.mateo)
    client.force_login(other)
    assert client.post(f"/family/{cast.mateo.pk}/requests/{case.pk}/take-back/").status_code == 404
    assert "See the whole record" not in page(client, cast.mateo).replace("Ask to see the whole record", "")


@pytest.mark.parametrize("kind", ["nonsense", "ACCESS"])
def test_there_are_three_kinds_of_request(family, cast, kind):
    assert family.get(f"/family/{cast.mateo.pk}/ask/{kind}/").status_code == 404


def test_a_school_without_a_records_officer_says_so(family, cast):
    cast.records_officer.memberships.filter(role=Role.RECORDS_OFFICER).update(ends_on=cast.today)
    assert "ask at the office too" in page(family, cast.mateo, "ask/access/")


# --- a copy ---------------------------------------------------------------------------------------------------


def test_the_copy_holds_what_is_shared_in_three_forms_and_nothing_else(family, cast, shared):
    files = copy_of(family, cast.mateo)
    assert {"record.json", "record.pdf", "shared_levels.csv", "agreements.csv", "who_looked.csv"} <= set(files)
    said = json.loads(files["record.json"])
    assert said["child"]["first_name"] == "Mateo" and said["child"]["classes"][0]["class"] == "Homeroom 7B"
    assert said["shared"][0]["does_well"][0]["quote"] == "Shared otters swam across it"
    text = text_of(files)
    assert text.count("Shared otters swam across it") == 2 and "Proficient" in text
    for hidden in ("badgers", "0.91", "0.62", "Priyanka", str(cast.teacher.pk)):
        assert hidden not in text


def grant(cast, *, by=None):
    case = family_cases.ask(child=cast.mateo, kind=Kind.ACCESS, words="", by=by or cast.guardian)
    cases.step(case, State.IDENTITY, by=cast.records_officer, how="known")
    cases.step(case, State.GRANTED, by=cast.records_officer)


def test_a_granted_request_opens_the_whole_record_without_original_words(family, cast, shared):
    grant(cast)
    text = text_of(copy_of(family, cast.mateo))
    for words in ("Unshared badgers dug under it", "0.9137", "[classmate A] was worried about the demo"):
        assert words in text
    assert "Priyanka" not in text  # stands in the original only
    assert "Download the whole record" in page(family, cast.mateo)


def test_it_opens_to_who_asked_and_to_nobody_else(client, cast, shared):
    other = make.UserFactory()
    make.GuardianshipFactory(guardian=other, student=cast.mateo)
    grant(cast)
    client.force_login(other)
    assert "badgers" not in text_of(copy_of(client, cast.mateo))


def test_what_was_set_aside_is_in_no_copy(family, cast, shared):
    from django.utils import timezone

    session = make.GameSessionFactory(student=cast.mateo, task="Hidden Bridge", set_aside_at=timezone.now())
    rows = cast.mateo.responses.exclude(assessment=None)
    cast.mateo.responses.filter(
        pk__in=[r.pk for r in cast.mateo.responses.all() if "badgers" in r.deidentified]
    ).update(set_aside_at=timezone.now())
    grant(cast)
    text = text_of(copy_of(family, cast.mateo))
    assert "badgers" not in text and "Hidden Bridge" not in text and str(session.pk) not in text
    assert rows.exists() and "worried about the demo" in text


def test_each_copy_is_written_down_with_how_much_it_held(family, cast):
    copy_of(family, cast.mateo)
    grant(cast)
    copy_of(family, cast.mateo)
    events = AuditEvent.objects.filter(verb="family.copy").order_by("at")
    assert [event.detail for event in events] == [{"whole": False}, {"whole": True}]


def test_formulas_in_a_table_stay_text(family, cast):
    response = cast.mateo.responses.first()
    response.deidentified = "=HYPERLINK(1)"
    response.save()
    grant(cast)
    tables = [content for name, content in copy_of(family, cast.mateo).items() if name.endswith(".csv")]
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table.decode())) for cell in row]
    assert not [cell for cell in cells if cell.startswith("=")]
    assert "'=HYPERLINK(1)" in cells


def test_moments_in_a_copy_are_told_to_the_second(family, cast, shared):
    files = copy_of(family, cast.mateo)
    for name in ("record.json", "who_looked.csv"):
        told = files[name].decode()
        assert re.search(r"\d\d:\d\d:\d\d", told) and not re.search(r"\d\d:\d\d:\d\d\.", told), name


@pytest.mark.parametrize(
    "words",
    ["😀 and 漢字", "مرحبا", "x" * 2000, "one\ntwo", "\u200b"],
    ids=["wide", "right to left", "long", "lines", "zero"],
)
def test_a_copy_can_be_made_of_any_words(family, cast, shared, words):
    from assessments.models import Statement

    Statement.objects.create(
        school=cast.cedar, student=cast.mateo, assessment=shared.assessment, skill="empathy", words=words,
        case=shared.pk, by="system:tests",
    )  # fmt: skip
    files = copy_of(family, cast.mateo)
    assert json.loads(files["record.json"])["shared"][0]["levels"][0]["statements"] == [words]
    assert files["record.pdf"].startswith(b"%PDF")


def test_every_kind_of_row_about_a_student_is_in_the_copy_or_left_out_with_a_reason():
    named = set(family_copy.IN_THE_COPY) | set(family_copy.LEFT_OUT)
    assert named == set(all_holdings())
    assert not set(family_copy.IN_THE_COPY) & set(family_copy.LEFT_OUT)


def test_a_game_is_in_the_whole_record(family, cast):
    make.GameSessionFactory(student=cast.mateo, task="Bridge Builder")
    assert GameSession.objects.filter(student=cast.mateo).exists()
    grant(cast)
    assert "Bridge Builder" in text_of(copy_of(family, cast.mateo))


def test_a_child_whose_key_is_gone_has_left_the_family_page(family, cast):
    keys.destroy([cast.mateo.pk])
    assert Student.objects.filter(pk=cast.mateo.pk).exists()
    answer = family.get("/family/")
    assert answer.status_code == 200 and str(cast.mateo.pk) not in answer.content.decode()


def test_a_request_the_school_moves_in_this_very_moment_is_not_taken_back(family, cast, monkeypatch):
    case = family_cases.ask(child=cast.mateo, kind=Kind.ACCESS, words="", by=cast.guardian)
    withdraw = family_cases.withdraw

    def after_the_school(found, *, by):
        Case.objects.filter(pk=found.pk).update(state=State.IDENTITY)
        withdraw(found, by=by)

    monkeypatch.setattr(family_cases, "withdraw", after_the_school)
    answer = family.post(f"/family/{cast.mateo.pk}/requests/{case.pk}/take-back/", follow=True)
    assert "Somebody else has moved this case" in answer.text
    assert Case.objects.get().state != State.WITHDRAWN
