"""Template tags for what Sightline draws: levels, scores, evidence, change and progress. LOOK.md says how each reads.

Scores may be ``mlcore.results.SkillScore`` objects, mappings with the same names, or ``None`` (nothing read yet).
"""

import json
from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import marks, scales
from mlcore.results import SCORED
from mlcore.schema import BEHAVIORAL, LEVELS, LINGUISTIC, MODEL, SOURCES, Level, Skill, level_of

register = template.Library()

SKILL_NAMES = {
    Skill.EMPATHY: gettext_lazy("Empathy"),
    Skill.PROBLEM_SOLVING: gettext_lazy("Problem-solving"),
    Skill.SELF_REGULATION: gettext_lazy("Self-regulation"),
    Skill.RESILIENCE: gettext_lazy("Resilience"),
}
LEVEL_NAMES = {
    Level.EMERGING: gettext_lazy("Emerging"),
    Level.DEVELOPING: gettext_lazy("Developing"),
    Level.PROFICIENT: gettext_lazy("Proficient"),
    Level.ADVANCED: gettext_lazy("Advanced"),
}
SOURCE_NAMES = {
    MODEL: gettext_lazy("Model"),
    LINGUISTIC: gettext_lazy("Language"),
    BEHAVIORAL: gettext_lazy("Behavior"),
}
CHANGE_NAMES = {
    "rise": gettext_lazy("Reliable rise"),
    "none": gettext_lazy("No reliable change"),
    "fall": gettext_lazy("Reliable fall"),
}
PART_NAMES = {
    "agreement": gettext_lazy("Sources agree"),
    "amount": gettext_lazy("Amount of evidence"),
    "certainty": gettext_lazy("Certainty of the model"),
}
NOT_ENOUGH_WORDS = {
    "full": gettext_lazy("Not enough evidence yet"),
    "short": gettext_lazy("Not enough yet"),
    "family": gettext_lazy("Too early to say"),
}


def _read(thing, name: str):
    """A named value of an object or a mapping; ``None`` where there is none."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _level_of(score) -> Level | None:
    return Level(_read(score, "level")) if _scored(score) else None


def _scored(score) -> bool:
    return _read(score, "status") == SCORED and _read(score, "score") is not None


def _number(value: float) -> str:
    return f"{value:.2f}"


# --- names -----------------------------------------------------------------------------------


@register.filter
def skill_name(skill: str) -> str:
    return SKILL_NAMES[Skill(skill)]


@register.filter
def source_name(source: str) -> str:
    return SOURCE_NAMES[source]


@register.filter
def level_name(level: str | None) -> str:
    return LEVEL_NAMES[Level(level)] if level else NOT_ENOUGH_WORDS["full"]


@register.filter
def two_decimals(value: float | None) -> str:
    return "" if value is None else _number(value)


@register.filter
def signed(value: float) -> str:
    """+0.12 or −0.07, with a true minus sign; what rounds to nothing has none."""
    rounded = round(value, 2)
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{_number(abs(rounded))}"


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """For a ``datetime`` attribute: to the second, in the zone the page speaks of."""
    return at.isoformat(timespec="seconds")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon of ``static/icons/icons.svg``; it always stands beside a word, so it is hidden from screen readers."""
    sprite = static("icons/icons.svg")
    return format_html('<svg class="ic {}" aria-hidden="true"><use href="{}#{}"/></svg>', css, sprite, name)


# --- levels ----------------------------------------------------------------------------------


@register.inclusion_tag("components/level_glyph.html")
def level_glyph(level: str | None) -> dict:
    """A circle one to four quarters full, or a dashed ring."""
    return {"quarters": LEVELS.index(Level(level)) + 1 if level else 0}


@register.inclusion_tag("components/level.html")
def level(level: str | None, missing: str = "full") -> dict:
    """Glyph and word. ``missing`` picks the words for no level: ``full``, ``short`` (tables) or ``family``."""
    return {"level": level, "word": level_name(level) if level else NOT_ENOUGH_WORDS[missing]}


@register.inclusion_tag("components/level_axis.html")
def level_axis(css: str = "", current: str | None = None) -> dict:
    """The four level words, each above its own stretch of the scale."""
    return {"levels": [(LEVEL_NAMES[one], one == current) for one in LEVELS], "css": css}


# --- scores ----------------------------------------------------------------------------------


def _drawing(score, size: scales.Size) -> scales.Drawing:
    shown = [_read(score, name) for name in ("score", "low", "high")] if _scored(score) else (None, None, None)
    return scales.drawing(size, *shown)


