"""How scores, words and change are drawn: geometry, text alternatives, and the student's words kept whole."""

import html
import json
import re
from datetime import UTC, datetime
from xml.dom import minidom

import pytest
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments import scales
from assessments.templatetags import look
from mlcore.change import Change
from mlcore.schema import LEVEL_CUTS, LEVELS, SKILLS, SOURCES, Skill, level_of
from tests.assessments import gallery

SCORES = st.floats(0, 1)


def rendered(tag: str, **context) -> str:
    return Template("{% load look %}" + tag).render(Context(context))


def visible(markup: str) -> str:
    """What a sighted reader sees: no hidden text, no tags, single spaces."""
    shown = re.sub(r'<span class="vh"[^>]*>.*?</span>', "", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def percent(text: str) -> float:
    return float(text.removesuffix("%")) / 100


# --- the scale -------------------------------------------------------------------------------


def test_the_cuts_on_the_scale_are_the_cuts_of_the_schema():
    assert [percent(cut) for cut in scales.CUTS] == pytest.approx(LEVEL_CUTS, abs=1e-4)


def test_the_band_reaches_from_the_low_to_the_high_end_of_the_interval():
    drawn = scales.drawing(scales.LARGE, 0.41, 0.27, 0.55)
    assert (drawn.dot, drawn.low, drawn.high, drawn.width) == ("41.00%", "27.00%", "55.00%", "28.00%")


@given(st.floats(-2, 3), st.floats(-2, 3), st.floats(-2, 3))
def test_nothing_is_ever_drawn_outside_the_scale(a, b, c):
    low, score, high = sorted((a, b, c))
    drawn = scales.drawing(scales.MINI, score, low, high)
    places = [percent(one) for one in (drawn.low, drawn.dot, drawn.high)]
    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] <= 1
    assert percent(drawn.width) == pytest.approx(places[2] - places[0], abs=2e-4)


@pytest.mark.parametrize("size", [scales.LARGE, scales.MINI])
def test_track_band_and_dot_share_one_middle(size):
    assert size.track_top + size.track / 2 == size.middle == size.band_top + size.band / 2


def test_without_enough_evidence_there_is_no_dot_and_no_band():
    markup = rendered("{% score_scale score %}{% mini_scale score %}", score=gallery.not_enough())
    assert 'class="dot"' not in markup
    assert 'class="band"' not in markup
    assert markup.count('class="none"') == 2
    assert "0.50" not in markup


def test_a_moment_is_told_to_the_second():
    at = datetime(2026, 11, 27, 14, 50, 40, 620058, tzinfo=UTC)
    with timezone.override("America/Chicago"):
        assert rendered("{{ at|moment }}", at=at) == "2026-11-27T08:50:40-06:00"


def test_a_score_held_back_is_not_drawn_although_its_numbers_are_known():
    held_back = gallery.score(status="not_enough_evidence")
    assert 'class="dot"' not in rendered("{% score_scale score %}", score=held_back)


def test_a_mapping_draws_like_the_dataclass():
    score = gallery.score()
    mapping = {name: getattr(score, name) for name in ("skill", "status", "score", "low", "high", "level")}
    tag = "{% score_scale score %}{% mini_scale score %}{% skill_cell score %}"
    assert rendered(tag, score=score) == rendered(tag, score=mapping)


@given(SCORES, SCORES, SCORES)
def test_could_also_be_names_every_other_level_the_interval_reaches(a, b, c):
    low, score, high = sorted((a, b, c))
    reached = {level_of(low + (high - low) * step / 400) for step in range(401)} | {level_of(high)}
    others = scales.other_levels(score, low, high)
    assert set(others) | {level_of(score)} >= reached
    assert level_of(score) not in others
    assert list(others) == sorted(others, key=LEVELS.index)


def test_an_interval_within_one_level_says_nothing_more():
    assert look.could_also_be(gallery.score(Skill.EMPATHY, 0.66, 0.55, 0.8)) == ""


def test_two_other_levels_are_joined_by_or():
    wide = gallery.score(Skill.EMPATHY, 0.66, 0.4, 0.9)
    assert look.could_also_be(wide) == "Could also be Developing or Advanced"


# --- text alternatives -----------------------------------------------------------------------


def test_the_scale_says_one_sentence_to_those_who_do_not_see_it():
    expected = "Self-regulation: 0.86 on a scale from 0 to 1, Advanced. 80% interval 0.74 to 0.97."
    assert f'role="img" aria-label="{expected}"' in rendered("{% score_scale score %}", score=gallery.score())


def test_not_enough_evidence_is_said_as_a_sentence_too():
    assert 'aria-label="Resilience: not enough evidence yet"' in rendered(
        "{% score_scale score %}", score=gallery.not_enough()
    )


