"""The look as a whole: contrast of every pair of tokens, one palette, a strict policy, words that can be translated."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from config.settings import BASE_DIR
from tests.assessments.gallery import ReviewForm, gallery_context, sign_in_context

CSS = sorted((BASE_DIR / "static" / "css").glob("*.css"))
OWN = [
    BASE_DIR / "templates" / name for name in ("base.html", "400.html", "403.html", "404.html", "413.html", "500.html")
]
TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))
COMPONENTS = [*OWN, *sorted((BASE_DIR / "templates" / "components").glob("*.html"))]
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")
HEX = re.compile(r"(?<![\w&])(?:#|%23)([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b(?=[;,'\"\s)])")


def schemes() -> dict[str, dict[str, str]]:
    """Token values by color scheme; dark overrides light."""
    light, dark = (BASE_DIR / "static/css/tokens.css").read_text().split("prefers-color-scheme: dark")
    paper = (BASE_DIR / "static/css/print.css").read_text()
    first = dict(TOKEN.findall(light))
    return {"light": first, "dark": first | dict(TOKEN.findall(dark)), "print": first | dict(TOKEN.findall(paper))}


def channels(color: str) -> tuple[float, float, float]:
    digits = color.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(color)]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    *(
        (text, ground)
        for text in ("ink", "pencil", "faint", "accent", "accent-strong")
        for ground in ("ground", "surface", "sunk")
    ),
    *((text, "accent-tint") for text in ("ink", "pencil", "accent", "accent-strong")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "mark"),
    ("ink", "band"),
    ("ground", "ink"),
]
MEANING = [
    *(
        (part, ground)
        for part in ("control", "l1", "l2", "l3", "l4", "cap", "accent")
        for ground in ("ground", "surface")
    ),
    ("accent", "accent-tint"),
    ("mark-line", "surface"),
    ("l3", "track"),
    ("accent", "track"),
    ("ink", "track"),
]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme, text, ground):
    tokens = schemes()[scheme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("part", "ground"), MEANING)
def test_what_carries_meaning_can_be_seen(scheme, part, ground):
    tokens = schemes()[scheme]
    assert contrast(tokens[part], tokens[ground]) >= 3


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_levels_grow_in_one_direction(scheme):
    steps = [luminance(schemes()[scheme][f"l{number}"]) for number in (1, 2, 3, 4)]
    assert steps == sorted(steps, reverse=scheme == "light")


def hue_and_saturation(color: str) -> tuple[float, float]:
    r, g, b = channels(color)
    top, bottom = max(r, g, b), min(r, g, b)
    if top == bottom:
        return 0.0, 0.0
    turn = {r: (g - b) / (top - bottom) % 6, g: (b - r) / (top - bottom) + 2, b: (r - g) / (top - bottom) + 4}[top]
    return 60 * turn, (top - bottom) / top


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_no_red_amber_or_green_anywhere(path):
    """Blue and gray only; the marker's own yellow stands in the tokens named mark."""
    css = re.sub(r"--mark(-line)?:[^;]+;", "", path.read_text())
    for color in HEX.findall(css):
        hue, saturation = hue_and_saturation(color)
        assert saturation < 0.2 or 200 <= hue <= 240, f"#{color}"
    assert not re.search(r":\s*(red|green|orange|amber|crimson|tomato|gold|lime)\b", css)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_yellow_is_kept_for_the_words_and_their_numbers(path):
    rules = re.findall(r"([^{}]+)\{([^{}]*var\(--mark(?:-line)?\)[^{}]*)\}", path.read_text())
    allowed = ("mark", ".mk", ".thread")
    assert all(any(name in selector for name in allowed) for selector, _ in rules)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_colors_come_from_tokens(path):
    if path.name in {"tokens.css", "print.css"}:
        assert TOKEN.findall(path.read_text())
    else:
        assert not HEX.findall(path.read_text())


def test_every_variable_that_is_used_is_defined():
    text = "".join(path.read_text() for path in CSS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined


def test_motion_stops_for_those_who_ask():
    assert "prefers-reduced-motion: reduce" in (BASE_DIR / "static/css/tokens.css").read_text()


def test_there_are_no_shadows_and_no_gradients_but_the_hatching():
    for path in CSS:
        css = path.read_text().replace("repeating-linear-gradient", "")
        assert "gradient(" not in css
        assert not re.findall(r"box-shadow:(?! inset)", css)


def test_nothing_is_fetched_from_elsewhere():
    for path in (BASE_DIR / "static").rglob("*.*"):
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\((?!\"data:)", text), path.name


# --- templates -------------------------------------------------------------------------------

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=.?js:|<script(?![^>]*\ssrc=)", re.I)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(BASE_DIR / "templates")))
def test_a_strict_policy_blocks_nothing_in_a_template(path: Path):
    assert not INLINE.findall(path.read_text())


def test_scripts_run_no_text_and_write_no_markup():
    for path in (BASE_DIR / "static/js").glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", path.read_text()
        )


def test_scripts_keep_one_preference_and_speak_to_no_other_window():
    for path in (BASE_DIR / "static/js").glob("*.js"):
        text = path.read_text()
        assert set(re.findall(r"localStorage\.\w+\(([^,)]+)", text)) <= {'"shortcuts"'}, path
        assert not re.search(
            r"sessionStorage|indexedDB|document\.cookie|postMessage|WebSocket|RTCPeer|window\.open|__proto__", text
        )


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_visible_words_can_be_translated(path: Path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
    text = re.sub(r"<!doctype.*?>|<[^>]*>", " ", text, flags=re.S | re.I)
    assert set(re.findall(r"[A-Za-z]{2,}", text)) <= {"Sightline", "nbsp"}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_words_are_plain_and_calm(path: Path):
    words = " ".join(re.findall(r'translate "([^"]+)"', path.read_text()))
    assert not re.search(r"!|\u2014|\bplease\b|AI-powered|at risk|deficit|failed", words, re.I)


def test_every_icon_that_is_named_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (BASE_DIR / "static/icons/icons.svg").read_text()))
    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert named | {"model", "linguistic", "behavioral"} <= sprite


