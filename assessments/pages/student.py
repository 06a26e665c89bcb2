"""The student page: one record, one skill of it in the light."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.pages import evidence, record, said, skills
from assessments.pages.clock import Clock
from assessments.pages.evidence import Item
from assessments.pages.growth import Growth, growth
from assessments.pages.opened import Opened, opened
from assessments.pages.record import Record
from assessments.pages.said import FeedbackShown
from assessments.pages.skills import SkillRow
from mlcore.results import SCORED, SkillScore
from mlcore.schema import SKILLS, Skill
from reasoning.prompts import PROMPTS_THAT_SHOW


@dataclass(frozen=True)
class StudentPage:
    record: Record
    clock: Clock
    skill: Skill
    rows: list[SkillRow]
    items: list[Item]
    opened: Opened | None
    growth: Growth
    feedback: FeedbackShown | None

    @property
    def student(self):
        return self.record.student

    @property
    def row(self) -> SkillRow | None:
        return next((row for row in self.rows if row.skill == self.skill), None)

    @property
    def lead(self) -> str:
        """Grade 7. From 9 responses since 9 September. Assessed today at 7:52."""
        parts = [_("Grade %(n)s.") % {"n": self.student.grade}] if self.student.grade else []
        return " ".join([*parts, self._from_what(), *filter(None, [self.games]), self._assessed()]).strip()

    @property
    def several(self) -> bool:
        """More than one assessment, so that there is a change to tell."""
        return len(self.record.history) > 1

    @property
    def largest(self) -> float:
        """The full length of a contribution's bar."""
        return max((abs(item.contribution) for item in self.items), default=0.14) or 0.14

    @property
    def starts_from(self) -> str:
        score = self.record.scores.get(self.skill)
        return "" if score is None or score.base is None else f"{score.base:.2f}"

    @property
    def first_prompts(self) -> list[str]:
        """One prompt for each skill, to start with."""
        return [_(prompts[0]) for prompts in PROMPTS_THAT_SHOW.values()]

    @property
    def words_gone(self) -> bool:
        """Evidence that once had words, and none of them is left."""
        with_words = [item for item in self.items if item.kind == "words"]
        return bool(with_words) and all(item.words_gone for item in with_words)

    def _from_what(self) -> str:
        """What the scores rest on: the responses of the latest window, and how many there are in all."""
        responses, read = self.record.responses, self.record.read_for_latest
        sessions = self.record.sessions_for_latest
        if not responses:
            return self._from_games(sessions) if sessions else _("No responses yet.")
        if len(read) in (0, len(responses)):
            one = _("From one %(what)s.") if len(responses) == 1 else _("From %(what)s.")
            return one % {"what": self._counted(responses)}
        return _("From the latest %(what)s; %(n)s since %(day)s.") % {
            "what": self._counted(read),
            "n": len(responses),
            "day": self.clock.full_day(responses[-1].written_on),
        }

    def _from_games(self, sessions: list) -> str:
        """From one game session, of 12 November; From 3 game sessions, 2 November to 23 November."""
        first, last = (self.clock.full_day(one.played_on) for one in (sessions[0], sessions[-1]))
        if len(sessions) == 1:
            return _("From one game session, of %(day)s.") % {"day": first}
        return _("From %(n)s game sessions, %(first)s to %(last)s.") % {
            "n": len(sessions),
            "first": first,
            "last": last,
        }

    @property
    def games(self) -> str:
        """And one game session: what stands beside the responses."""
        count = len(self.record.sessions_for_latest) if self.record.responses else 0
        return ngettext("And %s game session.", "And %s game sessions.", count) % count if count else ""

    def _counted(self, responses: list) -> str:
        """response of 23 November; 3 responses, 2 November to 23 November."""
        first, last = (self.clock.full_day(one.written_on) for one in (responses[-1], responses[0]))
        if len(responses) == 1:
            return _("response, of %(day)s") % {"day": first}
        return _("%(n)s responses, %(first)s to %(last)s") % {"n": len(responses), "first": first, "last": last}

    def _assessed(self) -> str:
        latest = self.record.latest
        return _("Assessed %(when)s.") % {"when": self.clock.within(latest.created_at)} if latest else ""


def page(found: Record, clock: Clock, *, skill: str = "", response: str = "") -> StudentPage:
    """``skill`` and ``response`` as the address names them; anything unknown falls back to what says most."""
    chosen = chosen_skill(found.scores, skill)
    score = found.scores.get(chosen)
    history = [(one.window_end, one.scores) for one in found.history]
    others = record.others_scores(found, chosen)
    return StudentPage(
        record=found,
        clock=clock,
        skill=chosen,
        rows=skills.rows(found.scores, found.changes, prompts_for(found), found.statements),
        items=evidence.items(score, found.responses_by_id, clock, record.counted(found, score, clock)) if score else [],
        opened=opened(found.responses, score, clock, chosen=response, said=found.said),
        growth=growth(chosen, history, others, clock, first_name=found.student.first_name),
        feedback=said.shown(found.feedback, found.student, found.scores, found.responses_by_id),
    )


def chosen_skill(scores: Mapping[Skill, SkillScore], asked: str) -> Skill:
    """What was asked for, else the first skill that has a score."""
    if asked in SKILLS:
        return Skill(asked)
    return next((skill for skill in SKILLS if skill in scores and scores[skill].status == SCORED), SKILLS[0])


def prompts_for(found: Record) -> dict[Skill, str]:
    """For each skill a prompt that usually shows it, and that this student has not answered yet."""
    answered = {response.prompt.text for response in found.responses if response.prompt}
    return {
        skill: next((_(prompt) for prompt in prompts if prompt not in answered), _(prompts[0]))
        for skill, prompts in PROMPTS_THAT_SHOW.items()
    }
