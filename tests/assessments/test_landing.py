"""Pages of those who do not read records, and the page about the method."""

import json

import pytest
from django.conf import settings
from django.utils.html import strip_tags

from assessments.pages import method
from mlcore import registry
from mlcore.schema import SKILLS
from privacy.deidentify import measured
from tests import factories as make


def school_page(client, who):
    client.force_login(who)
    answer = client.get("/school/")
    assert answer.status_code == 200
    return answer.content.decode()


def grade_of(school, count, grade=6, score=0.62):
    for _ in range(count):
        student = make.StudentFactory(school=school, grade=grade)
        make.LatestAssessmentFactory(assessment=make.AssessmentFactory(student=student, score=score))


def test_an_administrator_sees_groups_of_ten_in_steps_and_smaller_ones_not(client, cast):
    grade_of(cast.cedar, 10)
    html = school_page(client, cast.school_admin)
    assert "Grade 6" in html and "over 90%" in html
    assert "Fewer than 10 students" in html  # grades 7 and 8 of the cast


def test_no_student_and_no_count_stands_on_the_page(client, cast):
    grade_of(cast.cedar, 13)
    html = school_page(client, cast.school_admin)
    for student in cast.students().values():
        assert student.first_name not in html
    words = strip_tags(html.split("<main")[1].split("</main>")[0])  # an address may hold any digits
    assert "13" not in words


def test_an_administrator_sees_the_own_school_only(client, cast):
    assert "Alder Creek" not in school_page(client, cast.school_admin)


def test_a_district_sees_its_schools_by_name_and_no_other_districts(client, cast):
    html = school_page(client, cast.district_admin)
    assert html.index("Alder Creek") < html.index("Cedar Hollow")
    assert "Birch Point" not in html


@pytest.mark.parametrize("who", ["teacher", "guardian", "records_officer", "safeguarding_lead", "operator", "newcomer"])
def test_others_have_no_school_page(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/school/").status_code == 403


def test_a_family_sees_its_own_children_and_no_scores(client, cast):
    client.force_login(cast.guardian)
    html = client.get("/family/").content.decode()
    assert "Mateo Quintanilla" in html and "Priyanka" not in html
    for hidden in ("0.62", "Proficient", "worried about the demo", "0.48"):
        assert hidden not in html


@pytest.mark.parametrize("who", ["restricted_guardian", "former_guardian", "teacher", "school_admin", "newcomer"])
def test_others_have_no_family_page(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/family/").status_code == 403


def test_the_method_is_explained_to_everyone_who_is_signed_in(client, cast):
    assert client.get("/how-scores-are-made/").status_code == 302
    client.force_login(cast.guardian)
    html = client.get("/how-scores-are-made/").content.decode()
    version = registry.current(settings.ARTIFACTS)
    assert f"Version {version}." in html
    assert "Not for grades, placement, discipline or diagnosis" in html


def test_the_method_page_prints_how_often_names_are_found_and_calls_it_not_perfect(client, cast):
    client.force_login(cast.guardian)
    html = client.get("/how-scores-are-made/").content.decode()
    found, of = measured.read()["found"]["other_cased"]
    assert f"Other names: {found} of {of} with a capital" in html
    assert "It is not perfect" in html


def test_the_figures_are_those_of_the_models_in_use():
    version = registry.current(settings.ARTIFACTS)
    metadata = json.loads((settings.ARTIFACTS / version / "metadata.json").read_text())
    shown = method.of_models_in_use()
    assert (shown.version, shown.rows) == (version, metadata["rows"])
    assert [line.threshold for line in shown.lines] == [metadata["thresholds"][skill] for skill in SKILLS]


def test_without_models_the_page_says_that_nothing_is_scored(client, cast, settings, tmp_path):
    settings.ARTIFACTS = tmp_path
    client.force_login(cast.teacher)
    assert "nothing is being scored" in client.get("/how-scores-are-made/").content.decode()


def test_measured_figures_are_shown_as_they_were_written_down_and_only_then():
    assert method.of({"version": "1"}).lines[0].measured is None
    skill = {
        "fused": {"pearson": 0.7879},
        "baselines": {"tfidf_ridge": {"pearson": 0.6421}},
        "coverage": {"share": 0.8081},
        "levels": {"exact": 0.5521, "within_one": 0.9682},
        "groups": {},
    }
    (line, *_) = method.of({"version": "1"}, {"skills": {one.value: skill for one in SKILLS}}).lines
    assert (line.measured.r, line.measured.simplest_r, line.measured.held) == (0.7879, 0.6421, 81)
    assert (line.measured.same, line.measured.near) == (55, 97)
