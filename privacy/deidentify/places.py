"""Schools and cities: "Cedar Hollow Middle School" -> [school], "moved from Fresno" -> [place].

Countries, states, peoples and languages stay: they are in ``kept.txt``.
"""

from collections.abc import Iterator

from privacy.deidentify import dictionary, lexicon
from privacy.deidentify.context import Neighbors
from privacy.deidentify.rules import SCHOOL_ENDS, SCHOOL_LEVELS, TITLES, Found
from privacy.deidentify.tokens import WORD

Covered = tuple[str, int, int]  # kind, first token, token after the last

PLACE_BEFORE = lexicon.context("place before")
LIVED = lexicon.context("lived")
DWELT = frozenset(
    ("live", "lives", "lived", "living", "moved", "moving", "born", "raised", "came", "come", "writes", "back")
)
KIN = lexicon.context("family relations") | {
    "friend",
    "friends",
    "parents",
    "grandparents",
    "family",
    "cousins",
    "classmate",
}
SCHOOL_BEFORE = lexicon.context("school before")
NO_SCHOOL_NAME = lexicon.context("no school name")
BELONGS = lexicon.context("belongs")
KNOWN_UNIVERSITIES = lexicon.context("known universities")
SCHOOLS_ABROAD = lexicon.context("schools abroad")
NAMES_OF_SCHOOLS = frozenset(
    (
        "new",
        "old",
        "great",
        "big",
        "first",
        "south",
        "inner",
        "city",
        "community",
        "state",
        "county",
        "spring",
        "fall",
        "american",
        "christian",
        "catholic",
        "law",
        "park",
        "day",
    )
)
ORDINARY_SCHOOLS = NO_SCHOOL_NAME - NAMES_OF_SCHOOLS  # "Summer School", capitalized or not
SCHOOL_SHORT = frozenset(("hs", "jhs", "shs", "ms", "es"))  # "Northgate HS"
MAX_SCHOOL_WORDS = 4
SAINTLY_HEADS = frozenset(("our", "sacred", "holy", "blessed"))
SAINTLY = frozenset(
    (("sacred", "heart"), ("holy", "cross"), ("holy", "family"), ("holy", "trinity"), ("blessed", "sacrament"))
)
STATES = lexicon.context("states of one word")
STATES_OF_TWO = frozenset(
    (first, second)
    for first, seconds in (
        ("new", ("york", "jersey", "mexico", "hampshire")),
        ("north", ("carolina", "dakota")),
        ("south", ("carolina", "dakota")),
        ("west", ("virginia",)),
        ("rhode", ("island",)),
        ("puerto", ("rico",)),
    )
    for second in seconds
)
CODES = frozenset(
    [
        "al",
        "ak",
        "az",
        "ar",
        "ca",
        "co",
        "ct",
        "de",
        "fl",
        "ga",
        "hi",
        "id",
        "il",
        "in",
        "ia",
        "ks",
        "ky",
        "la",
        "me",
        "md",
        "ma",
        "mi",
        "mn",
        "ms",
        "mo",
        "mt",
        "ne",
        "nv",
        "nh",
        "nj",
        "nm",
        "ny",
        "nc",
        "nd",
        "oh",
        "ok",
        "or",
        "pa",
        "ri",
        "sc",
        "sd",
        "tn",
        "tx",
        "ut",
        "vt",
        "va",
        "wa",
        "wv",
        "wi",
        "wy",
        "dc",
        "pr",
    ]
)
SURE_TOWN_ENDS = frozenset(["heights", "city", "springs", "grove", "rapids", "junction", "valley"])
TOWN_ENDS = SURE_TOWN_ENDS | frozenset(
    [
        "heights",
        "city",
        "springs",
        "grove",
        "rapids",
        "junction",
        "valley",
        "beach",
        "hills",
        "bridge",
        "farms",
        "creek",
        "bluff",
    ]
)
THING_ENDS = lexicon.context("thing ends")
RESEARCHED = lexicon.context("research") - {"university", "institute", "article"} | {"professor", "professors", "prof"}


def schools(at: Neighbors, found: list[Found], free: list[bool]) -> Iterator[Covered]:
    """Named schools; "my middle school" and "in high school" stay."""
    for what, start, end in found:
        if what != "school" or not _ends_school(at, start, end):
            continue
        first = _name_start(at, start, free)
        if first < start:
            of_research = at.word(start) in ("university", "college") and _is_of_research(at, start, end)
            if not (_is_known(at, first, start) or of_research) and not any(
                w == "keep" and _is_of_kept(at, s, e, first, start, end) for w, s, e in found
            ):
                yield "school", first, end
        elif (
            at.word(start) in ("university", "college", "academy")
            and at.word(end) == "of"
            and end + 1 < len(at.tokens)
            and at.cap(end + 1)
        ):
            last = end + 2
            if _is_of_research(at, start, end):
                continue
            while last < len(at.tokens) and at.tokens[last].kind == WORD and at.cap(last) and last < end + 4:
                last += 1
            yield "school", start, last
    yield from _of_a_saint(at, free)
    yield from _numbered(at)
    yield from _graded(at, free)
    yield from _abroad(at, free)


