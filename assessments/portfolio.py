"""What one student's job works on: the responses, what was read of them before, and the windows to assess.

A response belongs to one current assessment. Uncovered responses open new windows by their dates
(``mlcore.windows``); one written inside a covered window joins it, and that window is assessed
again by a superseding row. A window whose inputs (words, model, weights) are unchanged is left alone.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.models import Aliases, Assessment, Response, StoredReading
from assessments.scoring import ResponseIn, Rules, StudentIn
from fusion.weights import SHIPPED, WeightsVersion
from mlcore.read import from_json as reading_from_json
from mlcore.windows import windows
from privacy import crypto, keys
from privacy.deidentify import DEIDENTIFIER_VERSION
from students.models import Student


@dataclass
class Window:
    """Responses to be combined, and the current assessment they would supersede."""

    responses: list[Response]
    supersedes: Assessment | None = None
    inputs_digest: str = ""


@dataclass
class Portfolio:
    student: Student
    student_in: StudentIn
    responses: dict[str, Response]
    windows: list[Window]
    current: list[Assessment] = field(default_factory=list)
    known_aliases: dict = field(default_factory=dict)


def load(student_ids: Iterable[uuid.UUID], *, rules: Rules, weights_version: WeightsVersion | None) -> list[Portfolio]:
    """Everything the pure part needs, in a number of queries that does not grow with the students."""
    ids = list(set(student_ids))
    students = Student.objects.in_bulk(ids)
    opened = keys.open_keys(ids)
    responses = _grouped(Response.objects.filter(student__in=ids, set_aside_at__isnull=True).select_related("prompt"))
    readings = StoredReading.objects.filter(student__in=ids, model_version=rules.models.version)
    read_before = {row.response_id: row.detail for row in readings}
    current = _grouped(Assessment.objects.current().filter(student__in=ids))
    aliases = {row.student_id: json.loads(row.mapping) for row in Aliases.objects.filter(student__in=ids)}
    label = weights_version.label if weights_version else SHIPPED
    return [
        _portfolio(
            student,
            responses[student.pk],
            current[student.pk],
            read_before,
            aliases.get(student.pk, {}),
            rules=rules,
            label=label,
        )
        for student in students.values()
        if student.pk in opened
    ]


def inputs_digest(responses: Iterable[Response], *, rules: Rules, label: str) -> str:
    """A keyed digest of what an assessment is made from: equal inputs, equal digest; nothing can be guessed."""
    tokens = sorted(response.token for response in responses)
    versions = (rules.models.version, rules.models.schema_hash, DEIDENTIFIER_VERSION, label)
    return crypto.digest("inputs", *versions, *tokens)


def _portfolio(student, responses, current, read_before, aliases, *, rules, label) -> Portfolio:
    readable = [r for r in responses if r.pk in read_before or r.original is not None or r.deidentified is not None]
    planned = [
        window
        for window in _windows(readable, current)
        if _is_stale(window, inputs_digest(window.responses, rules=rules, label=label))
    ]
    needed = {r.pk: r for window in planned for r in window.responses}
    wanted = sorted(needed.values(), key=_written)
    student_in = StudentIn(
        key=str(student.pk),
        responses=tuple(_response_in(response, read_before) for response in wanted),
        windows=tuple(tuple(str(r.pk) for r in window.responses) for window in planned),
        aliases={**aliases, str(student.pk): "[student]"},
        pronouns=student.pronouns,
        baseline=_baseline(planned, current),
    )
    by_key = {str(response.pk): response for response in wanted}
    return Portfolio(student, student_in, by_key, planned, current, aliases)


def _windows(responses: list[Response], current: list[Assessment]) -> list[Window]:
    """Covered windows with what belongs to them now, then new windows for what none covers; oldest first."""
    covered = {assessment.pk: Window([], supersedes=assessment) for assessment in current}
    uncovered = []
    for response in responses:
        home = covered.get(response.assessment_id) or _covering(response, current, covered)
        (home.responses if home else uncovered).append(response)
    in_order = iter(sorted(uncovered, key=_written))
    new = [Window([next(in_order) for _ in dates]) for dates in windows(r.written_on for r in uncovered)]
    found = [window for window in covered.values() if window.responses] + new
    return sorted(found, key=lambda window: window.responses[0].written_on)


def _written(response: Response):
    return (response.written_on, response.received_at, response.pk)


def _covering(response: Response, current: list[Assessment], covered: dict) -> Window | None:
    for assessment in current:
        if assessment.window_start <= response.written_on <= assessment.window_end:
            return covered[assessment.pk]
    return None


def _is_stale(window: Window, digest: str) -> bool:
    window.inputs_digest = digest
    return window.supersedes is None or window.supersedes.inputs_digest != digest


def _response_in(response: Response, read_before: dict) -> ResponseIn:
    detail = read_before.get(response.pk)
    return ResponseIn(
        key=str(response.pk),
        text=None if detail or response.deidentified is not None else response.original,
        masked=None if detail else response.deidentified,
        reading=reading_from_json(detail) if detail else None,
        prompt=response.prompt.text if response.prompt else "",
        grade=response.grade,
        mode=response.mode,
        written_on=response.written_on,
    )


def _baseline(planned: list[Window], current: list[Assessment]):
    """The student's first assessment that is not itself about to be replaced by this run's first window."""
    if not planned or not current:
        return None
    first = min(current, key=lambda assessment: assessment.window_start)
    starts = planned[0].responses[0].written_on
    return first.scores if first.window_end < starts else None


def _grouped(rows) -> dict[uuid.UUID, list]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.student_id].append(row)
    return grouped
