"""Versions of the trained models: kept side by side, verified byte by byte before anything is loaded.

A version is a folder ``ml_artifacts/<version>/``: ``<skill>.ubj`` (trees in XGBoost's own form),
``wording.npz`` and ``wording.json`` (the linguistic source and P(observed)), ``out_of_fold.npz``,
``calibration.json``, ``metadata.json``, reports, and ``SHA256SUMS`` over all of them. Nothing is pickled.
Which of them is served stands in one place: ``served.HISTORY``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from mlcore import ngrams, provenance, served, trees
from mlcore.bearing import Bearing
from mlcore.calibration import Calibration, OutOfFold, calibrate
from mlcore.schema import FEATURE_VERSION, SKILLS, Skill, schema_hash
from mlcore.served import ArtifactError
from mlcore.shape import Line
from mlcore.sources import Observed, Sources, Standard
from mlcore.spread import Spread
from mlcore.wording import CHANNELS, Channel, Wording

HOME = Path(__file__).resolve().parent.parent / "ml_artifacts"
SUMS = "SHA256SUMS"
NEEDED = frozenset(
    {*(f"{skill.value}.ubj" for skill in SKILLS)}
    | {"wording.npz", "wording.json", "out_of_fold.npz", "calibration.json", "metadata.json"}
)


@dataclass(frozen=True, slots=True)
class Models:
    """Everything one version needs to read. Weights are per skill and sum to 1."""

    version: str
    schema_hash: str
    deidentifier_version: str
    default_weights: Mapping[Skill, Mapping[str, float]]
    thresholds: Mapping[Skill, float]
    out_of_fold: OutOfFold
    calibration: Calibration
    sources: Sources
    shapes: Mapping[Skill, Mapping[str, Line]]
    spreads: Mapping[Skill, Spread]
    metadata: Mapping[str, object] = field(default_factory=dict)
    folder: Path | None = None

    def check(self, *, deidentifier_version: str) -> None:
        """Refuse another de-identifier than the one whose text the models learned from."""
        check_deidentifier(self.version, self.deidentifier_version, deidentifier_version)

    def calibrated(self, weights: Mapping[Skill, Mapping[str, float]]) -> Calibration:
        """The calibration under other weights. What chance looks like is no matter of weights: it stays as shipped,
        so that an older version goes on judging as it did."""
        return replace(calibrate(self.out_of_fold, weights), mistaken=self.calibration.mistaken)


def check_deidentifier(version: str, learned: str, now: str) -> None:
    if learned != now:
        raise ArtifactError(
            f"Models {version} learned from text of de-identifier {learned}, but this code writes {now}. "
            "Run `python manage.py prepare_corpus`, then `make train`."
        )


def versions(home: Path = HOME) -> list[str]:
    """Versions present, oldest first."""
    return sorted((folder.parent.name for folder in home.glob("*/metadata.json")), key=_order)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def current(home: Path = HOME) -> str:
    """The version that is served; raises ``ArtifactError`` where there is none."""
    return served.now(home).version


def folder_of(path_or_version: str | Path | None = None, home: Path = HOME) -> Path:
    if isinstance(path_or_version, Path) or (path_or_version and "/" in path_or_version):
        return Path(path_or_version)
    return home / (path_or_version or current(home))


def load(path_or_version: str | Path | None = None, *, home: Path = HOME) -> Models:
    """One verified version, by default the one that is served; raises ``ArtifactError``."""
    folder = folder_of(path_or_version, home)
    if path_or_version is None:
        check_promoted(folder, served.now(home))
    verify(folder)
    metadata = metadata_of(folder)
    check_features(metadata, folder)
    return _assemble(folder, metadata)


def metadata_of(folder: Path) -> dict:
    return json.loads((folder / "metadata.json").read_text(encoding="utf-8"))


def check_promoted(folder: Path, deployment: served.Deployment) -> None:
    """The served version's model files are those that were promoted, not others sealed in their place."""
    if files_digest(folder) != deployment.files:
        raise ArtifactError(
            f"{folder}: its model files are not those that were promoted on {deployment.opened[:10]}. "
            f"Restore them with `git checkout -- {folder}`, or look at the new figures and promote them: "
            f"`python -m mlcore evaluate {deployment.version}`, then `python -m mlcore promote {deployment.version}`."
        )


