"""Claims into sentences, for one reader: names, quotes and pronouns meet the words here and are stored nowhere."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

from mlcore.placeholders import PLACEHOLDER
from mlcore.schema import Level, Skill
from reasoning import templates_en
from reasoning.catalog import Cites, Kind, family_of
from reasoning.claims import Claim, Slot
from reasoning.prompts import prompt_of

Quote = Callable[[str, int], str | None]
TEACHER, FAMILY = "teacher", "family"
LONGEST_QUOTE = 110  # characters; a sentence about words should not be longer than the words
IF_QUOTED = re.compile(r"\[([^\[\]]*)\]")
LETTERS = re.compile(r"[^\W\d_]+")
LANGUAGES = {"en": templates_en}


@dataclass(frozen=True)
class Chip:
    """The numbered mark after a sentence that leads to one evidence item."""

    skill: str
    rank: int
    raises: bool


@dataclass(frozen=True)
class Sentence:
    text: str
    chips: tuple[Chip, ...]
    kind: Kind


def render(
    claims: Iterable[Claim],
    *,
    name: str,
    pronouns: str | None,
    quote: Quote,
    audience: str = TEACHER,
    language: str = "en",
) -> tuple[Sentence, ...]:
    """The sentences of ``claims`` in order.

    ``quote(skill, rank)`` gives the words an evidence item points to, or ``None`` when they are gone or not for this
    reader: the sentence then stands without them. ``pronouns`` are the roster's, such as "she/her".
    Raises ``KeyError`` for a template that does not exist.
    """
    page = _Page(name, pronouns, quote, audience, LANGUAGES[language])
    return tuple(page.sentence(claim) for claim in claims)


class _Page:
    """Sentences for one reader; it remembers the frames it has used, so that no two sentences are built alike."""

    def __init__(self, name: str, pronouns: str | None, quote: Quote, audience: str, words: ModuleType) -> None:
        self.name, self.quote, self.family_reads, self.words = name, quote, audience == FAMILY, words
        self.own = words.OWN.get((pronouns or "").lower().partition("/")[0].strip())
        self.used: set[str] = set()
        self.quoted: set[str] = set()

    def sentence(self, claim: Claim) -> Sentence:
        family = family_of(claim.template)
        raises = family.cites in {Cites.RAISING, Cites.RAISING_OR_ABSENT}
        # A family reads what the child did well in the child's own words, and what comes next in ours.
        quoted = self._quoted(claim) if raises or not self.family_reads else None
        chips = tuple(Chip(skill, rank, raises) for skill, rank in claim.evidence)
        return Sentence(self._text(claim, quoted), chips, family.kind)

    def _text(self, claim: Claim, quoted: str | None) -> str:
        voice, wordings = claim.slots["voice"], self.words.CATALOG[claim.template]
        slots = {**self._people(), **_worded(claim.slots, self.words), "quote": quoted or ""}
        frame = self._frame(wordings.family if self.family_reads and wordings.family else wordings.frames, voice)
        phrase = wordings.phrases[voice // 997 % len(wordings.phrases)]  # a prime apart from the frame's own turn
        whole = IF_QUOTED.sub(r"\1" if quoted else "", frame)
        text = whole.format_map({**slots, "phrase": phrase.format_map(slots)})
        text = text.replace("”.", ".”").replace("”,", ",”")  # American: inside the quotation marks
        return text[:1].upper() + text[1:]

    def _people(self) -> dict[str, str]:
        """The first sentence names the student; after it the roster's possessive may stand for the name."""
        whose = self.own if self.own and self.used else self.words.NAMES_OWN.format(self.name)
        return {"name": self.name, "whose": whose}

    def _frame(self, frames: tuple[str, ...], voice: int) -> str:
        """The frame this voice points to, or the next one that is not on the page yet."""
        turned = (*frames[voice % len(frames) :], *frames[: voice % len(frames)])
        frame = next((frame for frame in turned if frame not in self.used), turned[0])
        self.used.add(frame)
        return frame

    def _quoted(self, claim: Claim) -> str | None:
        """The first cited words that are still there and stand in no earlier sentence."""
        for cited in claim.evidence:
            words = _readable(self.quote(*cited) or "", self.name)
            if words and words not in self.quoted:
                self.quoted.add(words)
                return f"“{words}”"
        return None


def _worded(slots: Mapping[str, Slot], words: ModuleType) -> dict[str, str]:
    """Ids as words of the language."""
    named = {"skill": words.SKILL_WORDS[Skill(slots["skill"])]}
    if "level" in slots:
        named["level"] = words.LEVEL_WORDS[Level(slots["level"])]
    if "skills" in slots:
        named["skills"] = _listed([words.SKILL_WORDS[Skill(skill)] for skill in slots["skills"]], words.AND)
    if "prompt" in slots:
        named["prompt"] = f"“{prompt_of(slots['prompt'])}”"
    return named


def _listed(items: list[str], both: str) -> str:
    return items[0] if len(items) == 1 else both.format(", ".join(items[:-1]), items[-1])


def _readable(text: str, name: str) -> str:
    """One line, placeholders as words ("classmate A"; the writer's own as the name), cut at a word when long.

    Empty when fewer than two words are left: a lone word shows nobody anything.
    """
    line = " ".join(PLACEHOLDER.sub(lambda m: name if m[0] == "[student]" else m[0][1:-1], text).split())
    line = line.strip(" .,;:!?").replace("“", "‘").replace("”", "’").replace('"', "’")
    if len(LETTERS.findall(line)) < 2:
        return ""
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE].rsplit(' ', 1)[0].rstrip(' .,;:')} …"
