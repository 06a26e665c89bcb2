"""Send one nonsense request to one address as somebody who may use it, and say what is wrong with the answer."""

import copy
import traceback
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp_auth
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import resolve

from privacy import keys
from privacy.cases import Kind
from students import invitations, routes
from students.guardians import NewGuardian
from students.routes import Route
from tests import factories as make
from tests.fuzz import kept, learning, nonsense
from tests.matrix.walking import BODIES, Ask, expected, undone
from tests.matrix.world import PLACES, ROLES, World

HALFWAY = "halfway "
# Pages that ask more of who comes than the declared right: a second step that is set up, or a password just given.
AS = {
    "mfa_authenticate": f"{HALFWAY}ex_teacher",
    **dict.fromkeys(("mfa_reauthenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes"), "ex_teacher"),
}
WORDS = {"kind": tuple(Kind.values)}  # a word in the address that has several meanings
SAYS_SO_ITSELF = {"api_health"}  # 503, and which check failed
PLAIN = ("anonymous", *(role for role in ROLES if role not in ("anonymous", "key", "key_elsewhere", "revoked_key")))


@dataclass(frozen=True, eq=False)
class Door:
    """One address and method, and a role that may use it."""

    route: Route
    method: str
    role: str

    def __str__(self):
        return f"{self.method} {self.route.name or self.route.path}"


def doors(*methods: str) -> list[Door]:
    """Every declared web address with a method among these, once for each: none is left out by hand."""
    found = {}
    for route in routes.every_route():
        for method in methods:
            if method in route.declaration.audits and not route.name.startswith("api_"):
                door = Door(route, method, who_may(route, method))
                found[route.path, method] = door
    return list(found.values())


def who_may(route: Route, method: str) -> str:
    """Somebody who is let in, so that what is sent is looked at; the operator last, who is let in nearly everywhere."""
    if route.name in AS:
        return AS[route.name]
    for role in PLAIN:
        asked = role != "anonymous" or route.declaration.who == routes.EVERYONE
        if asked and 200 in expected(Ask(role, route, method, "own")):
            return role
    raise AssertionError(f"{method} /{route.path} is open to no role of tests/matrix/world.py: add one who may use it")


@dataclass
class Trial:
    """One world, the same before each request."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    forms: dict[Door, learning.Form] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))
    refused: int = 0
    tried: int = 0

    def __post_init__(self):
        self.invitation = _an_invitation(self.world)
        self._second_steps()
        self._decided()
        self.before = kept.everything()

    def form(self, door: Door) -> learning.Form:
        if door not in self.forms:
            usual = {name: (value,) for name, value in BODIES.get(door.route.name, {}).items()}
            hints = {**usual, **learning.HINTS.get(door.route.name, {})}
            self.forms[door] = learning.learn(
                lambda values: self._ask_plainly(door, values), hints=hints, posted=door.method == "POST"
            )
        return self.forms[door]

    def wrong(self, door: Door, address: str, sent: nonsense.Sent | str) -> list[str]:
        self._client(door.role)  # before: what signs in here is not undone
        with undone():
            answer = self.ask(door, address, sent)
            self.tried += 1
            return [f"{door} {address}: {what}" for what in self._judge(door, answer)]

    def ask(self, door: Door, address: str, sent: nonsense.Sent | str) -> HttpResponse:
        client = self._client(door.role)
        cookies = copy.deepcopy(client.cookies)
        cache.key_prefix = f"fuzz-{uuid.uuid4().hex}"  # who has to wait after wrong tries is another test's
        with keys.keyring():
            if isinstance(sent, str):
                answer = client.get(f"{address}?{sent}")
            else:
                answer = client.generic(door.method, address, sent.data, content_type=sent.content_type)
            b"".join(answer) if answer.streaming else answer.content
        client.cookies = cookies
        return answer

    def address(self, door: Door, place: str = "own") -> str:
        if door.route.name == "invitation":
            return self.invitation
        return self.world.fill(door.route, place)

    def _judge(self, door: Door, answer: HttpResponse) -> Iterator[str]:
        status = answer.status_code
        if status >= 500 and door.route.name not in SAYS_SO_ITSELF:
            yield f"{status}: {_why(answer)}"
        if status >= 400:
            self.refused += 1
            yield from (f"refused with {status} and left {what}" for what in kept.differences(self.before))

    def _ask_plainly(self, door: Door, values: dict[str, str]) -> HttpResponse:
        self._client(door.role)
        with undone():
            pairs = [(name.encode(), value.encode("utf-8", "surrogatepass")) for name, value in values.items()]
            encoded = nonsense.urlencoded(pairs)
            sent = encoded.decode() if door.method == "GET" else nonsense.Sent(encoded)
            return self.ask(door, self.address(door), sent)

    def _client(self, role: str) -> Client:
        """Signed in through the door, so that what asks for a fresh password is open, too."""
        if role not in self.clients:
            client = self.clients[role] = Client(raise_request_exception=False)
            client.handler = self.handler
            if role != "anonymous":
                person = getattr(self.world, role.removeprefix(HALFWAY))
                answer = client.post("/sign-in/", {"username": person.username, "password": make.PASSWORD})
                assert answer.status_code == 302, role
        return self.clients[role]

    def _second_steps(self) -> None:
        """Whom the pages about a second step are open to: somebody who has one, and somebody on the way to it."""
        person = self.world.ex_teacher
        self._client(person_with := "ex_teacher")
        TOTP.activate(person, totp_auth.generate_totp_secret())
        RecoveryCodes.activate(person)
        assert self._client(HALFWAY + person_with).session.get("_auth_user_id") is None

    def _decided(self) -> None:
        """What waits for a teacher's decisions is decided as proposed, so that the pages behind it are reached."""
        for name in ("upload_map", "transcript_reading", "telemetry_map"):
            door = next(door for door in doors("POST") if door.route.name == name)
            client, address = self._client(door.role), self.address(door)
            with keys.keyring():
                client.post(address, learning.proposed(client.get(address)))


def other_addresses(trial: Trial, door: Door) -> list[str]:
    """The same address about somebody else, and about what is not there."""
    found = {trial.address(door, place) for place in PLACES}
    for name, words in WORDS.items():
        if name in door.route.parameters:
            found |= {with_nonsense(address, word) for address in found for word in words}
    return sorted(found)


def with_nonsense(right: str, piece: str) -> str:
    """The address with what was drawn in the place of its last id or word."""
    found = resolve(right).kwargs
    if not found:
        return right
    before, _, after = right.rpartition(str([*found.values()][-1]))
    return before + piece + after


def _an_invitation(world: World) -> str:
    new = NewGuardian("Ada", "Quintanilla", "ada@example.org")
    return invitations.add_and_invite(student=world.mateo, new=new, by=world.school_admin).path


def _why(answer: HttpResponse) -> str:
    error = getattr(answer, "exc_info", None)
    return "".join(traceback.format_exception(*error)[-6:]) if error else answer.content[:200].decode(errors="replace")
