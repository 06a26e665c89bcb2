"""Ask one address as one role about one place, and say what is wrong with the answer."""

import copy
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from pypdf import PdfReader

from privacy import keys
from privacy.audit import AuditEvent, AuditSubject
from students.access import RULES, Right
from students.models import School, Student
from students.routes import EVERYONE, SIGNED_IN, STAFF, Declaration, Route
from tests.matrix.world import MAY_SEE, PLACES, PROGRAMS, ROLES, Canary, World
from tests.students.test_access import TABLES, rows_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
GOOD = {200, 201, 202, 204, 302, 400, 415, 422}  # the row is theirs; what was sent with it may be nonsense
INCOMPLETE = {"class_scores", "roster_export"}  # without a question, or about others' schools, there is nothing
# What an address that everybody may use may answer beside: it says so itself, has to make one wait, knows no service.
ANYBODYS = {
    "api_health": {503},
    "home": {429},
    "sign_in": {429},
    "account_login": {429},
    "sso_refused": {403},
    "forgotten": {429},
    "openid_connect_login": {404},
    "openid_connect_callback": {404},
}
OWN_ACCOUNT = re.compile(r"^(account/|sign-in/again/)")  # one's own: what is not there is not there
LEAVES = {"sign_out", "admin:logout", "admin:login", "mfa_authenticate"}
TWO_DIGITS = re.compile(r"0\.\d\d")
TO_SIGN_IN = re.compile(r"^/(admin/login/|sign-in/(\?|$))")
# Questions worth asking beside the bare address; {first} is the beginning of the first name, {id} the student's.
QUERIES = {
    "student_search": ("q={first}", "q={first}&open=no"),
    "class_list": ("q={first}",),
    "class_page": ("q={first}",),
    "student_page": ("response={response}", "skill=resilience"),
    "collect_class": ("student={id}",),
    "compliance": ("student={id}", "student={first}", "person=okafor"),
    "compliance_csv": ("student={id}",),
    "compliance_pdf": ("student={id}",),
    "upload_preview": ("show=all",),
    "transcript_preview": ("show=all",),
    "class_scores": ("format=csv", "format=oneroster"),
    "families": ("q={first}",),
    "case_list": ("show=all", "show=overdue"),
    "people_of_school": ("q={first}",),
    "roster_export": ("format=csv&school={school}", "format=oneroster&school={school}"),
}
BODIES = {
    "api_infer": {"text": "I took a breath and asked what she needed, then we tried another way together."},
    "upload_mend": {"date": "2026-11-02"},
    "case_step": {"to": "identity", "check": "known"},
    "people_of_school": {"email": "zed@example.org", "first_name": "Zed", "last_name": "Who", "role": "teacher"},
    "people_of_district": {
        "email": "zed@example.org",
        "first_name": "Zed",
        "last_name": "Who",
        "role": "district_admin",
    },
    "role_give": {"role": "safeguarding_lead"},
    "family_agreements": {"purpose": "research", "granted": "yes"},
    "family_bond": {"act": "restrict"},
    "family_of": {"first_name": "Zed", "last_name": "Who", "email": "zed@example.org", "relation": "parent"},
    "sign_in": {"username": "okafor", "password": "wrong"},
    "forgotten": {"email": "zed@example.org"},
}
PARTS = {"student_page": ("work", "evidence", "chosen"), "class_page": ("table",), "class_list": ("table",)}


@dataclass(frozen=True)
class Ask:
    role: str
    route: Route
    method: str
    place: str
    query: str = ""
    part: str = ""  # what htmx asks for

    def __str__(self):
        name = self.route.name or self.route.path
        return f"{self.role} {self.method} {name}{self.query and '?' + self.query} about {self.place}"


def asks(route: Route, role: str, *, methods=METHODS) -> Iterator[Ask]:
    """Every cell of one route and role."""
    places = PLACES if route.parameters and route.declaration.loads.models else ("own",)
    for method in methods:
        for place in places:
            yield Ask(role, route, method, place)
    if "GET" not in methods:
        return
    for query in QUERIES.get(route.name, ()):
        for place in PLACES:
            yield Ask(role, route, "GET", place, query)
    for part in PARTS.get(route.name, ()):
        for place in places:
            yield Ask(role, route, "GET", place, part=part)


