"""The versions of the models side by side, and one version's card, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mlcore import card as cards
from mlcore import publishing, registry, served, shelf
from mlcore.agreement import FAIL, PASS, UNSURE
from mlcore.served import ROLLBACK, Deployment
from privacy.deidentify import DEIDENTIFIER_VERSION

VERDICTS = {PASS: _("Passes"), FAIL: _("Does not pass"), UNSURE: _("Not enough evidence"), "": _("Not evaluated")}


@dataclass(frozen=True)
class Served:
    """One stretch during which a version read the responses."""

    version: str
    since: datetime
    until: datetime | None
    verdict: str
    why: str
    back: bool  # a return to an earlier version


@dataclass(frozen=True)
class Shelf:
    versions: Sequence[shelf.Version] = ()
    past: Sequence[Served] = ()  # newest first
    problem: str = ""  # why nothing can be told

    def __iter__(self):
        """Each version with the gate's verdict in words."""
        return ((one, VERDICTS[one.gate]) for one in self.versions)


def shelf_now() -> Shelf:
    """What there is and what is served; a history that cannot be read is told, not hidden."""
    try:
        return Shelf(
            versions=shelf.versions(settings.ARTIFACTS, deidentifier=DEIDENTIFIER_VERSION),
            past=[_served(one) for one in reversed(served.history(settings.ARTIFACTS))],
        )
    except registry.ArtifactError as problem:
        return Shelf(problem=str(problem))


def _served(one: Deployment) -> Served:
    return Served(
        version=one.version,
        since=datetime.fromisoformat(one.opened),
        until=datetime.fromisoformat(one.closed) if one.closed else None,
        verdict="" if one.action == ROLLBACK else VERDICTS[one.gate],
        why=one.why,
        back=one.action == ROLLBACK,
    )


@dataclass(frozen=True)
class ShownTable:
    caption: str
    names: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class ShownSection:
    title: str
    anchor: str
    paragraphs: Sequence[str]
    tables: Sequence[ShownTable]


@dataclass(frozen=True)
class Card:
    version: str
    served: bool
    sections: Sequence[ShownSection] = field(default_factory=list)  # none until the version was evaluated


def card_of(version: str) -> Card | None:
    """The card of a version that is there; ``None`` for any other name."""
    if version not in registry.versions(settings.ARTIFACTS):
        return None
    folder = settings.ARTIFACTS / version
    metrics = publishing.metrics_of(folder)
    sections = cards.sections(metrics, registry.metadata_of(folder)) if "skills" in metrics else []
    return Card(version, _is_served(version), [_shown(n, section) for n, section in enumerate(sections, 1)])


def _is_served(version: str) -> bool:
    try:
        return registry.current(settings.ARTIFACTS) == version
    except registry.ArtifactError:  # no version is in use
        return False


def _shown(number: int, section: cards.Section) -> ShownSection:
    tables = [ShownTable(table.caption, table.names, list(cards.cells(table))) for table in section.tables]
    return ShownSection(section.title, f"part-{number}", section.paragraphs, tables)
