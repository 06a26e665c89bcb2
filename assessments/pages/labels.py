"""What things are called on a page, each in one table."""

from django.utils.translation import gettext_lazy as _

from assessments.templatetags import look
from mlcore.results import Evidence
from mlcore.schema import BY_NAME, Skill

SKILLS, LEVELS, SOURCES = look.SKILL_NAMES, look.LEVEL_NAMES, look.SOURCE_NAMES
CONFIDENCE_SHARE = _("Confidence")
MEANINGS = {
    Skill.EMPATHY: _("Noticing what others feel and need, and responding in a way that fits."),
    Skill.PROBLEM_SOLVING: _("Understanding a difficulty and working out what to do about it."),
    Skill.SELF_REGULATION: _("Steering feelings, attention and time."),
    Skill.RESILIENCE: _("Keeping going after a setback, and growing from it."),
}
MODES = {"written": _("written"), "spoken": _("spoken")}
GROUPS = {
    "plain": _("plain writing"),
    "terse": _("very short writing"),
    "rambling": _("long, winding writing"),
    "polished": _("polished writing"),
    "slang": _("slang and dialect"),
    "ell": _("writing of English learners"),
    "hard": _("sarcasm, slogans and quotations"),
}


def group_title(kind: str, name: str) -> str:
    """What a group of responses is called; a style that nobody named here keeps its own name."""
    if kind == "mode":
        return _("%(mode)s responses") % {"mode": MODES.get(name, name)}
    return GROUPS.get(name, name)


# part of confidence -> what would help when it is the lowest of the three
WOULD_HELP = {
    "agreement": _("The sources see this differently. Reading the response yourself helps most."),
    "amount": _("Two more responses would narrow the band most."),
    "certainty": _("A response to another kind of prompt would make the model more certain."),
}

# The linguistic source compares whole clauses with rated responses, so its items are named by direction.
WORDING = "wording"
WORDING_TITLES = {True: _("Wording like responses rated higher"), False: _("Wording like responses rated lower")}


def title_of(item: Evidence) -> str:
    """What an item of evidence shows, in the codebook's language."""
    if item.feature == WORDING:
        return WORDING_TITLES[item.contribution >= 0]
    feature = BY_NAME.get(item.feature)
    if feature is None:  # a reading by a model version whose feature has since been renamed
        return item.feature.replace("_", " ").capitalize()
    return feature.unseen if item.kind == "not_seen" and feature.unseen else feature.title


_SPELLED = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
)


def spelled(number: int) -> str:
    """A count at the start of a sentence or beside no unit: a word up to nine, then figures."""
    return str(_SPELLED[number]) if number < len(_SPELLED) else str(number)
