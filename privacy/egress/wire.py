"""The wire under the door: HTTP that goes where the list says, carries few headers and ends in time.

The client library follows redirects, reads headers, proxies and keys of its own from the environment, and waits for
as long as bytes drip in. None of that may decide where students' words go, so all of it is settled here, below it.
"""

import time
from collections.abc import Callable, Iterator

import httpx  # noqa: F401  (see below)
import httpx2

# The client library asks of every answer whether the older httpx is loaded, and stumbles over one that another thread
# is still loading: spaCy brings it when the first text is masked. So it is loaded before any call.


MOST_BYTES = 1_000_000  # of an answer; a page of feedback is a few thousand
NOT_REACHED = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)  # no byte of the question went
HEADERS = frozenset({"host", "content-type", "content-length", "accept", "connection"})


class TooLong(httpx2.ReadTimeout):
    """The whole answer took longer than it may."""


class TooMuch(httpx2.ReadError):
    """The answer is larger, or packed otherwise, than an answer to us can be."""


class Guarded(httpx2.BaseTransport):
    """Checks each request's address against the list, sends our headers alone, and bounds the answer."""

    def __init__(self, *, check: Callable[[str], None], key: str, seconds: float):
        self._check, self._key, self._seconds = check, key, seconds
        self._inner = httpx2.HTTPTransport(
            trust_env=False, limits=httpx2.Limits(max_connections=64, max_keepalive_connections=32)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._check(str(request.url))
        until = time.monotonic() + self._seconds
        response = self._inner.handle_request(self._stripped(request))
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise TooMuch("an answer that is packed although we did not ask for it")
        response.stream = _Bounded(response.stream, until)
        return response

    def _stripped(self, request: httpx2.Request) -> httpx2.Request:
        """Another request, because the library looks for its own headers in the one it made."""
        kept = [(name, value) for name, value in request.headers.items() if name.lower() in HEADERS]
        ours = [("authorization", f"Bearer {self._key}"), ("accept-encoding", "identity"), ("user-agent", "Sightline")]
        return httpx2.Request(
            request.method,
            request.url,
            headers=[*kept, *ours],
            stream=request.stream,
            extensions=request.extensions,
        )

    def close(self) -> None:
        self._inner.close()


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, until: float):
        self._stream, self._until = stream, until

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        for chunk in self._stream:
            received += len(chunk)
            if received > MOST_BYTES:
                raise TooMuch("an answer larger than a million bytes")
            if time.monotonic() > self._until:
                raise TooLong("an answer that took longer than it may")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def client(*, check: Callable[[str], None], key: str, seconds: float) -> httpx2.Client:
    return httpx2.Client(
        transport=Guarded(check=check, key=key, seconds=seconds),
        timeout=httpx2.Timeout(seconds, connect=min(5.0, seconds)),
        follow_redirects=False,
        trust_env=False,
    )