def files_digest(folder: Path) -> str:
    """SHA-256 over the listed digests of the files a model is read from; reports may be written anew beside them."""
    lines = sorted(f"{digest}  {name}\n" for name, digest in _sums(folder).items() if name in NEEDED)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def verify(folder: Path) -> None:
    """Every file listed, present and unchanged, and none beside them; raises ``ArtifactError`` naming the file."""
    expected = _sums(folder)
    present = {path.name for path in folder.iterdir() if path.name != SUMS}
    if missing := sorted((NEEDED | set(expected)) - present):
        raise ArtifactError(f"{folder}: {missing[0]} is missing. {_mend(folder)}")
    if unlisted := sorted(present - set(expected)):
        raise ArtifactError(f"{folder}: {unlisted[0]} is not in {SUMS}. Remove it. {_mend(folder)}")
    for name, digest in sorted(expected.items()):
        if sha256(folder / name) != digest:
            raise ArtifactError(f"{folder}: {name} is not the file that was trained (SHA-256 differs). {_mend(folder)}")


def _sums(folder: Path) -> dict[str, str]:
    listing = folder / SUMS
    if not listing.exists():
        raise ArtifactError(f"{listing} is missing. {_mend(folder)}")
    pairs = (line.split("  ", 1) for line in listing.read_text(encoding="utf-8").splitlines() if line)
    return {name: digest for digest, name in pairs}


def _mend(folder: Path) -> str:
    return f"Restore the folder with `git checkout -- {folder}`, or train anew with `make train`."


def fits_this_code(metadata: Mapping[str, object]) -> bool:
    """Whether a version was trained on the features as this code defines them."""
    return metadata["schema_hash"] == schema_hash() and metadata["feature_version"] == FEATURE_VERSION


