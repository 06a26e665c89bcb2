"""Growth feedback as paragraphs: each sentence with the numbered chips that lead to its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Feedback, Response
from mlcore.results import Evidence, SkillScore
from mlcore.schema import Skill
from reasoning.catalog import Kind
from reasoning.claims import claims_from_json
from reasoning.render import Chip, Sentence, render
from students.models import Student

OWN_PARAGRAPH = (Kind.NEXT_STEP, Kind.INVITATION)  # what is seen shares the first


@dataclass(frozen=True)
class Said:
    """One sentence, its last word apart, so that the chips never stand alone on a line."""

    beginning: str
    last_word: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Paragraph:
    sentences: list[Said]


@dataclass(frozen=True)
class FeedbackShown:
    paragraphs: list[Paragraph]
    written_by: str


def shown(
    feedback: Feedback | None, student: Student, scores: Mapping[Skill, SkillScore], responses: Mapping[str, Response]
) -> FeedbackShown | None:
    if feedback is None or not feedback.claims:
        return None
    sentences = render(
        claims_from_json(feedback.claims),
        name=student.first_name,
        pronouns=student.pronouns,
        quote=lambda skill, rank: quote(scores, responses, skill, rank),
    )
    return FeedbackShown(paragraphs(sentences), written_by(feedback.writer))


def paragraphs(sentences: Sequence[Sentence]) -> list[Paragraph]:
    """What is seen first, then each kind that opens a paragraph of its own, in the order they were said."""
    groups: dict[Kind | None, list[Said]] = {}
    for sentence in sentences:
        kind = sentence.kind if sentence.kind in OWN_PARAGRAPH else None
        groups.setdefault(kind, []).append(_said(sentence))
    return [Paragraph(group) for group in groups.values()]


def quote(scores: Mapping[Skill, SkillScore], responses: Mapping[str, Response], skill: str, rank: int) -> str | None:
    """The words an item of evidence points to; None when there were none, or they are gone."""
    item = _find(scores, skill, rank)
    response = responses.get(item.key) if item and item.kind == "words" else None
    return response.deidentified[item.start : item.end] if response and response.deidentified else None


def written_by(writer: str) -> str:
    if writer.startswith("offline"):
        return _("Written by Sightline's offline writer from the numbered evidence above. No outside service was used.")
    model, _plus, helper = writer.partition(" + ")
    said = _(
        "%(model)s, an outside service, chose what is said here from the numbered evidence above. It was sent no "
        "names; the sentences are Sightline's own."
    ) % {"model": model}
    return f"{said} {_('The offline writer added what was missing.')}" if helper else said


def _find(scores: Mapping[Skill, SkillScore], skill: str, rank: int) -> Evidence | None:
    score = scores.get(Skill(skill))
    return next((item for item in score.evidence if item.rank == rank), None) if score else None


def _said(sentence: Sentence) -> Said:
    beginning, _space, last_word = sentence.text.rpartition(" ")
    return Said(beginning, last_word, sentence.chips)
