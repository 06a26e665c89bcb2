"""Made-up responses, ordered one by one: which prompt, grade, mode, style and length, and what of each skill shows.

An order is not a label. What a text really shows is rated afterwards by a reader who never saw the order
(``labeling``). Orders are dealt out in equal hands and length independently of everything else, so that neither
length nor style gives a level away; a text that is too like another, or names a skill, is asked for again.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlcore.asking import Rejected, Request, as_json
from mlcore.corpus import HOME, NOT_OBSERVED
from mlcore.schema import LEVELS, SKILLS, Skill
from mlcore.tokens import without_copied, word_count

INSTRUCTIONS = Path(__file__).resolve().parent / "instructions" / "synthesize.md"
CODEBOOK = HOME / "CODEBOOK.md"
WRITER = "SY"  # one language model is one writer, however many voices it takes
GRADES = tuple(range(5, 13))
MODES = ("written", "written", "spoken")  # two thirds written, as in the corpus
# style: how many of a hundred, fewest and most words
STYLES: Mapping[str, tuple[int, int, int]] = {
    "plain": (40, 40, 150),
    "rambling": (15, 110, 210),
    "terse": (12, 10, 35),
    "slang": (10, 30, 120),
    "ell": (8, 30, 120),
    "hard": (8, 25, 120),
    "polished": (7, 60, 170),
}
RATINGS = (
    NOT_OBSERVED,
    1,
    2,
    3,
    4,
    NOT_OBSERVED,
    1,
    2,
    3,
    4,
    NOT_OBSERVED,
)  # a little more than a quarter shows nothing
FEWEST_WORDS, MOST_WORDS = 6, 320
TOKENS_A_WORD = 1.6
WARMTH = 1.0
SHINGLE, ALIKE = 4, 0.35  # texts that share more than this part of their runs of four words are one text
NAMES_A_SKILL = re.compile(r"\b(?:empath\w+|problem[- ]solv\w+|self[- ]regulat\w+|resilien\w+)\b", re.IGNORECASE)
SHOWS_NOTHING = "nothing of this skill: neither it nor its opposite"


@dataclass(frozen=True, slots=True)
class Order:
    """One text to be written. ``profile`` is what was asked for, 1-4 or ``NO``."""

    key: str
    prompt_id: str
    prompt: str
    grade: int
    mode: str
    style: str
    words: int
    profile: Mapping[Skill, int | str]


def orders(count: int, prompts: Mapping[str, str], *, seed: int) -> list[Order]:
    """``count`` orders. ``prompts`` by id. The same seed gives the same orders, and the first ones of a longer list."""
    chance = random.Random(seed)  # noqa: S311  (orders, not secrets)
    hands = _Hands(chance, prompts)
    return [_order(number, hands, prompts, chance) for number in range(1, count + 1)]


def _order(number: int, hands: "_Hands", prompts: Mapping[str, str], chance: random.Random) -> Order:
    prompt_id, style = hands.deal("prompt"), hands.deal("style")
    _, fewest, most = STYLES[style]
    return Order(
        key=f"{WRITER}-{number:05}",
        prompt_id=prompt_id,
        prompt=prompts[prompt_id],
        grade=hands.deal("grade"),
        mode=hands.deal("mode"),
        style=style,
        words=chance.randint(fewest, most),
        profile={skill: hands.deal(skill.value) for skill in SKILLS},
    )


class _Hands:
    """Each kind of card is dealt from a shuffled deck of its own that is shuffled again when it is empty."""

    def __init__(self, chance: random.Random, prompts: Mapping[str, str]):
        self._chance = chance
        styles = [style for style, (share, *_) in STYLES.items() for _ in range(share)]
        self._decks: dict[str, Sequence] = {
            "prompt": sorted(prompts), "grade": GRADES, "mode": MODES, "style": styles,
            **{skill.value: RATINGS for skill in SKILLS},
        }  # fmt: skip
        self._left: dict[str, list] = defaultdict(list)

    def deal(self, kind: str):
        if not self._left[kind]:
            self._left[kind] = self._chance.sample(self._decks[kind], len(self._decks[kind]))
        return self._left[kind].pop()


def request(order: Order, tries: int, *, seed: int) -> Request:
    """The order as a question; a further try has another seed and says that the last text would not do."""
    said = {
        "prompt": order.prompt,
        "grade": order.grade,
        "mode": order.mode,
        "style": order.style,
        "words": order.words,
        "shows": {skill.value: description(skill, order.profile[skill]) for skill in SKILLS},
        "variation": tries,
    }
    return Request(
        key=order.key,
        instructions=(INSTRUCTIONS,),
        text=json.dumps(said, ensure_ascii=False, indent=1),
        max_tokens=int(order.words * TOKENS_A_WORD * 1.5) + 60,
        temperature=WARMTH,
        seed=(seed * 100_003 + int(order.key.rsplit("-", 1)[1]) * 7 + tries) % 2**31,
    )


def description(skill: Skill, rating: int | str) -> str:
    """The codebook's own words for a rating."""
    return SHOWS_NOTHING if rating == NOT_OBSERVED else cells()[skill][int(rating) - 1]


def cells(path: Path = CODEBOOK) -> dict[Skill, tuple[str, ...]]:
    """The codebook's table: what each level of each skill is, lowest first."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.strip().strip("|").split("|")]
        name = parts[0].strip("*").partition("**")[0]
        if len(parts) == len(LEVELS) + 1 and name in set(SKILLS):
            found[Skill(name)] = tuple(parts[1:])
    return found


class Distinct:
    """Remembers the texts so far; one that is too like any of them is refused."""

    def __init__(self) -> None:
        self._with: dict[int, list[int]] = defaultdict(list)  # a run of words -> numbers of the texts that hold it
        self._sizes: list[int] = []

    def add(self, text: str) -> float:
        """The likeness to the nearest text before it, 0-1; raises ``Rejected`` when that is too much."""
        runs = shingles(text)
        shared: dict[int, int] = defaultdict(int)
        for run in runs:
            for number in self._with.get(run, ()):
                shared[number] += 1
        nearest = max((n / (len(runs) + self._sizes[i] - n) for i, n in shared.items()), default=0.0)
        if nearest > ALIKE:
            raise Rejected("too like another text")
        for run in runs:
            self._with[run].append(len(self._sizes))
        self._sizes.append(len(runs))
        return nearest


def shingles(text: str) -> frozenset[int]:
    """Runs of four words, spelling of case and marks aside; a shorter text is one run."""
    words = re.findall(r"[^\W_]+", text.lower())
    runs = [tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]
    return frozenset(hash(run) for run in runs)


def accepted(order: Order, answer: str, distinct: Distinct) -> str:
    """The text of an answer, if it can be used; raises ``Rejected`` with the reason."""
    text = as_json(answer).get("text")
    if not isinstance(text, str):
        raise Rejected("no text")
    text = text.strip()
    if not FEWEST_WORDS <= word_count(text) <= MOST_WORDS:
        raise Rejected("too short or too long")
    if NAMES_A_SKILL.search(text) and order.style != "hard":
        raise Rejected("names a skill")
    if word_count(without_copied(text, order.prompt)) < FEWEST_WORDS:
        raise Rejected("repeats the prompt")
    distinct.add(text)
    return text
