"""``ask``: one question to a language model outside, and all that must be true before a byte of it goes.

In this order: the switch and the list; cleared text only; the family's consent and a row that says what goes, in one
committed transaction; then the call, under a time limit, a breaker and a few tries. Each try is a row of its own.
"""

import logging
import threading
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import openai
import pybreaker
import stamina
from django.db import transaction

from privacy import consent
from privacy.egress import disclosures, wire
from privacy.egress.allowed import PURPOSES, EgressRefused, Provider, check_open, check_origin
from privacy.egress.cleared import Cleared
from privacy.egress.disclosures import Outcome

log = logging.getLogger("sightline.egress")

ATTEMPTS = 3
WAIT_FIRST, WAIT_MOST = 0.5, 20.0  # seconds between tries; a host that asks for longer is not waited for
AGAIN = {408, 409}  # of the host's refusals, those that may pass
OUR_TEXT = {400, 413, 422}
FAILURES_THAT_OPEN, REST_SECONDS = 5, 60.0


class EgressFailed(Exception):
    """The call was allowed and did not succeed. The message holds a code and never a word of anyone's."""

    outcome = Outcome.BROKE_OFF


class Turned(EgressFailed):
    """The host does not take this request: trying again would not help."""

    outcome = Outcome.REFUSED


class NotTaken(Turned):
    """The host reads what we sent and will not have it: this text, not the host, is the matter."""


class TryLater(EgressFailed):
    """Worth another try: not reached, too slow, broken off, or the host's own fault."""

    def __init__(self, message: str, outcome: str = Outcome.BROKE_OFF):
        self.outcome = outcome
        super().__init__(message)


class RateLimited(TryLater):
    def __init__(self, message: str, wait: float | None = None):
        self.wait = wait
        super().__init__(message, Outcome.RATE_LIMITED)


class BreakerOpen(EgressFailed):
    """The host failed several times in a row and is left alone for a minute; nothing was sent."""


@dataclass(frozen=True)
class Question:
    """What is asked. ``instructions`` are our own words; ``text`` what they are about."""

    purpose: str
    instructions: Cleared
    text: Cleared
    max_tokens: int
    temperature: float = 0.0
    seed: int | None = None


@dataclass(frozen=True)
class Answer:
    """What came back. ``complete`` is false when it was cut off; nothing in it may be believed."""

    text: str
    complete: bool
    tokens_in: int
    tokens_out: int


def ask(
    question: Question, *, by, school=None, subjects: Collection[uuid.UUID] = (), attempts: int = ATTEMPTS
) -> Answer:
    """One answer, in JSON if the host keeps to it. ``attempts=1`` for a caller that tries again by itself.

    Raises ``EgressRefused`` or ``consent.ConsentMissing`` (nothing was sent) or ``EgressFailed``. Not to be called
    inside a transaction: the row of what went out would go with its rollback.
    """
    provider = check_open(question.purpose)
    _check_cleared(question)
    _check_subjects(question.purpose, school, subjects)
    tries = stamina.retry_context(
        on=_wait, attempts=attempts, timeout=None, wait_initial=WAIT_FIRST, wait_max=WAIT_MOST
    )
    for attempt in tries:
        with attempt:
            return _guarded(question, provider, attempt=attempt.num, by=by, school=school, subjects=subjects)
    raise AssertionError("stamina either returns or raises")


def _check_cleared(question: Question) -> None:
    for part in (question.instructions, question.text):
        if type(part) is not Cleared:
            raise TypeError(f"the door takes cleared text, not {type(part).__name__}: see privacy/egress/cleared.py")


def _check_subjects(purpose: str, school, subjects: Collection) -> None:
    """A call is about named students or about none; which, its purpose says."""
    about_students = PURPOSES[purpose].consent is not None
    if about_students and not (subjects and school):
        raise EgressRefused(f"{purpose} sends students' words: say whose, and of which school")
    if subjects and not about_students:
        raise EgressRefused(f"{purpose} is for made-up texts, not for students' words")


def _guarded(question: Question, provider: Provider, *, attempt: int, by, school, subjects) -> Answer:
    """One try, unless the host is being left alone. ``breaker.call`` would hold its lock for the whole call and let
    one call through at a time; ``calling`` holds it only while it counts."""
    breaker = breaker_of(provider.origin)
    try:
        with breaker.calling():
            return _send(question, provider, attempt=attempt, by=by, school=school, subjects=subjects)
    except pybreaker.CircuitBreakerError:
        raise BreakerOpen(f"{provider.host} failed several times and is left alone for a minute") from None


