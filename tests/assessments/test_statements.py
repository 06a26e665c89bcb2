"""What a family says about a score stands beside it wherever it stands: pages, API, files."""

import csv
import io
import json
import zipfile

import pytest
from pypdf import PdfReader

from assessments import releases, statements
from assessments.models import LatestAssessment, Statement
from mlcore.schema import Skill
from privacy import keys
from privacy.audit import AuditEvent
from privacy.cases import Case, State
from tests import factories as make
from tests import quoting

WORDS = "She wrote this on the day her grandmother died."


@pytest.fixture
def shared(cast):
    assessment = cast.mateo.latest.assessment
    feedback = make.FeedbackFactory(assessment=assessment, claims=quoting.CLAIMS, writer="later")
    return releases.share(student=cast.mateo, looked_at=str(feedback.pk), by=cast.teacher)


@pytest.fixture
def contested(client, cast, shared):
    client.force_login(cast.guardian)
    given = {"result": f"{shared.pk}.empathy", "words": WORDS}
    answer = client.post(f"/family/{cast.mateo.pk}/ask/correction/", given)
    assert answer.status_code == 302
    return Statement.objects.get()


def html(client, who, address):
    client.force_login(who)
    return client.get(address).content.decode()


def test_it_becomes_a_case_and_a_sealed_row_at_once(cast, contested):
    case = Case.objects.get(pk=contested.case)
    assert (case.kind, case.state, contested.skill) == ("correction", State.RECEIVED, "empathy")
    assert case.about == f"assessment:{contested.assessment_id} empathy"
    [sealed] = Statement.objects.values_list("words", flat=True)
    assert b"grandmother" not in bytes(sealed)
    assert AuditEvent.objects.get(verb="statement.add").detail == {"skill": "empathy"}


def student_page(client, cast):
    return html(client, cast.teacher, f"/students/{cast.mateo.pk}/")


def class_page(client, cast):
    return html(client, cast.teacher, f"/classes/{cast.homeroom_7b.pk}/")


def share_page(client, cast):
    return html(client, cast.teacher, f"/students/{cast.mateo.pk}/share/")


def family_page(client, cast):
    return html(client, cast.guardian, f"/family/{cast.mateo.pk}/")


def family_levels(client, cast):
    """Without the list of requests, which keeps what was asked."""
    return family_page(client, cast).partition("What you asked for")[0]


def api(client, cast):
    client.logout()
    address = f"/api/v1/assessments/{cast.mateo.latest.assessment_id}"
    return client.get(address, headers={"Authorization": f"Api-Key {cast.read_key.secret}"}).content.decode()


def scores_csv(client, cast):
    return html(client, cast.teacher, f"/classes/{cast.homeroom_7b.pk}/scores/?format=csv")


def scores_oneroster(client, cast):
    client.force_login(cast.teacher)
    content = client.get(f"/classes/{cast.homeroom_7b.pk}/scores/?format=oneroster").content
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        return folder.read("results.csv").decode()


def copy_files(client, cast, *, kind):
    client.force_login(cast.guardian)
    with zipfile.ZipFile(io.BytesIO(client.get(f"/family/{cast.mateo.pk}/copy.zip").content)) as folder:
        content = folder.read(kind)
    if kind.endswith(".pdf"):
        return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split())
    return content.decode()


SURFACES = {
    "the student page": student_page,
    "the class table": class_page,
    "before sharing": share_page,
    "the family page": family_levels,
    "the API": api,
    "scores as CSV": scores_csv,
    "scores as OneRoster": scores_oneroster,
    "the copy as JSON": lambda client, cast: str(json.loads(copy_files(client, cast, kind="record.json"))["shared"]),
    "the copy as CSV": lambda client, cast: copy_files(client, cast, kind="shared_levels.csv"),
    "the copy as PDF": lambda client, cast: copy_files(client, cast, kind="record.pdf"),
}


@pytest.mark.parametrize("surface", SURFACES)
def test_it_stands_beside_the_score_on_every_surface_until_it_is_taken_back(client, cast, contested, surface):
    assert WORDS in SURFACES[surface](client, cast)
    client.force_login(cast.guardian)
    client.post(f"/family/{cast.mateo.pk}/requests/{contested.case}/take-back/")
    assert WORDS not in SURFACES[surface](client, cast)


