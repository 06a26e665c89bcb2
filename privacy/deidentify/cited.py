"""People a text speaks of as the public knows them: cited experts, authors, holders of an office, figures of a story.

Found by what stands around the name ("according to Posner", "a poem by", "Mimi Sheller, a sociologist"), so that they
need no list. Someone the writer is related to or stands beside ("my uncle", "me and") is never one of them.
"""

from collections.abc import Iterator

from privacy.deidentify import context, lexicon
from privacy.deidentify.context import Neighbors
from privacy.deidentify.extent import JOINING, PARTICLES, is_initial
from privacy.deidentify.rules import TITLES, Found
from privacy.deidentify.tokens import BREAK, SIGN, WORD

OFFICES = lexicon.context("offices")
LEARNED = lexicon.context("learned")
WORKS = lexicon.context("works")
FINDS = lexicon.context("finds")
RESEARCH = lexicon.context("research")
LITERARY = lexicon.context("literary")
OF_STORIES = lexicon.context("of stories")
RESEARCHED = frozenset(
    ("research", "researcher", "researchers", "study", "studies", "scientist", "scientists", "psychologist")
)
BEFORE_NAMES = OFFICES | {"by", "according", "dr", "doctor", "professor", "prof", "professors"}
SIGNS_OF_CITING = BEFORE_NAMES | LEARNED | FINDS | RESEARCHED | {"surgeon", "attorney"}
QUOTED = lexicon.context("quoted")
SCHOOL_TITLES = frozenset(("mr", "ms", "mrs", "miss", "mx", "coach", "teacher", "profe", "maestra", "maestro"))
IN_SCHOOL = frozenset(("class", "period", "room", "classroom", "homeroom", "teacher", "grade", "email", "office"))
LONGEST = 4  # words of a name
NEAR_RESEARCH = 14  # tokens after "Dr. Huang"


def names(at: Neighbors, found: list[Found]) -> set[str]:
    """Folded words of the names of cited people; of everyone but the writer's own people where a story is discussed."""
    if not at.capitals_tell:
        return set()
    words = {token.fold for token in at.tokens if token.kind == WORD}
    cited: set[str] = set()
    if not words.isdisjoint(SIGNS_OF_CITING) or any(_is_past_year(token.fold) for token in at.tokens):
        beside = (
            -1
        )  # the last token of the name before, if that was cited: "Psychologists Edward Deci and Richard Ryan"
        for first, last in _runs(at):
            joined = beside >= 0 and first - beside == 2 and at.word(first - 1) in ("and", "&")
            if (joined or _is_cited(at, first, last)) and not is_own(at, first):
                cited.update(_words_of(at, first, last))
                beside = last
            else:
                beside = -1
    if is_about_a_story(words, _names_a_work(at, found)):
        cited |= _figures(at)
    return cited


def _names_a_work(at: Neighbors, found: list[Found]) -> bool:
    return any(
        what == "keep" and tuple(t.fold for t in at.tokens[start:end] if t.kind == WORD) in lexicon.TITLES_OF_WORKS
        for what, start, end in found
    )


def is_about_a_story(words: set[str], names_a_work: bool) -> bool:
    """Whether a text analyzes literature, as far as its words tell."""
    strong, weak = len(words & LITERARY), len(words & OF_STORIES)
    if names_a_work:
        return 2 * strong + weak > 1
    return (strong > 0 and 2 * strong + weak > 3) or weak > 5


def _figures(at: Neighbors) -> set[str]:
    """Capitalized words that never stand beside the writer."""
    figures: set[str] = set()
    own: set[str] = set()
    for first, last in _runs(at):
        words = _words_of(at, first, last)
        (own if is_own(at, first) or _is_beside_writer(at, first, last) else figures).update(words)
    return figures - own


def _is_beside_writer(at: Neighbors, first: int, last: int) -> bool:
    """In a sentence of the writer's own life, on a line alone, or a teacher of the writer's."""
    if at.is_personal(first) or _is_line(at, first, last):
        return True
    title = at.word(first - 1) if at.word(first - 1) != "." else at.word(first - 2)
    if title in ("ms", "mx", "coach", "teacher"):
        return True
    near = {at.word(j) for j in range(first - 4, last + 4)}
    return title in SCHOOL_TITLES and not near.isdisjoint(IN_SCHOOL)


def _is_line(at: Neighbors, first: int, last: int) -> bool:
    while first > 0 and (at.tokens[first - 1].fold in TITLES or at.sign(first - 1) in (".", ":")):
        first -= 1
    if first > 0 and at.tokens[first - 1].fold in ("name", "by", "student"):
        first -= 1
    begins = first == 0 or at.tokens[first - 1].kind == BREAK
    return begins and (last + 1 == len(at.tokens) or at.tokens[last + 1].kind == BREAK)


def is_own(at: Neighbors, i: int) -> bool:
    """ "my cousin X", "our mother, Dr. X", "me and X", "X and I"."""
    first = i
    while i > 0 and (at.tokens[i - 1].fold in TITLES or at.sign(i - 1) in (".", ",")) and first - i < 3:
        i -= 1
    before, earlier = at.word(i - 1), at.word(i - 2)
    if before in context.RELATIONS and (earlier in ("my", "our") or at.word(i - 3) in ("my", "our")):
        return True
    if before in context.CONJUNCTIONS and earlier in context.SELF:
        return True
    return at.word(first + 1) in context.CONJUNCTIONS and at.word(first + 2) in ("i", "me")


