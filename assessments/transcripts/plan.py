"""What a person decided about a transcript; kept in ``Upload.mapping``, so it holds numbers and ids, never a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

NOT_A_STUDENT = "none"


@dataclass(frozen=True)
class Plan:
    format: str
    columns: Mapping[str, int] = field(default_factory=dict)  # of a table: a field's name -> column number
    prompt: str = ""
    held_on: date | None = None
    speakers: Mapping[str, str] = field(default_factory=dict)  # place in the order of speaking -> student id, or none

    def choosing(self, chosen: Mapping[str, str]) -> "Plan":
        """With these speakers decided; an empty choice takes an earlier one back."""
        kept = {place: who for place, who in {**self.speakers, **chosen}.items() if who}
        return replace(self, speakers=kept)

    def to_json(self) -> dict:
        return {
            "format": self.format,
            "columns": dict(self.columns),
            "prompt": self.prompt,
            "held_on": self.held_on.isoformat() if self.held_on else None,
            "speakers": dict(self.speakers),
        }

    @classmethod
    def from_json(cls, stored: Mapping) -> "Plan":
        day = stored.get("held_on")
        known = {name: stored[name] for name in ("format", "columns", "prompt", "speakers")}
        return cls(**known, held_on=date.fromisoformat(day) if day else None)
