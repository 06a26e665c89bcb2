"""The report sees what would spoil a set of made-up responses."""

import pytest

from mlcore.quality import as_markdown, report
from mlcore.schema import SKILLS
from tests import authors

RATINGS = ("NO", 1, 2, 3, 4)


def rows(count=200, *, words=lambda n: 40 + n * 37 % 80, rated=lambda n, k: RATINGS[(n * 7 + n // 5 + k) % 5]):
    return [
        {
            "text": authors.text_for({"words": words(n), "n": n}),
            "style": "plain",
            "mode": "written",
            "grade": 5 + n % 8,
            "ratings": {skill.value: rated(n, k) for k, skill in enumerate(SKILLS)},
            "ordered": {skill.value: RATINGS[n % 5] for skill in SKILLS},
        }
        for n in range(count)
    ]


def reported(made, second=None, refused=None):
    first = [row["ratings"] for row in made]
    return report(made, readings={"first": first, "second": second or first}, refused=refused or {})


def test_a_sound_set_has_no_warning():
    found = reported(rows())
    assert found["warnings"] == []
    assert found["rows"] == 200
    assert found["readings"]["skills"]["empathy"] == {"same": 1.0, "observed_by_both": 160, "kappa": 1.0}


def test_length_that_gives_a_level_away_is_seen():
    level = lambda n, k: 1 + n % 4  # noqa: E731
    found = reported(rows(words=lambda n: 30 + 25 * (n % 4), rated=level))
    assert found["length"]["empathy"]["spearman"] > 0.9
    assert sum("Length gives" in warning for warning in found["warnings"]) == len(SKILLS)


def test_a_rating_that_is_hardly_given_is_seen():
    found = reported(rows(rated=lambda n, k: 3 if n else 4))
    assert any(warning == "empathy was rated 1 in 0 of 200 texts only." for warning in found["warnings"])


def test_texts_that_are_one_text_are_seen():
    made = rows()
    for row in made[100:]:
        row["text"] = made[0]["text"]
    found = reported(made)
    assert found["distinct"]["mean_likeness"] == pytest.approx(0.5, abs=0.05)
    assert [warning.split(":")[0] for warning in found["warnings"]] == [
        "The texts are alike",
        "50% of the texts open with the same 4 words.",
    ]


def test_disagreement_of_the_two_readings_is_told_by_skill():
    made = rows()
    second = [row["ratings"] | {"empathy": "NO"} for row in made]
    found = reported(made, second)
    assert found["readings"]["agreed"] == 40
    assert found["readings"]["skills"]["empathy"]["same"] == 0.2
    assert found["readings"]["skills"]["empathy"]["kappa"] is None
    assert found["readings"]["skills"]["resilience"]["same"] == 1.0


def test_a_set_of_nothing_says_so():
    found = reported([])
    assert found["warnings"] == ["No text was rated the same way twice: there is nothing to train on."]
    assert "cannot say" in as_markdown(found)


def test_the_report_for_people_holds_the_caution_the_figures_and_what_was_refused():
    text = as_markdown(reported(rows(), refused={"cut off": 3}))
    assert "not validity for students" in text
    assert "| self regulation | 1.00 | 1.00 |" in text
    assert "cut off 3" in text
