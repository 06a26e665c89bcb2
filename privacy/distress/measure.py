"""How well the rules do: on our own hard sentences, half of which they were never tuned on, and on those of somebody who
did not know the rules. Of these the lines with even numbers have been looked at since; the odd ones are only counted, and
nobody who changes a rule reads them."""

import json
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from privacy.distress.reading import signs_in
from privacy.distress.signs import KINDS

DATA = Path(__file__).parent / "data"
HALVES = ("tuned on", "held out")
READ, UNREAD = "even lines, read", "odd lines, never read"


@dataclass
class Figures:
    danger: int = 0
    found: int = 0
    innocent: int = 0
    alarms: int = 0
    by_kind: dict[str, list[int]] = field(default_factory=dict)  # kind -> [sentences, found]
    missed: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.danger if self.danger else 1.0

    @property
    def alarm_rate(self) -> float:
        return self.alarms / self.innocent if self.innocent else 0.0


def half_of(sentence: str) -> str:
    return HALVES[zlib.crc32(sentence.encode()) % 2]


def sentences() -> tuple[list[tuple[str, str]], list[str]]:
    danger = [line.split("\t") for line in (DATA / "danger.txt").read_text(encoding="utf-8").splitlines() if line]
    innocent = [line for line in (DATA / "innocent.txt").read_text(encoding="utf-8").splitlines() if line]
    return [(kind, text) for kind, text in danger], innocent


def measure() -> dict[str, Figures]:
    danger, innocent = sentences()
    figures = {half: Figures() for half in HALVES}
    for kind, text in danger:
        one = figures[half_of(text)]
        found = bool(signs_in(text))  # of whatever kind: the same person reads it
        one.danger, one.found = one.danger + 1, one.found + found
        counts = one.by_kind.setdefault(kind, [0, 0])
        counts[0], counts[1] = counts[0] + 1, counts[1] + found
        if not found:
            one.missed.append(text)
    for text in innocent:
        one = figures[half_of(text)]
        raised = bool(signs_in(text))
        one.innocent, one.alarms = one.innocent + 1, one.alarms + raised
        if raised:
            one.raised.append(text)
    return figures


def blind() -> dict[str, Figures]:
    """Somebody else's sentences. What went wrong is told of the lines that were read, and of no other."""
    figures = {half: Figures() for half in (READ, UNREAD)}
    lines = (DATA / "blind.jsonl").read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(map(json.loads, lines), 1):
        one = figures[UNREAD if number % 2 else READ]
        found = bool(signs_in(row["text"]))
        if row["label"] == "danger":
            one.danger, one.found = one.danger + 1, one.found + found
            counts = one.by_kind.setdefault(row["kind"], [0, 0])
            counts[0], counts[1] = counts[0] + 1, counts[1] + found
        else:
            one.innocent, one.alarms = one.innocent + 1, one.alarms + found
    return figures


def on_corpus(path: Path) -> tuple[int, int, Counter, float]:
    """Made-up classroom responses that hold no danger: how many, how many alarms, of which kinds, microseconds each."""
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    signs_in("")  # compiled before the clock starts
    began = time.perf_counter()
    found = [signs_in(text) for text in texts]
    micros = (time.perf_counter() - began) / max(len(texts), 1) * 1e6
    kinds = Counter(kind for signs in found for kind in signs)
    assert set(kinds) <= set(KINDS)  # noqa: S101
    return len(texts), sum(map(bool, found)), kinds, micros