# --- what should be answered -----------------------------------------------------------------------


def cells_of(right: Right, role: str) -> dict[str, str]:
    """place -> "ok", "403" or "404", from the truth table of tests/students/test_access.py."""
    _model, columns, table = TABLES[right]
    if role == "anonymous":
        return dict.fromkeys(PLACES, "404")
    answers = dict(zip(columns, rows_of(table)[role], strict=True))
    return {place: next(answers[name] for name in names if name in answers) for place, names in PLACES.items()}


def expected(ask: Ask) -> set[int]:
    said = ask.route.declaration
    by_program = isinstance(said.who, Right) and RULES[said.who].for_programs is not None
    signed_in = ask.role not in PROGRAMS and ask.role != "anonymous"
    if by_program and (signed_in or ask.role in ("anonymous", "revoked_key")):
        return {401, 405}
    if not by_program and not signed_in and said.who != EVERYONE:
        return {302}  # to the sign-in page, see ``wrong``
    if ask.method not in said.audits:
        return {405}
    if said.who == EVERYONE:
        return GOOD | ANYBODYS.get(ask.route.name, set())
    if ask.route.path.startswith("admin/"):
        return _admin(ask, said)
    answers = _by_right(ask, said)
    return answers | {404} if ask.route.name in INCOMPLETE and answers == GOOD else answers


def _by_right(ask: Ask, said: Declaration) -> set[int]:
    if said.who == SIGNED_IN:
        return GOOD | ({404} if OWN_ACCOUNT.match(ask.route.path) else set())
    cells = cells_of(said.who, ask.role)
    if said.loads.how == "one" and RULES[said.who].reaches is School and said.loads.models[0] is Student:
        known = cells_of(Right.RECORD, ask.role)  # who knows the child by another right is refused, not lied to
        cells = {place: "403" if cell == "404" and known[place] != "404" else cell for place, cell in cells.items()}
    if said.by_right_alone:
        return GOOD if "ok" in cells.values() else {403}
    if said.loads.how == "own" and (ask.role not in PLACES[ask.place] or cells[ask.place] != "ok"):
        return {404}
    return GOOD if cells[ask.place] == "ok" else {int(cells[ask.place])}


def _admin(ask: Ask, said: Declaration) -> set[int]:
    """Django's own pages: whoever is no staff is sent to its door; a row of others is said not to exist (302)."""
    staff = ask.role in ("school_admin", "district_admin", "operator")
    if said.who == SIGNED_IN:
        return GOOD
    if not staff:
        return {302, 403}
    if said.who == STAFF:
        return GOOD | {403, 404}
    reached = ask.role == "operator" or cells_of(said.who, ask.role)[ask.place] == "ok"
    return (GOOD | {403}) if reached else {302, 403}  # versions are read, never changed or deleted


# Of a file whose columns nobody has told apart, no line is anybody's yet; that it was looked at is written down.
NOBODYS_YET = {"upload_map"}

# --- asking ----------------------------------------------------------------------------------------