def _is_of_kept(at: Neighbors, s: int, e: int, first: int, start: int, end: int) -> bool:
    """Whether a phrase that stays holds the school's word ("Electoral College") or ends before it ("United Nations High")."""
    if s <= first and end <= e:
        return True
    public = tuple(t.fold for t in at.tokens[s:e] if t.kind == WORD) in lexicon.PUBLIC_PEOPLE
    return not public and first < e and s < start and (end <= e or e == start)


def _is_of_research(at: Neighbors, start: int, end: int) -> bool:
    """ "a study at the University of Texas": where an expert works, in a sentence that is not of the writer's life."""
    near = {at.word(j) for j in range(start - 14, end + 10)}
    return not (near.isdisjoint(RESEARCHED) or at.is_personal(start))


def _of_a_saint(at: Neighbors, free: list[bool]) -> Iterator[Covered]:
    """ "at Our Lady of Guadalupe", "went to Sacred Heart": not a mass, a church or a hospital."""
    for i in at.capitals:
        if (
            at.tokens[i].fold not in SAINTLY_HEADS
            or not at.cap(i)
            or not free[i]
            or at.word(i - 1) not in ("at", "to", "from", "attend", "attended")
        ):
            continue
        if (at.word(i), at.word(i + 1)) == ("our", "lady"):
            last = i + 1
            while last < i + 6 and (at.word(last + 1) in ("of", "the", "perpetual") or at.cap(last + 1)):
                last += 1
            yield "school", i, last + 1
        elif (at.word(i), at.word(i + 1)) in SAINTLY and at.word(i + 2) not in ("church", "hospital", "parish"):
            yield "school", i, i + 2


def _is_known(at: Neighbors, first: int, end: int) -> bool:
    """ "Harvard University", "Yale School of Medicine": half the country writes of them, and nobody is found by it."""
    words = {at.word(i) for i in range(first, end)}
    return words <= KNOWN_UNIVERSITIES or words <= lexicon.COUNTRIES  # "an American high school"


def _abroad(at: Neighbors, free: list[bool]) -> Iterator[Covered]:
    """ "Escuela Benito Juárez", "Colegio de San José": the kind stands first."""
    for i in at.capitals:
        token = at.tokens[i]
        if token.fold in SCHOOLS_ABROAD and token.kind == WORD and at.cap(i):
            last = i
            for j in range(i + 1, min(i + 6, len(at.tokens))):
                if not free[j] or at.tokens[j].kind != WORD or at.tokens[j].start - at.tokens[j - 1].end != 1:
                    break
                if at.cap(j):
                    last = j
                elif at.tokens[j].fold not in ("de", "la", "las", "los", "del", "du", "des", "y"):
                    break
            if last > i:
                yield "school", i, last + 1


def _graded(at: Neighbors, free: list[bool]) -> Iterator[Covered]:
    """ "Ridgeview K-8", "Northgate HS", "lost to Del Mar", "played against Oakhurst"."""
    for i in at.capitals:
        token = at.tokens[i]
        if token.fold == "k" and token.cap and at.sign(i + 1) == "-" and at.sign(i + 2).isdigit():
            first = _name_start(at, i, free)
            if first < i:
                yield "school", first, i + 3
        if token.upper and token.fold in SCHOOL_SHORT and free[i] and (first := _name_start(at, i, free)) < i:
            yield "school", first, i + 1
        if (
            token.cap
            and _is_rival(at, i)
            and free[i]
            and at.inside(i)
            and token.fold not in lexicon.KEPT_WORDS
            and token.fold not in lexicon.GIVEN
            and token.fold not in TITLES
            and not token.upper
            and len(token.fold) > 1
        ):
            last = i
            while last + 1 < len(at.tokens) and at.tokens[last + 1].kind == WORD and at.cap(last + 1) and last < i + 2:
                last += 1
            yield "school", i, last + 1


def _is_rival(at: Neighbors, i: int) -> bool:
    before = at.word(i - 1)
    return before in ("against", "vs", "versus") or (before == "to" and at.word(i - 2) == "lost")


