"""Recompute an assessment from what it names and compare: the same words, model and weights give the same result.

When the words are gone it replays from the stored readings, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments import details
from assessments.models import Assessment, Response, StoredReading
from assessments.models_in_use import calibration_for, models_of
from assessments.scoring import ResponseIn, Rules, StudentIn, score
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
    responses = _responses(assessment)
    from_words = assessment.deidentifier_version == DEIDENTIFIER_VERSION and all(
        response.deidentified is not None for response in responses
    )
    inputs = [_from_words(r) for r in responses] if from_words else _from_readings(assessment, responses)
    if len(inputs) < len(responses):
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


def _responses(assessment: Assessment) -> list[Response]:
    return sorted(
        Response.objects.filter(pk__in=assessment.response_ids).select_related("prompt"),
        key=lambda r: (r.written_on, r.received_at, r.pk),
    )


def _from_words(response: Response) -> ResponseIn:
    return ResponseIn(
        key=str(response.pk),
        masked=response.deidentified,
        prompt=response.prompt.text if response.prompt else "",
        grade=response.grade,
        mode=response.mode,
        written_on=response.written_on,
    )


def _from_readings(assessment: Assessment, responses: Iterable[Response]) -> list[ResponseIn]:
    stored = StoredReading.objects.filter(response__in=responses, model_version=assessment.model_version)
    details_of = {row.response_id: row.detail for row in stored}
    return [
        ResponseIn(key=str(r.pk), reading=reading_from_json(details_of[r.pk])) for r in responses if r.pk in details_of
    ]
