"""What a chunk leaves behind, in the caller's transaction and in a number of statements that does not grow with it."""

import json
import uuid

from assessments import details
from assessments.models import Aliases, Assessment, Feedback, GameSession, LatestAssessment, Response, StoredReading
from assessments.portfolio import Part, Portfolio, Window
from assessments.scoring import Rules, StudentOut, WindowOut
from assessments.telemetry import joining
from fusion.weights import WeightsVersion
from mlcore.read import to_json as reading_to_json
from mlcore.schema import SKILLS
from privacy import audit
from privacy.deidentify import DEIDENTIFIER_VERSION
from privacy.update_each import update_each
from reasoning.claims import claims_to_json
from students.models import School

ROWS = 200


def save(
    portfolios: list[Portfolio],
    results: list[StudentOut],
    *,
    school: School,
    rules: Rules,
    weights_version: WeightsVersion | None,
) -> list[Assessment]:
    """De-identified texts, readings, assessments, feedback, the latest pointers and one audit event."""
    pairs = list(zip(portfolios, results, strict=True))
    _keep_masked(pairs)
    _keep_aliases(pairs, school)
    _keep_readings(pairs, school, rules)
    made = [
        (
            portfolio,
            window,
            out,
            _assessment(portfolio, window, out, school=school, rules=rules, weights_version=weights_version),
        )
        for portfolio, result in pairs
        for window, out in zip(portfolio.windows, result.windows, strict=True)
    ]
    assessments = [assessment for *_, assessment in made]
    Assessment.objects.bulk_create(assessments, batch_size=ROWS)
    _keep_feedback(made, rules)
    _point_home(made)
    _point_latest(made, school)
    if assessments:
        audit.record(
            "assessment.run",
            by="system:pipeline",
            school=school,
            subjects={assessment.student_id for assessment in assessments},
            count=len(assessments),
            model=rules.models.version,
        )
    return assessments


def _keep_masked(pairs) -> None:
    """The de-identified text is made once; offsets refer to it ever after."""
    responses = []
    for portfolio, result in pairs:
        for key, text in result.masked.items():
            response = portfolio.parts[key]
            response.deidentified, response.deidentifier_version = text, DEIDENTIFIER_VERSION
            responses.append(response)
    update_each(responses, ["deidentified", "deidentifier_version"])


def _keep_aliases(pairs, school: School) -> None:
    rows = [
        Aliases(school=school, student=portfolio.student, mapping=json.dumps(_others(result.aliases, portfolio)))
        for portfolio, result in pairs
        if _others(result.aliases, portfolio) != portfolio.known_aliases
    ]
    Aliases.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["student"], update_fields=["mapping"], batch_size=ROWS
    )


def _others(aliases: dict, portfolio: Portfolio) -> dict:
    return {key: placeholder for key, placeholder in aliases.items() if key != str(portfolio.student.pk)}


def _keep_readings(pairs, school: School, rules: Rules) -> None:
    StoredReading.objects.bulk_create(
        [
            StoredReading(
                school=school,
                student=portfolio.student,
                **_of_what(portfolio, portfolio.parts[key]),
                model_version=rules.models.version,
                detail=reading_to_json(reading),
            )
            for portfolio, result in pairs
            for key, reading in result.readings.items()
        ],
        ignore_conflicts=True,
        batch_size=ROWS,
    )


def _of_what(portfolio: Portfolio, part: Part) -> dict:
    if isinstance(part, GameSession):
        return {"game_session": part}
    return {"response": part, "moves": joining.digest_of(portfolio.sessions_of(part))}


def _assessment(
    portfolio: Portfolio, window: Window, out: WindowOut, *, school: School, rules: Rules, weights_version
) -> Assessment:
    plain = details.to_json(out.scores)
    dates = [part.day for part in window.parts]
    grades = [response.grade for response in window.responses] or [portfolio.student.grade]
    return Assessment(
        school=school,
        student=portfolio.student,
        window_start=min(dates),
        window_end=max(dates),
        grade=grades[-1],
        **{skill.value: out.scores[skill].score for skill in SKILLS},
        response_ids=[str(response.pk) for response in window.responses],
        sessions=_sessions(portfolio, window),
        details=plain,
        model_version=rules.models.version,
        schema_hash=rules.models.schema_hash,
        deidentifier_version=DEIDENTIFIER_VERSION,
        weights_version=weights_version,
        inputs_digest=window.inputs_digest,
        result_digest=details.result_digest(plain),
        supersedes=window.supersedes,
    )


def _sessions(portfolio: Portfolio, window: Window) -> dict[str, str]:
    """The game sessions of a window, and the response each joined; empty text for a reading of its own."""
    return {
        str(session.pk): str(part.pk) if part is not session else ""
        for part in window.parts
        for session in portfolio.sessions_of(part)
    }


def _keep_feedback(made, rules: Rules) -> None:
    Feedback.objects.bulk_create(
        [
            Feedback(
                school_id=assessment.school_id,
                student_id=assessment.student_id,
                assessment=assessment,
                writer=rules.writer.name,
                claims=claims_to_json(out.claims),
            )
            for _, _, out, assessment in made
            if rules.writer
        ],
        batch_size=ROWS,
    )


def _point_home(made) -> None:
    """Each response and game session points to the assessment that reads it now."""
    rows = {}
    for portfolio, window, _, assessment in made:
        for part in window.parts:
            for row in (part, *portfolio.sessions_of(part)):
                row.assessment_id = assessment.pk
                rows[row.pk] = row
    for model in (Response, GameSession):
        update_each((row for row in rows.values() if isinstance(row, model)), ["assessment"])


def _point_latest(made, school: School) -> None:
    replaced = {assessment.supersedes_id for *_, assessment in made}
    latest: dict[uuid.UUID, Assessment] = {}
    for portfolio, _, _, assessment in made:
        standing = [a for a in portfolio.current if a.pk not in replaced]
        newest = max([*standing, assessment, *filter(None, [latest.get(portfolio.student.pk)])], key=_recency)
        latest[portfolio.student.pk] = newest
    LatestAssessment.objects.bulk_create(
        [LatestAssessment(school=school, student_id=student, assessment=one) for student, one in latest.items()],
        update_conflicts=True,
        unique_fields=["student"],
        update_fields=["assessment"],
        batch_size=ROWS,
    )


def _recency(assessment: Assessment):
    return (assessment.window_end, assessment.created_at)
