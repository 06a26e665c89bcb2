"""What one student's job works on: the responses, what was read of them before, and the windows to assess.

A *part* of a window is a response, with the game sessions that joined it, or a game session that joined none. It
belongs to one current assessment. Uncovered parts open new windows by their dates (``mlcore.windows``); one from
inside a covered window joins it, and that window is assessed again by a superseding row. A window whose inputs
(words, telemetry, model, weights) are unchanged is left alone.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessments.models import Aliases, Assessment, GameSession, Response, StoredReading
from assessments.scoring import ResponseIn, Rules, StudentIn
from assessments.telemetry import joining, payload
from fusion.weights import SHIPPED, WeightsVersion
from mlcore.read import from_json as reading_from_json
from mlcore.windows import windows
from privacy import crypto, keys
from privacy.deidentify import DEIDENTIFIER_VERSION
from students.models import Student

Part = Response | GameSession
ReadBefore = Mapping[uuid.UUID, Mapping[str, dict]]  # response or session -> digest of what joined it -> reading


@dataclass
class Window:
    """Parts to be combined, and the current assessment they would supersede."""

    parts: list[Part]
    supersedes: Assessment | None = None
    inputs_digest: str = ""

    @property
    def responses(self) -> list[Response]:
        return [part for part in self.parts if isinstance(part, Response)]


@dataclass
class Portfolio:
    student: Student
    student_in: StudentIn
    parts: dict[str, Part]
    windows: list[Window]
    joined: dict[uuid.UUID, list[GameSession]] = field(default_factory=dict)  # response -> its sessions
    current: list[Assessment] = field(default_factory=list)
    known_aliases: dict = field(default_factory=dict)

    def sessions_of(self, part: Part) -> list[GameSession]:
        """What telemetry a part stands on."""
        return [part] if isinstance(part, GameSession) else self.joined.get(part.pk, [])


def load(student_ids: Iterable[uuid.UUID], *, rules: Rules, weights_version: WeightsVersion | None) -> list[Portfolio]:
    """Everything the pure part needs, in a number of queries that does not grow with the students."""
    ids = list(set(student_ids))
    students = Student.objects.in_bulk(ids)
    opened = keys.open_keys(ids)
    responses = _grouped(Response.objects.filter(student__in=ids, set_aside_at__isnull=True).select_related("prompt"))
    sessions = _grouped(GameSession.objects.filter(student__in=ids, set_aside_at__isnull=True))
    readings = StoredReading.objects.filter(student__in=ids, model_version=rules.models.version)
    read_before: dict[uuid.UUID, dict[str, dict]] = defaultdict(dict)
    for row in readings.order_by("created_at"):
        read_before[row.response_id or row.game_session_id][row.moves] = row.detail
    current = _grouped(Assessment.objects.current().filter(student__in=ids))
    aliases = {row.student_id: json.loads(row.mapping) for row in Aliases.objects.filter(student__in=ids)}
    label = weights_version.label if weights_version else SHIPPED
    return [
        _portfolio(
            student,
            responses[student.pk],
            sessions[student.pk],
            current[student.pk],
            read_before,
            aliases.get(student.pk, {}),
            rules=rules,
            label=label,
        )
        for student in students.values()
        if student.pk in opened
    ]


def inputs_digest(parts: Iterable[Part], joined: Mapping[uuid.UUID, Sequence], *, rules: Rules, label: str) -> str:
    """A keyed digest of what an assessment is made from: equal inputs, equal digest; nothing can be guessed."""
    tokens = sorted(part.token + joining.digest_of(joined.get(part.pk, ())) for part in parts)
    versions = (rules.models.version, rules.models.schema_hash, DEIDENTIFIER_VERSION, label)
    return crypto.digest("inputs", *versions, *tokens)


def _portfolio(student, responses, sessions, current, read_before, aliases, *, rules, label) -> Portfolio:
    readable = [r for r in responses if r.pk in read_before or _has_words(r)]
    links = joining.joins(readable, sessions)
    joined = joining.grouped(links, sessions)
    alone = [s for s in sessions if s.pk not in links and (s.pk in read_before or s.payload is not None)]
    planned = [
        window
        for window in _windows([*readable, *alone], current, joined)
        if _is_stale(window, inputs_digest(window.parts, joined, rules=rules, label=label))
    ]
    wanted = sorted({part.pk: part for window in planned for part in window.parts}.values(), key=in_order)
    student_in = StudentIn(
        key=str(student.pk),
        responses=tuple(
            _part_in(part, joined.get(part.pk, []), read_before.get(part.pk, {}), student) for part in wanted
        ),
        windows=tuple(tuple(str(part.pk) for part in window.parts) for window in planned),
        aliases={**aliases, str(student.pk): "[student]"},
        pronouns=student.pronouns,
        baseline=_baseline(planned, current),
    )
    by_key = {str(part.pk): part for part in wanted}
    return Portfolio(student, student_in, by_key, planned, joined, current, aliases)


def _has_words(response: Response) -> bool:
    return response.original is not None or response.deidentified is not None


def _windows(parts: list[Part], current: list[Assessment], joined: Mapping) -> list[Window]:
    """Covered windows with what belongs to them now, then new windows for what none covers; oldest first."""
    covered = {assessment.pk: Window([], supersedes=assessment) for assessment in current}
    uncovered = []
    for part in sorted(parts, key=in_order):
        home = _home(part, current, covered, joined)
        (home.parts if home else uncovered).append(part)
    in_turn = iter(uncovered)
    new = [Window([next(in_turn) for _ in dates]) for dates in windows(part.day for part in uncovered)]
    found = [window for window in covered.values() if window.parts] + new
    return sorted(found, key=lambda window: window.parts[0].day)


def in_order(part: Part):
    return (part.day, part.received_at, part.pk)


def _home(part: Part, current: list[Assessment], covered: Mapping, joined: Mapping) -> Window | None:
    """The window that covers a part: the one it was in, the one its telemetry was in, or the one around its day."""
    for one in (part, *joined.get(part.pk, ())):
        if one.assessment_id in covered:
            return covered[one.assessment_id]
    around = (one for one in current if one.window_start <= part.day <= one.window_end)
    return next((covered[assessment.pk] for assessment in around), None)


def _is_stale(window: Window, digest: str) -> bool:
    window.inputs_digest = digest
    return window.supersedes is None or window.supersedes.inputs_digest != digest


def _part_in(part: Part, sessions: Sequence[GameSession], read: Mapping[str, dict], student: Student) -> ResponseIn:
    """One part as the pure code takes it: what was read before, else what is there to be read."""
    done = read.get(joining.digest_of(sessions))
    if done:
        return ResponseIn(key=str(part.pk), reading=reading_from_json(done))
    if isinstance(part, GameSession):
        return ResponseIn(
            key=str(part.pk), masked="", grade=student.grade, written_on=part.day, events=payload.events_of(part)
        )
    return _response_in(part, sessions, read)


def _response_in(response: Response, sessions: Sequence[GameSession], read: Mapping[str, dict]) -> ResponseIn:
    """Words that are gone are joined by their telemetry through the reading that is left of them."""
    left = None if _has_words(response) else read.get("") or [*read.values()][-1]
    events = payload.one_after_another(sessions)
    return ResponseIn(
        key=str(response.pk),
        text=None if response.deidentified is not None else response.original,
        masked=response.deidentified,
        reading=reading_from_json(left) if left else None,
        prompt=response.prompt.text if response.prompt else "",
        grade=response.grade,
        mode=response.mode,
        written_on=response.written_on,
        events=events,
    )


def _baseline(planned: list[Window], current: list[Assessment]):
    """The student's first assessment that is not itself about to be replaced by this run's first window."""
    if not planned or not current:
        return None
    first = min(current, key=lambda assessment: assessment.window_start)
    starts = planned[0].parts[0].day
    return first.scores if first.window_end < starts else None


def _grouped(rows) -> dict[uuid.UUID, list]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.student_id].append(row)
    return grouped
