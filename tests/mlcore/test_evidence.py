import pytest

from mlcore.evidence import evidence
from mlcore.results import Contribution
from mlcore.schema import Skill

HERE = ((10, 40),)


def of(*contributions, key="r1", skill=Skill.EMPATHY):
    return evidence([(key, c) for c in contributions], skill)


def wording(value, spans=HERE):
    return Contribution("linguistic", "wording", value, spans)


def test_at_most_five_largest_first_and_never_padded():
    items = of(*(wording(0.02 * n, ((n * 50, n * 50 + 20),)) for n in range(1, 8)))
    assert [item.rank for item in items] == [1, 2, 3, 4, 5]
    assert [item.contribution for item in items] == sorted((i.contribution for i in items), reverse=True)
    assert len(of(wording(0.1))) == 1


def test_nothing_small_is_called_evidence():
    assert of(wording(0.004)) == ()


def test_two_sources_on_one_place_become_one_item_with_both_contributions():
    (item,) = of(wording(0.1), Contribution("model", "perspective_taking", 0.06, ((12, 30),)))
    assert item.contribution == pytest.approx(0.16)
    assert item.feature == "perspective_taking"
    assert item.source == "linguistic"
    assert (item.start, item.end) == (10, 40)


def test_a_feature_seen_at_two_places_is_split_between_them():
    items = of(Contribution("model", "feeling_reason", 0.2, ((0, 20), (60, 90))))
    assert [item.contribution for item in items] == [pytest.approx(0.1), pytest.approx(0.1)]


def test_clauses_side_by_side_stay_apart():
    assert len(of(wording(0.1, ((0, 20),)), wording(0.08, ((21, 40),)))) == 2


def test_the_same_offsets_in_two_responses_are_two_places():
    items = evidence([("a", wording(0.1)), ("b", wording(0.1))], Skill.EMPATHY)
    assert {item.key for item in items} == {"a", "b"}


def test_a_place_is_not_named_after_a_feature_that_points_the_other_way():
    (item,) = of(wording(0.2), Contribution("model", "dismissal", -0.05, ((12, 30),)))
    assert item.feature == "wording"


def test_a_place_is_not_named_after_another_skill():
    (item,) = of(wording(0.2), Contribution("model", "strategy_used", 0.05, ((12, 30),)))
    assert item.feature == "wording"


def test_what_is_not_seen_is_told_only_where_it_lowers_the_score():
    items = of(
        Contribution("model", "perspective_taking", -0.08),
        Contribution("model", "fitting_response", 0.03),
        Contribution("model", "dismissal", -0.06),
    )
    assert [(i.kind, i.feature, i.start) for i in items] == [("not_seen", "perspective_taking", None)]


def test_at_most_two_things_are_told_as_not_seen():
    missing = ("perspective_taking", "feeling_named", "feeling_reason", "fitting_response")
    items = of(*(Contribution("model", name, -0.05) for name in missing))
    assert len(items) == 2


def test_what_another_response_shows_is_not_missing():
    pairs = [
        ("a", Contribution("model", "perspective_taking", -0.08)),
        ("b", Contribution("model", "perspective_taking", 0.05, HERE)),
    ]
    assert [item.kind for item in evidence(pairs, Skill.EMPATHY)] == ["words"]


def test_moves_are_evidence_without_words():
    (item,) = of(Contribution("behavioral", "retry_share", 0.1), skill=Skill.RESILIENCE)
    assert (item.kind, item.feature, item.start, item.key) == ("behavior", "retry_share", None, "r1")


def test_the_remainder_is_never_shown():
    assert of(Contribution("linguistic", "rest", 0.3)) == ()
