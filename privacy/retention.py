"""How long what is kept: one table of rules, from which the runs, the public page and the reference are made.

An app that holds something registers how it goes (``@expires("words")``). A district may choose another period within
the rule's bounds; the latest choice counts, and former ones stay. Whoever has an open request to see a record keeps it
whole until it is answered (``holds``).
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from privacy import audit, erasure, storage
from privacy.holds import held, register_hold

__all__ = ["RULES", "Gone", "RetentionPeriod", "Rule", "Run", "expires", "held", "register_hold", "run", "set_period"]


@dataclass(frozen=True)
class Rule:
    """``days`` after ``since``; a district may choose from ``least`` to ``most``. No days: it stays, and why."""

    key: str
    title: str
    days: int | None
    since: str
    stays: str  # what remains, or why it is kept
    least: int | None = None
    most: int | None = None
    kept_today: bool = True  # False: nothing of the kind is taken in yet
    follows: str = ""  # goes with another rule, whatever a district chose there

    @property
    def can_be_chosen(self) -> bool:
        return self.least is not None

    @property
    def period(self) -> str:
        return in_words(self.days) if self.days is not None else str(_("kept"))

    @property
    def bounds(self) -> str:
        if self.follows:
            return str(_("with: %(other)s")) % {"other": RULES[self.follows].title}
        if not self.can_be_chosen:
            return str(_("the same everywhere"))
        return _("%(least)s to %(most)s") % {"least": in_words(self.least), "most": in_words(self.most)}


RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            "words",
            _("A student's words"),
            90,
            _("the day Sightline received them"),
            _("Scores, what was read as numbers, and how much each item moved a score stay. Quotes are gone."),
            least=7,
            most=365,
        ),
        Rule(
            "telemetry",
            _("Logs of games and tasks"),
            90,
            _("the day Sightline received them"),
            _("What was counted in them stays as numbers."),
            least=7,
            most=365,
        ),
        Rule(
            "audio",
            _("Recordings of a voice"),
            1,
            _("the moment they were turned into text"),
            _("The text stays as a student's words do. No recording is taken in yet."),
            kept_today=False,
        ),
        Rule(
            "uploads",
            _("Files waiting to be confirmed"),
            1,
            _("the upload"),
            _("Nothing."),
        ),
        Rule(
            "reports",
            _("Reports of what an import brought in"),
            30,
            _("the import"),
            _("That there was an import stays in the audit."),
        ),
        Rule(
            "roster_undo",
            _("What a roster import changed, so that it can be undone"),
            30,
            _("the import"),
            _("The roster as it is now."),
        ),
        Rule(
            "exports",
            _("Downloads prepared for a family or an office, and files of texts given to train our models"),
            7,
            _("the day they were prepared"),
            _(
                "That there was one stays in the audit. Downloads are made while they are fetched and no copy is kept; "
                "a file for training goes sooner when one of its texts may not be learned from any more."
            ),
        ),
        Rule(
            "scores",
            _("Scores, readings and feedback"),
            365,
            _("the last day in any class"),
            _("Nothing: the whole record is erased, with its key."),
            least=30,
            most=1095,
        ),
        Rule(
            "while_enrolled",
            _("Names, roster entries and family contacts"),
            365,
            _("the last day in any class"),
            _("Nothing: the whole record is erased, with its key."),
            follows="scores",
        ),
        Rule(
            "training",
            _("Texts given to train our models, with names and places taken out"),
            1095,
            _("the day they were taken in, or at once when the agreement is withdrawn"),
            _("That there was a text, so that a model trained with it can be named."),
        ),
        Rule(
            "audit",
            _("Who looked at a record, agreements, what was sent outside, receipts of erasures"),
            None,
            "",
            _("They know people as numbers alone, hold no words, names or scores, and must tell what was done."),
        ),
    )
}


class RetentionPeriod(models.Model):
    """What a district chose: the latest row counts, rows are never changed."""

    id = models.BigAutoField(primary_key=True)
    district = models.UUIDField()
    rule = models.CharField(max_length=20)
    days = models.PositiveIntegerField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["district", "rule", "id"])]

    def __str__(self):
        return f"{self.district} {self.rule}: {self.days} days"


class PeriodRefused(ValueError):
    """The message says what may be chosen."""


@dataclass(frozen=True)
class Gone:
    """What one handler let go of, or would, of one table and school."""

    table: str
    count: int
    school: uuid.UUID | None = None
    subjects: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class Run:
    """What a handler asks: what is older than its rule, in which district, and whether this is only a rehearsal."""

    now: datetime
    dry: bool = False
    instead: Mapping[tuple[str, uuid.UUID], int] = field(default_factory=dict)  # (rule, district) -> days to try out

    def before(self, rule: str, district: uuid.UUID | None = None) -> datetime:
        tried = self.instead.get((RULES[rule].follows or rule, district)) if district else None
        return self.now - timedelta(days=days(rule, district) if tried is None else tried)

    def day_before(self, rule: str, district: uuid.UUID | None = None) -> date:
        return self.before(rule, district).date()


_handlers: dict[str, list[Callable[[Run], Iterable[Gone]]]] = {}


def expires(rule: str):
    """Register how an app lets go of what ``rule`` is about. The handler runs in a transaction, its event within."""
    if rule not in RULES:
        raise ValueError(f"{rule} is not in retention.RULES")

    def register(handler):
        _handlers.setdefault(rule, []).append(handler)
        return handler

    return register


def handled() -> set[str]:
    return set(_handlers)


def days(rule: str, district: uuid.UUID | None = None) -> int:
    """The district's choice, or the rule's own."""
    rule = RULES[rule].follows or rule
    chosen = None
    if district is not None and RULES[rule].can_be_chosen:
        rows = RetentionPeriod.objects.filter(district=district, rule=rule).order_by("-id")
        chosen = rows.values_list("days", flat=True).first()
    return chosen if chosen is not None else RULES[rule].days


def check_can_choose(rule: str, number: int) -> None:
    """Raises PeriodRefused."""
    found = RULES.get(rule)
    if found is None or not found.can_be_chosen:
        choices = ", ".join(one.key for one in RULES.values() if one.can_be_chosen)
        raise PeriodRefused(f"{rule} is the same everywhere. A district chooses: {choices}.")
    if not found.least <= number <= found.most:
        raise PeriodRefused(f"{rule}: choose from {found.least} to {found.most} days.")


def set_period(*, district: uuid.UUID, rule: str, days: int, by) -> RetentionPeriod:
    check_can_choose(rule, days)
    with transaction.atomic():
        period = RetentionPeriod.objects.create(district=district, rule=rule, days=days, actor=audit.actor(by))
        audit.record("retention.period", by=by, obj=f"district:{district}", rule=rule, days=days)
    return period


def run(*, by="system:retain", dry: bool = False, now: datetime | None = None) -> dict[str, list[Gone]]:
    """Let go of all that is over, or say what would go. Rule -> what went."""
    this = Run(now or timezone.now(), dry)
    found = {rule: _carry_out(rule, this, by) for rule in RULES}
    if not dry:
        erasure.resume()  # records whose time is over were ordered to go
        if any(found.values()):
            storage.let_go()
    return found


def rehearse(rule: str, *, instead: Mapping[tuple[str, uuid.UUID], int]) -> list[Gone]:
    """What the next run would let go of by this rule, under other periods than those that hold. Changes nothing."""
    return _carry_out(rule, Run(timezone.now(), dry=True, instead=instead), by="")


def _carry_out(rule: str, this: Run, by) -> list[Gone]:
    with transaction.atomic():
        gone = [one for handler in _handlers.get(rule, ()) for one in handler(this) if one.count]
        for one in () if this.dry else gone:
            audit.record(
                "retention.run",
                by=by,
                school=one.school,
                subjects=one.subjects,
                rule=rule,
                table=one.table,
                rows=one.count,
            )
    return gone


def in_words(number: int) -> str:
    if number % 365 == 0:
        return ngettext("%(years)s year", "%(years)s years", number // 365) % {"years": number // 365}
    if number == 1:
        return str(_("24 hours"))
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}
