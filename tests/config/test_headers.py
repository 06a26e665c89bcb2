"""What every answer carries, whatever it is and whoever made it: through the whole stack, as production sets it."""

import pytest
from django.test import Client
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeader, InvalidHeaderName, UnsupportedTransferCoding
from gunicorn.http.parser import RequestParser

from students.signing_in import devices

YEAR = 31_536_000
# address, who asks, status: a page, a redirect, a file, a program's answer, what is not there, what is not allowed
ANSWERS = [
    ("/sign-in/", None, 200),
    ("/account/", "teacher", 200),
    ("/account/", None, 302),
    ("/static/css/base.css", None, 200),
    ("/static/js/sightline.js", None, 200),
    ("/api/v1/assessments/00000000-0000-4000-8000-000000000000", None, 401),
    ("/api/schema/", None, 200),
    ("/api/", None, 200),
    ("/roster/example.csv", "school_admin", 200),
    ("/who-looked/report.csv", "school_admin", 200),
    ("/roster/", "teacher", 403),
    ("/nothing-here/", "teacher", 404),
    ("/static/css/nothing.css", None, 404),
    ("/sign-out/", "teacher", 405),
    ("/admin/", "operator", 200),
]


@pytest.fixture
def by_https(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = YEAR, True
    settings.SECURE_SSL_REDIRECT = True
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("path", "who", "status"), ANSWERS, ids=[f"{path} {who}" for path, who, _ in ANSWERS])
def test_every_answer_says_how_browsers_are_to_treat_it(cast, by_https, path, who, status):
    if who:
        by_https.force_login(getattr(cast, who))
    answer = by_https.get(path, secure=True)
    answer.close()
    assert answer.status_code == status
    assert answer["Strict-Transport-Security"] == f"max-age={YEAR}; includeSubDomains"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    if path != "/api/":  # the page about the API says otherwise for itself; nobody is signed in on it
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    for directive in ("object-src", "base-uri", "frame-ancestors", "default-src"):
        assert policy[directive] == "'none'", directive
    assert "Access-Control-Allow-Origin" not in answer and "X-Powered-By" not in answer


@pytest.mark.parametrize(("path", "who", "status"), ANSWERS, ids=[f"{path} {who}" for path, who, _ in ANSWERS])
def test_what_has_a_body_says_its_type_and_text_its_alphabet(cast, by_https, path, who, status):
    if who:
        by_https.force_login(getattr(cast, who))
    answer = by_https.get(path, secure=True)
    answer.close()
    kind = answer.get("Content-Type", "").replace('"', "").lower()
    assert kind or not answer.content
    assert "charset=utf-8" in kind or not kind.startswith("text/"), kind


def test_what_breaks_says_that_it_broke_and_nothing_of_what(cast, by_https, monkeypatch):
    def breaks(_request):
        raise ValueError("SELECT secret FROM keys WHERE words = 'I cried'")

    monkeypatch.setattr(devices, "of", breaks)
    by_https.force_login(cast.teacher)
    answer = by_https.get("/account/", secure=True)
    assert answer.status_code == 500 and "Content-Security-Policy" in answer
    for told in ("SELECT", "I cried", "ValueError", "Traceback", "devices.py"):
        assert told not in answer.content.decode()


@pytest.mark.parametrize(
    "host", ["evil.example", "sightline.example.evil.example", "a b", "127.0.0.1:8000@evil.example"]
)
def test_a_host_that_is_not_ours_is_refused(db, by_https, host):
    assert by_https.get("/sign-in/", secure=True, HTTP_HOST=host).status_code == 400


def test_people_are_led_to_https_and_programs_are_told(cast, by_https):
    assert by_https.get("/sign-in/").url == "https://testserver/sign-in/"
    for method, path in (("post", f"/api/v1/infer/{cast.mateo.pk}"), ("get", f"/api/v1/assessments/{cast.mateo.pk}")):
        headers = {"Authorization": f"Api-Key {cast.key.secret}"}
        answer = getattr(by_https, method)(path, headers=headers)
        assert answer.status_code == 403 and "https" in answer.json()["detail"]
        assert getattr(by_https, method)(path, headers=headers, secure=True).status_code in (404, 415)


def test_no_header_of_a_visitor_makes_http_look_like_https(db, by_https, settings):
    assert settings.SECURE_PROXY_SSL_HEADER is None  # embedded: no proxy of ours stands in front
    assert by_https.get("/sign-in/", headers={"X-Forwarded-Proto": "https"}).status_code == 301


@pytest.mark.parametrize("path", ["/static/", "/static/css/", "/.git/config", "/static/../config/settings.py", "/var/"])
def test_no_folder_is_listed_and_nothing_beside_the_static_files_is_served(db, by_https, path):
    assert by_https.get(path, secure=True).status_code == 404


def test_signing_out_empties_what_the_browser_kept(cast, client):
    client.force_login(cast.teacher)
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache"'


def test_a_page_goes_from_the_screen_when_its_session_is_over(cast, client, settings):
    assert "data-left-alone" not in client.get("/sign-in/").content.decode()
    client.force_login(cast.teacher)
    assert f'data-left-alone="{settings.IDLE_SECONDS}"' in client.get("/account/").content.decode()


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        (
            HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            InvalidHeader,
        ),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", InvalidHeader),
        (HEAD + b"Content-Length: +5\r\n\r\nhello", InvalidHeader),
        (HEAD + b"Content-Length : 5\r\n\r\nhello", InvalidHeaderName),
        (HEAD + b"Transfer-Encoding: xchunked\r\n\r\n", UnsupportedTransferCoding),
    ],
)
def test_the_server_refuses_a_message_whose_end_could_be_read_two_ways(message, refusal):
    with pytest.raises(refusal):
        next(RequestParser(Config(), iter([message]), ("192.0.2.1", 1)))
