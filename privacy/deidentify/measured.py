"""The figures about itself that the product prints: measured on marked texts that nobody tuned on, kept in ``data/measured.json``.

A test measures again and compares, so that no figure outlives the rules it was measured on.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from privacy.deidentify import lexicon, measure
from privacy.deidentify.deidentifier import DEIDENTIFIER_VERSION
from privacy.deidentify.people import Person

FILE = lexicon.DATA / "measured.json"
TEXTS = Path(__file__).resolve().parents[2] / "tests" / "privacy" / "data"
UNREAD = ("deidentify_blind", "deidentify_sealed")
LINES = {
    "rostered": "NAME, rostered",
    "rostered_common_word": "NAME, rostered, common word in lower case",
    "other_cased": "NAME, other, cased",
    "other_lower": "NAME, other, lower case",
    "email": "EMAIL",
    "phone": "PHONE",
    "school": "SCHOOL",
    "city": "CITY",
}


def made() -> dict[str, Any]:
    """The sets whose texts nobody who made the rules has read, each with the roster that belongs to it."""
    reports = [measure.measure(measure.read(texts), people) for texts, people in _unread()]
    words = sum(report.words for report in reports)
    return {
        "version": DEIDENTIFIER_VERSION,
        "texts": sum(report.texts for report in reports),
        "over_per_1000_words": round(1000 * sum(len(report.over) for report in reports) / words, 2),
        "found": {
            name: [sum(r.tallies[line].found for r in reports), sum(r.tallies[line].total for r in reports)]
            for name, line in LINES.items()
        },
    }


def _unread() -> Iterator[tuple[Path, list[Person]]]:
    for name in UNREAD:
        roster = (TEXTS / f"{name}_roster.txt").read_text(encoding="utf-8")
        yield TEXTS / f"{name}.jsonl", measure.people_of(roster.splitlines())


def write() -> dict[str, Any]:
    figures = made()
    FILE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    read.cache_clear()
    return figures


@lru_cache(maxsize=1)
def read() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))
