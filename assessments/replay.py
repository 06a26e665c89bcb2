"""Recompute an assessment from what it names and compare: the same words, model and weights give the same result.

When the words are gone it replays from the stored readings, and says so.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from assessments import details
from assessments.models import Assessment, GameSession, Response, StoredReading
from assessments.models_in_use import calibration_for, models_of
from assessments.portfolio import Part, in_order
from assessments.scoring import ResponseIn, Rules, StudentIn, score
from assessments.telemetry import joining, payload
from mlcore.read import from_json as reading_from_json
from privacy import audit
from privacy.deidentify import DEIDENTIFIER_VERSION, Deidentifier


@dataclass(frozen=True)
class Replay:
    assessment: Assessment
    same: bool
    basis: str  # "words", "readings", or why it could not be replayed


def replay(assessment: Assessment, *, by="system:replay") -> Replay:
    """Recompute one assessment. Raises registry.ArtifactError when its model version is no longer there."""
    audit.record(
        "assessment.replay", by=by, school=assessment.school_id, subjects=[assessment.student_id], obj=assessment
    )
    parts, joined = _parts(assessment)
    from_words = assessment.deidentifier_version == DEIDENTIFIER_VERSION and all(map(_is_whole, _rows(parts, joined)))
    inputs = [_from_words(part, joined) for part in parts] if from_words else _from_readings(assessment, parts, joined)
    if len(inputs) < len(parts) or len(_rows(parts, joined)) < _named(assessment):
        return Replay(assessment, False, "neither words nor readings are left")
    basis = "words" if from_words else "readings"
    return Replay(assessment, _digest(assessment, inputs) == assessment.result_digest, basis)


def _digest(assessment: Assessment, inputs: list[ResponseIn]) -> str:
    models = models_of(assessment.model_version)
    weights = assessment.weights_version.weights if assessment.weights_version else models.default_weights
    rules = Rules(models, weights, calibration_for(models, weights), Deidentifier())
    keys = tuple(response.key for response in inputs)
    [out] = score([StudentIn(str(assessment.student_id), tuple(inputs), (keys,))], rules)
    return details.result_digest(details.to_json(out.windows[0].scores))


def _parts(assessment: Assessment) -> tuple[list[Part], dict]:
    """What the assessment read: its responses and the game sessions alone, in order, and the sessions that joined."""
    responses = Response.objects.filter(pk__in=assessment.response_ids).select_related("prompt")
    sessions = list(GameSession.objects.filter(pk__in=assessment.sessions))
    links = {s.pk: uuid.UUID(to) for s in sessions if (to := assessment.sessions[str(s.pk)])}
    alone = [session for session in sessions if session.pk not in links]
    return sorted([*responses, *alone], key=in_order), joining.grouped(links, sessions)


def _rows(parts: list[Part], joined: Mapping) -> list[Part]:
    return [row for part in parts for row in (part, *joined.get(part.pk, ()))]


def _named(assessment: Assessment) -> int:
    return len(assessment.response_ids) + len(assessment.sessions)


def _is_whole(row: Part) -> bool:
    return (row.payload if isinstance(row, GameSession) else row.deidentified) is not None


def _from_words(part: Part, joined: Mapping) -> ResponseIn:
    if isinstance(part, GameSession):
        return ResponseIn(key=str(part.pk), masked="", written_on=part.day, events=payload.events_of(part))
    return ResponseIn(
        key=str(part.pk),
        masked=part.deidentified,
        prompt=part.prompt.text if part.prompt else "",
        grade=part.grade,
        mode=part.mode,
        written_on=part.written_on,
        events=payload.one_after_another(joined.get(part.pk, ())),
    )


def _from_readings(assessment: Assessment, parts: list[Part], joined: Mapping) -> list[ResponseIn]:
    stored = StoredReading.objects.filter(student=assessment.student_id, model_version=assessment.model_version)
    details_of = {(row.response_id or row.game_session_id, row.moves): row.detail for row in stored}
    keyed = [(part, (part.pk, joining.digest_of(joined.get(part.pk, ())))) for part in parts]
    return [
        ResponseIn(key=str(part.pk), reading=reading_from_json(details_of[key]))
        for part, key in keyed
        if key in details_of
    ]
