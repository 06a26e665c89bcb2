"""Responses in, readings out: bulk, pure, and each score with what it is made of.

One feature matrix, one term matrix and one pass of exact TreeSHAP per skill and chunk. Of each source's
contributions the largest are kept and the remainder is one contribution named ``rest``, so that base and
contributions sum to the score exactly. A reading is stored after the words are gone: ``to_json`` keeps it
compact.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from mlcore import asked, spread, trees, wording
from mlcore.calibration import TEXT
from mlcore.evidence import REST, WORDING
from mlcore.features import Extracted, behavioral, extract_batch
from mlcore.mixing import mix
from mlcore.registry import Models
from mlcore.results import Contribution, Event, Item, Reading, SkillReading, SourceScore
from mlcore.schema import BEHAVIORAL, FEATURES, INDEX, LINGUISTIC, MODEL, SKILLS, Skill, columns_of
from mlcore.shape import Line
from mlcore.tokens import own_tokens, tells, words_among

Floats = NDArray[np.float64]
Part = tuple[float, tuple[tuple[int, int], ...], str]  # of a source's score: value, where it stands, name
CHUNK = 400
KEPT = 12
FEWEST_WORDS = 6
LEAST_KNOWN = 0.5  # of the words: below this the text is in another language, or in none
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Batch:
    """What the models make of a chunk of items, before it is told item by item."""

    items: Sequence[Item]
    matrix: Floats
    extracted: Sequence[Extracted]
    words: NDArray[np.int64]
    readable: NDArray[np.bool_]
    p_observed: Floats  # (n, 4), zero where not readable
    clauses: list[list[wording.Clause]]
    shap: Mapping[Skill, tuple[Floats, float]]
    spreads: Floats  # (n, 4)
    moves: Sequence[Mapping[Skill, int]]  # of each item: how many moves could have shown a skill


def read(items: Sequence[Item], models: Models) -> list[Reading]:
    """A reading for each item, in order. Pure: no clock, no disk, no network, no shared state."""
    return [reading for chunk in _chunks(items) for reading in _readings(_batch(chunk, models), models)]


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _batch(given: Sequence[Item], models: Models) -> Batch:
    items, tokens = zip(*map(own_tokens, given), strict=True)
    matrix, extracted = extract_batch(items)
    encoded = models.sources.wording.encode_tokens(tokens)
    words = np.array([words_among(own, item.text) for own, item in zip(tokens, items, strict=True)])
    telling = np.array([tells(tokens) for tokens in encoded.tokens], dtype=bool)
    readable = telling & (words >= FEWEST_WORDS) & (encoded.known >= LEAST_KNOWN)
    told = models.sources.read(encoded, matrix, asked.cues([item.prompt for item in items]))
    p_observed = told.p_observed * readable[:, None]
    shap = {skill: trees.contributions(models.sources.boosters[skill], matrix, skill) for skill in SKILLS}
    spreads = [
        _spread(models, skill, shap[skill], told.scores[:, i], words, p_observed[:, i], encoded.known)
        for i, skill in enumerate(SKILLS)
    ]
    clauses = models.sources.by_clause(told.attended)
    moves = [behavioral.chances(item.events) for item in given]
    return Batch(items, matrix, extracted, words, readable, p_observed, clauses, shap, np.column_stack(spreads), moves)


def _spread(
    models: Models, skill: Skill, shap: tuple[Floats, float], line: Floats, words: Floats, p: Floats, known: Floats
) -> Floats:
    values, base = shap
    shapes = models.shapes[skill]
    scores = np.column_stack([shapes[MODEL](values.sum(axis=1) + base), shapes[LINGUISTIC](line)])
    fused = mix(scores, [models.default_weights[skill][source] for source in TEXT])
    return models.spreads[skill](spread.cues(scores, fused, words, p, known))


def _readings(batch: Batch, models: Models) -> Iterator[Reading]:
    for row, item in enumerate(batch.items):
        skills = {skill: _skill(batch, row, i, skill, models) for i, skill in enumerate(SKILLS)}
        yield Reading(item.key, int(batch.words[row]), _features(batch.matrix[row]), skills, item.written_on)


def _skill(batch: Batch, row: int, i: int, skill: Skill, models: Models) -> SkillReading:
    p_observed = float(batch.p_observed[row, i])
    observed = bool(batch.readable[row]) and p_observed >= models.thresholds[skill]
    sources = _text_sources(batch, row, i, skill, models) if batch.words[row] else {}
    words = SkillReading(round(p_observed, DECIMALS), observed, round(float(batch.spreads[row, i]), DECIMALS), sources)
    return _with_moves(words, batch.matrix[row], batch.moves[row], skill, models)


def _with_moves(
    words: SkillReading, values: Floats, chances: Mapping[Skill, int], skill: Skill, models: Models
) -> SkillReading:
    """What the words said, joined by what the moves say. Words that show nothing of the skill give way to moves
    that do; then nothing estimates the error, and the spread is the middle one that its interval is calibrated on."""
    p_moves = behavioral.p_observed(chances[skill])
    moves = behavioral.rule_score(skill, values) if p_moves else None
    if moves is None:
        return words
    if words.observed:
        return replace(words, sources={**words.sources, BEHAVIORAL: _rounded(moves)})
    spread = float(np.median(models.out_of_fold.of(skill).spread))
    return SkillReading(round(p_moves, DECIMALS), True, round(spread, DECIMALS), {BEHAVIORAL: _rounded(moves)})


def joined(reading: Reading, events: Sequence[Event], models: Models) -> Reading:
    """A stored reading, joined by other telemetry: what ``read`` gives for words and moves, once the words are gone.

    Equal to it as long as no trees split on a behavioral column; with trees that do, this raises ``ValueError``.
    """
    if _trees_read_moves(models):
        raise ValueError(f"the trees of {models.version} read moves: words that are gone cannot be read with them")
    values = np.array([np.nan if value is None else value for value in reading.features])
    values[INDEX[behavioral.COLUMNS[0]] : INDEX[behavioral.COLUMNS[-1]] + 1] = behavioral.read(events)
    chances = behavioral.chances(events)
    skills = {
        skill: _with_moves(_words_of(part), values, chances, skill, models) for skill, part in reading.skills.items()
    }
    return replace(reading, features=_features(values), skills=skills)


def _words_of(part: SkillReading) -> SkillReading:
    """A skill's reading without earlier telemetry. Words that gave way to it had shown nothing, and still do."""
    if BEHAVIORAL not in part.sources:
        return part
    sources = {name: source for name, source in part.sources.items() if name != BEHAVIORAL}
    return replace(part, sources=sources) if sources else SkillReading(0.0, False, part.spread, {})


