"""``Assessment.details``: the four skill scores as JSON, and back as the science's own dataclasses."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields

from mlcore.results import Evidence, SkillScore
from mlcore.schema import Level, Skill

# dataclasses.asdict copies deeply and costs as much as writing the row: these two are flat, so their fields do.
_SCORE, _EVIDENCE = ([field.name for field in fields(kind)] for kind in (SkillScore, Evidence))


def to_json(scores: Mapping[Skill, SkillScore]) -> dict:
    return {skill.value: _plain(score) for skill, score in scores.items()}


def from_json(details: Mapping) -> dict[Skill, SkillScore]:
    return {Skill(skill): _score(row) for skill, row in details.items()}


def result_digest(details: Mapping) -> str:
    """SHA-256 of canonical JSON of what ``to_json`` made: sorted keys, six decimals, no ids or times. Evidence
    names its place among the readings, not the response's id, so a restored copy replays to the same digest."""
    keys = sorted({e["key"] for row in details.values() for e in row["evidence"] if e["key"]})
    place = {key: f"r{number}" for number, key in enumerate(keys)}
    canonical = {
        skill: {**row, "evidence": [{**e, "key": place.get(e["key"], "")} for e in row["evidence"]]}
        for skill, row in details.items()
    }
    return hashlib.sha256(json.dumps(canonical, sort_keys=True).encode()).hexdigest()


def _plain(score: SkillScore) -> dict:
    row = {name: _rounded(getattr(score, name)) for name in _SCORE}
    row["skill"] = score.skill.value
    row["level"] = score.level.value if score.level else None
    row["evidence"] = [{name: _rounded(getattr(item, name)) for name in _EVIDENCE} for item in score.evidence]
    return row


def _score(row: Mapping) -> SkillScore:
    return SkillScore(
        **{
            **row,
            "skill": Skill(row["skill"]),
            "level": Level(row["level"]) if row["level"] else None,
            "evidence": tuple(Evidence(**item) for item in row["evidence"]),
        }
    )


def _rounded(value):
    """To six decimals: a number, or a mapping's numbers."""
    if isinstance(value, float):
        return round(value, 6) + 0.0  # -0.0 and 0.0 are one number
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return value
