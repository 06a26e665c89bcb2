"""The way in: consent checked, words sealed, a job row, an audit event, in one transaction; then a worker is woken."""

import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from assessments import days, tasks, withholding
from assessments.alerts import Alert
from assessments.models import AssessmentJob, Prompt, Response
from privacy import audit, consent, crypto, keys
from students.models import School, Student

log = logging.getLogger("sightline.intake")

MAX_CHARACTERS = 20_000
MAX_PROMPT_CHARACTERS = 2_000
CONTROL = {ordinal: None for ordinal in range(32) if chr(ordinal) not in "\n\t"}


class TextRefused(ValueError):
    """The words cannot be taken as they are; the message says how to mend them."""


@dataclass(frozen=True)
class NewResponse:
    student: Student
    text: str
    prompt: str = ""
    written_on: date | None = None
    mode: str = Response.Mode.WRITTEN
    grade: int | None = None


@dataclass(frozen=True)
class Accepted:
    batch: uuid.UUID
    added: list[Response] = field(default_factory=list)
    already_there: int = 0
    jobs: list[AssessmentJob] = field(default_factory=list)
    withheld: list[Alert] = field(default_factory=list)  # set aside for a person to read first


def cleaned(text: str) -> str:
    """The words without control characters and with plain line ends. Raises TextRefused."""
    text = _plain(text)
    if not text:
        raise TextRefused("There are no words in this response.")
    if len(text) > MAX_CHARACTERS:
        raise TextRefused(
            f"This response has {len(text):,} characters. Up to {MAX_CHARACTERS:,} can be read at once: "
            "add it in parts, one for each prompt."
        )
    return text


def cleaned_prompt(text: str) -> str:
    """The prompt on one line; empty when there is none. Raises TextRefused."""
    text = _folded(_plain(text))
    if len(text) > MAX_PROMPT_CHARACTERS:
        raise TextRefused(
            f"This prompt has {len(text):,} characters, up to {MAX_PROMPT_CHARACTERS:,} fit. "
            "Is it the prompt, or the student's words?"
        )
    return text


def _plain(text: str) -> str:
    """Half a character (a lone surrogate, from a cut JSON escape) can be neither sealed nor stored."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise TextRefused("A character in this text is broken in two. Type that word again.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL).strip()


def today_at(school: School) -> date:
    """The school's own day: an evening in Oregon is already tomorrow in UTC."""
    return datetime.now(ZoneInfo(school.time_zone)).date()


def accept_text(
    *, student: Student, text: str, prompt: str = "", written_on=None, mode="written", by, call_worker: bool = True
) -> Accepted:
    """One response of one student. ``call_worker=False`` when the caller runs the job itself."""
    row = NewResponse(student, text, prompt, written_on, mode, student.grade)
    return accept_many([row], school=student.school, by=by, call_worker=call_worker)


def accept_many(
    rows: Sequence[NewResponse],
    *,
    school: School,
    by,
    upload: uuid.UUID | None = None,
    call_worker: bool = True,
    read_by_a_person: bool = False,
) -> Accepted:
    """Many responses of one school's students. All or nothing; what is already there is not added twice. One that
    points to danger is set aside, unless a safeguarding lead has read it.

    Raises TextRefused or consent.ConsentMissing, before anything is kept.
    """
    prompts = [cleaned_prompt(row.prompt) for row in rows]
    responses = [
        _response(row, prompt, school=school, by=by, upload=upload) for row, prompt in zip(rows, prompts, strict=True)
    ]
    students = {response.student_id for response in responses}
    keys.open_keys(students)  # in one query, not one per student when the words are sealed
    with transaction.atomic():
        consent.check(students, consent.Purpose.ASSESS, school=school.pk)
        _attach_prompts(responses, prompts, school)
        going_on, alarming = (responses, []) if read_by_a_person else withholding.sift(responses)
        withheld = withholding.set_aside(alarming, school=school)
        added = _insert_new(going_on, school)
        there = len(responses) - len(added) - len(withheld)
        accepted = Accepted(uuid.uuid4(), added, there, withheld=withheld)
        if added:
            accepted.jobs.extend(_queue(added, school=school, batch=accepted.batch, by=by))
            if call_worker:
                wake([job.pk for job in accepted.jobs])
            concerned = {response.student_id for response in added}
            audit.record("response.add", by=by, school=school, subjects=concerned, count=len(added))
    return accepted


