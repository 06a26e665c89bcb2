"""A family's request from asking to answer: the case, what was written on it, and the mails that say only that
something waits.

The officer's side never touches a score: what a correction is about is named by its skill alone.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import audit, cases, keys, mail
from privacy.carrying_out import order_erasure
from privacy.cases import Case, Kind, State
from students import guardians
from students.models import CaseWords, Guardianship, Membership, Role, School, Student, User
from students.search import names_for
from students.tenancy import now_in

# How it was made sure who asked; and why a request is refused, as the family reads it. Keys stand in the case.
CHECKS: Mapping[str, str] = {
    "in_person": _("In person, with a photo ID"),
    "known": _("Known to the school in person"),
    "called_back": _("By a call to the number in the school's own records"),
    "papers": _("By papers that were handed in (custody, guardianship)"),
}
REFUSALS: Mapping[str, str] = {
    "identity": _("We could not make sure that you are who you say you are."),
    "no_right": _("The papers we have do not give you this right."),
    "must_keep": _("The law asks the school to keep this for now."),
    "stands": _("We looked at it again, and what is recorded stands. Your statement stays beside it."),
    "other": _("For another reason, which the school explains below."),
}


@dataclass(frozen=True)
class Step:
    state: State
    at: object
    who: str
    how: str
    words: str
    mailed: bool = False

    @property
    def label(self) -> str:
        return State(self.state).label


@dataclass(frozen=True)
class Shown:
    """A case with the names and words that belong to it. ``child`` is empty once the record is gone."""

    case: Case
    child: str
    asked_by: str
    school: School
    steps: tuple[Step, ...] = ()
    overdue: bool = False

    @property
    def kind(self) -> Kind:
        return Kind(self.case.kind)

    @property
    def skill(self) -> str:
        return self.case.about.rpartition(" ")[2]


def ask(*, child: Student, kind: Kind, words: str, by: User, about: str = "") -> Case:
    """Raises ``cases.WrongStep`` when the same request is open already."""
    with keys.keyring(), transaction.atomic():
        on = today_at(child.school)
        mailed = mail.send("case_received", to=by.email, path="/family/")
        said = {"school": child.school_id, "subject": child.pk, "kind": kind, "about": about}
        case = cases.open_case(**said, on=on, by=by, mailed=mailed)
        _write(case, State.RECEIVED, words)
        for officer in officers_of(child.school):
            mail.send("case_waits", to=officer.email, path=reverse("case", args=[case.pk]))
    return case


def take_step(case: Case, to: State, *, by: User, how: str = "", words: str = "") -> None:
    """A step of the officer's: the rows, the audit, the mail and, at the end of a deletion, the order to erase, all
    or nothing. Raises ``cases.WrongStep`` and ``carrying_out.CannotErase``."""
    if to is State.WITHDRAWN:
        raise cases.WrongStep(_("Only the family takes a request back."))
    if case.asked_by == audit.actor(by):
        raise cases.WrongStep(_("You asked for this yourself, so somebody else answers it. Ask your operator for one."))
    with keys.keyring(), transaction.atomic():
        asker = _user(case.asked_by)
        mailed = mail.send("case_moved", to=asker.email if asker else "", path="/family/")
        cases.step(case, to, by=by, how=how, mailed=mailed)
        _write(case, to, words)
        if to is State.DONE and case.kind == Kind.DELETION:
            order_erasure(case, by=by)


def withdraw(case: Case, *, by: User) -> None:
    cases.step(case, State.WITHDRAWN, by=by)


def own(child: Student, *, guardian: User) -> list[Shown]:
    """This guardian's requests about this child, the latest first."""
    found = Case.objects.filter(subject=child.pk, asked_by=audit.actor(guardian)).order_by("-asked_at")
    return shown(found)


def shown(found: Iterable[Case]) -> list[Shown]:
    """With names, steps and words, in a number of queries that does not grow with the cases."""
    found = list(found.prefetch_related("steps") if hasattr(found, "prefetch_related") else found)
    with keys.keyring():
        children = {s.pk: s.name for s in names_for(Student.objects.filter(pk__in={case.subject for case in found}))}
        written = _words_of(found)
    schools = School.objects.in_bulk({case.school for case in found})
    people = _people(found)
    return [
        Shown(
            case,
            children.get(case.subject, ""),
            people.get(case.asked_by, _("A person whose account is gone")),
            schools[case.school],
            tuple(_step(one, people, written[case.pk]) for one in case.steps.all()),
            case.is_overdue(today_at(schools[case.school])),
        )
        for case in found
    ]


def overdue(found: QuerySet[Case]) -> QuerySet[Case]:
    """Those whose day has passed where their school lies."""
    schools = School.objects.filter(pk__in=found.values("school"))
    late = Q(pk__in=[])
    for zone in sorted(set(schools.values_list("time_zone", flat=True))):
        there = schools.filter(time_zone=zone).values("pk")
        late |= Q(school__in=there, due_on__lt=timezone.localdate(timezone=ZoneInfo(zone)))
    return found.filter(late)


def officers_of(school: School) -> list[User]:
    held = Membership.objects.filter(now_in(""), role=Role.RECORDS_OFFICER)
    held = held.filter(Q(school=school) | Q(school__isnull=True, district=school.district_id))
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True))


def relation_of(case: Case) -> Guardianship | None:
    """How the person who asked belongs to the child today; ``None`` when that has ended."""
    kind, _colon, pk = case.asked_by.partition(":")
    bonds = guardians.without_kept_away(Guardianship.objects.filter(now_in(""), student=case.subject))
    return bonds.filter(guardian=pk).first() if kind == "user" else None


def can_be_mailed(case: Case) -> bool:
    user = _user(case.asked_by)
    return bool(user and user.email)


def today_at(school: School):
    return timezone.localdate(timezone=ZoneInfo(school.time_zone))


def _write(case: Case, state: State, words: str) -> None:
    """Nothing can be written about a child whose record is gone."""
    if words and (child := Student.objects.filter(pk=case.subject).first()):
        CaseWords.objects.create(school=child.school, student=child, case=case.pk, state=state, words=words)


def _words_of(found: list[Case]) -> dict[uuid.UUID, dict[str, str]]:
    rows = list(CaseWords.objects.filter(case__in=[case.pk for case in found]))
    readable = keys.open_keys(row.student_id for row in rows)
    words: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.student_id in readable:
            words[row.case][row.state] = row.words
    return words


def _step(one, people: Mapping[str, str], words: Mapping[str, str]) -> Step:
    how = CHECKS.get(one.how) or REFUSALS.get(one.how) or ""
    return Step(State(one.state), one.at, people.get(one.actor, ""), str(how), words.get(one.state, ""), one.mailed)


def _people(found: list[Case]) -> dict[str, str]:
    actors = {case.asked_by for case in found} | {step.actor for case in found for step in case.steps.all()}
    ids = [actor.partition(":")[2] for actor in actors if actor.startswith("user:")]
    return {f"user:{user.pk}": user.display_name for user in User.objects.filter(pk__in=ids)}


def _user(actor: str) -> User | None:
    kind, _colon, pk = actor.partition(":")
    return User.objects.filter(pk=pk).first() if kind == "user" else None
