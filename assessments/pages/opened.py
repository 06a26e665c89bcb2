"""The response that lies open beside its evidence, and the ones before and after it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assessments.models import Response
from assessments.pages.clock import Clock
from assessments.pages.evidence import Mark, marks
from assessments.pages.spoken import Said
from mlcore.results import SkillScore


@dataclass(frozen=True)
class Opened:
    response: Response
    title_date: str
    prompt: str
    place: int  # 1 is the newest
    count: int
    marks: list[Mark]
    newer: Response | None
    older: Response | None
    said: Said | None = None  # where a spoken one stood in its discussion

    @property
    def id(self) -> str:
        return str(self.response.pk)

    @property
    def text(self) -> str | None:
        """De-identified words; None while unread, or once they are gone."""
        return self.response.deidentified

    @property
    def words_gone(self) -> bool:
        return self.response.deidentified is None and self.response.original is None


def opened(
    responses: Sequence[Response],
    score: SkillScore | None,
    clock: Clock,
    *,
    chosen: str = "",
    said: Mapping[uuid.UUID, Said] = MappingProxyType({}),
) -> Opened | None:
    """``responses`` newest first. Without a choice: the one that the strongest words stand in, else the newest."""
    if not responses:
        return None
    place = _place(responses, chosen) or _place(responses, strongest(score)) or 1
    response = responses[place - 1]
    return Opened(
        response=response,
        title_date=clock.full_day(response.written_on),
        prompt=response.prompt.text if response.prompt else "",
        place=place,
        count=len(responses),
        marks=marks(score, str(response.pk)) if score else [],
        newer=responses[place - 2] if place > 1 else None,
        older=responses[place] if place < len(responses) else None,
        said=said.get(response.pk),
    )


def strongest(score: SkillScore | None) -> str:
    """The id of the response that the first words among the evidence stand in."""
    return next((e.key for e in score.evidence if e.kind == "words"), "") if score else ""


def _place(responses: Sequence[Response], key: str) -> int | None:
    return next((place for place, one in enumerate(responses, 1) if str(one.pk) == key), None)
