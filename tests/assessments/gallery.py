"""What the gallery page is shown with: one invented student, in every state a part can have."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator

from mlcore.change import Change
from mlcore.results import NOT_ENOUGH, SCORED, SkillScore
from mlcore.schema import LEVEL_CUTS, Skill, level_of

TEXT = (
    "In the science class [classmate A] was writing on my part of the poster and did not ask. I feel it in the neck "
    "first, it becomes hot, so I know what comes. Since the last time I have a plan for this: I put the marker down "
    "and I hold the chair with my two hands and I count the ceiling squares. I counted until nine but I was still "
    "angry, so I asked to get water and I walked the long way, by the gym. I shouted only one time, at the beginning, "
    "a little."
)
QUOTES = (
    (1, 0.12, "Plans ahead for the hard moment", "model", "I have a plan for this: I put the marker down"),
    (
        2,
        0.10,
        "Changes strategy when the first is not enough",
        "linguistic",
        "I was still angry, so I asked to get water",
    ),
    (3, 0.09, "Notices the own state", "model", "I feel it in the neck first"),
    (4, 0.05, "Time until the next try", "behavioral", ""),
    (5, -0.03, "Acts before steering", "linguistic", "I shouted only one time, at the beginning,"),
)
PARTS = {"agreement": 0.82, "amount": 0.66, "certainty": 0.70}


def score(skill=Skill.SELF_REGULATION, value=0.86, low=0.74, high=0.97, **changed) -> SkillScore:
    fields = {
        "skill": skill,
        "status": SCORED,
        "score": value,
        "low": low,
        "high": high,
        "standard_error": 0.09,
        "base": 0.47,
        "level": level_of(value),
        "confidence": 0.73,
        "confidence_parts": PARTS,
        "sources": {"model": 0.88, "linguistic": 0.85, "behavioral": 0.81},
        "shares": {"model": 0.56, "linguistic": 0.28, "behavioral": 0.16},
        "readings": 9,
        "p_observed": 0.97,
        "evidence": (),
    }
    return SkillScore(**{**fields, **changed})


def not_enough(skill=Skill.RESILIENCE) -> SkillScore:
    empty = dict.fromkeys(("score", "low", "high", "standard_error", "base", "level", "confidence"))
    return SkillScore(
        skill=skill,
        status=NOT_ENOUGH,
        confidence_parts={},
        sources={},
        shares={},
        readings=0,
        p_observed=0.2,
        evidence=(),
        **empty,
    )


class ReviewForm(forms.Form):
    match = forms.ChoiceField(
        label="Does this match what you see?",
        choices=[("yes", "It is accurate"), ("partly", "Partly"), ("no", "Not accurate")],
        widget=forms.RadioSelect,
    )
    skills = forms.MultipleChoiceField(
        label="Which skills look different to you?",
        choices=[("empathy", "Empathy"), ("resilience", "Resilience")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    level = forms.ChoiceField(label="Empathy, as you see it", choices=[("p", "Proficient"), ("a", "Advanced")])
    why = forms.CharField(
        label="Why",
        help_text="Kept beside the assessment.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a few words why you see Empathy differently."},
    )


def spans() -> list[tuple[int, int, int, float]]:
    found = ((rank, TEXT.find(quote), quote, value) for rank, value, _, _, quote in QUOTES if quote)
    return [(rank, start, start + len(quote), value) for rank, start, quote, value in found]


def trend(average=True) -> dict:
    days = ("2026-09-09", "2026-09-23", "2026-10-07", "2026-10-21", "2026-11-04", "2026-11-14")
    values = (0.52, 0.55, 0.61, 0.70, 0.79, 0.86)
    group = (0.54, 0.55, 0.57, 0.58, 0.60, 0.61)
    return {
        "skill": "Self-regulation",
        "student": "Ines",
        "points": [
            {"date": day, "score": value, "low": round(value - 0.14, 2), "high": round(min(1.0, value + 0.12), 2)}
            for day, value in zip(days, values, strict=True)
        ],
        "average": [{"date": d, "score": s} for d, s in zip(days, group, strict=True)] if average else None,
        "levels": ["Emerging", "Developing", "Proficient", "Advanced"],
        "cuts": list(LEVEL_CUTS),
    }


def gallery_context(**changed) -> dict:
    skills = [
        {
            "score": score(Skill.EMPATHY, 0.41, 0.27, 0.55),
            "change": Change("none", 0.02, 0.19),
            "open": False,
            "help": "",
        },
        {
            "score": score(Skill.PROBLEM_SOLVING, 0.63, 0.52, 0.75),
            "change": Change("fall", -0.3, 0.19),
            "open": False,
            "help": "",
        },
        {"score": score(), "change": Change("rise", 0.34, 0.19), "open": True, "help": ""},
        {"score": not_enough(), "change": None, "open": False, "help": "A prompt about a setback usually shows it"},
    ]
    person = SimpleNamespace(is_authenticated=True, display_name="Ms. Okafor", initials="MO")
    nav = [("Home", "/", False), ("Classes", "/classes/", True), ("Collect", "/collect/", False)]
    return {
        "user": person,
        "nav": [{"label": label, "url": url, "current": current} for label, url, current in nav],
        "can_search": True,
        "messages": [],
        "crumbs": [("Classes", "/classes/"), ("Period 3 Advisory", "/classes/3/"), ("Parts", "")],
        "steps": ["Choose", "Check", "Confirm"],
        "at": 2,
        "skills": skills,
        "scores": [row["score"] for row in skills],
        "students": [("Amir Haddad", "none"), ("Ines Duarte", "rise"), ("Mateo Cruz", "fall")],
        "evidence": [
            {
                "rank": rank,
                "contribution": value,
                "title": title,
                "source": source,
                "quote": quote,
                "meta": "12 Nov, written",
            }
            for rank, value, title, source, quote in QUOTES
        ],
        "prompt": "Tell about a time you were angry or upset at school. What did you do?",
        "text": TEXT,
        "spans": spans(),
        "trend": trend(),
        "form": ReviewForm({"match": "partly", "skills": ["empathy"], "level": "p", "why": ""}),
        "page": Paginator(range(60), 24).page(2),
        **changed,
    }


def sign_in_context(**changed) -> dict:
    from django.contrib.auth.forms import AuthenticationForm

    logins = [{"label": "Ms. Okafor", "username": "okafor", "note": "Teacher, Homeroom 7B"}]
    return {"form": AuthenticationForm(), "demo_logins": logins, "demo_password": "sightline-demo", **changed}
