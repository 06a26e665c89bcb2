"""The heart of the product, pure and bulk: students' responses in, assessments out.

No database, clock, network or settings: everything it needs is handed in, so the job, the command
line, the API and ``replay`` run the very same function.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fusion.combine import SkillWeights, fuse_reading
from mlcore import change
from mlcore.calibration import Calibration
from mlcore.combine import combine
from mlcore.read import joined, read
from mlcore.registry import Models
from mlcore.results import SCORED, Event, Item, Reading, SkillScore
from mlcore.schema import SKILLS, Skill
from privacy.deidentify import Deidentifier
from reasoning.claims import About, Claim
from reasoning.writer import Writer


@dataclass(frozen=True)
class ResponseIn:
    """One response, with the telemetry that joined it, or a game session alone (``masked`` is empty).

    Already read: ``reading`` is given; with ``events`` beside it, its words are gone and new telemetry joins it.
    Already de-identified: ``masked`` is given. Else ``text``.
    """

    key: str
    text: str | None = None
    masked: str | None = None
    reading: Reading | None = None
    prompt: str = ""
    grade: int | None = None
    mode: str = "written"
    written_on: date | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class StudentIn:
    """One student's responses and which of them each assessment combines (``windows`` of response keys)."""

    key: str
    responses: tuple[ResponseIn, ...]
    windows: tuple[tuple[str, ...], ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    pronouns: str | None = None
    baseline: Mapping[Skill, SkillScore] | None = None  # an earlier assessment to tell change against


@dataclass(frozen=True)
class WindowOut:
    keys: tuple[str, ...]
    scores: dict[Skill, SkillScore]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class StudentOut:
    key: str
    masked: dict[str, str]  # only those made here
    readings: dict[str, Reading]  # only those made here
    aliases: dict[str, str]
    windows: tuple[WindowOut, ...]


@dataclass(frozen=True)
class Rules:
    """Everything but the students: one model version, one weights version, one roster, one writer."""

    models: Models
    weights: Mapping[str, SkillWeights]
    calibration: Calibration
    deidentifier: Deidentifier
    writer: Writer | None = None
    every_score: bool = False


def score(batch: Sequence[StudentIn], rules: Rules) -> list[StudentOut]:
    """De-identify, read (all responses in one pass), fuse, combine and put into words."""
    masked = [_masked(student, rules.deidentifier) for student in batch]
    fresh = _read_what_is_unread(batch, [texts for texts, _ in masked], rules.models)
    return [
        _assessed(student, texts, aliases, fresh, rules)
        for student, (texts, aliases) in zip(batch, masked, strict=True)
    ]


def _masked(student: StudentIn, deidentifier: Deidentifier) -> tuple[dict[str, str], dict[str, str]]:
    """New de-identified texts of one student, with placeholders that stay stable across them."""
    aliases, texts = dict(student.aliases), {}
    for response in student.responses:
        if response.reading is None and response.masked is None and response.text is not None:
            result = deidentifier.mask(response.text, aliases=aliases)
            texts[response.key], aliases = result.text, {**aliases, **result.aliases}
    return texts, aliases


def _read_what_is_unread(batch, masked, models: Models) -> dict[tuple[str, str], Reading]:
    unread = [
        (student.key, _item(response, texts))
        for student, texts in zip(batch, masked, strict=True)
        for response in student.responses
        if response.reading is None
    ]
    readings = read([item for _, item in unread], models)
    return {(student, item.key): reading for (student, item), reading in zip(unread, readings, strict=True)}


def _item(response: ResponseIn, texts: Mapping[str, str]) -> Item:
    return Item(
        key=response.key,
        text=texts.get(response.key, response.masked) or "",
        prompt=response.prompt,
        grade=response.grade,
        mode=response.mode,
        written_on=response.written_on,
        events=response.events,
    )


def _assessed(student: StudentIn, texts, aliases, fresh, rules: Rules) -> StudentOut:
    own = {r.key: _reading(r, student, fresh, rules) for r in student.responses}
    windows, baseline = [], student.baseline
    for keys in student.windows:
        scores = _combined([own[key] for key in keys], rules)
        windows.append(WindowOut(keys, scores, _in_words(scores, baseline, student.pronouns, rules)))
        baseline = baseline or scores
    new = {r.key: own[r.key] for r in student.responses if own[r.key] is not r.reading}
    return StudentOut(student.key, texts, new, aliases, tuple(windows))


def _reading(response: ResponseIn, student: StudentIn, fresh, rules: Rules) -> Reading:
    if response.reading is None:
        return fresh[student.key, response.key]
    return joined(response.reading, response.events, rules.models) if response.events else response.reading


def _combined(readings: Iterable[Reading], rules: Rules) -> dict[Skill, SkillScore]:
    fused = [fuse_reading(reading, rules.weights) for reading in readings]
    return {
        skill: combine(
            [one[skill] for one in fused if skill in one],
            skill=skill,
            calibration=rules.calibration,
            every_score=rules.every_score,
        )
        for skill in SKILLS
    }


def _in_words(scores, baseline, pronouns, rules: Rules) -> tuple[Claim, ...]:
    if rules.writer is None:
        return ()
    return rules.writer.write(About(scores=scores, pronouns=pronouns, changes=changes_between(baseline, scores)))


def changes_between(before: Mapping[Skill, SkillScore] | None, after: Mapping[Skill, SkillScore]) -> dict:
    """The change verdict of each skill that both assessments score."""
    if not before:
        return {}
    return {
        skill: change.verdict(before[skill], after[skill])
        for skill in SKILLS
        if before[skill].status == SCORED == after[skill].status
    }
