"""What a family reads of one release: what the child does well in the child's own words, one next step, and levels in
words. No numbers, no comparison, and nothing that a teacher has not shared."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments import statements
from assessments.class_sharing import Candidate
from assessments.models import Feedback, Release, Response, Statement
from assessments.pages import labels
from assessments.pages.clock import Clock
from assessments.pages.said import quote
from mlcore.results import SCORED, SkillScore
from mlcore.schema import SKILLS, Skill
from privacy import keys
from reasoning.claims import Claim, claims_from_json
from reasoning.render import FAMILY, render
from students.models import Student

# What a family is told, and where it stands; what is not named here stays between the teacher and the record.
WELL, NEXT = ("strength", "also", "rise"), ("step", "stretch")


@dataclass(frozen=True)
class Passage:
    """A sentence, and the child's own words for it where there are any."""

    text: str
    quote: str = ""
    where: str = ""


@dataclass(frozen=True)
class LevelRow:
    skill: Skill
    level: str | None
    statements: list[Statement] = field(default_factory=list)

    @property
    def label(self) -> str:
        return labels.SKILLS[self.skill]

    @property
    def meaning(self) -> str:
        return labels.MEANINGS[self.skill]

    @property
    def level_word(self) -> str:
        return str(labels.LEVELS[self.level]) if self.level else ""


@dataclass(frozen=True)
class Shared:
    release: Release | None
    by: str
    on: str
    since: str
    well: list[Passage]
    next_steps: list[str]
    levels: list[LevelRow]
    words_gone: bool = False


def shared(releases: Iterable[Release], child: Student, clock: Clock) -> list[Shared]:
    """Each release as the family reads it, in a number of queries that does not grow with them."""
    releases = list(releases)
    keys.open_keys([child.pk])
    beside = statements.beside([one.assessment for one in releases])
    responses = responses_of([one.assessment for one in releases], child)
    return [
        read(one.assessment, one.feedback, child, clock, responses, beside[one.assessment_id], release=one)
        for one in releases
    ]


def preview(assessment, feedback: Feedback, child: Student, clock: Clock) -> Shared:
    """The same page before it is shared."""
    beside = statements.beside([assessment])
    return read(assessment, feedback, child, clock, responses_of([assessment], child), beside[assessment.pk])


@dataclass(frozen=True)
class Previewed:
    student: Student
    looked_at: str
    shared: Shared


def previews(candidates: Iterable[Candidate], clock: Clock) -> list[Previewed]:
    """Of many students, in a number of queries that does not grow with them."""
    candidates = list(candidates)
    beside = statements.beside([one.assessment for one in candidates])
    ids = {pk for one in candidates for pk in one.assessment.response_ids}
    rows = Response.objects.filter(
        student__in=[one.student.pk for one in candidates], pk__in=ids, set_aside_at__isnull=True
    )
    by_student: dict = {}
    for row in rows:
        by_student.setdefault(row.student_id, {})[str(row.pk)] = row
    return [
        Previewed(
            one.student,
            str(one.feedback.pk),
            read(
                one.assessment,
                one.feedback,
                one.student,
                clock,
                by_student.get(one.student.pk, {}),
                beside[one.assessment.pk],
            ),
        )
        for one in candidates
    ]


def read(assessment, feedback, child, clock, responses, beside, *, release: Release | None = None) -> Shared:
    scores = assessment.scores
    claims = claims_from_json(feedback.claims) if feedback else ()
    well = [claim for claim in claims if claim.template.partition(".")[0] in WELL]
    steps = [claim for claim in claims if claim.template.partition(".")[0] in NEXT][:1]
    sentences = render(
        [*well, *steps], name=child.first_name, pronouns=child.pronouns, quote=lambda *_: None, audience=FAMILY
    )
    texts = [sentence.text for sentence in sentences]
    passages = _passages(well, texts, scores, responses, clock)
    return Shared(
        release=release,
        by=release.by.display_name if release else "",
        on=clock.full_day(clock.local(release.at).date()) if release else "",
        since=clock.full_day(assessment.window_start),
        well=passages,
        next_steps=texts[len(well) :],
        levels=[_level(skill, scores.get(skill), beside) for skill in SKILLS],
        words_gone=bool(well) and not any(one.quote for one in passages) and _had_words(well, scores),
    )


def responses_of(assessments, child: Student) -> dict[str, Response]:
    """Those a quote may come from. What was set aside is quoted nowhere."""
    ids = {pk for one in assessments for pk in one.response_ids}
    rows = Response.objects.filter(student=child, pk__in=ids, set_aside_at__isnull=True)
    return {str(row.pk): row for row in rows}


def _passages(well: list[Claim], texts: list[str], scores, responses, clock: Clock) -> list[Passage]:
    """The first words that are still there and stand beside no earlier sentence."""
    used: set[str] = set()
    made = []
    for claim, text in zip(well, texts, strict=False):
        found = ((cited, quote(scores, responses, *cited)) for cited in claim.evidence)
        cited, words = next(((c, w) for c, w in found if w and w not in used), (None, None))
        if words is None:
            made.append(Passage(text))
            continue
        used.add(words)
        made.append(Passage(text, " ".join(words.split()), _where(scores, responses, cited, clock)))
    return made


def _where(scores, responses, cited: tuple[str, int], clock: Clock) -> str:
    item = next(one for one in scores[Skill(cited[0])].evidence if one.rank == cited[1])
    return clock.full_day(responses[item.key].written_on)


def _had_words(well: list[Claim], scores) -> bool:
    cited = {(skill, rank) for claim in well for skill, rank in claim.evidence}
    return any(
        (skill.value, item.rank) in cited and item.kind == "words"
        for skill, score in scores.items()
        for item in score.evidence
    )


def _level(skill: Skill, score: SkillScore | None, beside) -> LevelRow:
    scored = score is not None and score.status == SCORED
    return LevelRow(skill, score.level if scored else None, list(beside.get(skill.value, [])))