def _trees_read_moves(models: Models) -> bool:
    split_on = {
        columns_of(skill)[int(name.removeprefix("f"))]
        for skill in SKILLS
        for name in models.sources.boosters[skill].get_score()
    }
    return bool(split_on & set(behavioral.COLUMNS))


def _text_sources(batch: Batch, row: int, i: int, skill: Skill, models: Models) -> dict[str, SourceScore]:
    values, base = batch.shap[skill]
    extracted, lines = batch.extracted[row], models.shapes[skill]
    by_feature = [
        (value, extracted.spans.get(name, ()), name)
        for name, value in zip(columns_of(skill), values[row].tolist(), strict=True)
        if value
    ]
    intercept = float(models.sources.intercept[i])
    by_clause = [(clause.values[i], ((clause.start, clause.end),), WORDING) for clause in batch.clauses[row]]
    return {
        MODEL: _source(MODEL, base, by_feature, lines[MODEL], _own_name),
        LINGUISTIC: _source(LINGUISTIC, intercept, by_clause, lines[LINGUISTIC], partial(_title, extracted, skill)),
    }


def _source(source: str, base: float, parts: Sequence[Part], line: Line, title: Callable[[Part], str]) -> SourceScore:
    """The parts on the ratings' scale: the largest by name, what is left as ``rest``; they sum to the score."""
    score = round(float(line(base + sum(value for value, _, _ in parts))), DECIMALS)
    start = round(float(line(base)), DECIMALS)
    kept = sorted(parts, key=_size, reverse=True)[:KEPT]
    named = [Contribution(source, title(part), round(line.slope * part[0], DECIMALS), part[1]) for part in kept]
    rest = round(score - start - sum(c.value for c in named), DECIMALS)
    return SourceScore(score, start, (*named, Contribution(source, REST, rest)) if rest else tuple(named))


def _features(values: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(v) else round(float(v), 4) for v in values)


def _rounded(score: SourceScore) -> SourceScore:
    parts = tuple(
        Contribution(c.source, c.feature, round(float(c.value), DECIMALS), c.spans) for c in score.contributions
    )
    base = round(float(score.base), DECIMALS)
    return SourceScore(round(base + sum(c.value for c in parts), DECIMALS), base, parts)


def _size(part: Part) -> float:
    return abs(part[0])


def _own_name(part: Part) -> str:
    return part[2]


def _title(extracted: Extracted, skill: Skill, part: Part) -> str:
    """The codebook feature of this skill that overlaps a clause most and points the same way, or ``wording``."""
    value, ((start, end),), best = part
    speaks, widest = _SPEAKS[skill][value > 0] if value else (), 0
    for name, spans in extracted.spans.items():
        if name in speaks:
            shared = sum(min(last, end) - max(first, start) for first, last in spans if first < end and start < last)
            best, widest = (name, shared) if shared > widest else (best, widest)
    return best


_SPEAKS = {
    skill: {
        up: {
            feature.name
            for feature in FEATURES
            if feature.family == "linguistic"
            and skill in feature.skills
            and (feature.direction.get(skill, 1) > 0) == up
        }
        for up in (False, True)
    }
    for skill in SKILLS
}  # the features whose presence can stand behind a rise, or a fall, of a skill


def to_json(reading: Reading) -> dict[str, object]:
    """A reading as plain lists and numbers, short keys; ``from_json`` gives back an equal reading."""
    return {
        "k": reading.key,
        "w": reading.words,
        "d": reading.written_on and reading.written_on.isoformat(),
        "f": list(reading.features),
        "s": {skill.value: _skill_to_json(part) for skill, part in reading.skills.items()},
    }


def _skill_to_json(part: SkillReading) -> list[object]:
    sources = {
        name: [s.score, s.base, [[c.feature, c.value, [list(span) for span in c.spans]] for c in s.contributions]]
        for name, s in part.sources.items()
    }
    return [part.p_observed, int(part.observed), part.spread, sources]


def from_json(data: Mapping) -> Reading:
    return Reading(
        key=data["k"],
        words=data["w"],
        features=tuple(data["f"]),
        skills={Skill(name): _skill_from_json(part) for name, part in data["s"].items()},
        written_on=date.fromisoformat(data["d"]) if data["d"] else None,
    )


def _skill_from_json(part: Sequence) -> SkillReading:
    p_observed, observed, width, sources = part
    return SkillReading(p_observed, bool(observed), width, {n: _source_from_json(n, s) for n, s in sources.items()})


def _source_from_json(source: str, data: Sequence) -> SourceScore:
    score, base, parts = data
    return SourceScore(
        score,
        base,
        tuple(Contribution(source, name, value, tuple((a, b) for a, b in spans)) for name, value, spans in parts),
    )
