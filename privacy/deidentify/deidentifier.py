"""One text in, the same text without the people in it out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from mlcore.placeholders import PERSON_KINDS, PLACEHOLDER
from privacy.deidentify import cited, lexicon, names, patterns, places, rules, statistical, things
from privacy.deidentify.aliases import Aliases
from privacy.deidentify.context import Neighbors
from privacy.deidentify.people import Masked, Person, Replacement
from privacy.deidentify.roster import Roster, folds_of
from privacy.deidentify.spans import Span, Taken
from privacy.deidentify.tokens import WORD, Token, fold_phrase, tokenize

# Raise it with every change of what comes out: models refuse text made by another version.
DEIDENTIFIER_VERSION = "1.3"


class Deidentifier:
    """Masks people, contacts and places. ``people`` are looked for first; build one per class.

    ``statistical_model=False`` leaves an installed spaCy model aside, so that the result is the same everywhere.
    """

    def __init__(self, people: Iterable[Person] = (), *, statistical_model: bool = True) -> None:
        self._roster = Roster(people)
        self._model = statistical.installed_model() if statistical_model else None

    def describe(self) -> dict[str, str | None]:
        """What does the masking here: the version of the rules, and the statistical model beside them, if any."""
        return {"version": DEIDENTIFIER_VERSION, "statistical_model": self._model}

    def mask(self, text: str, *, aliases: Mapping[str, str] | None = None) -> Masked:
        """``text`` with placeholders, the aliases to hand back with the student's next text, and where what went."""
        known = Aliases(aliases, text)
        return _written(text, self._spans(text, known), known)

    def _spans(self, text: str, aliases: Aliases) -> list[Span]:
        tokens = tokenize(text)
        taken = Taken(len(text), tokens)
        for match in PLACEHOLDER.finditer(text) if "[" in text else ():
            taken.hold(*match.span())
        at = Neighbors(tokens, text)
        taken.claim(patterns.find(text))  # before names: "marisol.q@school.org" goes as a whole
        found = rules.find(tokens)
        if self._roster:
            self._claim_rostered(at, taken, aliases, found)
        at.public = _public(at, found)
        taken.claim(_as_span(tokens, *covered) for covered in places.schools(at, found, taken.free()))
        for what, start, end in found:
            if what == "keep" and not cited.is_own(at, start):
                taken.hold(tokens[start].start, tokens[end - 1].end)
        for kind, start, end in places.cities(at, found, taken.free()):
            if kind == "keep":
                taken.hold(tokens[start].start, tokens[end - 1].end)
            else:
                taken.claim((_as_span(tokens, kind, start, end),))
        named = set()
        for start, end in things.find(at, taken.free()):
            taken.hold(tokens[start].start, tokens[end - 1].end)
            named.update(t.fold for t in tokens[start : end - 1] if t.kind == WORD)
        if named:  # "Hoover", where the Hoover Dam was spoken of
            at.public |= {i for i, t in enumerate(tokens) if t.cap and t.fold in named and t.fold not in lexicon.GIVEN}
        taken.claim(
            Span(tokens[n.first].start, tokens[n.last].end, n.kind, folds_of(tokens[n.first : n.last + 1]))
            for n in names.find(at, found, taken.free())
        )
        if self._model:
            spans = statistical.find(text, self._model)
            taken.claim(replace(span, who=" ".join(fold_phrase(span.who))) for span in spans)
        return sorted(taken.spans, key=lambda span: span.start)

    def _claim_rostered(self, at: Neighbors, taken: Taken, aliases: Aliases, found: list[rules.Found]) -> None:
        free = taken.free()
        for start, end in _public_names(at, found):
            if not self._roster.knows_all(at, start, end):
                free[start:end] = [False] * (end - start)  # "Rosa Parks", with another Rosa on the roster
        for span, covered in self._roster.find(at, free, aliases.of):
            taken.claim((span,))
            at.meet(covered)


def _public_names(at: Neighbors, found: list[rules.Found]) -> list[tuple[int, int]]:
    """Where the full names of public people stand, capitalized."""
    return [
        (start, end)
        for what, start, end in found
        if what == "keep"
        and at.cap(start)
        and at.cap(end - 1)
        and tuple(t.fold for t in at.tokens[start:end] if t.kind == WORD) in lexicon.PUBLIC_PEOPLE
    ]


def _public(at: Neighbors, found: list[rules.Found]) -> set[int]:
    """Where public people stand by one name, once their full name stands in the text, and figures of a work it names."""
    tokens = at.tokens
    names = cited.names(at, found)
    for what, start, end in found:
        phrase = tuple(t.fold for t in tokens[start:end] if t.kind == WORD)
        if what == "keep" and phrase in lexicon.PUBLIC_PEOPLE:
            names.update(word for word in phrase if len(word) > 3)
        if what == "keep" and phrase in lexicon.FIGURES:
            names |= lexicon.FIGURES[phrase]
    for i in at.capitals:
        token = tokens[i]
        if (token.fold,) in lexicon.FIGURES:
            names |= lexicon.FIGURES[(token.fold,)]
        if at.cap(i + 1) and tokens[i + 1].start - token.end == 1:
            if lexicon.is_public_misspelled(token.fold, tokens[i + 1].fold):
                names.update((token.fold, tokens[i + 1].fold))
    names |= cited.by_last_name(at)
    if not names:
        return set()
    return {i for i, token in enumerate(tokens) if token.fold.removesuffix("s") in names or token.fold in names}


def _as_span(tokens: list[Token], kind: str, first: int, after: int) -> Span:
    return Span(tokens[first].start, tokens[after - 1].end, kind)


def _written(text: str, spans: list[Span], aliases: Aliases) -> Masked:
    """The text with each span replaced, and the map from old to new offsets."""
    parts: list[str] = []
    made: list[Replacement] = []
    done = length = 0
    for span in spans:
        placeholder = aliases.placeholder(span.kind, span.who)
        length += span.start - done
        parts += (text[done : span.start], placeholder)
        kind = span.kind if span.kind not in PERSON_KINDS else placeholder[1:-1].split()[0]
        made.append(Replacement(kind, span.start, span.end, length, length + len(placeholder)))
        length += len(placeholder)
        done = span.end
    parts.append(text[done:])
    return Masked("".join(parts), aliases.of, tuple(made))


@lru_cache(maxsize=1)
def _without_roster() -> Deidentifier:
    return Deidentifier()


def mask(text: str) -> Masked:
    """``text`` masked without a roster."""
    return _without_roster().mask(text)