def _numbered(at: Neighbors) -> Iterator[Covered]:
    """ "PS 118", "P.S. 12", "IS 61"."""
    for i in at.capitals:
        token = at.tokens[i]
        if (
            token.fold in ("ps", "is", "ms")
            and token.upper
            and i + 1 < len(at.tokens)
            and at.tokens[i + 1].kind == "number"
        ):
            yield "school", i, i + 2


def _ends_school(at: Neighbors, start: int, end: int) -> bool:
    """ "middle" alone ends a school's name only as "Lincoln Middle"; "school" alone only as "the Brightwater School"."""
    if end - start == 1 and at.word(start) in ("magnet", "tech", "prep", "charter"):
        return (
            at.cap(start)
            and at.cap(start - 1)
            and at.tokens[start].start - at.tokens[start - 1].end == 1
            and at.word(start + 1) not in SCHOOL_ENDS
        )
    if end - start == 1 and at.word(start) in ("middle", "high", "junior"):
        return (
            at.cap(start)
            and not at.tokens[start].opens
            and at.word(end) not in SCHOOL_ENDS
            and at.word(end) not in SCHOOL_LEVELS
        )
    if end - start == 1 and at.word(start) in ("school", "college", "university"):
        return at.cap(start) and at.word(start - 1) not in SCHOOL_LEVELS
    return not (end - start == 1 and at.word(start) in ("elementary", "preparatory") and at.word(end) in SCHOOL_ENDS)


def _name_start(at: Neighbors, start: int, free: list[bool]) -> int:
    """The first word of the name that ends before ``start``; ``start`` itself when there is none."""
    i = start - 1
    while i >= 0 and at.word(i) in SCHOOL_LEVELS and at.word(i) not in ("day", "public"):
        i -= 1
    first, last = i + 1, i
    count = 0
    while i >= 0 and count < MAX_SCHOOL_WORDS and free[i] and _may_name_school(at, i):
        if at.tokens[i].kind == WORD:
            first = i
            count += len(at.tokens[i].fold) > 1
        i -= 1
    if first > last:
        return start
    if any(at.cap(j) for j in range(first, last + 1)):
        while first <= last and (not at.cap(first) or at.tokens[first].fold in ORDINARY_SCHOOLS):
            first += 1
        return first if first <= last else start
    before = at.word(first - 1)
    return first if before in SCHOOL_BEFORE and last - first < MAX_SCHOOL_WORDS else start


def _may_name_school(at: Neighbors, i: int) -> bool:
    token = at.tokens[i]
    if token.kind == WORD:
        return (
            at.cap(i) and token.fold not in ("the", "my", "our", "at", "in", "i")
        ) or token.fold not in NO_SCHOOL_NAME
    if i == 0 or at.tokens[i - 1].kind != WORD or at.tokens[i - 1].end != token.start:
        return False
    before = at.tokens[i - 1]
    if token.fold == ".":
        return len(before.fold) == 1 or before.fold in ("st", "mt", "ft", "dr", "jr")
    return token.fold in "-&/" and len(before.fold) <= 3


def cities(at: Neighbors, found: list[Found], free: list[bool]) -> Iterator[Covered]:
    """Cities of our list, and unusual capitalized words where only a place can stand ("moved from Zarkova").

    A city that everyone writes of is to be kept unless the text says anywhere that it belongs to the writer's life.
    """
    taken = [*_towns(at, free), *_before_a_state(at, free), *_listed(at, found, free)]
    own = {_fold(at, *where) for where in taken if _is_own(at, where[0])}
    for first, after in taken:
        name = _fold(at, first, after)
        yield "place" if name not in lexicon.FAR_PLACES or name in own else "keep", first, after


def _fold(at: Neighbors, first: int, after: int) -> tuple[str, ...]:
    return tuple(t.fold for t in at.tokens[first:after] if t.kind == WORD)


def _is_own(at: Neighbors, i: int) -> bool:
    """ "we drove to X", "my aunt in X", "she was born in X", a name with a state behind it."""
    if at.is_personal(i) or (at.word(i - 1) in PLACE_BEFORE and at.word(i - 2) in DWELT):
        return True
    near = [at.word(j) for j in range(i - 1, max(-1, i - 14), -1)]
    sentence = near[: near.index(".")] if "." in near else near
    return not KIN.isdisjoint(sentence)


def _listed(at: Neighbors, found: list[Found], free: list[bool]) -> Iterator[tuple[int, int]]:
    for what, start, end in found:
        if what == "place":
            yield start, end
    for i, token in enumerate(at.tokens):
        listed = token.cap or token.fold in lexicon.PLACE_WORDS
        if listed and free[i] and token.kind == WORD and i not in at.public and _is_city(at, i):
            yield i, i + 1


