"""How much the de-identifier finds, and how much it takes too much, on texts with marked spans.

Input is JSON Lines of ``{"text", "spans": [{"start", "end", "type"}]}``. A span is *found* when each of its letters
and digits is replaced; a part does not count. A replacement that touches no marked span is an *over-redaction*.
A span may say ``rostered`` and ``common_word``; where it does not, both are derived from the roster and our words.

The file of presidio-research (a JSON array with ``full_text`` and ``entity_type``) is read too: ``from_presidio``.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from privacy.deidentify import lexicon
from privacy.deidentify.deidentifier import Deidentifier
from privacy.deidentify.people import Masked, Person
from privacy.deidentify.roster import Roster
from privacy.deidentify.tokens import fold_phrase

PRESIDIO_TYPES = {
    "PERSON": "NAME",
    "GPE": "CITY",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "STREET_ADDRESS": "ADDRESS",
    "DOMAIN_NAME": "URL",
}
KEPT_BY_DESIGN = ("COUNTRY", "ORGANIZATION", "DATE_TIME", "AGE", "NRP", "TITLE")


@dataclass(frozen=True)
class Marked:
    """One text and what a person marked in it."""

    text: str
    spans: tuple[dict[str, Any], ...]
    part: str = ""


@dataclass
class Tally:
    """Found and missed of one kind, with the missed ones to read."""

    found: int = 0
    total: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        return self.found / self.total if self.total else None


@dataclass
class Report:
    texts: int = 0
    words: int = 0
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    over: list[str] = field(default_factory=list)
    changed: Counter[str] = field(default_factory=Counter)

    @property
    def over_per_1000_words(self) -> float:
        return 1000 * len(self.over) / self.words if self.words else 0.0

    def as_dict(self) -> dict[str, Any]:
        return {
            "texts": self.texts,
            "words": self.words,
            "over_redactions": len(self.over),
            "over_redactions_per_1000_words": round(self.over_per_1000_words, 3),
            "recall": {
                name: {"found": t.found, "of": t.total, "recall": round(t.found / t.total, 4)}
                for name, t in sorted(self.tallies.items())
            },
        }


def read(path: Path) -> list[Marked]:
    """Marked texts of a JSON Lines file, or of a presidio-research file (it begins with a bracket)."""
    content = path.read_text(encoding="utf-8")
    if content.lstrip()[:1] == "[":
        return [from_presidio(row) for row in json.loads(content)]
    rows = (json.loads(line) for line in content.splitlines() if line.strip())
    return [Marked(row["text"], tuple(row["spans"]), row.get("set", "")) for row in rows]


def from_presidio(row: dict[str, Any]) -> Marked:
    """A row of presidio-research: other field names and types. A GPE that is a country or state is a COUNTRY."""
    spans = tuple(
        {
            "start": span["start_position"],
            "end": span["end_position"],
            "type": _presidio_type(
                span["entity_type"], row["full_text"][span["start_position"] : span["end_position"]]
            ),
        }
        for span in row["spans"]
    )
    return Marked(row["full_text"], spans, "even templates" if row["template_id"] % 2 == 0 else "odd templates")


def _presidio_type(entity: str, value: str) -> str:
    words = fold_phrase(value)
    if entity == "GPE" and (words in lexicon.KEPT_PHRASES or (len(words) == 1 and words[0] in lexicon.COUNTRIES)):
        return "COUNTRY"
    return PRESIDIO_TYPES.get(entity, entity)


def people_of(names: Iterable[str]) -> list[Person]:
    """A roster file's lines as people."""
    return [Person(key=f"line {n}", names=(name.strip(),)) for n, name in enumerate(names, 1) if name.strip()]


def measure(marked: Iterable[Marked], people: Iterable[Person] = ()) -> Report:
    """Mask every text and count what was found, missed and taken too much."""
    people = list(people)
    deidentifier, roster = Deidentifier(people), Roster(people)
    report = Report()
    for item in marked:
        masked = deidentifier.mask(item.text)
        report.texts += 1
        report.words += len(item.text.split())
        _count_spans(report, item, masked, roster)
        _count_over(report, item, masked)
    return report


def _count_spans(report: Report, item: Marked, masked: Masked, roster: Roster) -> None:
    for span in item.spans:
        words = item.text[span["start"] : span["end"]]
        found = _is_found(item.text, span, masked)
        for name in lines_of(span, words, roster):
            tally = report.tallies[name]
            tally.total += 1
            tally.found += found
            if not found:
                tally.missed.append(f"{words!r} in {item.text[max(0, span['start'] - 40) : span['end'] + 40]!r}")


def _is_found(text: str, span: dict[str, Any], masked: Masked) -> bool:
    gone = {i for r in masked.replacements for i in range(r.start, r.end)}
    return all(i in gone for i in range(span["start"], span["end"]) if text[i].isalnum())


def lines_of(span: dict[str, Any], words: str, roster: Roster) -> Iterator[str]:
    """The lines of the report a span counts in."""
    yield span["type"]
    if span["type"] != "NAME":
        return
    folded = fold_phrase(words)
    lower = words == words.lower()
    if len(folded) == 1:
        yield "NAME, one word"
    if lower:
        yield "NAME, lower case"
    rostered = span.get("rostered", any(roster.knows(word) for word in folded)) and bool(roster)
    common = lower and span.get("common_word", all(word in lexicon.WORDS for word in folded))
    group = "rostered" if rostered else "other"
    if common:
        yield f"NAME, {group}, common word in lower case"
    else:
        yield f"NAME, {group}, {'lower case' if lower else 'cased'}"
        yield f"NAME, {group}"


def _count_over(report: Report, item: Marked, masked: Masked) -> None:
    for r in masked.replacements:
        if not any(r.start < span["end"] and span["start"] < r.end for span in item.spans):
            report.over.append(
                f"{item.text[r.start : r.end]!r} ({r.kind}) in {item.text[max(0, r.start - 40) : r.end + 40]!r}"
            )


def by_part(marked: list[Marked]) -> dict[str, list[Marked]]:
    """All texts, then each named part of the file (a held-out third) apart."""
    parts: dict[str, list[Marked]] = {"all": marked}
    for item in marked:
        if item.part:
            parts.setdefault(item.part, []).append(item)
    return parts


def as_table(report: Report, line: Callable[[str], None]) -> None:
    """The report as plain lines."""
    line(f"{report.texts} texts, {report.words} words")
    for name, tally in sorted(report.tallies.items()):
        note = "  (kept by design)" if name in KEPT_BY_DESIGN else ""
        line(f"  {name:<44} {tally.found:>5} of {tally.total:<5} {tally.found / tally.total:.3f}{note}")
    line(f"  over-redactions: {len(report.over)}, {report.over_per_1000_words:.2f} per 1,000 words")
