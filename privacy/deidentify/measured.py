"""The figures about itself that the product prints: measured on our own marked texts, kept in ``data/measured.json``.

A test measures again and compares, so that no figure outlives the rules it was measured on.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from privacy.deidentify import lexicon, measure
from privacy.deidentify.deidentifier import DEIDENTIFIER_VERSION

FILE = lexicon.DATA / "measured.json"
TEXTS = Path(__file__).resolve().parents[2] / "tests" / "privacy" / "data"
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
    """Both marked sets measured together, with the roster that belongs to them."""
    people = measure.people_of((TEXTS / "deidentify_hard_roster.txt").read_text(encoding="utf-8").splitlines())
    marked = [*measure.read(TEXTS / "deidentify_hard.jsonl"), *measure.read(TEXTS / "deidentify_essays.jsonl")]
    report = measure.measure(marked, people)
    return {
        "version": DEIDENTIFIER_VERSION,
        "texts": report.texts,
        "over_per_1000_words": round(report.over_per_1000_words, 2),
        "found": {name: [report.tallies[line].found, report.tallies[line].total] for name, line in LINES.items()},
    }


def write() -> dict[str, Any]:
    figures = made()
    FILE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    read.cache_clear()
    return figures


@lru_cache(maxsize=1)
def read() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))
