"""The card's section on people's ratings: how many joined, and what the version was worth on those held out."""

from collections.abc import Mapping, Sequence

from mlcore.card_tables import TITLES, Table


def section(metadata: Mapping) -> tuple[str, tuple[str, ...], tuple[Table, ...]] | None:
    """Title, paragraphs and tables of the card's section; ``None`` for a version without people's ratings."""
    said = metadata.get("finetuning")
    if not said:
        return None
    about, compared = said["joined"], said["compared"]
    rows = [
        (
            TITLES[name], one["n"], one["old"]["pearson"], one["new"]["pearson"], one["old"]["mae"], one["new"]["mae"],
            span(one["error_change"], one["interval"]), one["verdict"],
        )
        for name, one in compared["skills"].items()
    ]  # fmt: skip
    mean = compared["mean"]
    rows.append(("mean", "", "", "", "", "", span(mean["error_change"], mean["interval"]), mean["verdict"]))
    names = ("skill", "n", "r before", "r now", "MAE before", "MAE now", "change of MAE (95%, by person)", "verdict")
    paragraph = (
        f"{about['responses']} responses of {about['people']} people, rated by people, joined the corpus. "
        f"{compared['responses']} responses of {compared['people']} others were held out, whole persons at a time, and "
        f"read by this version and by {compared['against']}; {compared['label']}."
    )
    table = Table(f"On the held-out people, beside {compared['against']}", names, rows)
    return "Fine-tuned with people's ratings", (paragraph,), (table,)


def span(change: float, interval: Sequence[float] | None) -> str:
    return f"{change:+.3f}" + (f" ({interval[0]:+.3f} to {interval[1]:+.3f})" if interval else "")
