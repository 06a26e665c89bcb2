"""What a safeguarding lead is shown."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

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
        pieces=_pieces(words, like.passage) if like else [Piece(words, False)] if words else [],
        by_rule=tuple(KINDS[kind] for kind in found.kinds),
        by_likeness=like is not None,
        weighed=tuple(words[slice(*span)] for span in like.words) if like and words else (),
        version=like.version if like else "",
        prompt=alert.prompt.text if alert.prompt else "",
    )


def _pieces(words: str, passage: tuple[int, int]) -> list[Piece]:
    start, end = passage
    cut = [Piece(words[:start], False), Piece(words[start:end], True), Piece(words[end:], False)]
    return [piece for piece in cut if piece.text]


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
        decided_at=alert.decided_at,
        kinds=_points_to(alert.found),
    )
