"""Phone numbers of the United States and the world, found as runs of digit groups and judged by their shape.

Some shapes can be nothing else ("559-555-0142", "+44 7700 900123"). Others may as well be grades, years or a count
("78 82 91 88"), so they need a word before them that speaks of a phone, or at least no sign of counting.
"""

import itertools
import re
from collections.abc import Iterator

from privacy.deidentify.spans import Span

_BETWEEN = r"[ \t\u00a0.\-\u2010-\u2015()/\[\]*_]{1,4}"
_EXTENSION = r"(?:\s{0,2}(?:x|ext\.?|extension)\s?\d{1,5})?"
_RUN = re.compile(
    rf"(?<![\w+./$€£-])(?<!\d[:,])[(\[]?\+?[(\[]?\d{{1,15}}(?:{_BETWEEN}\d{{1,14}}){{0,8}}{_EXTENSION}(?!\w|[.,:/-]\d)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\d+")
_CUE = re.compile(
    r"\b(?:phones?|cell|mobile|tel|telephone|call(?:ed|s|ing)?|text(?:ed|s)?|txt|reach(?:ed)?|contact|dial(?:ed)?|whatsapp"
    r"|number|ring|rang|fax|desk|answer(?:ing|ed)?|registered|digits)\b[^\n\d]{0,30}\n?$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(r"\s?[-(]?\s?(?:fax|office|cell|mobile|home|work)\b", re.IGNORECASE)
_COUNTING = re.compile(
    r"\b(?:rooms?|pages?|lines?|chapters?|grades?|scores?|scored|got|years?|levels?|steps|ages?|paragraphs?|problems?)\W{0,3}$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s?(?:points?|views?|subs|subscribers?|followers?|likes|coins?|robux|v-?bucks|dollars?|bucks|people|years?|times|steps"
    r"|words|miles|feet|meters?|metres?|kilomet\w+|pounds|kg|km|cm|degrees|percent|xp|gold|gems|kills|runs|cents|euros|pesos"
    r"|won|kids|students|%)(?!\w)",
    re.IGNORECASE,
)
FEWEST_DIGITS = 7
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOK_BACK = 45  # characters before a number in which a word may speak of a phone

# Lengths of groups that are a phone's without a word beside them, when the number is no date, list or count.
_NATIONAL = frozenset(
    (
        (3, 3, 3), (3, 3, 2, 2), (2, 3, 2, 2), (2, 3, 3, 2), (2, 2, 3, 2), (2, 3, 4), (2, 4, 4), (3, 4, 4), (4, 3, 3), (4, 3, 4), (3, 4, 3), (4, 2, 2, 2),
        (2, 5, 4), (3, 3, 5), (4, 4, 4), (5, 5), (4, 7), (4, 6), (5, 6), (3, 8), (3, 6), (2, 7), (2, 8), (3, 7), (2, 2, 2, 2, 2), (3, 2, 4, 4), (5, 3, 3),
    )
)  # fmt: skip
_WITH_CUE = frozenset(
    (
        (4, 4),
        (3, 4),
        (2, 2, 2, 2),
        (3, 2, 3),
        (3, 2, 2),
        (2, 6),
        (3, 5),
        (2, 2, 4),
        (2, 3, 3),
        (1, 7),
        (10,),
        (9,),
        (8,),
        (7,),
    )
)


def find(text: str) -> Iterator[Span]:
    for run in _RUN.finditer(text):
        groups = list(_GROUP.finditer(text, *run.span()))
        digits = sum(len(group[0]) for group in groups)
        if digits < FEWEST_DIGITS or _COUNTED.match(text, run.end()):
            continue
        yield from _phones(text, run, groups)


def _phones(text: str, run: re.Match[str], groups: list[re.Match[str]]) -> Iterator[Span]:
    """The run as one phone, or the phones of unmistakable shape inside it ("in 2023 559-555-0142")."""
    if _is_phone(text, run, [group[0] for group in groups]):
        yield Span(_start(text, run.start(), run.end()), run.end(), "phone")
        return
    i = 0
    while i < len(groups):
        end = next((j for j in range(len(groups), i, -1) if _is_sure([g[0] for g in groups[i:j]])), None)
        if end is None:
            i += 1
            continue
        start = groups[i].start()
        opened = start > 0 and text[start - 1] in "([" and start > run.start()
        last = run.end() if end == len(groups) else groups[end - 1].end()
        yield Span(_start(text, start - opened, last), last, "phone")
        i = end


def _start(text: str, start: int, end: int) -> int:
    """Without a bracket that opens before the number and closes behind it."""
    number = text[start:end]
    return start + 1 if number[0] in "([" and not re.match(r"[(\[]\+?\d{1,6}[)\]]", number) else start


def _is_phone(text: str, run: re.Match[str], groups: list[str]) -> bool:
    """Whether the whole run is one number to call. ``groups`` holds the extension too, if there is one."""
    number = text[_start(text, *run.span()) : run.end()]
    digits = sum(map(len, groups))
    if re.search("[xt]", number, re.IGNORECASE):
        return digits - len(groups[-1]) >= 7
    if len(groups) > 1 and _is_sure(groups):
        return True
    if "+" in number[:2]:
        return digits <= 16
    if re.match(r"\(\d{1,5}\)", number) and 8 <= digits <= 13:
        return True
    before = text[max(0, run.start() - _LOOK_BACK) : run.start()]
    cued = _CUE.search(before) is not None or _CUE_AFTER.match(text, run.end()) is not None
    if _is_date(groups) or (_is_list(groups) and not cued):
        return False
    if number.startswith("00") and digits > 9:
        return digits <= 16
    if groups[0][0] == "0" and 9 <= digits <= 12 and max(map(len, groups)) > 1:
        return True
    lengths = tuple(map(len, groups))
    if cued:
        return lengths in _WITH_CUE or lengths in _NATIONAL or (9 <= digits <= 13 and len(groups) > 1)
    return not _COUNTING.search(before) and (lengths in _NATIONAL or _is_joined(number, groups))


def _is_sure(groups: list[str]) -> bool:
    """Shapes of North America and Russia that hardly anything else has."""
    lengths = tuple(map(len, groups))
    if lengths in ((3, 3, 4), (3, 7)):
        return not _is_list(groups)
    if lengths == (2, 3, 3, 4):
        return not _is_list(groups)  # a code of a country without its plus
    if lengths in ((1, 3, 3, 4), (1, 3, 7), (3, 3, 3, 4)):
        return groups[0] in ("1", "001")
    if lengths in ((1, 3, 3, 2, 2), (1, 10)):
        return groups[0] in ("0", "7", "8")
    return len(groups) == 1 and (
        re.fullmatch(r"1?[2-9]\d\d[2-9]\d{6}|8[39]\d{9}|0[1-9]\d{8,9}|1[3-9]\d{9}", groups[0]) is not None
    )


def _is_joined(number: str, groups: list[str]) -> bool:
    """ "555-0142", "668 5702", "9999-1234": two groups tied together, and no span of years or pages."""
    if len(groups) != 2 or not re.fullmatch(r"\d+[-.\u2010-\u2015 ]\d+", number):
        return False
    first, second = groups
    if (len(first), len(second)) == (3, 4):
        return first[0] > "1" and not second.endswith("00") and (" " not in number or not _YEAR.fullmatch(second))
    if (len(first), len(second)) != (4, 4) or "." in number or " " in number:
        return False
    return not 0 < int(second) - int(first) <= 500 and not (first.endswith("00") and second.endswith("00"))


def _is_date(groups: list[str]) -> bool:
    """ "12 25 2023", "2008-05-14", "1914-1918", years in a row."""
    years = [_YEAR.fullmatch(group) is not None for group in groups]
    if len(groups) > 1 and all(years):
        return True
    short = [len(group) < 3 and int(group) < 32 for group in groups]
    return len(groups) >= 3 and (years[0] or years[2]) and sum(short) == len(groups) - 1


def _is_list(groups: list[str]) -> bool:
    """Round numbers, a row of equal steps, or one number in groups of thousands ("12 345 678")."""
    if len(groups) < 2 or groups[0][0] == "0":
        return False
    numbers = [int(group) for group in groups]
    steps = {b - a for a, b in itertools.pairwise(numbers)}
    if all(number % 5 == 0 for number in numbers) and max(map(len, groups)) < 5:
        return True
    if len(groups) > 2 and len(steps) == 1:
        return True
    thousands = len(groups) > 2 and len(groups[0]) < 3 and all(len(group) == 3 for group in groups[1:])
    return thousands or all(group == "000" for group in groups[1:])
