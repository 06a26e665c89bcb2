"""The API under Schemathesis: its own OpenAPI schema says what to send, and every answer is held against it.

Valid and invalid bodies and addresses, as each kind of key, about students of one's own and of others, and bodies that
are no JSON at all. Never a 5xx; statuses, content types and bodies as documented; what was refused left nothing.
"""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from assessments.models import Assessment, GameSession
from privacy import keys
from students.models import Student
from tests.fuzz import kept, nonsense
from tests.fuzz.shares import SHARES, tried
from tests.matrix.walking import METHODS, undone
from tests.matrix.world import PLACES, World, planted

pytestmark = pytest.mark.django_db

CHECKS = [
    *(not_a_server_error, status_code_conformance, content_type_conformance),
    *(response_headers_conformance, response_schema_conformance),
]
HOLDERS = ("key", "key", "district_key", "read_key", "aggregate_key", "key_elsewhere", "revoked_key")
ODD_KEYS = ("", "Api-Key", "Api-Key x.y", "Bearer x", "Api-Key " + "x" * 5_000, "Api-Key \x00", "Api-Key é.é")
ROWS = {"student_id": Student, "id": Assessment}


ODD_BODIES = {
    "deep list": b"[" * 100_000,
    "deep object": b'{"text":' * 50_000,
    "not a number": b'{"text": NaN}',
    "endless number": b'{"text": 1e999}',
    "null": b"null",
    "list": b"[]",
    "half a character": b'{"text": "\\ud83d"}',
    "nul": b'{"text": "a\\u0000b and some more words", "prompt": "\\u0000"}',
    "twice": b'{"text": "x", "text": 1}',
    "long ago": b'{"written_on": "0001-01-01", "text": "five words and some more"}',
    "utf-16": b"\xff\xfe{\x00}\x00",
}


class Api:
    def __init__(self, world: World):
        self.world, self.app = world, get_wsgi_application()
        GameSession.objects.update(set_aside_at=timezone.now())  # their planted payloads are no events to be read
        self.schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", self.app)
        self.before = kept.everything()
        self.tried = 0

    @property
    def operations(self) -> list:
        return [found.ok() for found in self.schema.get_all_operations()]

    def headers(self, holder: str) -> dict[str, str]:
        key = getattr(self.world, holder, None)
        return {"Authorization": f"Api-Key {key.secret}" if key else holder}

    def id_of(self, parameter: str, place: str) -> str:
        return str(self.world.row(ROWS[parameter], place))

    def send(self, case, holder: str, place: str | None) -> None:
        """Raises what Schemathesis, or the look at the tables, finds wrong."""
        self.tried += 1
        if place and case.path_parameters:
            case.path_parameters = {name: self.id_of(name, place) for name in case.path_parameters}
        with undone(), keys.keyring():
            answer = case.call(headers=self.headers(holder))
            case.validate_response(answer, checks=CHECKS)
            if answer.status_code >= 400:
                assert kept.differences(self.before) == [], f"{case.method} {case.path}: {answer.status_code}"


@pytest.fixture
def api(monkeypatch):
    monkeypatch.setattr("students.api_auth.PerKeyThrottle.allow_request", lambda *_: True)
    for signal in (request_started, request_finished):  # as Django's test client: the test's transaction goes on
        signal.disconnect(close_old_connections)
    yield Api(planted())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def cases_of(operation):
    modes = [GenerationMode.POSITIVE]
    if operation.body or len(operation.path_parameters):
        modes.append(GenerationMode.NEGATIVE)
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
    holder = st.sampled_from(HOLDERS) | st.sampled_from(ODD_KEYS)
    place = st.sampled_from(["own", "own", None, *PLACES])
    return st.tuples(cases, holder, place)


def wrong(api: Api, number: int, **how) -> list[str]:
    found = []
    for operation in api.operations:
        found += tried(lambda case: api.send(*case), cases_of(operation), number, **how)
    return found


def test_the_api_keeps_to_its_schema(api):
    assert wrong(api, 25, derandomize=True) == []


def test_every_path_and_every_other_method_is_answered(api, client):
    """What the schema does not name is refused: to everybody alike, and with nothing done."""
    for path, named in api.schema.raw_schema["paths"].items():
        address = path
        for name in ROWS:
            address = address.replace(f"{{{name}}}", api.id_of(name, "own"))
        for method in {*METHODS, "OPTIONS", "TRACE"} - {one.upper() for one in named}:
            answer = client.generic(method, address, b"{", "application/json", headers=api.headers("key"))
            assert answer.status_code == 405, (method, path)
    assert kept.differences(api.before) == []


def raw(api: Api, client, number: int, **how) -> list[str]:
    address = f"/api/v1/infer/{api.world.mateo.pk}"
    text = {"text": "I took a breath and asked what she needed, then we tried another way together."}
    values = nonsense.BYTES.map(lambda raw: raw.decode("utf-8", "surrogatepass") if _is_text(raw) else "x")
    odd_fields = st.builds(
        lambda name, value: json.dumps({**text, name: value}).encode(),
        st.sampled_from(("text", "prompt", "written_on", "mode", "more")),
        values,
    )
    bodies = st.one_of(nonsense.BYTES, odd_fields, st.sampled_from(sorted(ODD_BODIES)).map(ODD_BODIES.get))
    types = st.sampled_from(["application/json"] * 4 + list(nonsense.ODD_TYPES) + ["application/json; charset=zz"])

    def send(sent):
        api.tried += 1
        with undone(), keys.keyring():
            answer = client.generic("POST", address, sent.data, sent.content_type, headers=api.headers("key"))
            assert answer.status_code in (200, 201, 202, 400, 403, 415), (answer.status_code, sent)
            assert answer["Content-Type"] == "application/json"
            if answer.status_code >= 400:
                assert kept.differences(api.before) == []

    client.raise_request_exception = False
    return tried(send, st.builds(nonsense.Sent, bodies, types), number, **how)


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def test_what_is_no_json_is_refused_in_json(api, client):
    assert raw(api, client, 25, derandomize=True) == []


@pytest.mark.proof
def test_the_api_keeps_to_its_schema_under_thousands_of_cases(api):
    """In rounds: of an address without a body there are soon no other cases."""
    while api.tried < SHARES["api"]:
        assert wrong(api, 300) == []


@pytest.mark.proof
def test_what_is_no_json_is_refused_hundreds_of_times(api, client):
    assert raw(api, client, SHARES["api, no JSON"]) == []
    assert api.tried >= SHARES["api, no JSON"]
