"""Which version is served, decided in one place: a history that is closed and opened anew, never edited.

``ml_artifacts/HISTORY.jsonl`` holds one line for each opening and each closing of a deployment. Lines are only
ever added; the version served is the one opened last. An opening keeps why it happened, what the promotion gate
said, and a digest of the model files, so that a folder that was trained again in place is not served unnoticed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

HISTORY = "HISTORY.jsonl"
PROMOTE, ROLLBACK = "promote", "rollback"


class ArtifactError(RuntimeError):
    """An artifact that must not be used; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One stretch during which a version was served. Times are ISO 8601 in UTC; ``closed`` is empty while it lasts."""

    version: str
    files: str  # digest over the model files as they were promoted
    action: str  # PROMOTE or ROLLBACK
    gate: str  # what the promotion gate said: pass, fail, insufficient evidence
    why: str
    opened: str
    closed: str = ""


def history(home: Path) -> list[Deployment]:
    """Every deployment, oldest first; empty where nothing was ever served."""
    path, found = home / HISTORY, []
    if not path.exists():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            _replay(found, json.loads(line))
        except (ValueError, KeyError, TypeError) as problem:
            raise ArtifactError(
                f"{path}:{number} cannot be read as a deployment. Restore it: `git checkout -- {path}`."
            ) from problem
    return found


def _replay(found: list[Deployment], line: Mapping[str, str]) -> None:
    is_open = bool(found) and not found[-1].closed
    if "close" in line:
        if not is_open or found[-1].version != line["close"]:
            raise ValueError("closes what was not open")
        found[-1] = replace(found[-1], closed=line["at"])
    elif is_open:
        raise ValueError("opens one version while another is served")
    else:
        said = {name: line[name] for name in ("files", "action", "gate", "why")}
        found.append(Deployment(version=line["open"], opened=line["at"], **said))


def now(home: Path) -> Deployment:
    """The deployment that lasts; raises ``ArtifactError`` where no version is in use."""
    found = history(home)
    if not found or found[-1].closed:
        raise ArtifactError(
            f"{home / HISTORY} names no version, so no version is in use. Train one with `make train` and promote it "
            "with `python -m mlcore promote VERSION`, or restore the file from git."
        )
    return found[-1]


def before(home: Path) -> str:
    """The version that a rollback returns to: promotions stack up, and each rollback takes one off."""
    stack: list[str] = []
    for one in history(home):
        if one.action == ROLLBACK:
            stack.pop()
        elif not stack or stack[-1] != one.version:
            stack.append(one.version)
    if len(stack) < 2:
        raise ArtifactError("No version was served before this one. Name one: `python -m mlcore promote VERSION`.")
    return stack[-2]


def deploy(version: str, *, home: Path, files: str, action: str, gate: str, why: str, at: datetime) -> Deployment:
    """Close what is served and open ``version``: two lines added in one write."""
    moment, lines = at.isoformat(timespec="seconds"), []
    past = history(home)
    if past and not past[-1].closed:
        lines.append({"at": moment, "close": past[-1].version})
    lines.append({"at": moment, "open": version, "action": action, "files": files, "gate": gate, "why": why})
    with (home / HISTORY).open("a", encoding="utf-8") as log:
        log.write("".join(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n" for line in lines))
    return now(home)
