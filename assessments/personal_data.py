"""What this app holds about a student."""

from privacy.fields import Personal
from privacy.holders import declare

WORDS = Personal("words", "words")
TELEMETRY = Personal("telemetry", "telemetry")
DIGEST = Personal("telemetry", "scores", exported=False)  # what the row is known again by; no run can be read from it
SCORE = Personal("score", "scores")

declare(
    "assessments.Response",
    path="student",
    personal={
        "original": WORDS,
        "deidentified": WORDS,
        "token": Personal("words", "scores", exported=False),  # a keyed digest: known again, never read
        "grade": Personal("demographic", "scores"),
        "mode": Personal("demographic", "scores"),
    },
    plain="id school student prompt written_on deidentifier_version received_at added_by upload set_aside_at "
    "assessment",
)
declare(
    "assessments.Alert",  # words a person has to read first; never exported to a family by itself
    path="student",
    personal={
        "words": Personal("words", "words", exported=False),
        "signs": Personal("words", "words", exported=False),
        "reason": Personal("words", "words", exported=False),  # that somebody is looked after says something, too
        "token": Personal("words", "words", exported=False),
        "grade": Personal("demographic", "scores", exported=False),
        "mode": Personal("demographic", "scores", exported=False),
    },
    plain="id school student prompt written_on received_at added_by upload told_at read_at escalated_at "
    "state decided_at decided_by",
)
declare(
    "assessments.Turn",  # where a response stood: another student's words are a reference, never a copy
    path="student",
    plain="id school student response discussion position answered answers",
)
declare("assessments.Aliases", path="student", personal={"mapping": WORDS}, plain="id school student")
declare(
    "assessments.GameSession",
    path="student",
    personal={
        "payload": TELEMETRY,
        "task": Personal("telemetry", "scores"),
        "token": DIGEST,
        "run": DIGEST,
    },
    plain="id school student response started_at played_on simulated received_at added_by upload set_aside_at "
    "assessment",
)
declare(
    "assessments.StoredReading",
    path="student",
    personal={"detail": SCORE},
    plain="id school student response game_session moves model_version created_at",
)
declare(
    "assessments.Assessment",
    path="student",
    personal={
        "empathy": SCORE,
        "problem_solving": SCORE,
        "self_regulation": SCORE,
        "resilience": SCORE,
        "details": SCORE,
        "grade": Personal("demographic", "scores"),
    },
    plain="id school student response_ids sessions window_start window_end role model_version schema_hash "
    "deidentifier_version weights_version inputs_digest result_digest supersedes created_at",
)
declare("assessments.LatestAssessment", path="student", plain="id school student assessment")
declare(
    "assessments.Feedback",
    path="student",
    personal={"claims": SCORE},
    plain="id school student assessment writer created_at",
)
declare(
    "assessments.AssessmentJob",
    path="student",
    plain="id school student response batch asked_by idempotency_key state attempts lease lease_until error "
    "created_at finished_at",
)
declare(
    "assessments.FeedbackJob",
    path="student",
    plain="id school student assessment idempotency_key state attempts lease lease_until error created_at finished_at",
)
declare(
    "assessments.Release",
    path="student",
    plain="id school student assessment feedback by at withdrawn_at withdrawn_by",
)
declare(
    "assessments.Statement",  # as long as the score it speaks of
    path="student",
    personal={"words": Personal("words", "scores")},
    plain="id school student assessment skill case by at withdrawn_at",
)