def _before_a_state(at: Neighbors, free: list[bool]) -> Iterator[tuple[int, int]]:
    """ "in Saint Cloud, Minnesota", "from Mullens, West Virginia": unlisted towns with their state."""
    for i in at.capitals:
        if at.word(i + 1) != "," or not free[i] or not at.cap(i) or not _is_state(at, i + 2):
            continue
        first = i
        while first > 0 and i - first < 3 and free[first - 1] and _is_part_of_town(at, first - 1):
            first -= 1
        if at.word(first - 1) in PLACE_BEFORE or at.tokens[first].opens:
            yield first, i + 1


def _is_part_of_town(at: Neighbors, j: int) -> bool:
    token = at.tokens[j]
    return (
        token.kind == WORD
        and (at.cap(j) or token.fold in ("du", "de", "la", "of", "the"))
        and token.fold not in PLACE_BEFORE
    )


def _is_state(at: Neighbors, j: int) -> bool:
    return j < len(at.tokens) and (
        at.word(j) in STATES
        or (at.word(j), at.word(j + 1)) in STATES_OF_TWO
        or (at.tokens[j].upper and at.word(j) in CODES)
    )


def _towns(at: Neighbors, free: list[bool]) -> Iterator[tuple[int, int]]:
    """ "in Dearborn Heights", "from Junction City": a capitalized run that ends as towns end."""
    for i in at.capitals:
        token = at.tokens[i]
        if token.fold not in TOWN_ENDS or not free[i] or not at.inside(i) or at.tokens[i].upper or not free[i - 1]:
            continue
        first = i
        while (
            first > 0
            and i - first < 2
            and free[first - 1]
            and at.inside(first - 1)
            and at.tokens[first - 1].kind == WORD
        ):
            first -= 1
        near = at.word(first - 1) in PLACE_BEFORE or (at.word(first - 1) == "," and token.fold in SURE_TOWN_ENDS)
        if first < i and near and (token.fold in SURE_TOWN_ENDS or at.is_personal(i)):
            yield first, i + 1


def _is_city(at: Neighbors, i: int) -> bool:
    word, before = at.tokens[i].fold, at.word(i - 1)
    if at.cap(i + 1) and at.word(i + 1) in THING_ENDS and not at.tokens[i].clitic:
        return False  # "Riverside Park", "Chicago Bulls"
    if before in ("uc", "csu", "suny", "cal") and not at.is_personal(i):
        return False
    if not at.tokens[i].cap and at.is_careful and before not in PLACE_BEFORE:
        return False
    if at.cap(i - 1) and at.tokens[i - 1].fold in lexicon.GIVEN and at.tokens[i].start - at.tokens[i - 1].end == 1:
        return word in lexicon.PLACE_WORDS and _is_before_state(at, i)  # "Sofia Lima"
    if word in lexicon.PLACE_WORDS:
        if word in lexicon.WORDS:
            return at.inside(i) and (_is_before_state(at, i) or (before in PLACE_BEFORE and at.word(i - 2) in LIVED))
        if word in lexicon.NAMES:
            return (
                _is_before_state(at, i)
                or before in ("in", "downtown", "near", "visited")
                or (before in PLACE_BEFORE and at.word(i - 2) in LIVED)
            )
        return True
    return _is_unknown_place(at, i)


def _is_before_state(at: Neighbors, i: int) -> bool:
    j = i + 1 if at.word(i + 1) != "," else i + 2
    if j >= len(at.tokens) or j == i + 1:
        return False
    return at.tokens[j].fold in lexicon.COUNTRIES or (at.tokens[j].upper and len(at.tokens[j].fold) == 2)


def _is_unknown_place(at: Neighbors, i: int) -> bool:
    """A capital in "moved to X", "lived in X": unusual, not a name we know, not a country."""
    word = at.tokens[i].fold
    if (
        not at.inside(i)
        or at.tokens[i].upper
        or word in lexicon.KEPT_WORDS
        or word in lexicon.NAMES
        or lexicon.is_english(word)
    ):
        return False
    before, earlier = at.word(i - 1), at.word(i - 2)
    if dictionary.holds(word) and earlier not in DWELT:
        return False
    if word in TITLES or len(word) < 4:
        return False
    if dictionary.holds(word) or lexicon.is_compound(word):
        return before in ("in", "to", "from", "near") and earlier in LIVED
    return (before in ("in", "to", "from", "near") and earlier in LIVED) or (
        before in ("from", "in", "near", "outside")
        and (earlier in BELONGS or at.is_personal(i))
        and not lexicon.is_of_a_people(word)
    )
