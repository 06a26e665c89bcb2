"""The tables of the card: each from the metrics alone, with a caption, column names and rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlcore import fairness
from mlcore.agreement import FAIL
from mlcore.schema import LEVELS, SKILLS

TITLES = {skill.value: skill.value.replace("_", "-") for skill in SKILLS}
KINDS = ("rated", "assigned")


def skills_of(figures: Mapping) -> Iterator[tuple[str, Mapping]]:
    """(name, figures) of each skill there is, in the schema's order whatever order a file keeps."""
    return ((name, figures["skills"][name]) for name in TITLES if name in figures["skills"])


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    names: Sequence[str]
    rows: Sequence[Sequence[object]]


def headline(metrics: Mapping) -> Table:
    rows = []
    for name, skill in skills_of(metrics):
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
    names = ("skill", "n", "Pearson (95%, by prompt)", "Spearman", "quadratic kappa", "MAE", "model alone", "linguistic alone")  # fmt: skip
    return Table("The fused score with the rating", names, rows)


def beside(metrics: Mapping) -> Table:
    rows = []
    for name, skill in skills_of(metrics):
        low, high = skill["fused"]["gain_interval"]
        base = skill["baselines"]
        rows.append(
            (TITLES[name], skill["fused"]["pearson"], base["tfidf_ridge"]["pearson"], f"{low:+.3f} to {high:+.3f}",
             base["length"]["pearson"], base["mean"]["pearson"], skill["fused"]["mae"], base["tfidf_ridge"]["mae"],
             base["mean"]["mae"])
        )  # fmt: skip
    mean = metrics["mean"]
    rows.append(
        ("mean", mean["fused"], mean["baseline tfidf_ridge"], f"{mean['gain_over_tfidf']:+.3f}",
         mean["baseline length"], mean["baseline mean"], "", "", "")
    )  # fmt: skip
    names = ("skill", "fused r", "TF-IDF + ridge r", "gain (95%)", "length r", "mean r", "fused MAE", "TF-IDF MAE",
             "mean MAE")  # fmt: skip
    return Table("Beside the baselines, which learned from the same rows", names, rows)


def sealed_table(sealed: Mapping) -> Table:
    rows = [
        (TITLES[name], s["n"], s["pearson"], s.get("baselines", {}).get("tfidf_ridge", "not taken"), s["spearman"],
         s["kappa"], s["mae"], s["auc"], s["coverage"])
        for name, s in skills_of(sealed)
    ]  # fmt: skip
    names = ("skill", "n", "Pearson", "TF-IDF + ridge r", "Spearman", "quadratic kappa", "MAE", "AUC observed", "coverage")  # fmt: skip
    return Table("The sealed writer", names, rows)


def trust(metrics: Mapping) -> Table:
    rows = [
        (
            TITLES[name], skill["observed"]["auc"], skill["observed"]["precision"], skill["observed"]["recall"],
            skill["coverage"]["share"], skill["coverage"]["verdict"], skill["confidence"]["spearman_with_error"],
            " / ".join(f"{v:.2f}" for v in skill["confidence"]["mae_by_third"]),
        )
        for name, skill in skills_of(metrics)
    ]  # fmt: skip
    names = ("skill", "AUC observed", "precision of scored", "observed that are scored", "coverage of 80%", "verdict",
             "confidence with error", "MAE: least, middle, most confident third")  # fmt: skip
    return Table("Abstention, intervals, confidence", names, rows)


def standard_errors(metadata: Mapping) -> Table | None:
    """Of a typical response, by number of readings; versions before this was kept have none."""
    if not (kept := metadata.get("calibration")):
        return None
    counts = list(next(iter(kept.values()))["standard_error"])
    counts.sort(key=int)
    rows = [(TITLES[name], *(kept[name]["standard_error"][k] for k in counts)) for name in TITLES]
    return Table(
        "Standard error by number of readings, half of the variance assumed the student's own",
        ("skill", *(f"{k} reading{'s' if k != '1' else ''}" for k in counts)),
        rows,
    )


def ends(metrics: Mapping) -> Table:
    rows = [
        (
            TITLES[name],
            *(f"{skill['levels'][end][k]:.0%}" for end in ("emerging", "advanced") for k in KINDS),
            f"{skill['levels']['exact']:.0%}",
            f"{skill['levels']['within_one']:.0%}",
        )
        for name, skill in skills_of(metrics)
    ]
    names = ("skill", "Emerging rated", "assigned", "Advanced rated", "assigned", "same level", "within one level")
    return Table("Ends of the scale, and how often the level is the rated one", names, rows)


