"""Captions with times: WebVTT (plain, from Zoom, from Teams), SubRip (SRT), and the text of a Teams document."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assessments.transcripts import named
from assessments.transcripts.lines import Line

TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?"
TIMES = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s|$)", re.ASCII)
# A voice (WebVTT's way to say who speaks), and every other mark of a caption. Bounded, so that no text takes long.
VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]+([^<>]{1,200})>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]{0,200}>|<[\d:.]{5,15}>|\{\\[^{}]{0,40}\}", re.IGNORECASE)
BLOCKS = ("NOTE", "STYLE", "REGION")


@dataclass
class Cue:
    number: int  # the line of the file its words begin on
    start: float | None
    payload: list[str] = field(default_factory=list)


def read(text: str) -> Iterator[Line]:
    """Lines of a WebVTT or SRT file: the voice says who speaks, else a name before a colon does."""
    cues = in_time(_cues(text))
    labels = named.labels_in(_plain(line) for cue in cues for line in cue.payload if not VOICE.search(line))
    speaker = ""
    for cue in cues:
        for speaker, words in _spoken(cue, labels, speaker):  # noqa: B020  (a cue without a name goes on)
            yield Line(cue.number, speaker, words, cue.start)


def read_document(text: str) -> Iterator[Line]:
    """The text of a Teams document: times, below them the name, below it the words."""
    for cue in in_time(_cues(text)):
        name, *words = cue.payload or [""]
        yield Line(cue.number, name, _plain(" ".join(words)), cue.start)


def in_time(cues: Iterator[Cue]) -> list[Cue]:
    """As they were said: Teams writes long turns late. A file with a time missing keeps its order."""
    found = list(cues)
    return found if any(cue.start is None for cue in found) else sorted(found, key=lambda cue: cue.start)


def _cues(text: str) -> Iterator[Cue]:
    """Every cue with its words. A blank line ends it, unless plain words follow: some files have them in between."""
    cue, apart, skipping = None, False, False
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if times := TIMES.match(line):
            if cue:
                yield _without_identifier(cue, apart)
            cue, apart, skipping = Cue(number + 1, seconds(*times.groups()[:4])), False, False
        elif not line:
            apart, skipping = True, False
        elif cue and not skipping:
            skipping = apart and line.split(maxsplit=1)[0] in BLOCKS
            if not skipping:
                cue.payload.append(line)
    if cue:
        yield cue


def _without_identifier(cue: Cue, apart: bool) -> Cue:
    """What stands right above the next cue's times, after a blank line or as a bare number, names that cue."""
    if cue.payload and (cue.payload[-1].isdecimal() or (apart and _is_identifier(cue.payload[-1]))):
        cue.payload.pop()
    return cue


def _is_identifier(line: str) -> bool:
    """``3f2a…-4d1c/12-0`` or ``cue-7``: one word with a digit in it."""
    return " " not in line and any(map(str.isdigit, line))


def _spoken(cue: Cue, labels: frozenset[str], before: str) -> Iterator[tuple[str, str]]:
    """(who, words) of one cue; two people may share one."""
    whole = "\n".join(cue.payload)
    first, *rest = VOICE.split(whole)
    if first.strip():
        yield from _labelled(first.split("\n"), labels, "" if rest else before)
    for name, words in zip(rest[::2], rest[1::2], strict=True):
        yield html.unescape(name), _plain(words)


def _labelled(payload: list[str], labels: frozenset[str], speaker: str) -> Iterator[tuple[str, str]]:
    words: list[str] = []
    for line in payload:
        name, said = named.split_label(_plain(line), labels)
        if name:
            if words:
                yield speaker, " ".join(words)
            speaker, words = name, [said]
        else:
            words.append(said)
    if words:
        yield speaker, " ".join(words)


def _plain(text: str) -> str:
    return html.unescape(TAG.sub("", text))


def seconds(hours: str | None, minutes: str, secs: str, fraction: str | None) -> float | None:
    """None for a time that no clock shows, such as 99:99."""
    if int(minutes) > 59 or int(secs) > 59:
        return None
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{secs}.{fraction or 0}")
