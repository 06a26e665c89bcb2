"""Where anything may go: the list, the switch, and no words in the clear."""

import pytest

from privacy import consent
from privacy.checks import the_door
from privacy.egress import allowed
from privacy.egress.allowed import EgressRefused, check_open, check_origin, is_open, origin_of


@pytest.fixture(autouse=True)
def _one_destination(settings):
    settings.EGRESS_OFF, settings.EGRESS_ALLOWED = False, ["https://api.example.com"]
    settings.LLM_URL = "https://api.example.com/v1"


def test_the_door_is_shut_as_shipped():
    from config import env

    assert (env.EGRESS_ALLOWED, env.LLM_URL) == ([], "")


def test_the_endpoint_on_the_list_is_open():
    assert check_open("llm_feedback").origin == "https://api.example.com:443"


def test_an_address_alone_opens_nothing(settings):
    settings.EGRESS_ALLOWED = []
    with pytest.raises(EgressRefused, match="not among the allowed destinations"):
        check_open("llm_feedback")


def test_one_switch_shuts_it_for_every_purpose(settings):
    settings.EGRESS_OFF = True
    assert not any(is_open(purpose) for purpose in allowed.PURPOSES)
    with pytest.raises(EgressRefused, match="SIGHTLINE_EGRESS_OFF"):
        check_open("llm_feedback")


def test_without_an_endpoint_nothing_is_open(settings):
    settings.LLM_URL = ""
    with pytest.raises(EgressRefused, match="SIGHTLINE_LLM_URL"):
        check_open("llm_feedback")


def test_a_purpose_that_is_not_in_the_table_is_refused():
    with pytest.raises(EgressRefused, match="no purpose of the door"):
        check_open("telemetry_upload")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com.evil.test/v1",
        "https://evil.test/api.example.com",
        "https://api.example.com:8443/v1",
        "http://api.example.com/v1",
        "https://sub.api.example.com",
        "https://user:word@api.example.com",
        "https://api.example.com@evil.test",
        "ftp://api.example.com",
        "api.example.com",
        "https://[::1",
        "",
    ],
)
def test_only_the_very_origin_is_allowed(url):
    with pytest.raises(EgressRefused):
        check_origin(url)


@pytest.mark.parametrize(
    "url", ["https://API.example.com/other", "https://api.example.com:443", " https://api.example.com "]
)
def test_an_origin_may_be_spelled_in_several_ways(url):
    check_origin(url)


def test_plain_http_goes_no_further_than_this_machine(settings):
    settings.EGRESS_ALLOWED = ["http://127.0.0.1:8130", "http://localhost:8130", "http://10.0.0.5:8130"]
    check_origin("http://127.0.0.1:8130/v1")
    check_origin("http://localhost:8130/v1")
    with pytest.raises(EgressRefused, match="in the clear"):
        check_origin("http://10.0.0.5:8130/v1")


def test_what_sends_students_words_asks_for_the_consent_of_that_name():
    with_words = {name: purpose.consent for name, purpose in allowed.PURPOSES.items() if purpose.consent}
    assert with_words == {"llm_feedback": consent.Purpose.LLM_FEEDBACK}
    assert consent.Purpose.LLM_FEEDBACK not in consent.AUTHORIZED_BY_SCHOOL


def test_a_log_of_the_endpoint_does_not_hold_its_key(settings):
    settings.LLM_API_KEY = "sk-secret"
    assert "sk-secret" not in repr(check_open("llm_feedback"))


def test_a_configured_endpoint_that_is_not_allowed_is_said_at_the_check(settings):
    assert the_door(None) == []
    settings.EGRESS_ALLOWED = []
    [warning] = the_door(None)
    assert "SIGHTLINE_EGRESS_ALLOWED" in warning.hint
    settings.EGRESS_OFF = True
    assert the_door(None) == []


def test_an_origin_holds_scheme_host_and_port():
    assert origin_of("http://LOCALHOST:9/x?y#z") == "http://localhost:9"
