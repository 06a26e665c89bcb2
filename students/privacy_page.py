"""docs/privacy.md: our words, with tables made of the rules that hold them."""

from django.template.loader import render_to_string
from django.utils import translation

from privacy import consent, retention
from privacy.egress.allowed import PURPOSES

# How each rule of the rights table reads; a rule nobody has put into words stops the page from being made.
WORDS = {
    "record": "responses, scores, evidence and feedback",
    "collect": "adding responses",
    "release": "sharing feedback with the family",
    "family": "what was shared with the family",
    "families": "which adults belong to a student",
    "requests": "what families ask for and where it stands",
    "classroom": "a class and its list",
    "aggregate": "shares of whole groups of ten and more",
    "roster": "names, classes and people of a school",
    "staff": "who works there and as what, and giving and ending such roles",
    "district_staff": "roles over the whole of it",
    "weights": "the weights of the sources",
    "compliance": "who looked at which student, never what was seen",
    "models": "the models and what they are worth",
    "retention": "how long the district keeps words, logs and scores, within bounds",
    "alerts": "responses set aside because they point to danger",
    "infer": "sending responses",
    "read_by_key": "reading assessments",
}
HOLDERS = {
    "a teacher, of the students in their classes today": ("record", "collect", "release", "classroom"),
    "a school or district administrator, of their schools": (
        "aggregate", "roster", "staff", "families", "weights", "compliance", "models",
    ),
    "a district's administrator, of the whole district": ("retention", "district_staff"),
    "a records officer, of their school": ("requests", "families"),
    "a safeguarding lead, of their school": ("alerts",),
    "a guardian, of their own children today": ("family",),
    "a program with a key, within its school and scopes; one that is not the school's, where the family agreed": (
        "infer", "read_by_key",
    ),
}  # fmt: skip
MISSING = (
    "Deletion and retention know no recordings: voice is not built.",
    "The training store is kept apart and can be emptied; no model has learned from it.",
    "OWASP ASVS 5 is decided item by item by us ([list](reference/asvs.csv)); nobody from outside has verified it.",
    "Distress rules and line are measured on invented sentences; nobody from outside has judged them.",
)


def page() -> str:
    with translation.override("en"):
        return render_to_string("docs/privacy.md", _tables())


def _tables() -> dict:
    return {
        "rights": [(who, "; ".join(WORDS[right] for right in rights)) for who, rights in HOLDERS.items()],
        "purposes": [(purpose.value, purpose.label, _start(purpose)) for purpose in consent.Purpose],
        "outside": [(purpose.words, _whose(purpose.consent)) for purpose in PURPOSES.values()],
        "rules": retention.RULES.values(),
        "missing": MISSING,
    }


def _start(purpose: consent.Purpose) -> str:
    if purpose in consent.AUTHORIZED_BY_SCHOOL:
        return "authorized by the school, or asked of each family: the district chooses"
    return "off"


def _whose(needed: str | None) -> str:
    return f"the family's, to *{consent.Purpose(needed).label}*" if needed else "none: no student's words are sent"
