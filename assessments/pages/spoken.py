"""Where a spoken response stood in its discussion: whom it answered, and the way there for whoever may go it."""

from dataclasses import dataclass

from assessments.discussions import Answered, Turn
from assessments.models import Response
from students import access


@dataclass(frozen=True)
class Said:
    """``answered`` in words; ``student`` and ``response`` only when this person may see the turn it answered."""

    answered: str
    student: object = None
    response: object = None


def said_of(responses: list[Response], user) -> dict:
    """By response: where it stood. Never another student's words or name; two queries at most."""
    turns = Turn.objects.filter(response__in=[one.pk for one in responses if one.mode == Response.Mode.SPOKEN])
    found = list(turns)
    targets = {turn.answers_id for turn in found if turn.answers_id}
    seen = access.visible(user, Response).filter(pk__in=targets, set_aside_at__isnull=True)
    owners = dict(seen.values_list("pk", "student_id")) if targets else {}
    return {turn.response_id: _said(turn, owners) for turn in found}


def _said(turn: Turn, owners: dict) -> Said:
    words = Answered(turn.answered).label
    return Said(words, owners[turn.answers_id], turn.answers_id) if turn.answers_id in owners else Said(words)
