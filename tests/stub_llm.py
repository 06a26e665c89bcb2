"""A language model's endpoint on loopback that keeps what it was sent, and behaves as a test asks it to.

The client library speaks httpx2, which no mocking library sees; a real server on a real socket also shows what
headers go, what a redirect does and what happens when an answer breaks off.
"""

import json
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def instructions(self) -> str:
        return self._said("system")

    @property
    def text(self) -> str:
        return self._said("user")

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    def _said(self, role: str) -> str:
        return next(message["content"] for message in self.json["messages"] if message["role"] == role)

    def __contains__(self, word: str) -> bool:
        everything = f"{self.path} {self.headers} {self.body.decode()} {json.loads(self.body)}"
        return word.lower() in everything.lower()


@dataclass(frozen=True)
class Says:
    """How the endpoint answers one request."""

    content: object = "{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    delay: float = 0.0
    cut_at: int | None = None  # close the connection after so many bytes of the body
    raw: bytes | None = None  # this body instead of a completion
    drip: float = 0.0  # seconds between pieces of ten bytes

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        text = self.content if isinstance(self.content, str) else json.dumps(self.content)
        return json.dumps(
            {
                "id": "chatcmpl-stub",
                "object": "chat.completion",
                "created": 0,
                "model": "stub",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": self.finish,
                        "message": {"role": "assistant", "content": text},
                    }
                ],
                "usage": {"prompt_tokens": 300, "completion_tokens": 100, "total_tokens": 400},
            }
        ).encode()


class Endpoint:
    """``says`` is called with each request, or holds one answer for all, or a list of them in order."""

    def __init__(self, says: Says | list[Says] | Callable[[Asked], Says]):
        self.says = says
        self.asked: list[Asked] = []
        self.at_once = self._now = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, asked: Asked) -> Says:
        with self._lock:
            self.asked.append(asked)
            number = len(self.asked) - 1
        if isinstance(self.says, Says):
            return self.says
        if isinstance(self.says, list):
            return self.says[min(number, len(self.says) - 1)]
        return self.says(asked)

    @contextmanager
    def running(self):
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join(5)

    @contextmanager
    def _counted(self):
        with self._lock:
            self._now += 1
            self.at_once = max(self.at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    def _handler(self):
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                with endpoint._counted():
                    says = endpoint.answer(Asked(self.path, dict(self.headers.items()), body))
                    time.sleep(says.delay)
                    try:
                        self._write(says)
                    except OSError:
                        self.close_connection = True  # whoever asked has gone

            do_GET = do_POST  # noqa: N815  (the server's own names)

            def _write(self, says: Says):
                body = says.body()
                self.send_response(says.status)
                for name, value in {"Content-Type": "application/json", **says.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if says.drip:
                    for start in range(0, len(body), 10):
                        self.wfile.write(body[start : start + 10])
                        self.wfile.flush()
                        time.sleep(says.drip)
                    return
                self.wfile.write(body[: says.cut_at])
                if says.cut_at is not None:
                    self.wfile.flush()
                    self.close_connection = True

            def log_message(self, *_):
                pass

        return Handler
