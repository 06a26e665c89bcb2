"""Every form of the web application, from the table of declared routes, under thousands of nonsense requests.

Whoever sends them may use the page, so that what is sent is looked at. The answer is never a 5xx, and whatever was
refused (a status of 400 and more; a form that comes back is a 422) left every row of both databases as it was.
"""

import pytest
from hypothesis import strategies as st

from tests.fuzz import nonsense
from tests.fuzz.shares import SHARES, tried
from tests.fuzz.trying import Door, Trial, doors, other_addresses, with_nonsense
from tests.matrix.world import planted

pytestmark = pytest.mark.django_db

POSTED, ASKED = doors("POST"), doors("GET")


@pytest.fixture
def trial():
    return Trial(planted())


def cases_of(trial: Trial, door: Door):
    """Pairs of an address and what is sent there."""
    form, right = trial.form(door), trial.address(door)
    odd = nonsense.PIECES.map(lambda piece: with_nonsense(right, piece))
    address = st.one_of(*[st.just(right)] * 6, st.sampled_from(other_addresses(trial, door)), odd)
    sent = nonsense.queries_of(form) if door.method == "GET" else nonsense.bodies_of(form)
    return st.tuples(address, sent)


def wrong(trial: Trial, door: Door, number: int, cases=None, **how) -> list[str]:
    """What is wrong; the first finding of an address is made small and told, others come once it is mended."""

    def send(case):
        assert trial.wrong(door, *case) == []

    return tried(send, cases_of(trial, door) if cases is None else cases, number, **how)


def test_every_form_under_some_nonsense(trial):
    """Two cases each, the same ones every time; the proof below has a hundred. What each takes was learned first."""
    assert [what for door in POSTED for what in wrong(trial, door, 2, derandomize=True)] == []
    known = {door.route.name: trial.form(door) for door in POSTED}
    assert {"student", "text", "date", "way"} <= known["collect_class"].fields.keys()
    assert str(trial.world.mateo.pk) in known["collect_class"].fields["student"]
    assert {"refusal", "check", "words"} <= known["case_step"].fields.keys()
    assert "new_password1" in known["invitation"].fields
    take_files = {name for name, form in known.items() if form.files}
    assert take_files >= {"collect_class", "telemetry_class", "many_files", "roster_import"}


@pytest.mark.proof
@pytest.mark.parametrize("door", POSTED, ids=str)
def test_every_form_under_a_hundred_cases_of_nonsense(trial, door):
    number = -(-SHARES["forms"] // len(POSTED))
    assert wrong(trial, door, number) == []
    assert trial.tried >= number


@pytest.mark.proof
def test_every_query_under_nonsense(trial):
    asked = [door for door in ASKED if trial.form(door).fields]
    number = -(-SHARES["queries"] // len(asked))
    assert [what for door in asked for what in wrong(trial, door, number)] == []
    assert trial.tried >= SHARES["queries"]


@pytest.mark.proof
def test_every_upload_under_a_thousand_files(trial):
    """Whole files of each parser's own fuzz, mangled, by every address that takes one."""
    takes = [door for door in POSTED if trial.form(door).files]
    number = -(-SHARES["files"] // len(takes))
    for door in takes:
        address, form = trial.address(door), trial.form(door)
        cases = st.tuples(st.just(address), nonsense.with_files(form))
        assert wrong(trial, door, number, cases) == []
    assert trial.tried >= SHARES["files"]


def test_the_shares_are_ten_thousand():
    assert sum(SHARES.values()) == 10_000


def test_half_a_save_and_a_broken_page_are_called_so(trial, monkeypatch):
    [door] = [door for door in POSTED if door.route.name == "family_agreements"]

    def half(*_, **__):
        trial.world.cedar.name = "changed"
        trial.world.cedar.save()

    monkeypatch.setattr("assessments.views.family._written", half)
    [what] = trial.wrong(door, trial.address(door), nonsense.Sent(b"purpose=nonsense"))
    assert "refused with 422 and left default.students_school: 1 rows more, 1 less" in what
    monkeypatch.setattr("assessments.views.family._written", lambda *_, **__: 1 / 0)
    broken = trial.wrong(door, trial.address(door), nonsense.Sent(b""))
    assert any("500: " in what and "ZeroDivisionError" in what for what in broken)
