"""What every writer offers, whether it stands on this machine or behind the egress door."""

from typing import Protocol

from reasoning.claims import About, Claim


class Writer(Protocol):
    name: str  # kept with the feedback, and said on the page

    def write(self, about: About) -> tuple[Claim, ...]:
        """Claims about one student, each citing its evidence; they pass ``guard.check``."""
        ...
