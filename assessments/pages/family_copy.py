"""A copy of what is kept about a child, for a guardian: what was shared, what is agreed to, who looked, what was asked.

Once the school has granted a request to see the whole record, everything else is in it too: each response
(de-identified, as every reader sees it), each reading, each number. Two things are never in it: the words as written
(they name other children) and what was set aside (a person decides first). ``IN_THE_COPY`` and ``LEFT_OUT`` name every
kind of row; a test holds them against what the house declares to hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import releases
from assessments.models import Assessment, Feedback, GameSession, Response, StoredReading
from assessments.pages import family, labels
from assessments.pages.clock import Clock
from mlcore.schema import SKILLS
from privacy import audit, consent, keys
from privacy.consent import ConsentRecord
from reasoning.claims import claims_from_json
from reasoning.render import render
from students import family_cases, family_looks
from students.family_cases import today_at
from students.models import Enrollment, ExternalId, Guardianship, Student, User

MOST_LOOKS = 5_000
SHARED, WHOLE = "shared", "whole"
# model -> when it is in a copy, or why it never is
IN_THE_COPY: Mapping[str, str] = {
    "students.Student": SHARED,
    "students.Enrollment": SHARED,
    "students.Guardianship": SHARED,
    "students.ExternalId": SHARED,
    "students.CaseWords": SHARED,
    "assessments.Release": SHARED,
    "assessments.Statement": SHARED,
    "assessments.Response": WHOLE,
    "assessments.GameSession": WHOLE,
    "assessments.StoredReading": WHOLE,
    "assessments.Assessment": WHOLE,
    "assessments.Feedback": WHOLE,
}
LEFT_OUT: Mapping[str, str] = {
    "students.NameToken": "a keyed digest of the name, for searching",
    "students.RosterChange": "the name before and after an import, gone after 30 days",
    "assessments.Aliases": "who stands behind a placeholder: the names of other children",
    "assessments.Turn": "where a response stood in a discussion among other children",
    "assessments.LatestAssessment": "a pointer to an assessment that is in the copy",
    "assessments.Alert": "what was set aside: a person decides first, and a lead may have to protect the child",
    "assessments.AssessmentJob": "work that was queued, without content",
    "assessments.FeedbackJob": "work that was queued, without content",
}


@dataclass(frozen=True)
class Copy:
    """``data`` is the JSON file; the tables are the same for a spreadsheet; ``shared`` is what the PDF begins with."""

    day: date
    name: str
    school: str
    whole: bool
    data: dict
    tables: dict[str, list[dict]]
    shared: list[family.Shared] = field(default_factory=list)


def of(child: Student, *, guardian: User, whole: bool) -> Copy:
    clock = Clock.of(child.school)
    with keys.keyring():
        keys.open_keys([child.pk])
        shared = family.shared(releases.standing([child]), child, clock)
        tables = {
            "shared_levels": [line for one in shared for line in _levels(one)],
            "agreements": _agreements(child, guardian),
            "who_looked": _looks(child, guardian),
            "sent_outside": [vars(one) for one in family_looks.sent_outside(child)],
            "requests": _requests(child, guardian),
        }
        if whole:
            tables |= {
                "responses": _responses(child),
                "scores": _scores(child),
                "readings": _readings(child),
                "game_sessions": _sessions(child),
                "feedback": _feedback(child),
            }
        data = {
            "made_at": timezone.now(),
            "what_is_in_it": _scope(whole),
            "child": _child(child, guardian),
            "shared": [_shared(one) for one in shared],
            **{name: rows for name, rows in tables.items() if name != "shared_levels"},
        }
        return Copy(today_at(child.school), child.name, child.school.name, whole, data, tables, shared)


def _scope(whole: bool) -> str:
    if whole:
        return _(
            "Everything Sightline keeps about this child that may leave the school with a guardian: words as "
            "de-identified, every reading and every number. Not in it: the words as written, because they name other "
            "children, and what a person at the school has set aside."
        )
    return _(
        "What teachers have shared, what is agreed to, who looked, and what was asked. For the whole record, ask for "
        "it on the family page; once the school has granted that, this download holds everything."
    )


def _child(child: Student, guardian: User) -> dict:
    bonds = Guardianship.objects.filter(student=child, guardian=guardian).order_by("starts_on")
    seats = Enrollment.objects.filter(student=child).select_related("classroom__term").order_by("starts_on")
    return {
        "sightline_id": child.pk,
        "first_name": child.first_name,
        "last_name": child.last_name,
        "nicknames": (child.nicknames or "").splitlines(),
        "pronouns": child.pronouns,
        "home_language": child.home_language,
        "grade": child.grade,
        "school": child.school.name,
        "ids": [{"system": one.system, "id": one.value} for one in ExternalId.objects.filter(student=child)],
        "classes": [
            {"class": s.classroom.name, "term": s.classroom.term.name, "from": s.starts_on, "until": s.ends_on}
            for s in seats
        ],
        "you": [
            {"relation": bond.get_relation_display(), "from": bond.starts_on, "until": bond.ends_on} for bond in bonds
        ],
    }


def _shared(one: family.Shared) -> dict:
    return {
        "shared_by": one.by,
        "shared_at": one.release.at,
        "from": one.release.assessment.window_start,
        "until": one.release.assessment.window_end,
        "does_well": [vars(passage) for passage in one.well],
        "next_steps": one.next_steps,
        "levels": _levels(one),
    }


def _levels(one: family.Shared) -> list[dict]:
    return [
        {
            "shared_at": one.release.at,
            "skill": str(row.label),
            "level": row.level_word or _("too early to say"),
            "statements": [said.words for said in row.statements],
        }
        for row in one.levels
    ]


def _agreements(child: Student, guardian: User) -> list[dict]:
    rows = ConsentRecord.objects.filter(subject=child.pk, school=child.school_id).order_by("id")
    who = {consent.Basis.SCHOOL: _("the school"), consent.Basis.PARENT: _("another adult of the family")}
    return [
        {
            "at": row.at,
            "purpose": row.get_purpose_display(),
            "agreed": row.granted,
            "by": _("you") if row.actor == audit.actor(guardian) else who[row.basis],
            "text_version": row.text_version,
        }
        for row in rows
    ]


def _looks(child: Student, guardian: User) -> list[dict]:
    found = family_looks.events(child, guardian=guardian)[:MOST_LOOKS]
    return [vars(look) for look in family_looks.looks(found, child, guardian=guardian)]


def _requests(child: Student, guardian: User) -> list[dict]:
    return [
        {
            "asked_at": one.case.asked_at,
            "what": one.case.get_kind_display(),
            "state": one.case.get_state_display(),
            "answer_until": one.case.due_on,
            "steps": [{"at": s.at, "step": str(s.label), "how": s.how, "words": s.words} for s in one.steps],
        }
        for one in family_cases.own(child, guardian=guardian)
    ]


# --- the whole record ------------------------------------------------------------------------------


def _responses(child: Student) -> list[dict]:
    rows = Response.objects.filter(student=child, set_aside_at__isnull=True).select_related("prompt")
    return [
        {
            "id": row.pk,
            "written_on": row.written_on,
            "mode": row.mode,
            "grade": row.grade,
            "prompt": row.prompt.text if row.prompt else "",
            "words": row.deidentified,
        }
        for row in rows
    ]


def _scores(child: Student) -> list[dict]:
    rows = Assessment.objects.filter(student=child).order_by("window_end", "created_at")
    return [
        {
            "assessment": row.pk,
            "from": row.window_start,
            "until": row.window_end,
            "made_at": row.created_at,
            "takes_the_place_of": row.supersedes_id,
            "model_version": row.model_version,
            "skill": str(labels.SKILLS[skill]),
            **{
                name: row.details[skill.value].get(name)
                for name in ("status", "level", "score", "low", "high", "confidence")
            },
            "evidence": row.details[skill.value].get("evidence", []),
        }
        for row in rows
        for skill in SKILLS
        if skill.value in row.details
    ]


def _readings(child: Student) -> list[dict]:
    rows = StoredReading.objects.filter(student=child).exclude(response__set_aside_at__isnull=False)
    return [
        {
            "response": row.response_id,
            "game_session": row.game_session_id,
            "model_version": row.model_version,
            "made_at": row.created_at,
            "detail": row.detail,
        }
        for row in rows.order_by("created_at")
    ]


def _sessions(child: Student) -> list[dict]:
    rows = GameSession.objects.filter(student=child, set_aside_at__isnull=True)
    return [
        {
            "id": row.pk,
            "task": row.task,
            "played_on": row.played_on,
            "simulated": row.simulated,
            "events": row.payload,
        }
        for row in rows
    ]


def _feedback(child: Student) -> list[dict]:
    """The sentences as the teacher reads them, without quotes: the words stand among the responses."""
    rows = Feedback.objects.filter(student=child).order_by("created_at")
    return [
        {
            "assessment": row.assessment_id,
            "written_by": row.writer,
            "made_at": row.created_at,
            "sentences": [
                sentence.text
                for sentence in render(
                    claims_from_json(row.claims),
                    name=child.first_name,
                    pronouns=child.pronouns,
                    quote=lambda *_: None,
                )
            ],
        }
        for row in rows
    ]
