"""One question through the door: what must be true before it goes, what is kept of it, and what may go wrong there."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from privacy import consent
from privacy.audit import AuditEvent, AuditSubject
from privacy.deidentify import Deidentifier
from privacy.egress import disclosures, door, wire
from privacy.egress.allowed import EgressRefused
from privacy.egress.cleared import deidentified
from privacy.egress.disclosures import Disclosure, DisclosureOutcome, DisclosureSubject, Outcome
from tests.stub_llm import Endpoint, Says

pytestmark = pytest.mark.django_db

MASKING = Deidentifier(statistical_model=False)
SCHOOL, CHILD = uuid.uuid4(), uuid.uuid4()
WORDS = "I took a breath and checked the wiring first."


@pytest.fixture
def agreed():
    consent.grant(
        school=SCHOOL,
        subjects=[CHILD],
        purpose=consent.Purpose.LLM_FEEDBACK,
        basis=consent.Basis.PARENT,
        by="system:tests",
    )


def question(purpose="llm_feedback", text=WORDS):
    clear = deidentified(text, MASKING)
    return door.Question(purpose=purpose, instructions=deidentified("Say JSON.", MASKING), text=clear, max_tokens=50)


def ask(purpose="llm_feedback", *, school=SCHOOL, subjects=(CHILD,), text=WORDS):
    return door.ask(question(purpose, text), by="system:tests", school=school, subjects=subjects)


def ask_made_up():
    return ask("synthesis", school=None, subjects=())


# --- what goes, and what is kept of it ----------------------------------------------------------


def test_an_answer_comes_back_with_what_it_cost(endpoint, agreed):
    endpoint.says = Says('{"claims": []}')
    answer = ask()
    assert (answer.text, answer.complete, answer.tokens_in, answer.tokens_out) == ('{"claims": []}', True, 300, 100)


def test_what_is_asked_is_sent_as_given_and_nothing_beside_it(endpoint, agreed):
    ask()
    [asked] = endpoint.asked
    assert (asked.path, asked.instructions, asked.text) == ("/v1/chat/completions", "Say JSON.", WORDS)
    assert asked.json.keys() == {"model", "messages", "max_tokens", "temperature", "response_format"}
    assert str(CHILD) not in asked
    assert str(SCHOOL) not in asked


def test_the_environment_adds_no_header_of_its_own(endpoint, agreed, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-canary")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-canary")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Canary: custom-canary")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://canary.example.com")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    ask()
    [asked] = endpoint.asked
    assert "canary" not in asked
    assert {name.lower() for name in asked.headers} == {*wire.HEADERS, "authorization", "accept-encoding", "user-agent"}
    assert asked.headers["authorization"] == "Bearer the-key"


def test_a_row_says_what_went_where_and_of_whom_and_holds_no_word(endpoint, agreed):
    ask()
    row = Disclosure.objects.get()
    assert (row.school, row.purpose, row.destination) == (SCHOOL, "llm_feedback", endpoint.origin)
    assert (row.model, row.actor, row.attempt) == ("gpt-4o-mini", "system:tests", 1)
    assert row.bytes_out == len(f"Say JSON.\n{WORDS}")
    assert len(row.digest) == 64
    assert DisclosureSubject.objects.get(disclosure_id=row.pk).subject == CHILD
    assert DisclosureOutcome.objects.get(disclosure_id=row.pk).outcome == Outcome.ANSWERED
    assert not any("breath" in str(value) for value in vars(row).values())


def test_a_family_can_see_later_what_was_sent_about_their_child(endpoint, agreed):
    ask()
    endpoint.says = Says(status=400)
    with pytest.raises(door.Turned):
        ask()
    assert [one.outcome for one in disclosures.about(CHILD)] == [Outcome.REFUSED, Outcome.ANSWERED]
    assert disclosures.about(uuid.uuid4()) == []


def test_it_stands_in_the_log_of_who_looked_too(endpoint, agreed):
    ask()
    event = AuditEvent.objects.get(verb="record.disclose")
    assert event.detail == {"purpose": "llm_feedback", "to": endpoint.origin}
    assert AuditSubject.objects.get(event_id=event.pk).subject == CHILD


def test_the_row_is_committed_before_the_first_byte_goes(endpoint, agreed, monkeypatch):
    there, original = [], door._call

    def looking(*args):
        there.append(Disclosure.objects.count())
        return original(*args)

    monkeypatch.setattr(door, "_call", looking)
    ask()
    assert there == [1]


def test_no_row_no_call(endpoint, agreed, monkeypatch):
    def broken(**_):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(disclosures, "record", broken)
    with pytest.raises(DatabaseError):
        ask()
    assert endpoint.asked == []


@pytest.mark.django_db(transaction=True)
def test_the_door_does_not_open_inside_a_transaction_that_could_take_the_row_back(endpoint, agreed):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        ask()
    assert endpoint.asked == []


@pytest.mark.parametrize("model", [Disclosure, DisclosureSubject, DisclosureOutcome])
def test_what_was_written_down_is_neither_changed_nor_deleted(endpoint, agreed, model):
    ask()
    field = model._meta.concrete_fields[-1].name
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**{field: model.objects.values_list(field, flat=True)[0]})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all().delete()


# --- what is refused before anything goes --------------------------------------------------------


def test_without_the_familys_consent_nothing_goes(endpoint):
    with pytest.raises(consent.ConsentMissing):
        ask()
    assert endpoint.asked == []
    assert not Disclosure.objects.exists()


def test_consent_that_is_withdrawn_between_two_tries_stops_the_second(endpoint, agreed, monkeypatch):
    original = disclosures.record_outcome

    def then_withdrawn(*args, **kwargs):
        original(*args, **kwargs)
        consent.withdraw(
            school=SCHOOL,
            subjects=[CHILD],
            purpose=consent.Purpose.LLM_FEEDBACK,
            basis=consent.Basis.PARENT,
            by="system:t",
        )

    monkeypatch.setattr(disclosures, "record_outcome", then_withdrawn)
    endpoint.says = Says(status=503)
    with pytest.raises(consent.ConsentMissing):
        ask()
    assert len(endpoint.asked) == 1


def test_a_plain_string_is_not_taken(endpoint, agreed):
    with pytest.raises(TypeError, match="takes cleared text, not str"):
        door.ask(door.Question("llm_feedback", WORDS, WORDS, 50), by="system:t", school=SCHOOL, subjects=[CHILD])
    assert endpoint.asked == []


def test_a_call_about_students_names_them_and_one_about_nobody_does_not(endpoint, agreed):
    with pytest.raises(EgressRefused, match="say whose"):
        ask(subjects=())
    with pytest.raises(EgressRefused, match="say whose"):
        ask(school=None)
    with pytest.raises(EgressRefused, match="made-up texts"):
        ask("synthesis")
    ask_made_up()
    assert len(endpoint.asked) == 1


def test_the_switch_is_looked_at_for_every_call(endpoint, agreed, settings):
    ask()
    settings.EGRESS_OFF = True
    with pytest.raises(EgressRefused, match="EGRESS_OFF"):
        ask()
    assert len(endpoint.asked) == 1


def test_a_redirect_leads_nowhere(endpoint, agreed):
    with Endpoint(Says()).running() as elsewhere:
        endpoint.says = Says(status=307, headers={"Location": f"{elsewhere.url}/chat/completions"})
        with pytest.raises(door.Turned, match="307"):
            ask()
        assert elsewhere.asked == []
    assert len(endpoint.asked) == 1


def test_the_wire_itself_refuses_what_is_not_on_the_list(endpoint):
    with Endpoint(Says()).running() as elsewhere:
        client = wire.client(check=door.check_origin, key="k", seconds=5)
        with client, pytest.raises(EgressRefused, match="not among the allowed"):
            client.post(elsewhere.url, json={})
        assert elsewhere.asked == []


# --- what may go wrong there ----------------------------------------------------------------------


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_what_may_pass_is_tried_three_times_and_each_try_is_a_row(endpoint, agreed, status):
    endpoint.says = Says(status=status)
    with pytest.raises(door.TryLater):
        ask()
    assert len(endpoint.asked) == 3
    assert list(Disclosure.objects.order_by("attempt").values_list("attempt", flat=True)) == [1, 2, 3]
    assert len({row.digest for row in Disclosure.objects.all()}) == 1


def test_a_second_try_that_succeeds_is_an_answer(endpoint, agreed):
    endpoint.says = [Says(status=503), Says('{"ok": 1}')]
    assert ask().text == '{"ok": 1}'
    assert list(DisclosureOutcome.objects.order_by("at").values_list("outcome", flat=True)) == ["broke_off", "answered"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_would_be_refused_again_is_not_tried_again(endpoint, agreed, status):
    endpoint.says = Says(status=status)
    with pytest.raises(door.Turned, match=str(status)):
        ask()
    assert len(endpoint.asked) == 1


def test_a_host_that_asks_for_patience_is_waited_for_up_to_a_limit():
    assert door._wait(door.RateLimited("", 3.0)) == 3.0
    assert door._wait(door.RateLimited("", 3600.0)) is False
    assert door._wait(door.RateLimited("")) is True
    assert door._wait(door.Turned("")) is False


@pytest.mark.parametrize("said", ["soon", "Wed, 21 Oct 2026 07:28:00 GMT", "-5"])
def test_a_wait_that_is_no_number_of_seconds_is_nothing_to_go_by(endpoint, agreed, said):
    endpoint.says = Says(status=429, headers={"Retry-After": said})
    with pytest.raises(door.RateLimited) as error:
        ask()
    assert error.value.wait in {None, 0.0}


def test_an_answer_that_takes_too_long_is_not_waited_for(endpoint, agreed, settings):
    settings.LLM_TIMEOUT_SECONDS = 0.2
    endpoint.says = Says(delay=1)
    with pytest.raises(door.TryLater, match="in time"):
        ask()
    assert {row.outcome for row in DisclosureOutcome.objects.all()} == {Outcome.BROKE_OFF}


def test_an_answer_that_drips_in_ends_at_the_same_limit(endpoint, agreed, settings):
    settings.LLM_TIMEOUT_SECONDS = 0.3
    endpoint.says = Says("x" * 2000, drip=0.05)
    with pytest.raises(door.TryLater, match="in time"):
        ask()


def test_an_answer_without_end_is_cut(endpoint, agreed, monkeypatch):
    monkeypatch.setattr(wire, "MOST_BYTES", 5_000)
    endpoint.says = Says("x" * 20_000)
    with pytest.raises(door.TryLater):
        ask()


def test_a_packed_answer_is_not_unpacked(endpoint, agreed):
    endpoint.says = Says(headers={"Content-Encoding": "gzip"}, raw=b"\x1f\x8b")
    with pytest.raises(door.TryLater):
        ask()


def test_an_answer_that_breaks_off_is_none(endpoint, agreed):
    endpoint.says = Says("x" * 500, cut_at=200)
    with pytest.raises(door.TryLater):
        ask()
    assert {row.outcome for row in DisclosureOutcome.objects.all()} == {Outcome.BROKE_OFF}


def test_a_host_that_is_not_there_was_told_nothing(endpoint, agreed, settings):
    settings.LLM_URL, settings.EGRESS_ALLOWED = "http://127.0.0.1:9/v1", ["http://127.0.0.1:9"]
    with pytest.raises(door.TryLater):
        ask()
    assert {row.outcome for row in DisclosureOutcome.objects.all()} == {Outcome.NOT_REACHED}


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>busy</html>", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": {}}]}', b'{"choices": 7}',
     b'{"choices": [{"finish_reason": "stop", "message": {"content": ""}}]}',
     b'{"choices": [{"finish_reason": "stop", "message": {"content": ["a"]}}]}', b'"hi"', b"\xff\xfe"],
)  # fmt: skip
def test_an_answer_that_is_none_is_said_to_be_none(endpoint, agreed, raw):
    endpoint.says = Says(raw=raw)
    with pytest.raises(door.TryLater):
        ask()


def test_an_answer_cut_off_at_the_limit_says_so(endpoint, agreed):
    endpoint.says = Says('{"claims": [', finish="length")
    assert not ask().complete


def test_an_answer_without_a_bill_costs_nothing_known(endpoint, agreed):
    endpoint.says = Says(raw=b'{"choices": [{"finish_reason": "stop", "message": {"content": "{}"}}]}')
    assert (ask().tokens_in, ask().tokens_out) == (0, 0)


def test_an_error_holds_no_word_of_anyone(endpoint, agreed, caplog):
    endpoint.says = Says(status=400, raw=WORDS.encode())
    with pytest.raises(door.Turned) as error:
        ask()
    assert "breath" not in str(error.value) + caplog.text
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


# --- the breaker ----------------------------------------------------------------------------------


def test_a_host_that_fails_again_and_again_is_left_alone(endpoint, agreed):
    endpoint.says = Says(status=503)
    with pytest.raises(door.TryLater):
        ask()
    with pytest.raises(door.BreakerOpen):
        ask()
    reached = len(endpoint.asked)
    assert reached == door.FAILURES_THAT_OPEN
    with pytest.raises(door.BreakerOpen):
        ask()
    assert len(endpoint.asked) == reached
    assert Disclosure.objects.count() == reached  # nothing went, so nothing is written


def test_after_a_minute_it_is_tried_once_and_trusted_again(endpoint, agreed):
    endpoint.says = Says(status=503)
    for _ in range(2):
        with pytest.raises(door.EgressFailed):
            ask()
    endpoint.says = Says('{"ok": 1}')
    door.breaker_of(endpoint.origin).reset_timeout = 0
    assert ask().text == '{"ok": 1}'
    assert door.breaker_of(endpoint.origin).current_state == "closed"


def test_being_asked_for_patience_does_not_open_the_breaker(endpoint, agreed):
    endpoint.says = Says(status=429)
    for _ in range(3):
        with pytest.raises(door.RateLimited):
            ask()
    assert len(endpoint.asked) == 9


def test_one_text_that_a_host_will_not_have_does_not_open_it_for_all(endpoint, agreed):
    endpoint.says = Says(status=400)
    for _ in range(door.FAILURES_THAT_OPEN + 1):
        with pytest.raises(door.NotTaken):
            ask()
    assert door.breaker_of(endpoint.origin).current_state == "closed"


def test_a_missing_consent_does_not_count_against_the_host(endpoint):
    for _ in range(door.FAILURES_THAT_OPEN + 1):
        with pytest.raises(consent.ConsentMissing):
            ask()
    assert door.breaker_of(endpoint.origin).current_state == "closed"