def assess_again(students: Iterable[Student], *, school: School, by, trigger: str = "") -> list[AssessmentJob]:
    """Queue students whose weights, model or set-aside responses changed; nothing new costs nothing."""
    with transaction.atomic():
        students = list(students)
        batch = uuid.uuid4()
        jobs = [
            AssessmentJob(
                school=school,
                student=student,
                batch=batch,
                asked_by=audit.actor(by),
                idempotency_key=f"again:{trigger or batch}:{student.pk}",
            )
            for student in students
        ]
        AssessmentJob.objects.bulk_create(jobs, ignore_conflicts=True, batch_size=200)
        audit.record("assessment.run", by=by, school=school, subjects=[s.pk for s in students], count=len(students))
        wake([job.pk for job in jobs])
    return jobs


def retry_failed(jobs, *, school: School, by) -> int:
    with transaction.atomic():
        students = set(jobs.values_list("student_id", flat=True))
        ids = AssessmentJob.retry(jobs)
        if ids:
            audit.record("job.retry", by=by, school=school, subjects=students, count=len(ids))
            wake(ids)
    return len(ids)


def wake(job_ids: Sequence[uuid.UUID]) -> None:
    """Tell a worker once the rows are committed. If the broker is away the reaper finds them."""
    for start in range(0, len(job_ids), tasks.CHUNK):
        chunk = [str(job_id) for job_id in job_ids[start : start + tasks.CHUNK]]
        transaction.on_commit(lambda chunk=chunk: tasks.assess.delay(chunk), robust=True)


def _response(row: NewResponse, prompt: str, *, school: School, by, upload) -> Response:
    if row.student.school_id != school.pk:
        raise ValueError(f"{row.student} is not of {school.pk}: a batch belongs to one school")
    text = cleaned(row.text)
    written_on = _day(row.written_on, today_at(school))
    return Response(
        school=school,
        student=row.student,
        written_on=written_on,
        mode=row.mode,
        grade=row.grade if row.grade is not None else row.student.grade,
        original=text,
        token=token_of(row.student, text, prompt, written_on),
        added_by=audit.actor(by),
        upload=upload,
    )


def _day(written_on: date | None, today: date) -> date:
    try:
        return days.checked(written_on, today=today) if written_on else today
    except days.DayRefused as refused:
        raise TextRefused(str(refused)) from None


def token_of(student: Student, text: str, prompt: str, written_on: date | None) -> str:
    """What makes two responses the same one: student, prompt, date and words, spacing aside."""
    day = (written_on or today_at(student.school)).isoformat()
    return crypto.digest("response", str(student.pk), _folded(prompt), day, _folded(text))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _attach_prompts(responses: Sequence[Response], texts: Sequence[str], school: School) -> None:
    by_token = {Prompt.digest(text): text for text in texts if text}
    asked = Prompt.objects.filter(school=school, token__in=by_token)
    prompts = {prompt.token: prompt for prompt in asked}
    missing = sorted(by_token.keys() - prompts.keys())  # in one order everywhere: two rivals never wait for each other
    if missing:
        new = [Prompt(school=school, text=by_token[token], token=token) for token in missing]
        Prompt.objects.bulk_create(new, ignore_conflicts=True)  # a rival may have been first: theirs counts
        prompts = {prompt.token: prompt for prompt in asked.all()}
    for response, text in zip(responses, texts, strict=True):
        response.prompt = prompts.get(Prompt.digest(text)) if text else None


def _insert_new(responses: Sequence[Response], school: School) -> list[Response]:
    """Insert what is not there yet: not earlier in this file, not in the database, not by a rival transaction."""
    students = {response.student_id for response in responses}
    there = set(Response.objects.filter(school=school, student__in=students).values_list("student_id", "token"))
    new = []
    for response in responses:
        if (response.student_id, response.token) not in there:
            there.add((response.student_id, response.token))
            new.append(response)
    Response.objects.bulk_create(new, ignore_conflicts=True, batch_size=200)
    landed = set(Response.objects.filter(pk__in=[response.pk for response in new]).values_list("pk", flat=True))
    return [response for response in new if response.pk in landed]


def _queue(added: Sequence[Response], *, school: School, batch: uuid.UUID, by) -> list[AssessmentJob]:
    """One job per student; the key makes a repeated transaction harmless."""
    first = {}
    for response in added:
        first.setdefault(response.student_id, response)
    jobs = [
        AssessmentJob(
            school=school,
            student_id=student,
            batch=batch,
            response=response,
            asked_by=audit.actor(by),
            idempotency_key=f"intake:{response.pk}",
        )
        for student, response in first.items()
    ]
    return AssessmentJob.objects.bulk_create(jobs, batch_size=200)
