"""What a safeguarding lead is shown."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.alerts import Alert
from privacy import keys
from privacy.distress import Signs, signs

DECIDED_SHOWN = 50
KINDS = {
    signs.SELF_HARM: _("harm to oneself"),
    signs.ABUSE: _("abuse or neglect"),
    signs.VIOLENCE: _("violence or weapons"),
    signs.RUNAWAY: _("running away, or no safe place"),
}


@dataclass(frozen=True)
class Line:
    pk: object
    student: object
    received_at: datetime
    written_on: date
    state: str
    is_waiting: bool
    raised_by: str
    reason: str
    decided_at: datetime | None
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    waiting: list[Line]
    decided: list[Line]
    subjects_by_school: dict


@dataclass(frozen=True)
class Piece:
    text: str
    like_danger: bool


@dataclass(frozen=True)
class Opened:
    line: Line
    pieces: list[Piece]  # the words in order; none once it was released
    by_rule: tuple[str, ...]  # the kinds that rules found
    by_likeness: bool
    weighed: tuple[str, ...]  # words that weighed most in the learned line
    version: str
    prompt: str
    reasons: list[tuple[str, str]]  # to release it for


def listed(rows: QuerySet[Alert]) -> Listed:
    """The oldest that waits first; of those decided the latest."""
    waits = list(rows.filter(state=Alert.State.WAITING).select_related("student").order_by("received_at"))
    decided = list(
        rows.exclude(state=Alert.State.WAITING).select_related("student").order_by("-decided_at")[:DECIDED_SHOWN]
    )
    opened = keys.open_keys({one.student_id for one in (*waits, *decided)})
    shown = [[one for one in some if one.student_id in opened] for some in (waits, decided)]
    subjects = defaultdict(set)
    for one in (*shown[0], *shown[1]):
        subjects[one.school_id].add(one.student_id)
    return Listed(*([_line(one) for one in some] for some in shown), dict(subjects))


def opened(alert: Alert) -> Opened:
    keys.open_keys([alert.student_id])
    found, words = alert.found, alert.words or ""
    like = found.likeness
    return Opened(
        line=_line(alert),
        pieces=_pieces(words, [*found.ruled, *([like.passage] if like else [])]),
        by_rule=tuple(KINDS[kind] for kind in found.kinds),
        by_likeness=like is not None,
        weighed=tuple(words[slice(*span)] for span in like.words) if like and words else (),
        version=like.version if like else "",
        prompt=alert.prompt.text if alert.prompt else "",
        reasons=Alert.Reason.choices,
    )


def _pieces(words: str, passages: Sequence[tuple[int, int]]) -> list[Piece]:
    """Cut where a passage begins or ends; those that overlap are one."""
    cuts = sorted({0, len(words), *(min(at, len(words)) for span in passages for at in span)})
    pieces = [
        Piece(words[start:end], any(first <= start and end <= last for first, last in passages))
        for start, end in pairwise(cuts)
    ]
    return [
        Piece("".join(one.text for one in same), like_danger)
        for like_danger, same in groupby(pieces, key=lambda one: one.like_danger)
    ]


def _raised_by(found: Signs) -> str:
    if found.kinds and found.likeness:
        return _("by rule and likeness")
    return _("by rule") if found.kinds else _("by likeness")


def _points_to(found: Signs) -> tuple[str, ...]:
    return tuple(KINDS[kind] for kind in found.kinds) or (_("danger of a kind that only reading shows"),)


def _line(alert: Alert) -> Line:
    return Line(
        pk=alert.pk,
        student=alert.student,
        received_at=alert.received_at,
        written_on=alert.written_on,
        state=alert.get_state_display(),
        is_waiting=alert.state == Alert.State.WAITING,
        raised_by=_raised_by(alert.found),
        reason=alert.get_reason_display(),
        decided_at=alert.decided_at,
        kinds=_points_to(alert.found),
    )