def test_a_small_scale_says_only_its_numbers_because_its_word_stands_beside_it():
    cell = rendered("{% skill_cell score %}", score=gallery.score())
    assert 'aria-label="0.86, interval 0.74 to 0.97"' in cell
    assert visible(cell) == "Advanced"


def test_an_empty_small_scale_is_silent():
    cell = rendered("{% skill_cell score %}", score=gallery.not_enough())
    assert "aria-label" not in cell
    assert visible(cell) == "Not enough yet"


def test_the_numbers_below_the_scale_say_likely_and_not_certain():
    assert "0.86, likely 0.74 to 0.97" in visible(rendered("{% score_scale score %}", score=gallery.score()))


def test_what_would_help_is_said_where_there_is_not_enough_evidence():
    markup = rendered("{% score_scale score 'A prompt about a setback usually shows it' %}", score=gallery.not_enough())
    assert visible(markup) == "A prompt about a setback usually shows it"


@pytest.mark.parametrize(("quarters", "level"), list(enumerate(LEVELS, start=1)))
def test_each_level_fills_its_own_number_of_quarters_and_says_its_word(quarters, level):
    markup = rendered("{% level level %}", level=level)
    assert f'class="glyph g{quarters}"' in markup
    assert 'aria-hidden="true"' in markup
    assert visible(markup) == look.LEVEL_NAMES[level]


@pytest.mark.parametrize(
    ("missing", "words"),
    [("full", "Not enough evidence yet"), ("short", "Not enough yet"), ("family", "Too early to say")],
)
def test_no_level_is_a_dashed_ring_and_words_for_the_reader(missing, words):
    markup = rendered("{% level None missing=missing %}", missing=missing)
    assert "stroke-dasharray" in markup
    assert visible(markup) == words


def test_every_skill_and_source_has_a_name():
    assert set(look.SKILL_NAMES) == set(SKILLS)
    assert set(look.SOURCE_NAMES) == set(SOURCES)


# --- confidence, sources, contributions ------------------------------------------------------


def test_confidence_shows_a_number_and_the_three_bars_it_is_made_of():
    markup = rendered("{% confidence 0.73 parts %}", parts=gallery.PARTS)
    assert visible(markup) == "0.73"
    assert re.findall(r'class="part" width="([\d.]+)%"', markup) == ["82.00", "66.00", "70.00"]


def test_no_confidence_is_a_dash_that_can_be_heard():
    markup = rendered("{% confidence None parts %}", parts={})
    assert visible(markup) == "–"
    assert "No confidence number yet" in markup


def test_opened_confidence_names_each_part():
    words = visible(rendered("{% confidence_parts parts %}", parts=gallery.PARTS))
    assert words == "Sources agree 0.82 Amount of evidence 0.66 Certainty of the model 0.70"


def test_a_source_that_is_missing_is_not_drawn():
    markup = rendered("{% source_dots sources shares %}", sources={"model": 0.88}, shares={"model": 1.0})
    assert markup.count('class="ring"') == 1
    assert "Behavior" not in markup


def test_sources_show_weight_value_and_place():
    markup = rendered(
        "{% source_dots sources shares %}",
        sources={"model": 0.88, "linguistic": 0.5},
        shares={"model": 0.7, "linguistic": 0.3},
    )
    assert visible(markup) == "Model weight .70 0.88 Language .30 0.50"
    assert re.findall(r'cx="([\d.]+)%"', markup) == ["88.00", "50.00"]


@pytest.mark.parametrize(
    ("value", "words", "kind"),
    [(0.12, "raises 0.12", "raises"), (-0.03, "lowers 0.03", "lowers"), (0.001, "raises less than 0.01", "raises")],
)
def test_a_contribution_says_which_way_and_how_far(value, words, kind):
    markup = rendered("{% contribution value %}", value=value)
    assert visible(markup) == words
    assert f'<rect class="{kind}"' in markup


@given(st.floats(-2, 2), st.floats(0.01, 2))
def test_a_contribution_grows_from_the_center_line_and_stays_inside(value, full):
    left, width = (percent(one) for one in scales.from_center(value, full))
    assert 0 <= left <= left + width <= 1 + 1e-4
    assert (left + width if value < 0 else left) == pytest.approx(0.5, abs=2e-4)


def test_rise_and_fall_are_drawn_in_the_same_ink_and_differ_in_shape():
    rise, fall = (rendered("{% change_mark change %}", change=one) for one in ("rise", "fall"))
    assert 'class="up"' in rise
    assert 'class="down"' in fall
    assert (visible(rise), visible(fall)) == ("Reliable rise", "Reliable fall")


def test_a_change_is_never_shown_as_a_bare_difference():
    assert not re.search(r"\d\.\d", visible(rendered("{% change_mark change %}", change=Change("rise", 0.34, 0.19))))


