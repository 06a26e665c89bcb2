"""The card and the report say what the metrics hold, all of it, and fetch nothing."""

import re
from html.parser import HTMLParser

import pytest

from mlcore import card, card_tables, comparison, evaluation, gate, registry, report
from mlcore.calibration import calibrate
from mlcore.comparison import Standing
from mlcore.provenance import calibration_of
from mlcore.schema import SKILLS
from tests.mlcore import made_version


@pytest.fixture(scope="module")
def metrics():
    """Everything that can be measured, for a made version that is unfair to one style."""
    made = made_version.rows()
    models = made_version.models(made, bias=-0.25)
    found = evaluation.evaluate(models, made, made_version.rows(seed=20, writers=("EX",)))
    before = Standing.of(made_version.models(made, version="1999.1.1"))
    found["comparison"] = comparison.compare(Standing.of(models), before, made) | {"files": "f", "robustness": None}
    found["learning_curve"] = [
        {"fraction": 0.5, "rows": 40.0, "pearson": 0.71, "tfidf_ridge": 0.61},
        {"fraction": 1.0, "rows": 80.0, "pearson": 0.75, "tfidf_ridge": 0.64},
    ]
    found["robustness"] = {"summary": "Pairs made.", "kinds": {"names": {"pairs": 40, "held": 0.975, "worst": 0.09}}}
    found["external"] = {"TF-IDF + ridge": {"pearson": 0.34, "interval": [0.28, 0.40], "n": 9, "reference": ".35"}}
    found["sealed"] = {"opened": "2026-11-24", "rows": 140, "mean_pearson": 0.812, "skills": {}}
    return found | {"gate": gate.judge(found)}


@pytest.fixture(scope="module")
def metadata():
    table = made_version.out_of_fold(made_version.rows(), noise=0.2, seed=3)
    return registry.load().metadata | {
        "version": "2000.1.1",
        "calibration": calibration_of(calibrate(table, registry.load().default_weights), table),
    }


def test_the_card_opens_with_what_it_is_for_and_what_no_figure_says(metrics, metadata):
    text = card.card(metrics, metadata)
    opening = text.split("## Promotion gate")[0]
    assert "not for grades, placement, discipline or diagnosis" in opening
    assert "agreement with a machine's rating, not validity" in opening


def test_every_section_with_figures_of_machine_ratings_is_labeled(metrics, metadata):
    for section in card.sections(metrics, metadata):
        if section.title in {"Agreement on crossed folds", "Sealed writer", "Levels assigned and rated", "Learning curve",
                             "When a skill shows, how sure, how wide", "Each writer, each group"}:  # fmt: skip
            assert any("not validity" in text.lower() for text in section.paragraphs), section.title


def test_text_is_the_headline_and_behavior_stands_apart_without_a_figure(metrics, metadata):
    sections = {section.title: section for section in card.sections(metrics, metadata)}
    assert "Text only" in sections["Agreement on crossed folds"].paragraphs[0]
    assert not sections["Behavior in games, apart"].tables


def test_the_gates_verdict_and_each_criterion_can_be_read(metrics, metadata):
    text = card.card(metrics, metadata)
    assert "## Promotion gate: fail" in text and "Compared with 1999.1.1." in text
    for name in gate.NAMES.values():
        assert f"| {name} |" in text
    assert "terse: pass before, now fail" in text


def test_every_group_stands_there_with_size_and_verdict_and_those_that_fail_with_the_reason(metrics, metadata):
    text = card.card(metrics, metadata)
    for kind, members in metrics["skills"]["empathy"]["groups"].items():
        for name, group in members.items():
            (line,) = re.findall(rf"^\| {kind}: {name} \|.*$", text, re.MULTILINE)
            assert f"| {group['n']}; " in line and group["verdict"] in line
    assert "scores below ratings by 0.2" in text


def test_the_figures_are_those_of_the_metrics(metrics, metadata):
    text = card.card(metrics, metadata)
    for skill in SKILLS:
        found = metrics["skills"][skill.value]
        assert (
            f"| {card_tables.TITLES[skill.value]} | {found['fused']['n']} | {found['fused']['pearson']:.3f} (" in text
        )
    for figure in ("0.812", "0.340", ".35", "98%", "0.710", "0.640"):
        assert figure in text, figure


def test_the_standard_error_stands_there_by_number_of_readings(metrics, metadata):
    error = metadata["calibration"]["empathy"]["standard_error"]
    assert f"| empathy | {error['1']:.3f} | {error['2']:.3f} |" in card.card(metrics, metadata)


def test_what_was_not_measured_says_so_and_is_never_a_zero(metrics, metadata):
    bare = {
        name: value
        for name, value in metrics.items()
        if name not in {"sealed", "robustness", "learning_curve", "external"}
    }
    text = card.card(bare, metadata)
    assert "Not opened for this version." in text and "Not measured for this version." in text
    assert "## Learning curve" not in text and "## Real human text" not in text


def test_a_figure_that_cannot_be_said_is_told_as_that():
    assert card.cell(None) == "cannot say" and card.cell(0.5) == "0.500" and card.cell(7) == "7"


class Outside(HTMLParser):
    """Whatever a page would fetch, and whether what it opens is closed."""

    VOID = {"meta", "rect", "circle", "line", "polyline", "br"}

    def __init__(self):
        super().__init__()
        self.fetched, self.open, self.scripts = [], [], 0

    def handle_starttag(self, tag, attrs):
        self.fetched += [value for name, value in attrs if name in {"src", "href", "action", "data"}]
        self.scripts += tag == "script"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.fetched += [value for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(metrics, metadata):
    return report.page(metrics, metadata)


def test_the_report_fetches_nothing_and_runs_nothing(page):
    seen = Outside()
    seen.feed(page)
    assert (seen.fetched, seen.scripts, seen.open) == ([], 0, [])
    assert "url(" not in page and "@import" not in page and "http" not in page


def test_the_report_can_be_read_in_light_and_dark(page):
    assert "prefers-color-scheme:dark" in page
    assert not re.findall(r'(?:fill|stroke)="#', page)  # every color is one of the page's variables


def test_every_plot_has_words_and_every_section_of_the_card_is_there(page, metrics, metadata):
    drawn = re.findall(r'<svg role="img" aria-label="([^"]+)"', page)
    assert len(drawn) == page.count("<svg") >= 19 and all(drawn)
    for section in card.sections(metrics, metadata):
        assert f"<h2>{section.title}" in page


def test_plots_stay_inside_their_frame(page):
    for box, drawn in re.findall(r'viewBox="0 0 (\d+ \d+)"[^>]*>(.*?)</svg>', page, re.DOTALL):
        width, height = map(float, box.split())
        for x, y in re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)"', drawn):
            assert 0 <= float(x) <= width and 0 <= float(y) <= height


def test_numbers_of_the_confusion_stand_in_a_table_too(page, metrics):
    for skill in metrics["skills"].values():
        for row in skill["levels"]["confusion"]:
            assert "".join(f"<td>{count}</td>" for count in row) in page


def test_markup_in_a_name_is_shown_and_not_run(metrics, metadata):
    spoiled = dict(metrics, external={"<script>x</script>": metrics["external"]["TF-IDF + ridge"]})
    assert "<script" not in report.page(spoiled, metadata)
