"""The model card, generated from a version's metrics: nothing in it is typed by hand.

A card is a list of sections; each holds paragraphs and tables. The same sections become Markdown beside the model,
part of the HTML report, and a page in the web app.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from mlcore import card_finetuning, gate
from mlcore import card_tables as tables
from mlcore.agreement import FAIL, PASS
from mlcore.card_tables import TITLES, Table


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


def card(metrics: Mapping, metadata: Mapping) -> str:
    """Markdown, in the order a reader asks: what for, how good, for whom not known, how it was made."""
    parts = [f"# Model card: Sightline {metadata['version']}"]
    for section in sections(metrics, metadata):
        parts += [f"## {section.title}", *section.paragraphs, *(markdown(table) for table in section.tables)]
    return "\n\n".join(parts) + "\n"


def sections(metrics: Mapping, metadata: Mapping) -> list[Section]:
    return [section for part in PARTS if (section := part(metrics, metadata))]


def _purpose(metrics: Mapping, _: Mapping) -> Section:
    return Section("What it is for, and what no figure here says", (PURPOSE, CAUTION.format(label=metrics["label"])))


PURPOSE = (
    "Formative: for the adults who know the student; not for grades, placement, discipline or diagnosis. It reads "
    "empathy, problem-solving, self-regulation and resilience from what a response shows, by a written codebook "
    "(ml_artifacts/corpus/CODEBOOK.md)."
)
CAUTION = (
    "The training responses were composed by a language model in many voices and rated by one. Unless a table says "
    "otherwise, every figure is {label}: it shows that the codebook is followed, not that the scores are right about "
    "real students. Half of a reading's error variance is assumed to be the student's own until real repeated ratings "
    "replace it."
)


def _gate(metrics: Mapping, _: Mapping) -> Section | None:
    if not (judged := metrics.get("gate")):
        return None
    against = judged["against"] or "nothing (no version was served before)"
    rows = [(gate.NAMES[one["name"]], one["verdict"], one["said"]) for one in judged["criteria"]]
    table = Table("May it replace the served version?", ("criterion", "verdict", "what was found"), rows)
    return Section(f"Promotion gate: {judged['verdict']}", (f"Compared with {against}.",), (table,))


def _agreement(metrics: Mapping, _: Mapping) -> Section:
    said = f"Writer and prompt block both held out; {metrics['rows']} responses; {metrics['label']}. Text only."
    return Section("Agreement on crossed folds", (said,), (tables.headline(metrics), tables.beside(metrics)))


def _sealed(metrics: Mapping, _: Mapping) -> Section:
    if not (sealed := metrics.get("sealed")):
        return Section("Sealed writer", ("Not opened for this version.",))
    said = (
        f"Opened once, {sealed['opened']}: {sealed['rows']} responses by a writer no model has seen. Mean Pearson "
        f"{sealed['mean_pearson']:.3f}; {metrics['label']}. These figures belong to the shipped files."
    )
    return Section("Sealed writer", (said,), (tables.sealed_table(sealed),))


def _trust(metrics: Mapping, metadata: Mapping) -> Section:
    errors = tables.standard_errors(metadata)
    return Section(
        "When a skill shows, how sure, how wide",
        (f"On the same crossed folds; {metrics['label']}.",),
        (tables.trust(metrics), *([errors] if errors else [])),
    )


def _levels(metrics: Mapping, _: Mapping) -> Section:
    return Section(
        "Levels assigned and rated", (f"Share of rated responses; {metrics['label']}.",), (tables.ends(metrics),)
    )


def _groups(metrics: Mapping, _: Mapping) -> Section:
    counted = {PASS: 0, FAIL: 0, "insufficient evidence": 0}
    for skill in metrics["skills"].values():
        for members in skill["groups"].values():
            for group in members.values():
                counted[group["verdict"]] += 1
    said = (
        f"{counted[PASS]} pass, {counted[FAIL]} fail, {counted['insufficient evidence']} with insufficient evidence, of "
        f"{sum(counted.values())} groups; by chance alone a few of so many would fail. {GROUP_RULE}"
    )
    return Section("Each writer, each group", (said, metrics["label"].capitalize() + "."), _group_tables(metrics))


GROUP_RULE = (
    "A group fails only where chance is no explanation: the 95% interval of its coverage lies wholly outside 75-85%, "
    "that of its mean error wholly beyond .05, or its errors are wholly more than 1.25 times everybody else's. Under "
    "30 rated responses, or from fewer than 5 prompts, the evidence is insufficient."
)


def _group_tables(metrics: Mapping) -> tuple[Table, ...]:
    failed = tables.misses(metrics)
    return (*([failed] if failed.rows else []), tables.group_table(metrics))


def _behavior(_: Mapping, metadata: Mapping) -> Section:
    return Section("Behavior in games, apart", (BEHAVIOR.format(weight=_behavioral_weight(metadata)),))


BEHAVIOR = (
    "Everything above is for text alone. The behavioral source (weight {weight}, renormalized away where there is no "
    "telemetry) is a written rule, assumed until it is learned from students. No rated response has telemetry, and "
    "telemetry simulated from the ratings would only return what was put in, so it has no figure here."
)


def _behavioral_weight(metadata: Mapping) -> str:
    return " / ".join(sorted({f"{parts['behavioral']:.2f}" for parts in metadata["default_weights"].values()}))


def _learning(metrics: Mapping, _: Mapping) -> Section | None:
    if not (curve := metrics.get("learning_curve")):
        return None
    said = f"One block of prompts per writer, so a little below the figures above; {metrics['label']}."
    return Section("Learning curve", (said,), (tables.learning_table(curve),))


def _robustness(metrics: Mapping, _: Mapping) -> Section:
    if not (robust := metrics.get("robustness")):
        return Section("Robustness", ("Not measured for this version.",))
    return Section("Robustness", (robust["summary"],), (tables.robustness_table(robust),))


def _external(metrics: Mapping, _: Mapping) -> Section | None:
    if not (external := metrics.get("external")):
        return None
    return Section("Real human text", (EXTERNAL, REFERENCE), (tables.external_table(external),))


EXTERNAL = (
    "1,860 essays by adults reacting to news (Buechel and others 2018, CC BY 4.0), against the writers' own "
    "self-reported empathy: another construct than the codebook's, and low for every method. Ten folds of whole writers, "
    "except where it says transfer: there this version reads the essays as it ships."
)

REFERENCE = (
    "The reference lines are those given with the task, for methods of the same name; the authors' own convolutional "
    "network reached .40."
)


def _files(metrics: Mapping, _: Mapping) -> Section | None:
    if not (files := metrics.get("files")):
        return None
    return Section(
        "Other rated files", (FILES,), tuple(tables.files_table(name, one) for name, one in sorted(files.items()))
    )


FILES = (
    "Read as served. Where two people rated each response, PRMSE is the share of the variance of true ratings that the "
    "score explains (Loukina and others 2020; formula in mlcore/prmse.py)."
)


def _made(_: Mapping, metadata: Mapping) -> Section:
    weights = "; ".join(
        f"{TITLES[skill]}: " + ", ".join(f"{name} {value:.2f}" for name, value in sorted(parts.items()))
        for skill, parts in metadata["default_weights"].items()
    )
    data = "; ".join(f"{name} {digest[:12]}" for name, digest in metadata.get("data", {}).items())
    code = f" Code {metadata['code_version'][:12]}." if "code_version" in metadata else ""
    runs = ", ".join(f"{name} {version}" for name, version in metadata.get("libraries", {}).items())
    return Section(
        "How it was made",
        (
            f"Data (SHA-256): {data}. De-identifier {metadata['deidentifier_version']}. Feature schema "
            f"{metadata['schema_hash'][:12]}.{code}{f' Libraries: {runs}.' if runs else ''}",
            f"Weights: {weights}.",
            "Formulas: docs/evidence.md; data: docs/training-data.md. Verify with python -m mlcore verify, repeat with "
            "python -m mlcore train and python -m mlcore evaluate.",
        ),
    )


def _people(_: Mapping, metadata: Mapping) -> Section | None:
    found = card_finetuning.section(metadata)
    return Section(*found) if found else None


PARTS = (
    _purpose, _gate, _agreement, _sealed, _trust, _levels, _groups, _people, _robustness, _behavior, _learning,
    _external, _files, _made,
)  # fmt: skip


# --- tables as text ------------------------------------------------------------------------------


def cell(value: object) -> str:
    if value is None:
        return "cannot say"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def cells(table: Table) -> Iterator[list[str]]:
    """The rows as text."""
    return ([cell(value) for value in row] for row in table.rows)


def markdown(table: Table) -> str:
    lines = [f"**{table.caption}**", "", _line(table.names), "|" + "---|" * len(table.names)]
    return "\n".join(lines + [_line(row) for row in cells(table)])


def _line(row: Iterable[object]) -> str:
    return "| " + " | ".join(str(value).replace("|", "\\|") for value in row) + " |"


def html_table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.names)
    body = "".join(_html_row(row) for row in cells(table))
    return (
        f'<div class="wide" tabindex="0"><table><caption>{escape(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _html_row(row: Sequence[str]) -> str:
    first, *others = (escape(value) for value in row)
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{value}</td>" for value in others) + "</tr>"
