"""Many questions to a language model, asked at once: paid for within a cap, written down as they go, never asked twice.

The model enters as a callable (``Ask``): what stands behind it, and whether it may be reached at all, is decided
elsewhere. Every call is a line in a journal before it is made and another when it is answered, so that a run that
is killed at any moment goes on where it was, and money that may have been spent counts as spent.
"""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

TRIES = 3  # of one question whose answers cannot be used
FAILURES_OF_ONE = 5  # calls in one run; then the question is put aside
FAILURES_THAT_STOP = 20  # calls in a row: the endpoint is down, and asking on would only cost time
WAIT_FIRST, WAIT_MOST = 0.5, 20.0  # seconds before the next try of a call that failed
LETTERS_A_TOKEN = 2.5  # fewer than any English text needs, so that a reservation is never too small


@dataclass(frozen=True, slots=True)
class Request:
    """One question. ``instructions`` are files that ship with the code; ``text`` is what they are about."""

    key: str
    instructions: tuple[Path, ...]
    text: str
    max_tokens: int
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    complete: bool
    tokens_in: int
    tokens_out: int


Ask = Callable[[Request], Reply]


class AskFailed(Exception):
    """A call without a usable answer; another try may succeed. ``wait``: the seconds the endpoint asked for."""

    def __init__(self, message: str, wait: float | None = None):
        self.wait = wait
        super().__init__(message)


class Stopped(Exception):
    """The run ends here; what was reached is kept, and the same command goes on from it."""


class Rejected(ValueError):
    """An answer that cannot be used; the message is a short code, counted in the report."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: float, tokens_out: float) -> float:
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / 1e6

    def most(self, request: Request) -> float:
        """What one call can cost at the very most."""
        letters = len(request.text) + sum(path.stat().st_size for path in request.instructions)
        return self.of(letters / LETTERS_A_TOKEN + 50, request.max_tokens)


class Budget:
    """Money set aside before each call and settled after it: what is spent can never pass the cap."""

    def __init__(self, cap: float, price: Price):
        self.cap, self.price = cap, price
        self.spent = self._reserved = 0.0
        self._lock = threading.Lock()

    def reserve(self, request: Request) -> float | None:
        """The amount set aside, or ``None`` when it could pass the cap."""
        most = self.price.most(request)
        with self._lock:
            if self.spent + self._reserved + most > self.cap:
                return None
            self._reserved += most
            return most

    def settle(self, reserved: float, reply: Reply | None) -> float:
        """What the call cost. A call that failed, or an answer without a bill, may have cost all that was set aside."""
        billed = self.price.of(reply.tokens_in, reply.tokens_out) if reply else 0.0
        cost = billed if reply and reply.tokens_in > 0 and reply.tokens_out > 0 else reserved
        with self._lock:
            self._reserved -= reserved
            self.spent += cost
        return cost


@dataclass(slots=True)
class Told:
    """What the journal knows of one question."""

    value: object = None  # what an accepted answer held
    tries: int = 0
    reasons: list[str] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        return self.value is not None or self.tries >= TRIES


class Journal:
    """Lines of JSON, only ever added. A line that was half written when the process died is cut off."""

    def __init__(self, path: Path):
        self.path = path
        self.told: dict[str, Told] = {}
        self.spent = 0.0
        self._lock = threading.Lock()
        self._read()
        self._file = path.open("a", encoding="utf-8")

    def _read(self) -> None:
        if not self.path.exists():
            return
        whole = self.path.read_bytes()
        end = whole.rfind(b"\n") + 1
        if end < len(whole):
            os.truncate(self.path, end)
        waiting: dict[str, float] = {}
        for line in whole[:end].splitlines():
            said = json.loads(line)
            key = said["key"]
            told = self.told.setdefault(key, Told())
            if "reserved" in said:
                self.spent += waiting.pop(key, 0.0)  # the process died during the call before this one
                waiting[key] = said["reserved"]
                continue
            waiting.pop(key, None)
            self.spent += said["spent"]
            _take(told, said)
        self.spent += sum(waiting.values())

    def add(self, **said: object) -> None:
        with self._lock:
            self._file.write(json.dumps(said, ensure_ascii=False) + "\n")
            self._file.flush()
            if "spent" in said:
                _take(self.told.setdefault(str(said["key"]), Told()), said)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def values(self) -> dict[str, object]:
        """Key to what was accepted, in the order it arrived."""
        return {key: told.value for key, told in self.told.items() if told.value is not None}


def _take(told: Told, said: Mapping) -> None:
    if "value" in said:
        told.value = said["value"]
    elif "reason" in said:
        told.tries += 1
        told.reasons.append(str(said["reason"]))
    else:
        told.reasons.append(f"call failed: {said['failed']}")


Accept = Callable[[Request, str], object]


def ask_all(
    keys: Iterable[str],
    request_of: Callable[[str, int], Request],
    *,
    ask: Ask,
    accept: Accept,
    journal: Journal,
    budget: Budget,
    workers: int,
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Ask for every key that the journal has not settled, ``workers`` at once.

    ``request_of(key, tries)`` words a question, so that a second try can differ. ``accept`` turns an answer into
    what is kept or raises ``Rejected``; it is called by one thread at a time. Raises ``Stopped`` at the cap, or
    when the endpoint fails again and again.
    """
    open_keys = [key for key in keys if not journal.told.get(key, Told()).settled]
    _Run(request_of, ask, accept, journal, budget, tick).over(open_keys, workers)