def test_it_stands_beside_its_own_skill_and_no_other(client, cast, contested):
    row = next(row for row in csv.DictReader(io.StringIO(scores_csv(client, cast))) if row["first_name"] == "Mateo")
    assert row["empathy_family_statement"] == WORDS
    assert row["problem_solving_family_statement"] == row["resilience_family_statement"] == ""
    skills = {skill["skill"]: skill["statements"] for skill in json.loads(api(client, cast))["skills"]}
    assert skills == {"empathy": [WORDS], "problem_solving": [], "self_regulation": [], "resilience": []}


def test_it_goes_along_when_the_same_weeks_are_assessed_anew(client, cast, contested):
    newer = make.AssessmentFactory(response=cast.mateo.responses.first(), supersedes=contested.assessment, score=0.71)
    LatestAssessment.objects.filter(student=cast.mateo).update(assessment=newer)
    assert WORDS in student_page(client, cast)
    assert WORDS in family_page(client, cast)  # beside the one they were shown


def test_it_does_not_go_to_other_weeks(client, cast, contested):
    later = make.AssessmentFactory(response=make.ResponseFactory(student=cast.mateo))
    LatestAssessment.objects.filter(student=cast.mateo).update(assessment=later)
    assert WORDS not in student_page(client, cast)


def test_a_statement_about_the_newer_score_is_not_put_beside_the_older(cast, contested):
    newer = make.AssessmentFactory(response=cast.mateo.responses.first(), supersedes=contested.assessment)
    Statement.objects.create(
        school=cast.cedar, student=cast.mateo, assessment=newer, skill="empathy", words="Newer.", case=contested.case,
        by="system:tests",
    )  # fmt: skip
    with keys.keyring():
        found = statements.beside([contested.assessment, newer])
        assert [one.words for one in found[contested.assessment_id]["empathy"]] == [WORDS]
        assert [one.words for one in found[newer.pk]["empathy"]] == [WORDS, "Newer."]


def test_a_decision_either_way_leaves_it_standing(client, cast, contested):
    Case.objects.filter(pk=contested.case).update(state=State.REFUSED)
    assert WORDS in student_page(client, cast)
    assert "Take my statement back" in family_page(client, cast)


def test_only_what_was_shared_can_be_contested(client, cast, shared):
    other = make.AssessmentFactory(response=make.ResponseFactory(student=cast.mateo))
    client.force_login(cast.guardian)
    for result in (f"{other.pk}.empathy", f"{shared.pk}.kindness", "", "nonsense"):
        answer = client.post(f"/family/{cast.mateo.pk}/ask/correction/", {"result": result, "words": WORDS})
        assert answer.status_code == 422
    assert not Statement.objects.exists() and not Case.objects.exists()


def test_a_statement_needs_words_and_has_an_end(client, cast, shared):
    client.force_login(cast.guardian)
    for words in ("", "x" * (statements.MOST_CHARACTERS + 1)):
        given = {"result": f"{shared.pk}.empathy", "words": words}
        assert client.post(f"/family/{cast.mateo.pk}/ask/correction/", given).status_code == 422
    assert not Statement.objects.exists()


def test_if_the_statement_cannot_be_kept_there_is_no_case_either(cast, shared, monkeypatch):
    monkeypatch.setattr(Statement.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        statements.contest(
            child=cast.mateo, assessment=shared.assessment, skill=Skill.EMPATHY, words=WORDS, by=cast.guardian
        )
    assert not Case.objects.exists()


def test_its_words_cannot_be_markup_or_a_formula(client, cast, contested):
    contested.words = "=1+1<script>alert(1)</script>"
    contested.save()
    assert "<script>alert" not in student_page(client, cast) + family_page(client, cast)
    row = next(row for row in csv.DictReader(io.StringIO(scores_csv(client, cast))) if row["first_name"] == "Mateo")
    assert row["empathy_family_statement"].startswith("'=")


def test_where_nobody_contests_it_costs_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        statements.beside([cast.mateo.latest.assessment, cast.priyanka.latest.assessment])


def test_a_record_that_is_being_erased_breaks_no_page_of_its_class(client, cast, contested):
    keys.destroy([cast.mateo.pk])
    assert WORDS not in class_page(client, cast)
    with keys.keyring():
        assert not statements.beside([contested.assessment])
