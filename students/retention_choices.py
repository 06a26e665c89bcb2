"""How long a district keeps what: what holds, what may be chosen, and what a choice would let go of, beforehand."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from privacy import retention
from privacy.retention import Rule
from students import access
from students.access import Right
from students.models import District, School


@dataclass(frozen=True)
class Line:
    rule: Rule
    days: int
    chosen: bool  # by the district; else the rule's own
    since: datetime | None = None

    @property
    def said(self) -> str:
        return retention.in_words(self.days)


@dataclass(frozen=True)
class Preview:
    rule: Rule
    before: int
    days: int
    goes: dict[str, int]  # table -> rows that would go with the next run and stay under the period of now
    kept: dict[str, int]  # table -> rows that would have gone with it and stay longer

    @property
    def said(self) -> str:
        return retention.in_words(self.days)

    @property
    def said_before(self) -> str:
        return retention.in_words(self.before)


def districts_of(user) -> QuerySet[District]:
    """Whole districts only: a period holds for every school there."""
    return District.objects.filter(pk__in=access.visible(user, School, Right.RETENTION).values("district")).order_by(
        "name"
    )


def lines(district: uuid.UUID) -> list[Line]:
    chosen = {row.rule: row for row in retention.RetentionPeriod.objects.filter(district=district).order_by("id")}
    return [
        Line(rule, chosen[rule.key].days, True, chosen[rule.key].at)
        if rule.key in chosen
        else Line(rule, rule.days, False)
        for rule in retention.RULES.values()
        if rule.can_be_chosen
    ]


def preview(*, district: uuid.UUID, rule: str, days: int) -> Preview:
    """A rehearsal of the next run under either period. Raises ``PeriodRefused``."""
    retention.check_can_choose(rule, days)
    schools = set(School.objects.filter(district=district).values_list("pk", flat=True))
    now, then = (_would_go(rule, schools, instead) for instead in ({}, {(rule, district): days}))
    return Preview(
        retention.RULES[rule], retention.days(rule, district), days, goes=dict(then - now), kept=dict(now - then)
    )


def _would_go(rule: str, schools: set[uuid.UUID], instead: dict) -> Counter:
    rows = retention.rehearse(rule, instead=instead)
    return sum((Counter({one.table: one.count}) for one in rows if one.school in schools), Counter())
