"""One way to break one promise."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """``before`` stands in ``file`` exactly once, and becomes ``after``; then each of ``red`` must fail."""

    name: str  # what the code does once it is broken
    file: str
    before: str
    after: str
    red: tuple[str, ...]  # node ids of pytest
    postgresql: bool = False  # the promise is kept by PostgreSQL alone

    def __str__(self):
        return self.name
