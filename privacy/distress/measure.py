"""How well rules and line do: the rules on our own hard sentences, half of which they were never tuned on; both on those
of somebody who did not know the rules. Of these the lines with even numbers have been looked at since, and the line
learned from them; the odd ones are only counted, and nobody who changes anything reads them."""

import json
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from privacy.distress.reading import kinds_in, sentences_of
from privacy.distress.signs_found import Signs, signs_in

DATA = Path(__file__).parent / "data"
RULES, LINE, EITHER = "rules alone", "line alone", "either"
WAYS: dict[str, Callable[[Signs], bool]] = {
    RULES: lambda signs: bool(signs.kinds),
    LINE: lambda signs: signs.likeness is not None,
    EITHER: bool,
}
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


def by_rules(text: str) -> bool:
    return bool(kinds_in(sentences_of(text)))


def measure() -> dict[str, Figures]:
    danger, innocent = sentences()
    figures = {half: Figures() for half in HALVES}
    for kind, text in danger:
        one = figures[half_of(text)]
        found = by_rules(text)  # of whatever kind: the same person reads it
        one.danger, one.found = one.danger + 1, one.found + found
        counts = one.by_kind.setdefault(kind, [0, 0])
        counts[0], counts[1] = counts[0] + 1, counts[1] + found
        if not found:
            one.missed.append(text)
    for text in innocent:
        one = figures[half_of(text)]
        raised = by_rules(text)
        one.innocent, one.alarms = one.innocent + 1, one.alarms + raised
        if raised:
            one.raised.append(text)
    return figures


def blind() -> dict[str, Figures]:
    """Somebody else's sentences, by rules. What went wrong is told of the lines that were read, and of no other."""
    return {READ: _counted(_blind(0), by_rules), UNREAD: _counted(_blind(1), by_rules)}


def unread() -> dict[str, Figures]:
    """The odd lines by each way: the line never saw them, nor did whoever made it."""
    return _by_each_way(_blind(1))


def sealed(hand: str) -> dict[str, Figures]:
    """Texts of a hand that nobody reads and nothing is learned from, by each way."""
    return _by_each_way([json.loads(line) for line in lines_of(hand)])


def lines_of(hand: str) -> list[str]:
    return (DATA / f"{hand}_hand.jsonl").read_text(encoding="utf-8").splitlines()


def _by_each_way(rows: list[dict]) -> dict[str, Figures]:
    signs = {row["text"]: signs_in(row["text"]) for row in rows}
    return {way: _counted(rows, lambda text, raised=raised: raised(signs[text])) for way, raised in WAYS.items()}


def _blind(odd: int) -> list[dict]:
    lines = (DATA / "blind.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for number, line in enumerate(lines, 1) if number % 2 == odd]


def _counted(rows: list[dict], is_raised: Callable[[str], bool]) -> Figures:
    one = Figures()
    for row in rows:
        found = is_raised(row["text"])
        if row["label"] == "danger":
            one.danger, one.found = one.danger + 1, one.found + found
            counts = one.by_kind.setdefault(row["kind"], [0, 0])
            counts[0], counts[1] = counts[0] + 1, counts[1] + found
        else:
            one.innocent, one.alarms = one.innocent + 1, one.alarms + found
    return one


def on_texts(texts: Sequence[str]) -> dict[str, int]:
    """How many of texts that hold no danger each way raises."""
    found = [signs_in(text) for text in texts]
    return {way: sum(map(raised, found)) for way, raised in WAYS.items()}


def classroom(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def milliseconds(texts: Sequence[str]) -> tuple[float, float]:
    """Of processor time for one text: by the rules alone, and by both."""
    signs_in("")  # compiled and loaded before the clock starts
    taken = []
    for read in (by_rules, signs_in):
        began = time.process_time()
        for text in texts:
            read(text)
        taken.append((time.process_time() - began) / len(texts) * 1e3)
    return taken[0], taken[1]