@dataclass
class Walk:
    """The clients of one world: signed in once, so that asking costs no more than its own request."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def wrong(self, ask: Ask) -> list[str]:
        """What is wrong with the answer; nothing it did stays done."""
        client = self._client(ask.role)  # before: what signs in here is not undone
        with undone():
            last = AuditSubject.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            answer, sent = self.ask(ask, client)
            return [f"{ask}: {what}" for what in self._judge(ask, answer, sent, last)]

    def _client(self, role: str) -> Client:
        if role not in self.clients:
            client = Client(raise_request_exception=False)
            client.handler = self.handler  # reading the settings and the static files once is enough
            if role in PROGRAMS:
                client.defaults["HTTP_AUTHORIZATION"] = f"Api-Key {getattr(self.world, role).secret}"
            elif role != "anonymous":
                client.force_login(getattr(self.world, role))
            self.clients[role] = client
        return self.clients[role]

    def ask(self, ask: Ask, client: Client | None = None) -> tuple[HttpResponse, str]:
        client = client or self._client(ask.role)
        cookies = copy.deepcopy(client.cookies)
        student, *_ = self.world.at(ask.place)
        address = self.world.fill(ask.route, ask.place)
        query = ask.query.format(
            first=student.first_name[:-2],
            id=student.pk,
            school=student.school_id,
            response=next(c.text for c in self.world.canaries if (c.place, c.kind) == (ask.place, "id")),
        )
        path = f"{address}?{query}" if query else address
        body = BODIES.get(ask.route.name, {})
        headers = {"HX-Request": "true", "HX-Target": ask.part} if ask.part else {}
        with keys.keyring():
            if ask.method == "GET":
                answer = client.get(path, headers=headers)
            elif ask.route.name.startswith("api_"):
                answer = client.generic(ask.method, path, json.dumps(body), content_type="application/json")
            else:
                answer = client.generic(
                    ask.method, path, "&".join(f"{k}={v}" for k, v in body.items()),
                    content_type="application/x-www-form-urlencoded",
                )  # fmt: skip
        client.cookies = cookies  # a sign-out would end the walk
        return answer, path

    def _judge(self, ask: Ask, answer: HttpResponse, sent: str, last: int) -> Iterator[str]:
        status = answer.status_code
        if status >= 500 and not (status == 503 and ask.route.name == "api_health"):  # it says so itself
            yield f"answered with {status}: {getattr(answer, 'exc_info', None)}"
        if status not in expected(ask):
            yield f"answered with {status}, not {sorted(expected(ask))}"
        sent_away = ask.route.name not in LEAVES and bool(TO_SIGN_IN.match(answer.headers.get("Location", "")))
        if expected(ask) >= GOOD and sent_away and ask.role not in ("anonymous", *PROGRAMS):
            yield "sent away to sign in"
        seen = self.seen(ask, answer, sent)
        may = MAY_SEE.get(ask.role, {})
        for canary in seen:
            if canary.kind not in may.get(canary.place, ()):
                yield f"LEAK of {canary.kind} of {canary.place}: {canary.text}"
        yield from self._unwritten(ask, seen, last)

    def seen(self, ask: Ask, answer: HttpResponse, sent: str) -> list[Canary]:
        """What was planted and stands in the answer, unless it was in the question. A score in two digits is somebody's
        only where rows are shown: the figures of the models have two digits, too."""
        text = text_of(answer)
        shows_rows = ask.route.declaration.loads.models and "html" in answer.headers.get("Content-Type", "")
        found = [canary for canary in self.world.canaries if canary.text in text and canary.text not in sent]
        return [canary for canary in found if shows_rows or not TWO_DIGITS.fullmatch(canary.text)]

    def _unwritten(self, ask: Ask, seen: list[Canary], last: int) -> Iterator[str]:
        """Whoever was shown is named by an event of this very request."""
        if ask.part:
            return  # a part of a page that lies open is the same look: tests/assessments/test_student_page.py
        if ask.route.name in NOBODYS_YET:
            return
        new = AuditSubject.objects.filter(pk__gt=last)
        named = set(new.values_list("subject", flat=True))
        verbs = set(AuditEvent.objects.filter(id__in=new.values("event_id")).values_list("verb", flat=True))
        declared = ask.route.declaration.audits.get(ask.method, ())
        for place in {canary.place for canary in seen}:
            student, *_ = self.world.at(place)
            if student.pk not in named:
                yield f"showed {place} and wrote nothing down"
            elif not isinstance(declared, tuple) or not verbs & set(declared):
                yield f"wrote {sorted(verbs)}, declared is {declared}"


def text_of(answer: HttpResponse) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    if answer.headers.get("Content-Type", "") == "application/zip":
        body = b"\n".join(zipped(body))
    if answer.headers.get("Content-Type", "").startswith("application/pdf"):
        body = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{body.decode(errors='replace')}\n{headers}\n{answer.cookies.output()}"


def zipped(body: bytes) -> Iterator[bytes]:
    """Each file of a zip, a PDF as its text."""
    with zipfile.ZipFile(io.BytesIO(body)) as folder:
        for name in folder.namelist():
            content = folder.read(name)
            if name.endswith(".pdf"):
                content = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()
            yield content


@contextmanager
def undone():
    with ExitStack() as stack:
        for alias in ("default", "keys"):
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)


assert set(MAY_SEE) <= set(ROLES)
