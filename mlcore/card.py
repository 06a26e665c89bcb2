"""The model card and the HTML report, generated from a version's metrics: nothing in them is typed by hand."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from mlcore.schema import LEVELS, SKILLS

TITLES = {skill.value: skill.value.replace("_", " ") for skill in SKILLS}
Cells = Sequence[object]


def card(metrics: Mapping, metadata: Mapping) -> str:
    """Markdown, in the order a reader asks: what for, how good, for whom not known, how it was made."""
    parts = [
        f"# Model card: Sightline {metadata['version']}",
        PURPOSE,
        "## Agreement on crossed folds",
        f"Writer and prompt block both held out; {metrics['rows']} responses; {metrics['label']}. Text only.",
        markdown(*headline(metrics)),
        "Baselines on the same folds (Pearson):",
        markdown(*beside(metrics)),
        "## Sealed writer",
        _sealed(metrics.get("sealed")),
        "## When a skill shows, how sure, how wide",
        markdown(*trust(metrics)),
        "## Levels assigned and rated",
        markdown(*ends(metrics)),
        "## Each writer, each group",
        "A group fails only if the 95% interval of its coverage lies wholly outside 75-85%.",
        markdown(*groups(metrics)),
        *_optional(metrics),
        "## How it was made",
        _made(metadata),
    ]
    return "\n\n".join(parts) + "\n"


PURPOSE = (
    "Formative: for the adults who know the student; not for grades, placement, discipline or diagnosis. It reads "
    "empathy, problem-solving, self-regulation and resilience from what a response shows, by a written codebook "
    "(`ml_artifacts/corpus/CODEBOOK.md`).\n\n"
    "**What no figure here says.** The training rows were composed by a language model in many voices and rated by one. "
    "Every figure is agreement with a machine's rating, not validity for real students. The behavioral source is a "
    "written rule, assumed until it is learned from students; half of a reading's error variance is assumed to be the "
    "student's own until real repeated ratings replace it."
)


def headline(metrics: Mapping) -> tuple[Cells, list[Cells]]:
    rows = []
    for name, skill in metrics["skills"].items():
        fused = skill["fused"]
        low, high = fused["pearson_interval"]
        rows.append(
            (
                TITLES[name], fused["n"], f"{fused['pearson']:.3f} ({low:.2f} to {high:.2f})", fused["spearman"],
                fused["kappa"], fused["mae"], skill["sources"]["model"]["pearson"],
                skill["sources"]["linguistic"]["pearson"],
            )
        )  # fmt: skip
    mean = metrics["mean"]
    rows.append(("mean", "", f"{mean['fused']:.3f}", "", "", "", mean["model"], mean["linguistic"]))
    names = ("skill", "n", "Pearson (95%, by prompt)", "Spearman", "kappa", "MAE", "model alone", "linguistic alone")
    return names, rows


def beside(metrics: Mapping) -> tuple[Cells, list[Cells]]:
    rows = []
    for name, skill in metrics["skills"].items():
        low, high = skill["fused"]["gain_interval"]
        base = skill["baselines"]
        rows.append(
            (TITLES[name], skill["fused"]["pearson"], base["tfidf_ridge"]["pearson"], base["length"]["pearson"],
             base["mean"]["pearson"], f"{low:+.3f} to {high:+.3f}")
        )  # fmt: skip
    return ("skill", "fused", "TF-IDF + ridge", "length only", "mean only", "gain over TF-IDF (95%)"), rows


def trust(metrics: Mapping) -> tuple[Cells, list[Cells]]:
    rows = [
        (
            TITLES[name], skill["observed"]["auc"], skill["observed"]["precision"], skill["observed"]["recall"],
            skill["coverage"]["share"], skill["coverage"]["verdict"], skill["confidence"]["spearman_with_error"],
            " / ".join(f"{v:.2f}" for v in skill["confidence"]["mae_by_third"]),
        )
        for name, skill in metrics["skills"].items()
    ]  # fmt: skip
    names = ("skill", "AUC observed", "precision of scored", "observed that are scored", "coverage of 80%", "verdict",
             "confidence with error", "MAE: least, middle, most confident third")  # fmt: skip
    return names, rows


def ends(metrics: Mapping) -> tuple[Cells, list[Cells]]:
    rows = [
        (TITLES[name], *(f"{skill['levels'][end][k]:.0%}" for end in ("emerging", "advanced") for k in KINDS))
        for name, skill in metrics["skills"].items()
    ]
    return ("skill", "Emerging rated", "assigned", "Advanced rated", "assigned"), rows


KINDS = ("rated", "assigned")


def groups(metrics: Mapping) -> tuple[Cells, list[Cells]]:
    rows = [
        (TITLES[name], kind, member, g["n"], g["pearson"], g["mae"], g["bias"], g["coverage"]["share"],
         g["coverage"]["verdict"])
        for name, skill in metrics["skills"].items()
        for kind, members in {"writer": skill["writers"], **skill["groups"]}.items()
        for member, g in members.items()
    ]  # fmt: skip
    return ("skill", "kind", "group", "n", "Pearson", "MAE", "bias", "coverage", "verdict"), rows


def confusion(skill: Mapping) -> tuple[Cells, list[Cells]]:
    table = skill["levels"]["confusion"]
    return ("rated", *LEVELS), [(level, *row) for level, row in zip(LEVELS, table, strict=True)]


def _sealed(sealed: Mapping | None) -> str:
    if not sealed:
        return "Not opened for this version."
    rows = [
        (TITLES[name], s["n"], s["pearson"], s["spearman"], s["kappa"], s["mae"], s["auc"], s["coverage"])
        for name, s in sealed["skills"].items()
    ]
    names = ("skill", "n", "Pearson", "Spearman", "kappa", "MAE", "AUC observed", "coverage")
    return (
        f"Opened once, {sealed['opened']}; {sealed['rows']} responses by a writer no model has seen; mean Pearson "
        f"{sealed['mean_pearson']:.3f}.\n\n{markdown(names, rows)}"
    )


def _optional(metrics: Mapping) -> list[str]:
    found = []
    if curve := metrics.get("learning_curve"):
        rows = [(f"{point['fraction']:.0%}", round(point["rows"]), point["pearson"]) for point in curve]
        found += ["## Learning curve", markdown(("of the training rows", "rows", "mean Pearson"), rows)]
    if robust := metrics.get("robustness"):
        rows = [(name, r["pairs"], f"{r['held']:.0%}", r["worst"]) for name, r in robust["kinds"].items()]
        found += [
            "## Robustness",
            robust["summary"],
            markdown(("what was changed", "pairs", "within bounds", "largest move or score"), rows),
        ]
    if external := metrics.get("external"):
        rows = [
            (name, v["pearson"], f"{v['interval'][0]:.2f} to {v['interval'][1]:.2f}") for name, v in external.items()
        ]
        found += ["## Real human text", EXTERNAL, markdown(("prediction", "Pearson", "95%, by writer"), rows)]
    return found


EXTERNAL = (
    "1,860 essays by 372 adults reacting to news (Buechel and others 2018, CC BY 4.0), against the writers' own "
    "self-reported empathy: another construct than the codebook's, and low for every method. By-writer 10-fold except "
    "*transfer*, where this version reads the essays as it ships."
)


def _made(metadata: Mapping) -> str:
    weights = "; ".join(
        f"{TITLES[skill]}: " + ", ".join(f"{name} {value:.2f}" for name, value in sorted(parts.items()))
        for skill, parts in metadata["default_weights"].items()
    )
    data = "; ".join(f"`{name}` {digest[:12]}" for name, digest in metadata.get("data", {}).items())
    return (
        f"Data (SHA-256): {data}. De-identifier {metadata['deidentifier_version']}. Feature schema "
        f"{metadata['schema_hash'][:12]}. Weights: {weights}. Formulas: `docs/evidence.md`; data: "
        "`docs/training-data.md`. Verify with `python -m mlcore verify`, repeat with `python -m mlcore train` and "
        "`python -m mlcore evaluate`."
    )


def _text(value: object) -> str:
    if value is None:
        return "cannot say"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def markdown(names: Cells, rows: Iterable[Cells]) -> str:
    lines = ["| " + " | ".join(map(str, names)) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(map(_text, row)) + " |" for row in rows]
    return "\n".join(lines)


def html_table(names: Cells, rows: Iterable[Cells]) -> str:
    head = "".join(f"<th>{escape(str(name))}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{escape(_text(v))}</td>" for v in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