def check_features(metadata: Mapping[str, object], folder: Path) -> None:
    if not fits_this_code(metadata):
        raise ArtifactError(
            f"{folder}: trained on another definition of the features ({str(metadata['schema_hash'])[:12]}, version "
            f"{metadata['feature_version']}) than this code ({schema_hash()[:12]}, version {FEATURE_VERSION}). "
            "`python -m mlcore list` shows which versions fit this code: promote one of them, train anew with "
            "`make train`, or check out the code that belongs to this one."
        )


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def seal(folder: Path) -> None:
    """Write ``SHA256SUMS`` over every file of ``folder``."""
    names = sorted(path.name for path in folder.iterdir() if path.name != SUMS)
    lines = [f"{sha256(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def save(models: Models, folder: Path) -> None:
    """Write a version's files and seal them; the same models give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for skill, booster in models.sources.boosters.items():
        (folder / f"{skill.value}.ubj").write_bytes(trees.dump(booster))
    _save_wording(models.sources, folder)
    _save_out_of_fold(models.out_of_fold, folder)
    write_json(folder / "calibration.json", models.calibration.to_json())
    write_json(folder / "metadata.json", {**models.metadata, **_described(models)})
    seal(folder)


def write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _described(models: Models) -> dict[str, object]:
    return {
        "version": models.version,
        "schema_hash": models.schema_hash,
        "feature_version": FEATURE_VERSION,
        "deidentifier_version": models.deidentifier_version,
        "default_weights": {skill.value: dict(weights) for skill, weights in models.default_weights.items()},
        "thresholds": {skill.value: value for skill, value in models.thresholds.items()},
        "shapes": {
            skill.value: {source: [line.offset, line.slope] for source, line in lines.items()}
            for skill, lines in models.shapes.items()
        },
        "spreads": {skill.value: spread.weights.tolist() for skill, spread in models.spreads.items()},
        "calibration": provenance.calibration_of(models.calibration, models.out_of_fold),
        "code_version": provenance.code_version(),
        "libraries": provenance.libraries(),
    }


def _save_wording(sources: Sources, folder: Path) -> None:
    observed = sources.observed
    arrays = {
        "terms": sources.terms.astype(np.float32, order="C"),
        "intercept": sources.intercept,
        "observed_terms": observed.terms.astype(np.float32),
        "observed_features": observed.features,
        "observed_curve": np.vstack([observed.intercept, observed.curve, observed.usual]),
        "bearing_terms": sources.bearing.terms.astype(np.float32),
        "bearing_heights": np.stack([sources.bearing.mean, sources.bearing.spread]),
        "standard": np.stack([observed.standard.mean, observed.standard.scale]),
    }
    described = []
    for channel in sources.wording.channels:
        table = channel.table
        arrays[f"{channel.name}_idf"] = channel.idf.astype(np.float32)
        arrays[f"{channel.name}_pairs"] = table.pairs
        arrays |= {f"{channel.name}_chain{n}": keys for n, keys in enumerate(table.chains)}
        described.append(
            {"name": channel.name, "longest": len(table.chains), "window": table.window, "symbols": table.symbols}
        )
    np.savez_compressed(folder / "wording.npz", **arrays)
    (folder / "wording.json").write_text(
        json.dumps({"channels": described}, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def _save_out_of_fold(rows: OutOfFold, folder: Path) -> None:
    np.savez_compressed(
        folder / "out_of_fold.npz",
        skill=rows.skill,
        rating=rows.rating,
        spread=rows.spread,
        p_observed=rows.p_observed,
        writer=rows.writer,
        prompt=rows.prompt,
        **{f"score_{source}": values for source, values in rows.scores.items()},
    )


def _assemble(folder: Path, metadata: Mapping) -> Models:
    per_skill = {name: {Skill(k): v for k, v in metadata[name].items()} for name in PER_SKILL}
    return Models(
        version=metadata["version"],
        schema_hash=metadata["schema_hash"],
        deidentifier_version=metadata["deidentifier_version"],
        default_weights=per_skill["default_weights"],
        thresholds=per_skill["thresholds"],
        out_of_fold=load_out_of_fold(folder),
        calibration=Calibration.from_json(json.loads((folder / "calibration.json").read_text(encoding="utf-8"))),
        sources=_load_sources(folder),
        shapes={s: {src: Line(*parts) for src, parts in lines.items()} for s, lines in per_skill["shapes"].items()},
        spreads={skill: Spread(np.array(weights)) for skill, weights in per_skill["spreads"].items()},
        metadata=metadata,
        folder=folder,
    )


PER_SKILL = ("default_weights", "thresholds", "shapes", "spreads")


def _load_sources(folder: Path) -> Sources:
    with np.load(folder / "wording.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    described = json.loads((folder / "wording.json").read_text(encoding="utf-8"))["channels"]
    if unknown := [d["name"] for d in described if d["name"] not in CHANNELS]:
        raise ArtifactError(f"{folder}: this code does not know the channel {unknown[0]!r}. {_mend(folder)}")
    return Sources(
        wording=Wording(tuple(_load_channel(d, arrays) for d in described)),
        bearing=Bearing(arrays["bearing_terms"].astype(np.float64), *arrays["bearing_heights"]),
        terms=arrays["terms"].astype(np.float64, order="F"),  # read a skill at a time
        intercept=arrays["intercept"],
        boosters={skill: trees.restore((folder / f"{skill.value}.ubj").read_bytes()) for skill in SKILLS},
        observed=Observed(
            arrays["observed_terms"].astype(np.float64),
            arrays["observed_features"],
            arrays["observed_curve"][0],
            arrays["observed_curve"][1:-1],
            arrays["observed_curve"][-1],
            Standard(*arrays["standard"]),
        ),
    )


def _load_channel(described: Mapping, arrays: Mapping[str, np.ndarray]) -> Channel:
    name = described["name"]
    chains = tuple(arrays[f"{name}_chain{n}"] for n in range(described["longest"]))
    table = ngrams.Table(tuple(described["symbols"]), chains, arrays[f"{name}_pairs"], described["window"])
    return Channel(name, table, arrays[f"{name}_idf"].astype(np.float64))


def load_out_of_fold(folder: Path) -> OutOfFold:
    with np.load(folder / "out_of_fold.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    scores = {name.removeprefix("score_"): arrays.pop(name) for name in list(arrays) if name.startswith("score_")}
    return OutOfFold(scores=scores, **arrays)
