"""``docs/reference/features.md``, written from the schema: ``python -m mlcore.features.reference``."""

from pathlib import Path

from mlcore.features import behavioral
from mlcore.schema import DERIVED, FEATURES, Feature, Skill, schema_hash

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "features.md"

_HEAD = """# The 29 features

Written from `mlcore/schema.py` by `python -m mlcore.features.reference`; a test keeps it in step. Schema hash: `{hash}`.

Each response gives one row of 29 columns: 16 from the words, 9 from the moves of a game or task, 4 derived (one for
each skill). A skill's model sees 26 of them: the 25 shared ones and its own derived one. A family that is absent is
*missing* (NaN), never zero: no text, no linguistic or derived columns; no events, no behavioral ones.
"""

_WORDS = """
## From the words

A column's value is `1 - 2 ** -s`. Each clause that shows the thing adds its strength (0 to 1) to `s`, at most once,
and `s` stops at 4: one clear clause gives .5, two .75, four .94. So one clear instance is worth the most, length adds
little, a clause said again word for word adds nothing, and neither do sentences about other things.

What is not counted
- a phrase that is negated ("I never asked her");
- what others say or advise ("my friend says you should breathe, I think that's dumb"), except what another says of
  the own feelings, which is how one learns of them; what stands in quotation marks of others;
- claims and slogans ("I have a lot of empathy", "growth mindset", "there is no I in team"), rubric words, open sarcasm;
- a clause copied from the prompt;
- names: every person placeholder and every name is one neutral word, as good as "he" or "she".

Dialect, contractions, texting and common misspellings are read as the words they stand for before anything is counted.
Each column returns its spans: the clauses that were counted, as offsets into the de-identified text.
"""

_LEXICON = """
### What the phrases were written from

The tables in `mlcore/features/phrases/` were written from the codebook and from general knowledge of how students of
grades 3 to 12 write and speak.

- Feature version 1: rows of `train.jsonl` were read only of the writers TA and TC and only of the prompts T01 to T10.
- Feature version 2 added the phrases for one plain act (`steps_checked`) and for carrying on (`tried_again`), both at
  strength .4. Before that, 76 rows of TA and TC, of all twenty prompts, were read: those on which P(observed) was most
  wrong. So no prompt is unread any more; the writers TB, TD, TE and TF still are, and so are the sealed and demo files.
- How often each column shows at each rating was looked at over all six writers. Such summary figures, and the choice of
  settings on the crossed folds, make the fold figures slightly favorable. The sealed writer is the blind check.
"""

_MOVES = """
## From the moves

Events are sorted by time; exact duplicates are dropped; times that are not finite, negative or beyond a day are set
aside; a gap over ten minutes counts as ten. Values are kept within their range.
"""

_RULE = """
### The behavioral source (assumed, until it is learned from students)

`score = {base} + sum(weight * (min(value / full, 1) - middle))`, kept within 0 to 1. A skill has this source only when
its needed column is there; other missing columns add nothing.

| skill | column | weight | full | middle | needed |
|---|---|---|---|---|---|
"""

_DERIVED_HEAD = """
## Derived

`max(height * min(2 * column, 1))` over the rungs, plus {breadth} for each rung seen beyond the first, less the opposite;
kept within -1 to 1. From linguistic columns alone: telemetry acts only through its own source.

| column | rungs (height) | opposite |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    return "".join(
        (
            _HEAD.format(hash=schema_hash()),
            _WORDS,
            _table("linguistic"),
            _LEXICON,
            _MOVES,
            _table("behavioral"),
            _RULE.format(base=behavioral.RULE_BASE),
            *(_rule_row(skill, *row) for skill, rows in behavioral.RULES.items() for row in rows),
            _DERIVED_HEAD.format(breadth=next(iter(DERIVED.values())).breadth),
            *(_ladder_row(name) for name in DERIVED),
        )
    )


def _table(family: str) -> str:
    rows = [_row(feature) for feature in FEATURES if feature.family == family]
    return (
        "\n| column | shows | counts | unit | range | skills | certain direction |\n|---|---|---|---|---|---|---|\n"
        + ("".join(rows))
    )


def _row(feature: Feature) -> str:
    skills = ", ".join(feature.skills)
    certain = ", ".join(f"{skill} {'rises' if sign > 0 else 'falls'}" for skill, sign in feature.direction.items())
    span = f"{feature.low:g} to {feature.high:g}"
    cells = (f"`{feature.name}`", feature.title, feature.meaning, feature.unit, span, skills, certain or "none")
    return f"| {' | '.join(cells)} |\n"


def _rule_row(skill: Skill, column: str, weight: float, full: float, middle: float) -> str:
    needed = "yes" if column in behavioral.NEEDED[skill] else ""
    return f"| {skill} | `{column}` | {weight:+g} | {full:g} | {middle:g} | {needed} |\n"


def _ladder_row(name: str) -> str:
    rungs = ", ".join(f"`{column}` ({height:g})" for column, height in DERIVED[name].rungs)
    return f"| `{name}` | {rungs} | `{DERIVED[name].opposite}` |\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
