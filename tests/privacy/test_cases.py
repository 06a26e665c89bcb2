"""A family's request is a case: dated, stepped, and never rewritten."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from privacy import audit, cases
from privacy.audit import AuditEvent
from privacy.cases import CLOSED, NEXT, TERMS, VERBS, Case, CaseStep, Kind, State, WrongStep

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)


def opened(kind=Kind.ACCESS, *, subject=None, by="user:ada", about=""):
    return cases.open_case(school=uuid.uuid4(), subject=subject or uuid.uuid4(), kind=kind, on=DAY, by=by, about=about)


def moved(case, *states):
    for state in states:
        cases.step(case, state, by="user:lee")
    return case


def test_every_kind_has_its_days_every_state_its_next_and_its_verb():
    assert set(TERMS) == set(Kind)
    assert set(NEXT) == set(VERBS) == set(State)
    assert all(NEXT[state] == () for state in CLOSED)


@pytest.mark.parametrize("kind", Kind)
def test_a_request_must_be_answered_45_days_after_it_was_made(kind):
    assert opened(kind).due_on == date(2027, 1, 10)


@pytest.mark.parametrize(
    ("state", "days", "overdue"),
    [("received", 45, False), ("received", 46, True), ("granted", 46, True), ("done", 99, False)],
)
def test_it_is_overdue_from_the_day_after_until_it_is_closed(state, days, overdue):
    case = Case(state=state, due_on=DAY + timedelta(days=45))
    assert case.is_overdue(DAY + timedelta(days=days)) is overdue


@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("to", State)
def test_only_the_named_steps_can_be_taken(start, to):
    case = opened()
    Case.objects.filter(pk=case.pk).update(state=start)
    case.state = start
    allowed = to in NEXT[start] or (to is State.WITHDRAWN and start not in CLOSED)
    if allowed:
        assert cases.step(case, to, by="user:lee").state == to
    else:
        with pytest.raises(WrongStep):
            cases.step(case, to, by="user:lee")
    assert Case.objects.get(pk=case.pk).state == (to if allowed else start)


def test_each_step_is_a_row_and_an_event_of_the_same_moment():
    case = moved(opened(), State.IDENTITY, State.GRANTED, State.DONE)
    assert list(case.steps.values_list("state", flat=True)) == ["received", "identity", "granted", "done"]
    verbs = AuditEvent.objects.filter(object=f"case:{case.pk}").order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["request.ask", "request.identity", "request.grant", "request.done"]


def test_a_step_that_cannot_be_written_down_is_not_taken(monkeypatch):
    case = opened()
    monkeypatch.setattr(audit, "record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cases.step(case, State.IDENTITY, by="user:lee")
    assert Case.objects.get().state == State.RECEIVED
    assert CaseStep.objects.count() == 1


def test_two_officers_at_one_case_take_one_step_and_the_second_is_told():
    case = opened()
    second = Case.objects.get(pk=case.pk)
    cases.step(case, State.IDENTITY, by="user:lee")
    with pytest.raises(WrongStep, match="Somebody else"):
        cases.step(second, State.REFUSED, by="user:kim")
    assert CaseStep.objects.filter(state=State.REFUSED).count() == 0


def test_steps_are_neither_changed_nor_deleted():
    opened()
    for change in (lambda: CaseStep.objects.update(actor="nobody"), lambda: CaseStep.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_the_same_is_not_asked_twice_while_it_is_open():
    child = uuid.uuid4()
    first = opened(subject=child)
    with pytest.raises(WrongStep, match="already"):
        opened(subject=child)
    opened(subject=child, by="user:another")  # another adult may ask, too
    opened(Kind.DELETION, subject=child)
    cases.step(first, State.WITHDRAWN, by="user:ada")
    opened(subject=child)


@pytest.mark.parametrize(
    ("steps", "held"),
    [
        ((), True),
        ((State.IDENTITY,), True),
        ((State.IDENTITY, State.GRANTED), True),
        ((State.IDENTITY, State.GRANTED, State.DONE), False),
        ((State.REFUSED,), False),
        ((State.WITHDRAWN,), False),
    ],
)
def test_an_open_access_request_holds_retention(steps, held):
    child = uuid.uuid4()
    moved(opened(subject=child), *steps)
    assert cases.open_access_requests([child, uuid.uuid4()]) == ({child} if held else set())


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.DELETION])
def test_other_requests_hold_nothing(kind):
    child = uuid.uuid4()
    opened(kind, subject=child)
    assert cases.open_access_requests([child]) == set()


def test_a_grant_opens_the_whole_record_to_who_asked_for_30_days(monkeypatch):
    child = uuid.uuid4()
    case = moved(opened(subject=child), State.IDENTITY)
    assert not cases.whole_record_opened(child, by="user:ada")
    moved(case, State.GRANTED)
    assert cases.whole_record_opened(child, by="user:ada")
    assert not cases.whole_record_opened(child, by="user:another")
    assert not cases.whole_record_opened(uuid.uuid4(), by="user:ada")
    later = cases.timezone.now() + timedelta(days=31)
    monkeypatch.setattr(cases.timezone, "now", lambda: later)
    assert not cases.whole_record_opened(child, by="user:ada")
