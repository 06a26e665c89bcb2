"""The evidence behind one skill score: what it shows, the student's words, where they stand, how far they move it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Response
from assessments.pages import labels
from assessments.pages.clock import Clock
from assessments.pages.moves import Moves, in_unit
from mlcore.results import Evidence, SkillScore


@dataclass(frozen=True)
class Item:
    """One item of evidence. ``quote`` is empty when the words are gone or there were none to quote."""

    evidence: Evidence
    title: str
    quote: str = ""
    where: str = ""  # "12 Nov, written"; "Bridge Builder, 10 Nov"
    counted: str = ""  # behavior: what was counted
    moves: Moves | None = None  # behavior: the runs and the rule behind it
    words_gone: bool = False
    response_id: str = ""

    @property
    def rank(self) -> int:
        return self.evidence.rank

    @property
    def rank_text(self) -> str:
        return str(self.evidence.rank)

    @property
    def kind(self) -> str:
        return self.evidence.kind

    @property
    def raises(self) -> bool:
        return self.evidence.contribution >= 0

    @property
    def contribution(self) -> float:
        return self.evidence.contribution

    @property
    def source(self) -> str:
        return self.evidence.source

    @property
    def meta(self) -> str:
        """Where it stands and what was counted: "Bridge Builder, 10 Nov: 7 seconds"."""
        return f"{self.where}: {self.counted}" if self.where and self.counted else self.where or self.counted


Mark = tuple[int, int, int, float]  # rank, start, end, contribution: what look.marked_text paints


@dataclass(frozen=True)
class Counted:
    """What telemetry says of one feature in one reading: value, and where and when it was counted."""

    where: str
    value: float | None
    simulated: bool = False
    moves: Moves | None = None


def items(
    score: SkillScore,
    responses: Mapping[str, Response],
    clock: Clock,
    counted: Mapping[tuple[str, str], Counted] | None = None,
) -> list[Item]:
    """``responses`` by id as text; ``counted`` by (key, feature), for behavior."""
    counted = counted or {}
    return [_item(e, responses.get(e.key), clock, counted.get((e.key, e.feature))) for e in score.evidence]


def marks(score: SkillScore, response_id: str) -> list[Mark]:
    """The places in one response that evidence points to, in reading order."""
    found = [e for e in score.evidence if e.kind == "words" and e.key == response_id and e.start is not None]
    return [(e.rank, e.start, e.end, e.contribution) for e in sorted(found, key=lambda e: (e.start, e.rank))]


def _item(one: Evidence, response: Response | None, clock: Clock, counted: Counted | None) -> Item:
    title = labels.title_of(one)
    if one.kind == "behavior":
        return _behavior(one, title, response, clock, counted)
    if one.kind == "not_seen" or response is None:
        return Item(one, title)
    text = response.deidentified
    where = f"{clock.day(response.written_on)}, {labels.MODES[response.mode]}"
    if text is None:
        return Item(one, title, where=where, words_gone=True, response_id=str(response.pk))
    return Item(
        one, title, quote=" ".join(text[one.start : one.end].split()), where=where, response_id=str(response.pk)
    )


def _behavior(one: Evidence, title: str, response: Response | None, clock: Clock, counted: Counted | None) -> Item:
    if counted is None:
        return Item(one, title, where=clock.day(response.written_on) if response else "")
    return Item(one, title, where=counted.where, counted=counted_words(one.feature, counted), moves=counted.moves)


def counted_words(feature: str, counted: Counted) -> str:
    """ "60% of tries", "7 seconds": the value in the feature's own unit, and whether it was simulated."""
    if counted.value is None:
        return ""
    said = in_unit(feature, counted.value)
    return _("%(said)s, from a simulated session") % {"said": said} if counted.simulated else said