def group_table(metrics: Mapping) -> Table:
    """A group to a row, a skill to a column: n, r, coverage and verdict."""
    skills = dict(skills_of(metrics))
    first = next(iter(skills.values()))["groups"]
    rows = [
        (f"{kind}: {name}", *(_told(skill["groups"][kind][name]) for skill in skills.values()))
        for kind, name, _ in fairness.listed(first)
    ]
    caption = "Rated responses, Pearson, coverage of the 80% interval, verdict"
    return Table(caption, ("group", *(TITLES[name] for name in skills)), rows)


def _told(group: Mapping) -> str:
    coverage = group["coverage"]["share"]
    numbers = (group["pearson"], coverage)
    return (
        f"{group['n']}; "
        + "; ".join("cannot say" if v is None else f"{v:.2f}" for v in numbers)
        + f"; {group['verdict']}"
    )


def misses(metrics: Mapping) -> Table:
    """The groups that fail, and in what."""
    rows = [
        (TITLES[name], kind, member, group["n"], ", ".join(_reasons(group)))
        for name, skill in skills_of(metrics)
        for kind, member, group in fairness.listed(skill["groups"])
        if group["verdict"] == FAIL
    ]
    return Table("Groups that fail", ("skill", "kind", "group", "n", "in what"), rows)


def _reasons(group: Mapping) -> Iterator[str]:
    failed = {part for part, verdict in group["parts"].items() if verdict == FAIL}
    if "coverage" in failed:
        low, high = group["coverage"]["interval"]
        yield f"interval held {group['coverage']['share']:.0%} of ratings ({low:.0%} to {high:.0%})"
    if "bias" in failed:
        low, high = group["bias_interval"]
        yield f"scores {'above' if low > 0 else 'below'} ratings by {abs(group['bias']):.2f} ({low:+.2f} to {high:+.2f})"
    if "error" in failed:
        low, high = group["error_ratio_interval"]
        yield f"errors {low:.2f} to {high:.2f} times everybody else's"


def confusion(name: str, skill: Mapping) -> Table:
    table = skill["levels"]["confusion"]
    rows = [(level, *row) for level, row in zip(LEVELS, table, strict=True)]
    return Table(f"{TITLES[name].capitalize()}: rated level by row, assigned level by column", ("rated", *LEVELS), rows)


def learning_table(curve: Sequence[Mapping]) -> Table:
    rows = [(f"{p['fraction']:.0%}", round(p["rows"]), p["pearson"], p.get("tfidf_ridge", "not taken")) for p in curve]
    return Table("By share of the training rows", ("share", "rows", "mean Pearson", "TF-IDF + ridge"), rows)


def robustness_table(robust: Mapping) -> Table:
    rows = [(name, r["pairs"], f"{r['held']:.0%}", r["worst"]) for name, r in robust["kinds"].items()]
    names = ("what was changed", "pairs", "within bounds", "largest move or score")
    return Table("Pairs of a response and its changed twin", names, rows)


def external_table(external: Mapping) -> Table:
    rows = [
        (name, one["pearson"], f"{one['interval'][0]:.2f} to {one['interval'][1]:.2f}", one.get("reference", ""))
        for name, one in external.items()
    ]
    return Table(
        "Pearson with self-reported empathy", ("prediction", "Pearson", "95%, by writer", "reference line"), rows
    )


def files_table(name: str, figures: Mapping) -> Table:
    rows = [
        (
            TITLES[skill], one["n"], one["pearson"], one["baselines"]["tfidf_ridge"], one["kappa"], one["mae"], one["auc"],
            one["coverage"], one["two_raters"]["raters_kappa"] if one["two_raters"] else "one rater",
            one["two_raters"]["prmse"] if one["two_raters"] else "one rater",
        )
        for skill, one in skills_of(figures)
    ]  # fmt: skip
    names = ("skill", "n", "Pearson", "TF-IDF + ridge r", "quadratic kappa", "MAE", "AUC observed", "coverage",
             "raters' kappa", "PRMSE")  # fmt: skip
    return Table(f"{name}: {figures['rows']} responses ({figures['label']})", names, rows)
