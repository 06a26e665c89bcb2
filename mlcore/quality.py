"""What a set of made-up, machine-rated responses is worth, before anything is trained on it.

Three things spoil such a set: length that gives the level away, texts that are one text, and ratings nobody gave.
Each is measured and said with its bound. Whether the ratings are *right* cannot be seen here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

import numpy as np

from mlcore.agreement import spearman, weighted_kappa
from mlcore.asking import Rejected
from mlcore.corpus import NOT_OBSERVED
from mlcore.schema import SKILLS
from mlcore.synthesis import Distinct, shingles
from mlcore.tokens import word_count

LENGTH_BOUND = 0.15  # of |Spearman's r| between words and rating
LEAST_SHARE = 0.08  # of the texts, for each rating of each skill
LIKENESS_BOUND = 0.20  # the mean likeness of a text to the nearest one before it
OPENING = 4
RATINGS = (NOT_OBSERVED, 1, 2, 3, 4)
CAUTION = "Made up and rated by machines: it shows that the codebook is followed, not validity for students."


def report(rows: Sequence[Mapping], *, readings: Mapping[str, Sequence[Mapping]], refused: Mapping[str, int]) -> dict:
    """``rows`` as written for training, with what was ``ordered``; ``readings`` are the pairs of blind ratings of all
    texts, agreed or not, by pass; ``refused`` counts answers that could not be used, by reason."""
    found = {
        "caution": CAUTION,
        "rows": len(rows),
        "refused": dict(refused),
        "readings": _readings(readings),
        "length": {skill.value: _length(rows, skill.value) for skill in SKILLS},
        "distinct": _distinct([row["text"] for row in rows]),
        "balance": {skill.value: _counts((row["ratings"][skill.value] for row in rows), RATINGS) for skill in SKILLS},
        "spread": {name: _counts(row[name] for row in rows) for name in ("style", "mode", "grade")},
        "ordered": {skill.value: _ordered(rows, skill.value) for skill in SKILLS},
    }
    return found | {"warnings": list(warnings(found))}


def warnings(found: Mapping) -> Iterable[str]:
    """What a person should look at before training, one sentence each."""
    if found["rows"] == 0:
        yield "No text was rated the same way twice: there is nothing to train on."
        return
    for skill, one in found["length"].items():
        bound = LENGTH_BOUND + 2 / sqrt(max(one["n"], 1))  # with few texts a bound alone would cry wolf
        if one["spearman"] is not None and abs(one["spearman"]) > bound:
            yield f"Length gives {skill} away: r {one['spearman']:+.2f} between words and rating."
    for skill, counts in found["balance"].items():
        for rating, n in counts.items():
            if n < LEAST_SHARE * found["rows"]:
                yield f"{skill} was rated {rating} in {n} of {found['rows']} texts only."
    if found["distinct"]["mean_likeness"] > LIKENESS_BOUND:
        yield f"The texts are alike: mean likeness to the nearest one {found['distinct']['mean_likeness']:.2f}."
    if found["distinct"]["commonest_opening"] > 0.1:
        yield f"{found['distinct']['commonest_opening']:.0%} of the texts open with the same {OPENING} words."


def _length(rows: Sequence[Mapping], skill: str) -> dict:
    rated = [(word_count(row["text"]), row["ratings"][skill]) for row in rows if row["ratings"][skill] != NOT_OBSERVED]
    words, levels = (np.array(column, dtype=float) for column in zip(*rated, strict=True)) if rated else (_NONE, _NONE)
    varied = len(set(words)) > 1 and len(set(levels)) > 1
    return {"n": len(rated), "spearman": spearman(words, levels) if varied else None}


_NONE = np.array([])


def _distinct(texts: Sequence[str]) -> dict:
    seen, likeness = Distinct(), []
    for text in texts:
        try:
            likeness.append(seen.add(text))
        except Rejected:  # masking can make two texts alike that were not
            likeness.append(1.0)
    runs = [run for text in texts for run in shingles(text)]
    openings = Counter(" ".join(text.lower().split()[:OPENING]) for text in texts)
    return {
        "mean_likeness": float(np.mean(likeness)) if texts else 0.0,
        "largest_likeness": max(likeness, default=0.0),
        "distinct_runs": len(set(runs)) / len(runs) if runs else 1.0,
        "commonest_opening": openings.most_common(1)[0][1] / len(texts) if len(texts) > 20 else 0.0,
    }


def _counts(values: Iterable, known: Sequence = ()) -> dict[str, int]:
    counted = Counter(str(value) for value in values)
    return {str(name): counted[str(name)] for name in (known or sorted(counted))}


def _ordered(rows: Sequence[Mapping], skill: str) -> dict:
    """How often the blind ratings found what had been ordered; low is no fault, since the order is not the label."""
    same = [row["ordered"][skill] == row["ratings"][skill] for row in rows]
    return {"same": float(np.mean(same)) if same else None}


def _readings(readings: Mapping[str, Sequence[Mapping]]) -> dict:
    first, second = readings.values()
    pairs = list(zip(first, second, strict=True))
    return {
        "texts": len(pairs),
        "agreed": sum(dict(a) == dict(b) for a, b in pairs),
        "skills": {skill.value: _two([(a[skill.value], b[skill.value]) for a, b in pairs]) for skill in SKILLS},
    }


def _two(pairs: Sequence[tuple]) -> dict:
    both = [(a, b) for a, b in pairs if NOT_OBSERVED not in (a, b)]
    left, right = (np.array([(pair[i] - 1) / 3 for pair in both]) for i in (0, 1)) if both else (_NONE, _NONE)
    return {
        "same": float(np.mean([a == b for a, b in pairs])) if pairs else None,
        "observed_by_both": len(both),
        "kappa": weighted_kappa(left, right) if both else None,
    }


def as_markdown(found: Mapping) -> str:
    """The report for people."""
    readings = found["readings"]
    lines = [
        "# Quality of the made-up responses",
        "",
        found["caution"],
        "",
        f"{readings['texts']} texts were read twice; {found['rows']} were rated the same way both times and are kept.",
        "",
        "| skill | same rating twice | kappa | length and rating (r) | as ordered | NO | 1 | 2 | 3 | 4 |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_line(found, skill.value) for skill in SKILLS),
        "",
        f"Likeness to the nearest other text: mean {found['distinct']['mean_likeness']:.2f}, largest "
        f"{found['distinct']['largest_likeness']:.2f}. Runs of four words that occur once: "
        f"{found['distinct']['distinct_runs']:.0%}.",
        "",
        *(f"{name.capitalize()}: " + ", ".join(f"{k} {n}" for k, n in counts.items()) for name, counts in
          found["spread"].items()),
        "",
        "Answers that could not be used: "
        + (", ".join(f"{reason} {n}" for reason, n in sorted(found["refused"].items())) or "none") + ".",
        "",
        *(f"- Look at this first: {warning}" for warning in found["warnings"]),
    ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def _line(found: Mapping, skill: str) -> str:
    two, counts = found["readings"]["skills"][skill], found["balance"][skill]
    values = [two["same"], two["kappa"], found["length"][skill]["spearman"], found["ordered"][skill]["same"]]
    said = ["cannot say" if value is None else f"{value:.2f}" for value in values]
    return f"| {skill.replace('_', ' ')} | " + " | ".join([*said, *(str(counts[str(r)]) for r in RATINGS)]) + " |"