def scale_sentence(score) -> str:
    """What a scale says to those who do not see it."""
    skill = skill_name(_read(score, "skill"))
    if not _scored(score):
        return _("%(skill)s: not enough evidence yet") % {"skill": skill}
    return _("%(skill)s: %(score)s on a scale from 0 to 1, %(level)s. 80%% interval %(low)s to %(high)s.") % {
        "skill": skill,
        "level": level_name(_level_of(score)),
        **_numbers(score),
    }


def _numbers(score) -> dict[str, str]:
    return {name: _number(_read(score, name)) for name in ("score", "low", "high")}


def could_also_be(score) -> str:
    """The other levels the interval reaches, as words; empty when it stays within one."""
    if not _scored(score):
        return ""
    others = scales.other_levels(*(_read(score, name) for name in ("score", "low", "high")))
    names = [str(LEVEL_NAMES[one]) for one in others]
    return _("Could also be %(levels)s") % {"levels": _(" or ").join(names)} if names else ""


@register.inclusion_tag("components/score_scale.html")
def score_scale(score, help: str = "") -> dict:
    """The large scale with its numbers below. ``help`` says what would help when there is not enough evidence."""
    numbers = _("%(score)s, likely %(low)s to %(high)s") % _numbers(score) if _scored(score) else ""
    return {
        "drawing": _drawing(score, scales.LARGE),
        "sentence": scale_sentence(score),
        "could_also_be": could_also_be(score),
        "numbers": numbers,
        "help": help,
    }


@register.inclusion_tag("components/scale.html")
def mini_scale(score) -> dict:
    """The small scale of a table cell; its level word stands beside it, so it says the numbers only."""
    sentence = _("%(score)s, interval %(low)s to %(high)s") % _numbers(score) if _scored(score) else ""
    return {"drawing": _drawing(score, scales.MINI), "sentence": sentence}


@register.inclusion_tag("components/skill_cell.html")
def skill_cell(score) -> dict:
    """One skill of one student in a table."""
    return {"score": score, "level": _level_of(score), "skill": skill_name(_read(score, "skill"))}


EXAMPLE = {
    "status": SCORED,
    "skill": Skill.SELF_REGULATION,
    "score": 0.86,
    "low": 0.74,
    "high": 0.97,
    "level": Level.ADVANCED,
}


@register.inclusion_tag("components/scale.html")
def example_scale(large: bool = False) -> dict:
    """An invented score for pages that explain or welcome; it belongs to no student."""
    return {"drawing": _drawing(EXAMPLE, scales.LARGE if large else scales.MINI), "sentence": ""}


@register.inclusion_tag("components/legend.html")
def legend() -> dict:
    """What the glyphs and the small scale mean, below a table."""
    return {"levels": LEVELS}


@register.inclusion_tag("components/source_dots.html")
def source_dots(sources: Mapping[str, float], shares: Mapping[str, float]) -> dict:
    """What each source alone says, as hollow dots on the axis of the score, with its weight."""
    rows = [
        {
            "name": SOURCE_NAMES[one],
            "weight": _weight(shares[one]),
            "value": sources[one],
            "at": scales.across(sources[one]),
        }
        for one in SOURCES
        if one in sources
    ]
    return {"rows": rows}


def _weight(share: float) -> str:
    return _number(share).removeprefix("0")


@register.inclusion_tag("components/confidence.html")
def confidence(confidence: float | None, parts: Mapping[str, float]) -> dict:
    """The confidence number and three small bars; the bars are a miniature of :func:`confidence_parts`."""
    if confidence is None:
        return {"confidence": None}
    return {"confidence": confidence, "bars": scales.bars(parts.get(name, 0.0) for name in PART_NAMES)}


@register.inclusion_tag("components/confidence_parts.html")
def confidence_parts(parts: Mapping[str, float]) -> dict:
    """The same three bars, named and numbered."""
    return {
        "parts": [(words, parts[key], scales.across(parts[key])) for key, words in PART_NAMES.items() if key in parts]
    }


# --- evidence --------------------------------------------------------------------------------


@register.inclusion_tag("components/contribution.html")
def contribution(value: float, full: float = 0.14) -> dict:
    """A bar from a center line and words. ``full`` fills half of the drawing: pass the largest on the page."""
    left, width = scales.from_center(value, full)
    word = _("lowers") if value < 0 else _("raises")
    size = _number(abs(value)) if abs(value) >= 0.005 else _("less than 0.01")
    return {"left": left, "width": width, "lowers": value < 0, "word": word, "size": size}


