"""One run of a game drawn as a line of time: tries, results, help and pauses, each in a lane of its own.

Pure geometry and words; ``components/timeline.html`` draws it. Across, everything is a share of the width.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mlcore.events import BY_NAME
from mlcore.features.behavioral import tidy
from mlcore.results import Event

MOST_DRAWN = 300
LANE = 22  # pixels from lane to lane
# kind -> (its lane, the glyph's path around 0 0, filled)
_DOT, _DIAMOND = "M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0Z", "M0-5L5 0L0 5L-5 0Z"
_CROSS, _TRIANGLE, _SQUARE = "M-4-4L4 4M4-4L-4 4", "M0-5L5 4L-5 4Z", "M-4-4H4V4H-4Z"
LANES: tuple[tuple[str, str, Mapping[str, tuple[str, bool]]], ...] = (
    ("tries", gettext_lazy("Tries"), {"attempt": (_DOT, False), "retry": (_DOT, True)}),
    ("results", gettext_lazy("Results"), {"success": (_DIAMOND, True), "failure": (_CROSS, False)}),
    (
        "help",
        gettext_lazy("Help"),
        {"hint": (_TRIANGLE, False), "help_given": (_SQUARE, True), "help_received": (_SQUARE, False)},
    ),
    ("pauses", gettext_lazy("Pauses"), {"idle": (_SQUARE, False)}),
)
GLYPHS = {kind: glyph for _name, _label, kinds in LANES for kind, glyph in kinds.items()}
IDLE = "idle"


@dataclass(frozen=True)
class Mark:
    x: str
    y: int
    kind: str
    path: str
    filled: bool
    width: str = ""  # of a pause

    @property
    def label(self) -> str:
        return BY_NAME[self.kind].label


@dataclass(frozen=True)
class Row:
    """One move in the table: when, what, at which task."""

    when: str
    what: str
    task: str


@dataclass(frozen=True)
class Timeline:
    marks: list[Mark]
    lanes: list[tuple[str, int]]  # label, y
    height: int
    ends: str
    sentence: str
    rows: list[Row]
    moves: int  # all of them; ``rows`` and ``marks`` hold the first ``MOST_DRAWN``

    @property
    def legend(self) -> list[Mark]:
        """One mark of each kind that is drawn, in the order of the lanes."""
        first: dict[str, Mark] = {}
        for mark in self.marks:
            first.setdefault(mark.kind, mark)
        return [first[kind] for kind in GLYPHS if kind in first]

    @property
    def cut(self) -> bool:
        return self.moves > MOST_DRAWN


def of(events: Sequence[Event]) -> Timeline | None:
    """The drawing of one run; None when there is nothing in it to draw."""
    timed = tidy(events)
    pauses = {id(event): after.at - event.at for event, after in itertools.pairwise(timed) if event.kind == IDLE}
    moves = [event for event in timed if event.kind in GLYPHS]
    if not moves:
        return None
    start, length = timed[0].at, max(timed[-1].at - timed[0].at, 1.0)
    lanes = _lanes(moves)
    drawn = moves[:MOST_DRAWN]
    return Timeline(
        marks=[_mark(event, lanes, start, length, pauses.get(id(event), 0.0)) for event in drawn],
        lanes=[(str(label), lanes[name]) for name, label, _kinds in LANES if name in lanes],
        height=LANE * len(lanes),
        ends=clock(length),
        sentence=_sentence(moves, length, pauses.values()),
        rows=[Row(clock(event.at - start), BY_NAME[event.kind].label, event.task) for event in drawn],
        moves=len(moves),
    )


def _lanes(moves: Sequence[Event]) -> dict[str, int]:
    """The lanes that hold something, and the middle of each in pixels."""
    used = [name for name, _label, kinds in LANES if any(event.kind in kinds for event in moves)]
    return {name: LANE * place + LANE // 2 for place, name in enumerate(used)}


def _mark(event: Event, lanes: Mapping[str, int], start: float, length: float, pause: float) -> Mark:
    lane = next(name for name, _label, kinds in LANES if event.kind in kinds)
    path, filled = GLYPHS[event.kind]
    x = (event.at - start) / length
    width = _percent(min(pause / length, 1 - x)) if event.kind == IDLE else ""
    return Mark(_percent(x), lanes[lane], event.kind, path, filled, width)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def clock(seconds: float) -> str:
    """0:07, 4:40, 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _sentence(moves: Sequence[Event], length: float, pauses) -> str:
    """What the drawing says to those who do not see it: 4 minutes. 4 attempts, 3 failures, 1 pause of 40 seconds."""
    kinds = Counter(event.kind for event in moves)
    said = [counted(kind, kinds[kind]) for kind in GLYPHS if kinds[kind] and kind != IDLE]
    if kinds[IDLE]:
        away = _("%(pauses)s, %(time)s in all") % {"pauses": counted(IDLE, kinds[IDLE]), "time": clock(sum(pauses))}
        said.append(away)
    return _("A run of %(time)s: %(moves)s.") % {"time": clock(length), "moves": ", ".join(said)}


def counted(kind: str, n: int) -> str:
    words = {
        "attempt": lambda: ngettext("%s attempt", "%s attempts", n),
        "retry": lambda: ngettext("%s retry", "%s retries", n),
        "success": lambda: ngettext("%s success", "%s successes", n),
        "failure": lambda: ngettext("%s failure", "%s failures", n),
        "hint": lambda: ngettext("%s hint", "%s hints", n),
        "help_given": lambda: ngettext("help given once", "help given %s times", n),
        "help_received": lambda: ngettext("help received once", "help received %s times", n),
        IDLE: lambda: ngettext("%s pause", "%s pauses", n),
    }[kind]()
    return words % n if "%s" in words else words
