"""What one person said in one go: consecutive lines of one speaker, joined.

A word of listening by somebody else ("okay", "mhm") does not end a turn; it is no turn of its own either.
Turns depend on the file alone, not on who was matched with whom, so their positions stay when the same
file comes again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assessments.transcripts.lines import WORD, Line

LISTENING = frozenset(
    ("okay", "ok", "yeah", "yep", "mm", "mmm", "mhm", "hm", "hmm", "uh", "um", "oh", "ah", "right", "uhhuh")
)
LISTENING_PHRASES = frozenset(("i see", "uh huh", "got it", "mm hm", "mm hmm"))
LONGEST_TURN = 6_000  # characters; a speech of half an hour is read in parts
LONGEST_NOTE = 200  # characters
ANNOTATION = re.compile(r"[(\[*][^()\[\]*]{0,60}[)\]*]")  # [laughter], (inaudible): a transcriber's note


@dataclass
class Turn:
    position: int  # from 1, over the whole file
    label: str
    lines: list[Line] = field(default_factory=list)
    answers: int | None = None  # the position of the turn before it in the same group

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def number(self) -> int:
        return self.lines[0].number


@dataclass(frozen=True)
class Turns:
    turns: Sequence[Turn]
    of_line: Sequence[int | None]  # for each line the position of its turn; None for listening and for no words


def says_nothing(line: Line) -> bool:
    """No word in it but a transcriber's note."""
    text = line.text if len(line.text) > LONGEST_NOTE else ANNOTATION.sub("", line.text)
    return not WORD.search(text)


def is_listening(line: Line) -> bool:
    if len(line.text) > LONGEST_NOTE:
        return False
    words = [word.casefold() for word in WORD.findall(line.text)]
    return bool(words) and (" ".join(words) in LISTENING_PHRASES or all(word in LISTENING for word in words))


def turns_of(lines: Iterable[Line]) -> Turns:
    joining = _Joining()
    for index, line in enumerate(lines):
        joining.take(index, line)
    return Turns(joining.turns, joining.of_line)


class _Joining:
    def __init__(self):
        self.turns: list[Turn] = []
        self.of_line: list[int | None] = []
        self.open: dict[str, Turn] = {}  # a group's turn under way
        self.waiting: dict[str, list[tuple[int, Line]]] = {}  # a group's words of listening since

    def take(self, index: int, line: Line) -> None:
        self.of_line.append(None)
        if says_nothing(line) or not line.speaker:
            return
        current = self.open.get(line.group)
        if current and current.label != line.label and is_listening(line):
            self.waiting.setdefault(line.group, []).append((index, line))
            return
        begun = self._own_beginning(line)
        if current is None or current.label != line.label or _full(current, line):
            current = self._begin(line, current)
        for place, said in [*begun, (index, line)]:
            current.lines.append(said)
            self.of_line[place] = current.position

    def _own_beginning(self, line: Line) -> list[tuple[int, Line]]:
        """Words of listening right before one's own turn begin it: "okay." "so we go from Bern"."""
        waiting = self.waiting.pop(line.group, [])
        begun: list[tuple[int, Line]] = []
        while waiting and waiting[-1][1].label == line.label:
            begun.insert(0, waiting.pop())
        return begun

    def _begin(self, line: Line, before: Turn | None) -> Turn:
        turn = Turn(len(self.turns) + 1, line.label, answers=before.position if before else None)
        self.turns.append(turn)
        self.open[line.group] = turn
        return turn


def _full(turn: Turn, line: Line) -> bool:
    return sum(len(said.text) + 1 for said in turn.lines) + len(line.text) > LONGEST_TURN
