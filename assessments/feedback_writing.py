"""An outside writer at work on one assessment: check again, show it the evidence, keep what the guard lets pass.

The call stands outside every transaction. Whatever goes wrong, the offline writer's feedback is there already and
stays; the job says in one word why.
"""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from assessments.models import Assessment, Feedback, FeedbackJob, Response
from assessments.roster_names import deidentifier_of
from assessments.scoring import changes_between
from config.jobs import LeaseLost
from mlcore.results import SCORED
from privacy import consent, crypto, keys
from privacy.egress import door
from privacy.egress.allowed import EgressRefused, check_open
from privacy.egress.cleared import Cleared, deidentified
from reasoning.claims import About, Cited, claims_to_json
from reasoning.language_model import MOST_TOKENS, LanguageModelWriter, NothingUsable
from students.models import School

log = logging.getLogger("sightline.feedback")

PURPOSE = "llm_feedback"
REMEMBERED_SECONDS = 7 * 24 * 3600
BY = "system:feedback"


class Superfluous(Exception):
    """Writing would serve nobody now; the message is the job's code."""


def run(job_ids: Sequence[str]) -> None:
    for job_id in job_ids:  # one lease each: a call can take a minute and more
        for job in FeedbackJob.claim([job_id], seconds=_lease()):
            try:
                _run(job)
            except LeaseLost:
                log.warning("feedback job %s was taken over by another worker", job.pk)


def _lease() -> int:
    longest = door.ATTEMPTS * (settings.LLM_TIMEOUT_SECONDS + door.WAIT_MOST)
    return int(max(settings.JOB_LEASE_SECONDS, longest + 30))


def _run(job: FeedbackJob) -> None:
    """One job to its end, each way it can end with a code of its own."""
    try:
        _write(job)
    except consent.ConsentMissing:
        FeedbackJob.stop([job], error="consent_missing")
    except EgressRefused:
        FeedbackJob.stop([job], error="door_shut")
    except Superfluous as why:
        FeedbackJob.stop([job], error=str(why))
    except NothingUsable:
        FeedbackJob.fail([job], error="nothing_usable")
    except door.Turned:
        FeedbackJob.fail([job], error="turned_away")
    except door.EgressFailed as failed:
        FeedbackJob.give_up([job], error=type(failed).__name__)
    except LeaseLost:
        raise
    except Exception as error:
        log.exception("feedback job %s failed", job.pk)
        FeedbackJob.give_up([job], error=type(error).__name__)


def _write(job: FeedbackJob) -> None:
    provider = check_open(PURPOSE)
    assessment = Assessment.objects.select_related("student").get(pk=job.assessment_id)
    consent.check([job.student_id], consent.Purpose.LLM_FEEDBACK, school=job.school_id)
    _check_still_wanted(assessment)
    writer = LanguageModelWriter(
        model=provider.model,
        ask=_asking(job),
        words=_words(assessment),
        recall=lambda question: cache.get(_cached(question)),
        remember=lambda question, claims: cache.set(_cached(question), claims, REMEMBERED_SECONDS),
    )
    claims = writer.write(_about(assessment))
    with transaction.atomic():
        Feedback.objects.bulk_create(
            [
                Feedback(
                    school_id=job.school_id,
                    student_id=job.student_id,
                    assessment=assessment,
                    writer=writer.name,
                    claims=claims_to_json(claims),
                )
            ],
            ignore_conflicts=True,
        )
        FeedbackJob.finish([job])


def _check_still_wanted(assessment: Assessment) -> None:
    if Assessment.objects.filter(supersedes=assessment).exists():
        raise Superfluous("superseded")
    if not keys.open_keys([assessment.student_id]):
        raise Superfluous("erased")
    if not any(score.status == SCORED for score in assessment.scores.values()):
        raise Superfluous("nothing_scored")


def _about(assessment: Assessment) -> About:
    """What the offline writer was told when the scores were saved: the same scores, the same first ones."""
    first = Assessment.objects.current().filter(student=assessment.student_id).order_by("window_start").first()
    earlier = first.scores if first and first.window_end < assessment.window_start else None
    return About(
        scores=assessment.scores,
        pronouns=assessment.student.pronouns,
        changes=changes_between(earlier, assessment.scores),
    )


def _words(assessment: Assessment) -> dict[Cited, Cleared]:
    """The places the evidence points to, masked once more with today's roster. Raises ``Superfluous`` when gone."""
    responses = Response.objects.filter(pk__in=assessment.response_ids)
    texts = {str(response.pk): response.deidentified or "" for response in responses}
    masking = deidentifier_of(School.objects.get(pk=assessment.school_id))
    found = {
        (skill.value, item.rank): deidentified(words, masking)
        for skill, score in assessment.scores.items()
        for item in score.evidence
        if item.kind == "words" and (words := texts.get(item.key, "")[item.start : item.end])
    }
    if not found:
        raise Superfluous("words_gone")
    return found


def _asking(job: FeedbackJob):
    def ask(instructions: Cleared, text: Cleared) -> str:
        question = door.Question(PURPOSE, instructions, text, max_tokens=MOST_TOKENS)
        answer = door.ask(question, by=BY, school=job.school_id, subjects=[job.student_id])
        return answer.text if answer.complete else ""

    return ask


def _cached(question: str) -> str:
    """A keyed digest: the cache holds which claims were chosen, and neither words nor whose they are."""
    return f"feedback:{crypto.digest('feedback', question)}"
