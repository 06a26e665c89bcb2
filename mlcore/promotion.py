"""Putting a version into service and taking it back: the only writers of the history of what is served."""

from datetime import datetime
from pathlib import Path

from mlcore import gate, publishing, registry, served
from mlcore.agreement import PASS
from mlcore.registry import HOME
from mlcore.served import PROMOTE, ROLLBACK, ArtifactError, Deployment


def promote(
    version: str, *, at: datetime, deidentifier: str, why: str = "", anyway: bool = False, home: Path = HOME
) -> Deployment:
    """Serve a verified version that fits this code and passes the gate, or, ``anyway``, one that does not, with why.

    ``deidentifier`` is the version that writes the text to be read: a version that learned from another is refused.

    Raises ``ArtifactError`` with each criterion that stands in the way.
    """
    folder = home / version
    if not folder.is_dir():
        raise ArtifactError(f"There is no version {version} in {home}: `python -m mlcore list` shows what there is.")
    registry.load(version, home=home).check(deidentifier_version=deidentifier)
    verdict = checked(version, home=home)
    if verdict["verdict"] != PASS and not anyway:
        raise ArtifactError(_refusal(version, verdict))
    if anyway and not why.strip():
        raise ArtifactError("A promotion against the gate needs its reason: `--anyway --why TEXT`.")
    files = registry.files_digest(folder)
    said = str(verdict["verdict"])
    return served.deploy(version, home=home, files=files, action=PROMOTE, gate=said, why=why.strip(), at=at)


def rollback(*, at: datetime, deidentifier: str, why: str = "", home: Path = HOME) -> Deployment:
    """Serve what was served before the last promotion; it passed then, so the gate is not asked again."""
    version = served.before(home)
    registry.load(version, home=home).check(deidentifier_version=deidentifier)
    files = registry.files_digest(home / version)
    return served.deploy(version, home=home, files=files, action=ROLLBACK, gate="", why=why.strip(), at=at)


def checked(version: str, *, home: Path = HOME) -> dict:
    """The gate's verdict on these very files against the version served now; else ``ArtifactError``: evaluate first."""
    folder, again = home / version, f"`python -m mlcore evaluate {version}`"
    verdict = publishing.metrics_of(folder).get("gate")
    if verdict is None:
        raise ArtifactError(f"{version} was not evaluated yet, so nothing speaks for it: {again}.")
    if verdict["files"] != registry.files_digest(folder):
        raise ArtifactError(f"{version} was trained again after its evaluation: {again}.")
    against = opponent(version, home=home)
    if verdict["against"] != against:
        raise ArtifactError(
            f"{version} was compared with {verdict['against'] or 'nothing'}, but now it would take the place of "
            f"{against or 'nothing'}: {again}."
        )
    return verdict


def opponent(version: str, *, home: Path = HOME) -> str:
    """Whom a version is compared with: the one served now, or, for that one itself, the other served last."""
    others = [one.version for one in served.history(home) if one.version != version]
    return others[-1] if others else gate.NOBODY


def _refusal(version: str, verdict: dict) -> str:
    open_ = [one for one in verdict["criteria"] if one["verdict"] != PASS]
    failed = [f"  {gate.NAMES[one['name']]}: {one['verdict']}. {one['said']}" for one in open_]
    return (
        f"{version} does not pass the promotion gate ({verdict['verdict']}):\n"
        + "\n".join(failed)
        + f'\nTo promote it nonetheless: `python -m mlcore promote {version} --anyway --why "..."`; the reason is kept.'
    )
