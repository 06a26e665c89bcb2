"""Dates and times as people say them, in the school's own time zone."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Clock:
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    now: datetime = field(default_factory=timezone.now)

    @classmethod
    def of(cls, school) -> "Clock":
        return cls(ZoneInfo(school.time_zone)) if school else cls()

    @property
    def today(self) -> date:
        return self.local(self.now).date()

    @property
    def greeting(self) -> str:
        hour = self.local(self.now).hour
        if hour < 12:
            return _("Good morning")
        return _("Good afternoon") if hour < 18 else _("Good evening")

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day(self, day: date) -> str:
        """12 Nov; with its year when that is not this one."""
        return date_format(day, "j M" if day.year == self.today.year else "j M Y")

    def weekday(self, day: date) -> str:
        """Wed 12 Nov."""
        return date_format(day, "D j M" if day.year == self.today.year else "j M Y")

    def long_day(self, day: date) -> str:
        """Wednesday 12 November."""
        return date_format(day, "l j F" if day.year == self.today.year else "j F Y")

    def full_day(self, day: date) -> str:
        """12 November."""
        return date_format(day, "j F" if day.year == self.today.year else "j F Y")

    def near(self, moment: datetime) -> str:
        """Today, Yesterday, or 12 Nov: for a table."""
        return self._named_day(self.local(moment).date()) or self.day(self.local(moment).date())

    def at(self, moment: datetime) -> str:
        """Today, 7:52 or Yesterday, 15:41 or Wed 12 Nov: for a list of what happened."""
        local = self.local(moment)
        named = self._named_day(local.date())
        return f"{named}, {date_format(local, 'G:i')}" if named else self.weekday(local.date())

    def within(self, moment: datetime) -> str:
        """today at 7:52, yesterday at 15:41, on 12 November: inside a sentence."""
        local = self.local(moment)
        values = {"time": date_format(local, "G:i"), "day": self.full_day(local.date())}
        if local.date() == self.today:
            return _("today at %(time)s") % values
        if local.date() == self.today - timedelta(days=1):
            return _("yesterday at %(time)s") % values
        return _("on %(day)s") % values

    def _named_day(self, day: date) -> str:
        return {self.today: _("Today"), self.today - timedelta(days=1): _("Yesterday")}.get(day, "")