# --- pages as they come out ------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = "tests.assessments.look_urls"


def gallery(**changed) -> str:
    return render_to_string("components/gallery.html", gallery_context(**changed))


def test_the_gallery_shows_every_part_without_an_inline_style_or_script():
    page = re.sub(r'<script id="[\w-]+" type="application/json">', "<script src=", gallery())
    assert not INLINE.findall(page)


def test_no_part_asks_for_a_name_that_is_not_there(settings):
    options = settings.TEMPLATES[0]["OPTIONS"] | {"string_if_invalid": "UNDEFINED(%s)"}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]
    pages = [gallery(), render_to_string("registration/login.html", sign_in_context())]
    pages += [render_to_string(f"{number}.html") for number in (400, 403, 404, 413, 500)]
    assert re.findall(r"UNDEFINED[^<]{0,40}", "".join(pages)) == []


def test_no_id_stands_twice_on_a_page():
    ids = re.findall(r'\sid="([^"]+)"', gallery())
    assert sorted(ids) == sorted(set(ids))


def test_every_link_within_a_page_leads_somewhere():
    page = gallery()
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\sid="([^"]+)"', page))


def test_the_first_stop_of_the_keyboard_is_the_skip_link():
    page = gallery()
    assert (
        re.search(r"<(?:a|button|input|summary)\b[^>]*>", page.split("<body", 1)[1])
        .group()
        .startswith('<a class="skip"')
    )
    assert '<main id="main"' in page


def test_the_page_that_is_open_is_said_in_the_top_bar():
    assert '<a href="/classes/" aria-current="page">Classes</a>' in gallery()


def test_search_is_offered_only_to_those_who_may():
    assert 'data-shortcut="/"' in gallery()
    assert 'data-shortcut="/"' not in gallery(can_search=False)


def test_signing_out_is_a_post():
    assert re.search(r'<form method="post" action="/sign_out/">', gallery())


def test_a_message_is_shown_as_a_status_and_escaped():
    class Told(str):
        level_tag = "success"

    page = gallery(messages=[Told("Released to <b>Ines</b>")])
    assert 'id="toasts" class="toasts" role="status"' in page
    assert "Released to &lt;b&gt;Ines&lt;/b&gt;" in page


def test_htmx_brings_no_style_and_runs_no_text():
    page = gallery()
    assert '"includeIndicatorStyles": false' in page
    assert '"allowEval": false' in page


def test_the_foot_says_what_sightline_is_not_for():
    assert "Not for grades, placement, discipline or diagnosis." in gallery()


def field(name: str, **data) -> str:
    form = ReviewForm({"match": "partly", "level": "p", "why": "", **data})
    return render_to_string("components/field.html", {"field": form[name]})


def test_a_field_that_needs_something_says_so_to_the_eye_and_the_ear():
    markup = field("why")
    assert 'aria-invalid="true"' in markup
    described = re.search(r'<textarea[^>]*aria-describedby="([^"]+)"', markup).group(1).split()
    assert all(f'id="{one}"' in markup for one in described)
    assert "Say in a few words why you see Empathy differently." in markup


def test_a_field_in_order_is_quiet():
    markup = field("why", why="She just does not write about it.")
    assert "aria-invalid" not in markup
    assert "fielderr" not in markup


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    markup = field("match")
    assert markup.count("<fieldset") == 1
    assert "<legend>Does this match what you see?</legend>" in markup


def test_the_error_summary_leads_to_each_field():
    form = ReviewForm({"match": "partly", "level": "p", "why": ""})
    markup = render_to_string("components/error_summary.html", {"form": form})
    assert '<a href="#id_why">Why</a>' in markup
    assert "One thing needs your attention" in markup


def test_a_form_that_was_not_sent_has_no_error_summary():
    assert render_to_string("components/error_summary.html", {"form": ReviewForm()}).strip() == ""


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "500"])
def test_error_pages_stand_without_a_request_or_a_database(name):
    page = render_to_string(f"{name}.html")
    assert "<h1>" in page
    assert "Sightline" in page


def test_missing_and_not_yours_are_one_sentence():
    assert "This page does not exist, or it is not in your classes." in render_to_string("404.html")


def test_each_demo_login_is_a_post_of_its_own():
    page = render_to_string("registration/login.html", sign_in_context())
    assert 'aria-label="Sign in as Ms. Okafor"' in page
    assert '<input type="hidden" name="username" value="okafor">' in page


def test_outside_the_demo_no_login_is_offered_and_no_password_told():
    page = render_to_string("registration/login.html", sign_in_context(demo_logins=[], demo_password=""))
    assert "Just looking around?" not in page
    assert "sightline-demo" not in page