def _send(question: Question, provider: Provider, *, attempt: int, by, school, subjects) -> Answer:
    messages = [
        {"role": "system", "content": str(question.instructions)},
        {"role": "user", "content": str(question.text)},
    ]
    payload = "\n".join(message["content"] for message in messages).encode()
    wanted = PURPOSES[question.purpose].consent
    with transaction.atomic(durable=True):
        if wanted:
            consent.check(subjects, wanted, school=getattr(school, "pk", school))
        row = disclosures.record(
            purpose=question.purpose, destination=provider.origin, model=provider.model, payload=payload,
            attempt=attempt, by=by, school=school, subjects=subjects,
        )  # fmt: skip
    began = time.monotonic()
    try:
        answer, size = _call(question, provider, messages)
    except EgressFailed as failed:
        disclosures.record_outcome(row, failed.outcome, bytes_in=0, seconds=time.monotonic() - began)
        log.warning("%s to %s: %s", question.purpose, provider.host, failed)
        raise
    disclosures.record_outcome(row, Outcome.ANSWERED, bytes_in=size, seconds=time.monotonic() - began)
    return answer


def _call(question: Question, provider: Provider, messages: list[dict]) -> tuple[Answer, int]:
    """Errors of the library become ours here, with a code for a message: theirs may quote what was sent."""
    extra = {} if question.seed is None else {"seed": question.seed}
    try:
        raw = _client(provider).chat.completions.with_raw_response.create(
            model=provider.model,
            messages=messages,
            max_tokens=question.max_tokens,
            temperature=question.temperature,
            response_format={"type": "json_object"},
            **extra,
        )
        return _understood(raw), len(raw.content)
    except openai.RateLimitError as error:
        raise RateLimited("rate limited", _asked_wait(error)) from None
    except openai.APIConnectionError as error:  # timeouts, too
        if isinstance(error.__cause__, EgressRefused):
            raise error.__cause__ from None
        reached = not isinstance(error.__cause__, wire.NOT_REACHED)
        raise TryLater("no whole answer in time", Outcome.BROKE_OFF if reached else Outcome.NOT_REACHED) from None
    except openai.APIStatusError as error:
        said = f"the host answered {error.status_code}"
        if error.status_code >= 500 or error.status_code in AGAIN:
            raise TryLater(said) from None
        raise (NotTaken if error.status_code in OUR_TEXT else Turned)(said) from None
    except openai.OpenAIError as error:
        raise TryLater(f"an answer that cannot be read ({type(error).__name__})") from None


def _understood(raw) -> Answer:
    """Whatever the host sent, as an answer; raises ``TryLater`` when it is none."""
    try:
        parsed = raw.parse()
        choice = parsed.choices[0]
        text = choice.message.content
        used = parsed.usage
        tokens = (int(used.prompt_tokens), int(used.completion_tokens)) if used else (0, 0)
    except (AttributeError, IndexError, TypeError, ValueError):
        raise TryLater("an answer that is none") from None
    if not isinstance(text, str) or not text.strip():
        raise TryLater("an empty answer")
    return Answer(text, choice.finish_reason == "stop", *tokens)


def _asked_wait(error: openai.RateLimitError) -> float | None:
    """The seconds a host asks us to wait; a date, or nonsense, counts as nothing said."""
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:
        return None


def _wait(error: Exception) -> bool | float:
    """For stamina: whether to try again, and after how long when the host has said so."""
    if isinstance(error, RateLimited) and error.wait is not None:
        return error.wait if error.wait <= WAIT_MOST else False
    return isinstance(error, TryLater)


@cache
def breaker_of(origin: str) -> pybreaker.CircuitBreaker:
    """One breaker per host and process. What is our own doing, or the host's asking for patience, does not open it."""
    return pybreaker.CircuitBreaker(
        fail_max=FAILURES_THAT_OPEN,
        reset_timeout=REST_SECONDS,
        exclude=[RateLimited, NotTaken, EgressRefused, consent.ConsentMissing],
        name=origin,
    )


def forget_clients() -> None:
    """Close what is open. Connections are kept between calls, one pool per endpoint and process."""
    for client in _clients.values():
        client.close()
    _clients.clear()


_clients: dict[Provider, openai.OpenAI] = {}
_opening = threading.Lock()


def _client(provider: Provider) -> openai.OpenAI:
    with _opening:
        if provider not in _clients:
            _clients[provider] = _opened(provider)
        return _clients[provider]


def _opened(provider: Provider) -> openai.OpenAI:
    return openai.OpenAI(
        api_key=provider.key or "none",
        base_url=provider.url,
        max_retries=0,  # each try must be a row of its own
        http_client=wire.client(check=check_origin, key=provider.key, seconds=provider.timeout),
    )