class _Run:
    def __init__(self, request_of, ask: Ask, accept: Accept, journal: Journal, budget: Budget, tick):
        self.request_of, self.ask, self.accept = request_of, ask, accept
        self.journal, self.budget, self.tick = journal, budget, tick
        self.failures = self.put_aside = 0
        self.failed: Counter[str] = Counter()
        self.stop = threading.Event()

    def over(self, keys: list[str], workers: int) -> None:
        """Ask until all is settled or the run must stop; calls under way are finished and written down either way."""
        waiting, why = iter(keys), None
        with _Inline() if workers == 1 else ThreadPoolExecutor(workers, thread_name_prefix="asking") as pool:
            running = {pool.submit(self._once, key) for key in _first(waiting, workers)}
            try:
                while running:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        try:
                            next_keys = self._settle(*future.result()) or _first(waiting, 1)
                        except Stopped as stopped:
                            why = why or stopped
                            self.stop.set()
                        else:
                            running |= {pool.submit(self._once, key) for key in next_keys if not why}
            finally:
                self.stop.set()
        if why:
            raise why
        if self.put_aside:
            raise Stopped(
                f"{self.put_aside} questions got no answer in {FAILURES_OF_ONE} calls each. What was reached is kept: "
                "run the same command again to ask them once more."
            )

    def _once(self, key: str) -> tuple[Request, float, Reply | None, str]:
        """One call, in a worker's thread: set aside, write down, ask."""
        tries = self.journal.told[key].tries if key in self.journal.told else 0
        request = self.request_of(key, tries)
        if self.stop.is_set():
            raise Stopped("stopped")
        reserved = self.budget.reserve(request)
        if reserved is None:
            raise Stopped(
                f"The next call could pass the cap of ${self.budget.cap:.2f} (${self.budget.spent:.2f} spent so far). "
                "Nothing more was asked. Run the same command with a higher budget to go on."
            )
        self.journal.add(key=key, reserved=round(reserved, 8))
        try:
            return request, reserved, self.ask(request), ""
        except AskFailed as failed:
            self.stop.wait(
                failed.wait if failed.wait is not None else min(WAIT_MOST, WAIT_FIRST * 2 ** self.failed[key])
            )
            return request, reserved, None, str(failed)

    def _settle(self, request: Request, reserved: float, reply: Reply | None, failed: str) -> tuple[str, ...]:
        """Write down what came of a call; the key again when it is to be asked once more."""
        spent = round(self.budget.settle(reserved, reply), 8)
        if reply is None:
            self.journal.add(key=request.key, spent=spent, failed=failed)
            return self._after_failure(request.key, failed)
        self.failures = 0
        try:
            if not reply.complete:
                raise Rejected("cut off")
            value = self.accept(request, reply.text)
        except Rejected as rejected:
            self.journal.add(key=request.key, spent=spent, reason=str(rejected))
            if not self.journal.told[request.key].settled:
                return (request.key,)
        else:
            self.journal.add(key=request.key, spent=spent, value=value)
        self.tick()
        return ()

    def _after_failure(self, key: str, failed: str) -> tuple[str, ...]:
        """A call that failed says nothing about the question: it is asked again, in this run or the next."""
        self.failures += 1
        self.failed[key] += 1
        if self.failures >= FAILURES_THAT_STOP:
            raise Stopped(
                f"The endpoint failed {self.failures} times in a row ({failed}). What was reached is kept: run the "
                "same command again to go on."
            )
        if self.failed[key] < FAILURES_OF_ONE:
            return (key,)
        self.put_aside += 1
        return ()


class _Inline:
    """One at a time needs no thread: the call is made where it is asked for."""

    def submit(self, call: Callable, *arguments: object) -> Future:
        done: Future = Future()
        try:
            done.set_result(call(*arguments))
        except Exception as error:
            done.set_exception(error)
        return done

    def __enter__(self) -> "_Inline":
        return self

    def __exit__(self, *_: object) -> None:
        pass


def _first(keys: Iterator[str], count: int) -> list[str]:
    return [key for _, key in zip(range(count), keys, strict=False)]


def as_json(text: str) -> dict:
    """The JSON object an answer holds, also between the lines of a code fence; raises ``Rejected``."""
    bare = text.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        said = json.loads(bare)
    except ValueError:
        raise Rejected("no JSON") from None
    if not isinstance(said, dict):
        raise Rejected("no JSON object")
    return said