def _is_cited(at: Neighbors, first: int, last: int) -> bool:
    before, full = at.word(first - 1), last > first
    if before == ".":
        before = at.word(first - 2)
    if before == "general" and at.word(first - 2) in ("surgeon", "attorney"):
        return True
    if before in OFFICES:
        return at.word(first - 2) not in ("my", "our", "class")
    if before == "to" and at.word(first - 2) == "according":
        return full or at.tokens[first].fold not in lexicon.GIVEN
    if before in ("dr", "doctor", "professor", "prof", "professors") or (before == "named" and full):
        near = {at.word(j) for j in range(max(0, first - NEAR_RESEARCH // 2), last + NEAR_RESEARCH)}
        return not near.isdisjoint(RESEARCH)
    if before == "by" and _is_by_line(at, first):
        return True
    if not full:
        return False
    if at.word(last + 1) in FINDS or _is_explained(at, last) or _is_of_the_past(at, first):
        return True
    return not at.is_personal(first) and _is_near_research(at, first, last)


def _is_of_the_past(at: Neighbors, first: int) -> bool:
    """ "In 1973 Dorothy Retallack"."""
    year = at.sign(first - 1) if at.sign(first - 1) != "," else at.sign(first - 2)
    return _is_past_year(year)


def _is_past_year(sign: str) -> bool:
    return len(sign) == 4 and sign[0] == "1" and sign.isdigit()


def _is_near_research(at: Neighbors, first: int, last: int) -> bool:
    if any(at.tokens[j].fold == "-" for j in range(first, last)):
        return False  # "Mei-Lin - research"
    near = {at.word(j) for j in range(max(0, first - 8), last + 8)}
    return len(near & RESEARCHED) > 0


def _is_by_line(at: Neighbors, first: int) -> bool:
    """ "the poem ... by X" inside a sentence; a line "by X" is the writer's."""
    near = []
    for j in range(first - 2, max(-1, first - 10), -1):
        if at.tokens[j].kind == BREAK:
            break
        near.append(at.word(j))
    return len(near) > 1 and not WORKS.isdisjoint(near)


def _is_explained(at: Neighbors, last: int) -> bool:
    """ "X, a political scientist, says", "X (author of", "X, who is a professor at"."""
    if at.word(last + 1) not in (",", "("):
        return False
    for j in range(last + 2, last + 7):
        word = at.word(j)
        if word in LEARNED:
            return True
        if at.sign(j) in (",", ".", ";", ")") or word in ("i", "we", "my", "our", "you"):
            return False
    return False


def _words_of(at: Neighbors, first: int, last: int) -> set[str]:
    return {
        t.fold
        for t in at.tokens[first : last + 1]
        if t.kind == WORD and len(t.fold) > 2 and t.fold not in PARTICLES and t.fold not in context.FUNCTION_WORDS
    }


def _runs(at: Neighbors) -> Iterator[tuple[int, int]]:
    """First and last token of each run of capitalized words that may be one name."""
    after = 0
    for i in at.capitals:
        if i < after or not _may_begin(at, i):
            continue
        last, words = i, 1
        while words < LONGEST and not at.tokens[last].clitic and (j := _next(at, last)) is not None:
            last, words = j, words + 1
        yield i, last
        after = last + 1


def _may_begin(at: Neighbors, i: int) -> bool:
    token = at.tokens[i]
    if token.kind != WORD or not token.cap or token.fold in TITLES or token.fold in OFFICES:
        return False
    if token.fold in context.FUNCTION_WORDS or (len(token.fold) == 1 and not is_initial(at, i)):
        return False
    return not (token.opens and token.fold in lexicon.WORDS and token.fold not in lexicon.NAMES)


def _next(at: Neighbors, i: int) -> int | None:
    """The next word of the same name, over a full stop after an initial and particles."""
    j = i + 1
    while j < len(at.tokens) and j < i + 4 and at.tokens[j].start - at.tokens[j - 1].end <= 1:
        token = at.tokens[j]
        if (
            token.kind == SIGN
            and (
                (token.fold == "." and len(at.tokens[j - 1].fold) <= 2)
                or (token.fold == "-" and token.start == at.tokens[j - 1].end)
            )
        ) or (token.kind == WORD and not token.cap and token.fold in JOINING):
            j += 1
        else:
            goes_on = token.kind == WORD and token.cap and token.fold not in context.FUNCTION_WORDS
            return j if goes_on and token.fold not in TITLES and token.fold not in OFFICES else None
    return None


def by_last_name(at: Neighbors) -> set[str]:
    """Last names the whole country knows, quoted and never beside the writer: "Do you agree with Emerson?"."""
    known = lexicon.KNOWN_BY_LAST_NAME
    found: set[str] = set()
    own: set[str] = set()
    if not at.capitals_tell:
        return found
    for i in at.capitals:
        token = at.tokens[i]
        if not (token.fold in known or _is_nearly(token.fold)):
            continue
        if is_own(at, i) or at.is_personal(i) or at.word(i - 1) in ("coach", "ms", "mrs") or _is_line(at, i, i):
            own.add(token.fold)
        elif not QUOTED.isdisjoint({at.word(j) for j in range(i - 12, i + 13)}):
            found.add(token.fold)
    return found - own


def _is_nearly(word: str) -> bool:
    """ "Emmerson", "Enstein"; not another name that children have."""
    if len(word) < 7 or word in lexicon.GIVEN or word in lexicon.WORDS:
        return False
    return bool(lexicon.NEAR_LAST_NAMES.to(word))
