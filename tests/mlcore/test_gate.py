import pytest

from mlcore import gate
from mlcore.agreement import FAIL, PASS, UNSURE
from mlcore.schema import SKILLS

HELD = {"share": 0.80, "verdict": PASS}
TOO_NARROW = {"share": 0.68, "verdict": FAIL}


def gain(low=0.01, high=0.05, **skills):
    """The gain of each skill and of the mean, as a comparison tells them."""
    names = [*(skill.value for skill in SKILLS), "mean"]
    return {name: {"gain": (low + high) / 2, "interval": list(skills.get(name, (low, high)))} for name in names}


def metrics(*, coverage=HELD, before=HELD, robust=0.97, robust_before=None, **comparison):
    """A version that passes, unless said otherwise."""
    compared = {
        "against": "1", "files": "f", "rows": 800, "gain": gain(), "groups_worse": [],
        "coverage": {skill.value: [coverage, before] for skill in SKILLS},
        "robustness": robust_before and {"kinds": {"names": {"pairs": 50, "held": robust_before, "worst": 0.2}}},
    }  # fmt: skip
    return {
        "skills": {skill.value: {"coverage": coverage, "fused": {"gain_interval": [0.05, 0.15]}} for skill in SKILLS},
        "comparison": compared | comparison,
        "robustness": robust and {"summary": "", "kinds": {"names": {"pairs": 50, "held": robust, "worst": 0.1}}},
    }


def verdicts(found):
    return {one["name"]: one["verdict"] for one in gate.judge(found)["criteria"]}


def test_a_version_that_is_better_and_harms_nobody_passes():
    judged = gate.judge(metrics())
    assert (judged["verdict"], judged["against"], judged["files"]) == (PASS, "1", "f")
    assert set(verdicts(metrics()).values()) == {PASS}


def test_each_criterion_has_a_title_and_a_reason():
    for one in gate.judge(metrics())["criteria"]:
        assert gate.NAMES[one["name"]] and one["said"].endswith(".")


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (gain(-0.009, 0.02), PASS),  # not better for certain, not worse by more than is tolerated
        (gain(-0.02, 0.02), UNSURE),
        (gain(-0.05, -0.01), FAIL),
        (gain(0.01, 0.05, resilience=(-0.08, -0.01)), FAIL),  # one skill lost, although the mean gains
        (gain(0.01, 0.05, resilience=(-0.08, 0.01)), PASS),
    ],
)
def test_the_gain_must_not_be_a_loss(found, verdict):
    assert verdicts(metrics(gain=found))["gain"] == verdict


def test_versions_that_cannot_be_compared_do_not_pass():
    found = metrics()
    found["comparison"] = {"against": "1", "files": "f", "rows": 0}
    assert verdicts(found)["gain"] == verdicts(found)["groups"] == UNSURE
    assert gate.judge(found)["verdict"] == UNSURE


def test_one_group_that_is_worse_stops_it_and_is_named():
    worse = [{"skill": "empathy", "kind": "style", "group": "terse", "before": PASS, "after": FAIL}]
    judged = gate.judge(metrics(groups_worse=worse))
    assert judged["verdict"] == FAIL
    assert "empathy, terse: pass before, now fail" in judged["criteria"][1]["said"]


@pytest.mark.parametrize(
    ("after", "before", "verdict"),
    [
        (HELD, TOO_NARROW, PASS),
        (TOO_NARROW, HELD, FAIL),
        (TOO_NARROW, TOO_NARROW, PASS),  # no worse than what is served
        (TOO_NARROW | {"share": 0.60}, TOO_NARROW, FAIL),
        (TOO_NARROW | {"share": 0.91}, TOO_NARROW, PASS),  # too wide by less than the other is too narrow
    ],
)
def test_calibration_holds_or_is_no_worse_than_before(after, before, verdict):
    assert verdicts(metrics(coverage=after, before=before))["calibration"] == verdict


@pytest.mark.parametrize(
    ("after", "before", "verdict"),
    [
        (0.95, None, PASS),
        (0.94, None, FAIL),
        (0.94, 0.97, FAIL),  # it held before
        (0.94, 0.90, PASS),  # it did not, and is better now
        (0.85, 0.90, FAIL),
        (None, 0.97, UNSURE),
    ],
)
def test_robustness_holds_or_is_better_than_before(after, before, verdict):
    assert verdicts(metrics(robust=after, robust_before=before))["robustness"] == verdict


def test_a_kind_may_ask_for_more_than_the_usual_share():
    found = metrics()
    found["robustness"]["kinds"]["slogans"] = {"pairs": 40, "held": 0.975, "worst": 0.7, "least": 1.0}
    assert verdicts(found)["robustness"] == FAIL
    assert "slogans (98% of 40 pairs; 100% needed)" in gate.judge(found)["criteria"][3]["said"]


@pytest.mark.parametrize(("low", "verdict"), [(0.01, PASS), (-0.01, FAIL)])
def test_the_first_version_must_beat_the_strongest_baseline(low, verdict):
    found = metrics()
    found["comparison"] = {"against": gate.NOBODY, "files": "f"}
    found["skills"]["empathy"]["fused"]["gain_interval"] = [low, 0.1]
    assert verdicts(found)["gain"] == verdict
    assert verdicts(found)["groups"] == PASS


def test_a_version_that_was_not_compared_at_all_does_not_pass():
    found = metrics()
    del found["comparison"]
    assert gate.judge(found)["verdict"] == UNSURE