def test_in_a_table_the_mark_names_the_skill_and_the_verdict_can_be_heard():
    markup = rendered("{% change_mark 'rise' 'Resilience' %}")
    assert visible(markup) == "Resilience"
    assert "Reliable rise: " in markup


def test_no_change_in_a_table_is_a_dash_with_hidden_words():
    markup = rendered("{% change_mark 'none' mark_only=True %}")
    assert visible(markup) == ""
    assert "No reliable change" in markup


def test_nothing_to_compare_with_is_not_called_unchanged():
    assert visible(rendered("{% change_mark None %}")) == "No earlier score"


# --- chips -----------------------------------------------------------------------------------


def test_a_chip_leads_to_the_words_and_says_what_it_is():
    assert rendered("{% evidence_chip 3 0.09 %}") == (
        '<a class="mk" href="#mark-3" data-evidence="3" aria-label="evidence 3">3</a>'
    )
    assert 'class="mk neg" href="#evidence-5"' in rendered("{% evidence_chip 5 -0.03 to='evidence' %}")


# --- over time -------------------------------------------------------------------------------


def drawn(markup) -> dict:
    return json.loads(html.unescape(re.search(r'data-trend="(.*?)"', markup).group(1)))


def test_the_table_holds_the_same_data_as_the_chart():
    markup = rendered("{% trend_chart trend %}", trend=gallery.trend())
    data = drawn(markup)
    assert [point["score"] for point in data["points"]] == [0.52, 0.55, 0.61, 0.70, 0.79, 0.86]
    for point in data["points"]:
        assert f">{point['score']:.2f}<" in markup


def test_a_class_too_small_has_no_average_in_chart_or_table():
    markup = rendered("{% trend_chart trend %}", trend=gallery.trend(average=False))
    assert drawn(markup)["average"] is None
    assert '<th scope="col" class="r">Class average' not in markup


def test_the_chart_is_told_in_a_sentence():
    markup = rendered("{% trend_chart trend %}", trend=gallery.trend())
    expected = "Self-regulation from 9 September to 14 November. Ines: 0.52, then 0.86. A table follows."
    assert f'role="img" aria-label="{expected}"' in markup


def test_a_name_cannot_break_out_of_the_data_attribute():
    hostile = {**gallery.trend(), "student": '"><script>'}
    markup = rendered("{% trend_chart trend %}", trend=hostile)
    assert '"><script>' not in markup
    assert drawn(markup)["student"] == '"><script>'


def test_the_data_come_without_a_script_element_because_htmx_would_drop_it():
    assert "<script" not in rendered("{% trend_chart trend %}", trend=gallery.trend())


# --- waiting ---------------------------------------------------------------------------------


def strip(**options) -> str:
    given_options = {"done": 15, "total": 24, "title": "Assessing 24 students…", "poll_url": "/job/1/", **options}
    tag = "{% progress_strip done total title poll_url=poll_url finished=finished message=message stop_url=stop %}"
    return rendered(tag, **{"finished": False, "message": "", "stop": "", **given_options})


def test_work_under_way_says_how_far_and_asks_again():
    markup = strip()
    assert 'role="progressbar"' in markup
    assert 'aria-valuenow="15"' in markup
    assert 'aria-valuemax="24"' in markup
    assert 'hx-get="/job/1/"' in markup
    assert 'width="62.50%"' in markup


def test_finished_work_asks_no_more_and_cannot_be_stopped():
    markup = strip(finished=True, message="9 are ready for your review.", stop="/job/1/stop/")
    assert "hx-get" not in markup
    assert "Stop" not in markup
    assert visible(markup).endswith("9 are ready for your review.")


def test_stopping_is_a_post_and_not_a_link():
    assert '<form method="post" action="/job/1/stop/">' in strip(stop="/job/1/stop/")


def test_work_of_no_known_size_is_an_empty_bar_and_not_an_error():
    assert 'data-progress="0.00%"' in strip(done=0, total=0)


@pytest.mark.parametrize("score", [gallery.score(), gallery.not_enough()])
def test_drawings_are_well_formed(score):
    markup = rendered("{% score_scale score %}{% mini_scale score %}", score=score)
    drawings = re.findall(r"<svg.*?</svg>", markup, flags=re.S)
    assert [minidom.parseString(drawing).documentElement.tagName for drawing in drawings] == ["svg", "svg"]  # noqa: S318


def test_behavior_has_no_words_so_its_chip_leads_to_its_own_item():
    item = {"rank": 4, "contribution": 0.05, "title": "Time until the next try", "source": "behavioral", "quote": ""}
    markup = rendered('{% include "components/evidence_item.html" %}', item=item)
    assert 'href="#evidence-4"' in markup
    assert 'id="evidence-4"' in markup
