"""Plain text: ``Name: words`` a line, or the name and the time above the words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from assessments.transcripts.lines import INVISIBLE, Line

CLOCK = r"\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?"
STAMP = re.compile(rf"\s*(?:\[{CLOCK}\]|\({CLOCK}\)|{CLOCK})\s*(?:-\s*)?", re.ASCII)
# A name: up to six words without the signs that end a sentence, then a colon (also the full-width one).
NAME = r"([^\W_][^:：\n\[\]?!;\"“”<>{}|]{0,59}?)"
LABEL = re.compile(r"\s*[*_]{0,2}" + NAME + r"[*_]{0,2}\s*(?:[(\[]" + CLOCK + r"[)\]])?\s*(?:[:][*_]{0,2}(?=\s|$)|：)")
HEADING = re.compile(r"\s*\[?" + NAME + r"\]?\s+[(\[]?(" + CLOCK + r")[)\]]?\s*(?:[AaPp]\.?[Mm]\.?)?\s*$")
LONGEST_BEGINNING = 160  # characters in which a name and its colon stand
MOST_WORDS_ONCE = 4  # in a name that comes only once
# In lower case, as within a sentence: So, Will, An and Do are also names.
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about all and are as at because been but did for from had has have her here his how i if into is it its
        just like me more most much next not of our out question reason said some than that the their them then there
        these they thing things think this to was way we were what when where which who why with would you your""",
    )
)
MOST_WORDS = 6
FEWEST_LABELLED = 0.3  # a page of prose has a colon here and there


def labels_in(lines: Iterable[str]) -> frozenset[str]:
    """What is a name among what stands before a colon: it comes back, or it looks like one.
    "So here is the thing: ..." is said once and is none."""
    found = Counter(name for line in lines if (name := _label(line)))
    return frozenset(name for name, count in found.items() if count > 1 or _like_a_name(name))


def split_label(line: str, labels: frozenset[str]) -> tuple[str, str]:
    """(name, words) of one line; the name is empty when the line goes on from the one above."""
    plain = _without_stamp(line)
    match = LABEL.match(plain[:LONGEST_BEGINNING])
    name = _name(match)
    return (name, plain[match.end() :].strip()) if match and name in labels else ("", plain.strip())


def read(text: str) -> Iterator[Line]:
    """``Name: words``. A line without a name goes on from the one above; what stands before the first name says
    nobody."""
    lines = text.split("\n")
    labels = labels_in(lines)
    current: Line | None = None
    words: list[str] = []
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        name, said = split_label(raw, labels)
        if name or current is None:
            if current:
                yield _with(current, words)
            current, words = Line(number, name, "", _start(raw)), []
        words.append(said)
    if current:
        yield _with(current, words)


def read_headed(text: str) -> Iterator[Line]:
    """``Name  0:03`` on a line of its own, the words below it."""
    current: Line | None = None
    words: list[str] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        if heading := _heading(raw):
            if current:
                yield _with(current, words)
            current, words = Line(number, heading[1], "", _clock(heading[2])), []
        elif raw.strip():
            if current is None:
                current = Line(number, "", "")
            words.append(raw.strip())
    if current:
        yield _with(current, words)


def looks_named(lines: list[str]) -> bool:
    """Whether names stand before the words often enough, and at least two of them or one twice."""
    filled = [line for line in lines if line.strip()]
    labels = labels_in(filled)
    with_one = sum(bool(split_label(line, labels)[0]) for line in filled)
    return with_one >= 2 and with_one >= FEWEST_LABELLED * len(filled)


def looks_headed(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    return sum(bool(_heading(line)) for line in filled) >= max(2, FEWEST_LABELLED * len(filled))


def _heading(line: str) -> re.Match | None:
    return HEADING.match(line.strip()) if len(line) <= LONGEST_BEGINNING else None


def _label(line: str) -> str:
    return _name(LABEL.match(_without_stamp(line[: 2 * LONGEST_BEGINNING])[:LONGEST_BEGINNING]))


def _name(match: re.Match | None) -> str:
    name = match[1].strip() if match else ""
    return name if name and len(name.split()) <= MOST_WORDS and ". " not in f"{name} "[3:] else ""


def _like_a_name(name: str) -> bool:
    """Short, and none of the small words that sentences are made of. In doubt it is a name: the teacher is asked who
    that is, whereas words taken for the speaker's above would be sealed as somebody else's."""
    words = name.split()
    return len(words) <= MOST_WORDS_ONCE and not any(word in SMALL_WORDS for word in words)


def _without_stamp(line: str) -> str:
    line = INVISIBLE.sub("", line)
    stamp = STAMP.match(line)
    return line[stamp.end() :] if stamp else line


def _start(line: str) -> float | None:
    stamp = STAMP.match(line)
    return _clock(re.search(CLOCK, stamp[0])[0]) if stamp else None


def _clock(text: str) -> float:
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _with(line: Line, words: list[str]) -> Line:
    return Line(line.number, line.speaker, " ".join(words), line.start)