@register.simple_tag
def marked_text(text: str, evidence, prefix: str = "") -> SafeString:
    """The de-identified response with ``(rank, start, end, contribution)`` spans marked in it."""
    return marks.marked(text, evidence, prefix)


@register.filter
def named_text(text: str) -> SafeString:
    """De-identified words without evidence: escaped, removed names as gray dotted words."""
    return marks.named(text)


@register.simple_tag
def evidence_chip(rank: int, contribution: float, to: str = "mark", prefix: str = "") -> SafeString:
    """The numbered chip: in the list it leads to the ``mark``, in feedback to the item of ``evidence``."""
    key = f"{prefix}-{rank}" if prefix else rank
    css, label = ("mk neg" if contribution < 0 else "mk"), _("evidence %(rank)d") % {"rank": rank}
    chip = '<a class="{}" href="#{}-{}" data-evidence="{}" aria-label="{}">{}</a>'
    return format_html(chip, css, to, key, key, label, rank)


# --- change, over time -----------------------------------------------------------------------


@register.inclusion_tag("components/change_mark.html")
def change_mark(change, label: str = "", mark_only: bool = False) -> dict:
    """A triangle or a dash and words. ``change`` is a verdict, an object that has one, or ``None`` (no earlier score).

    ``label`` names the skill where the table's heading already says what changed; the verdict is then hidden text.
    """
    verdict = change if isinstance(change, str) else _read(change, "verdict")
    words = CHANGE_NAMES[verdict] if verdict else gettext_lazy("No earlier score")
    hidden = format_lazy("{}: ", words) if label else words if mark_only else ""
    return {"verdict": verdict or "none", "hidden": hidden, "words": label or ("" if mark_only else words)}


@register.inclusion_tag("components/trend.html")
def trend_chart(trend: Mapping) -> dict:
    """The chart of one skill over time and, one click away, the same data as a table. static/js/trend.js draws it."""
    average = {row["date"]: row["score"] for row in trend.get("average") or ()}
    rows = [
        {**row, "day": _day(row["date"]), "level": level_of(row["score"]), "average": average.get(row["date"])}
        for row in trend["points"]
    ]
    spoken = {"points": [{**row, "label": _day(row["date"], short=True)} for row in trend["points"]]}
    drawn = {**trend, **spoken, "words": {"average": _("Class average"), "average_short": _("Class")}}
    return {
        "data": json.dumps(drawn, cls=DjangoJSONEncoder),
        "skill": trend["skill"],
        "rows": rows,
        "has_average": bool(average),
        "sentence": _trend_sentence(trend, rows),
    }


def _day(iso: str, short: bool = False) -> str:
    return date_format(date.fromisoformat(iso), "j M" if short else "j F")


def _trend_sentence(trend: Mapping, rows: list[dict]) -> str:
    if not rows:
        return _("%(skill)s: no scores yet.") % {"skill": trend["skill"]}
    first, last = rows[0], rows[-1]
    return _("%(skill)s from %(first)s to %(last)s. %(student)s: %(before)s, then %(after)s. A table follows.") % {
        "skill": trend["skill"],
        "student": trend["student"],
        "first": first["day"],
        "last": last["day"],
        "before": _number(first["score"]),
        "after": _number(last["score"]),
    }


# --- waiting ---------------------------------------------------------------------------------


@register.inclusion_tag("components/progress_strip.html", takes_context=True)
def progress_strip(
    context,
    done: int,
    total: int,
    title: str,
    *,
    message: str = "",
    finished: bool = False,
    poll_url: str = "",
    every: str = "2s",
    stop_url: str = "",
    link_url: str = "",
    link_label: str = "",
    id: str = "progress",
) -> dict:
    """One line of work under way; when ``finished`` the same box tells the result and asks no more."""
    return {
        "id": id,
        "done": done,
        "total": total,
        "width": scales.across(done / total if total else 0.0),
        "title": title,
        "message": message,
        "finished": finished,
        "poll_url": "" if finished else poll_url,
        "every": every,
        "stop_url": "" if finished else stop_url,
        "link_url": link_url,
        "link_label": link_label,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("components/bar.html")
def bar(done: float, total: float) -> dict:
    """A thin bar with its numbers beside it, such as 22 of 24."""
    return {"done": done, "total": total, "width": scales.across(done / total if total else 0.0)}
