"""A version's metrics as one HTML page that fetches nothing: the card's sections, plots as SVG, all the tables."""

from collections.abc import Mapping, Sequence
from html import escape

from mlcore import card, card_tables, fairness
from mlcore.agreement import CLAIMED, FAIL, UNSURE
from mlcore.card_tables import TITLES, skills_of
from mlcore.plots import Plot, Span, figure, forest, heat, ticks
from mlcore.schema import LEVEL_CUTS, LEVELS

STYLE = """
:root{color-scheme:light dark;--ground:#f9f8f5;--ink:#1f2128;--pencil:#56524b;--line:#e1dfdb;--accent:#284e99;
--other:#8a6d3b;--band:#bfd3ef;--cell:#285399;--over:#fff;--warn:#1f2128}
@media (prefers-color-scheme:dark){:root{--ground:#16171a;--ink:#eeebe5;--pencil:#b4b1aa;--line:#2f3034;--accent:#94b9f1;
--other:#d3b555;--band:#344868;--cell:#9bbfef;--over:#10182a;--warn:#eeebe5}}
body{font:15px/1.55 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1.2rem;background:var(--ground);
color:var(--ink)}h1{font-size:1.9rem;letter-spacing:-.02em}h2{font-size:1.3rem;margin-top:3rem}p{max-width:62ch}
.note{border-left:3px solid var(--accent);padding-left:.9rem;font-size:1.05rem}
.wide{overflow-x:auto}table{border-collapse:collapse;margin:1rem 0;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--pencil);padding-bottom:.3rem}td,th{border-bottom:1px solid var(--line);
padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top}thead th{color:var(--pencil);font-weight:500}
tbody th{font-weight:500}figure{display:inline-block;margin:0 1rem 1.5rem 0;vertical-align:top;max-width:100%}
figcaption{font-size:.8125rem;color:var(--pencil);max-width:26rem}svg{max-width:100%;height:auto;font-size:12px}
svg text{fill:var(--ink)}svg text.axis{fill:var(--pencil)}svg text.over{fill:var(--over)}.grid{stroke:var(--line)}
.ink{fill:var(--accent)}.other{fill:var(--other)}.unsure{fill:var(--pencil);fill-opacity:.55}
.fails{fill:var(--warn);stroke:var(--warn)}.band{fill:var(--band);fill-opacity:.55}.cell{fill:var(--cell)}
polyline{fill:none;stroke-width:2}.ink-line{stroke:var(--accent)}.other-line{stroke:var(--other);stroke-dasharray:5 4}
"""


def page(metrics: Mapping, metadata: Mapping) -> str:
    """The whole report; figures carry a text alternative, and every plotted number stands in a table too."""
    version = escape(str(metadata["version"]))
    body = [
        f"<h1>Sightline {version}: evaluation</h1>",
        f'<p class="note">Every figure from the corpus is <strong>{escape(metrics["label"])}</strong>.</p>',
    ]
    for section in card.sections(metrics, metadata):
        body.append(f"<h2>{escape(section.title)}</h2>")
        body += [f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs]
        body += PLOTS.get(section.title, lambda _: [])(metrics)
        body += [card.html_table(table) for table in section.tables]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Sightline {version}: evaluation</title><style>{STYLE}</style></head><body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _agreement(metrics: Mapping) -> list[str]:
    return [_gains(metrics), *(_by_rating(name, skill) for name, skill in skills_of(metrics))]


def _gains(metrics: Mapping) -> str:
    """r of the fused score with its interval, and the baseline on the same rows beside it."""
    spans = []
    for name, skill in skills_of(metrics):
        low, high = skill["fused"]["pearson_interval"]
        spans.append(Span(TITLES[name], skill["fused"]["pearson"], low, high))
        for other, told in (("tfidf_ridge", "TF-IDF + ridge"), ("length", "length alone")):
            r = skill["baselines"][other]["pearson"] or 0.0
            spans.append(Span(told, r, r, r, "other"))
    return forest(
        "Pearson's r with 95% intervals by prompt, beside the baselines",
        spans,
        x=(-0.1, 1.0),
        marks=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
    )


def _by_rating(name: str, skill: Mapping) -> str:
    """For each rating, where the middle half and the middle 80% of scores lie."""
    plot = Plot(x=(0.5, 4.5), y=(0, 1))
    drawn = [plot.grid(xs=[(r, f"rated {r}") for r in range(1, 5)], ys=ticks(0, *LEVEL_CUTS, 1, form="{:.2f}"))]
    for rating, quantiles in enumerate(skill["levels"]["score_by_rating"], 1):
        if quantiles:
            tenth, quarter, median, upper, ninth = quantiles
            drawn += [
                plot.upright(rating, tenth, ninth, "ink"),
                plot.upright(rating, quarter, upper, "band", wide=34),
                plot.upright(rating, median - 0.004, median + 0.004, "ink", wide=34),
            ]
    return figure(
        f"{TITLES[name].capitalize()}: scores by rating (median, middle half, middle 80%); lines are the level cuts",
        "".join(drawn),
    )


def _trust(metrics: Mapping) -> list[str]:
    return [_coverage(metrics), *(_confidence(name, skill) for name, skill in skills_of(metrics))]


def _coverage(metrics: Mapping) -> str:
    spans = [
        Span(TITLES[name], c["share"], *c["interval"]) for name, skill in skills_of(metrics) if (c := skill["coverage"])
    ]
    return forest(
        "Share of ratings inside the 80% interval, with 95% intervals; shaded 75-85%",
        spans,
        x=(0.5, 1.0),
        marks=(0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
        band=CLAIMED,
    )


def _confidence(name: str, skill: Mapping) -> str:
    points = [tuple(point) for point in skill["confidence"]["by_tenth"]]
    plot = Plot(x=(0, 1), y=(0, 0.4))
    drawn = plot.grid(xs=ticks(0, 0.5, 1), ys=ticks(0, 0.1, 0.2, 0.3, 0.4))
    drawn += plot.line(points, "ink-line") + plot.dots(points, "ink")
    return figure(
        f"{TITLES[name].capitalize()}: mean absolute error (up) by confidence (across), by tenths of the responses",
        drawn,
    )


def _levels(metrics: Mapping) -> list[str]:
    """Each confusion as a picture and, so that no number is in a picture alone, as a table."""
    drawn = [
        heat(
            f"{TITLES[name].capitalize()}: rated level by row, assigned level by column",
            LEVELS,
            skill["levels"]["confusion"],
        )
        for name, skill in skills_of(metrics)
    ]
    return drawn + [card.html_table(card_tables.confusion(name, skill)) for name, skill in skills_of(metrics)]


def _groups(metrics: Mapping) -> list[str]:
    return [_group_plot(name, skill) for name, skill in skills_of(metrics)]


def _group_plot(name: str, skill: Mapping) -> str:
    spans = [
        Span(_name(member, group), group["coverage"]["share"], *group["coverage"]["interval"], _css(group))
        for _, member, group in fairness.listed(skill["groups"])
        if group["n"]
    ]
    caption = f"{TITLES[name].capitalize()}: coverage of the 80% interval by group (size), 95% intervals; shaded 75-85%"
    return forest(caption, spans, x=(0.4, 1.0), marks=(0.4, 0.6, 0.8, 1.0), band=CLAIMED)


def _name(member: str, group: Mapping) -> str:
    """With the size, and the word where a color alone would say it."""
    return f"{member} ({group['n']}{', fails' if group['verdict'] == FAIL else ''})"


def _css(group: Mapping) -> str:
    return {FAIL: "fails", UNSURE: "unsure"}.get(group["verdict"], "ink")


def _learning(metrics: Mapping) -> list[str]:
    curve: Sequence[Mapping] = metrics["learning_curve"]
    most = max(point["rows"] for point in curve)
    plot = Plot(x=(0, most * 1.08), y=(0.4, 0.9))
    drawn = plot.grid(xs=[(p["rows"], f"{p['rows']:.0f}") for p in curve], ys=ticks(0.4, 0.5, 0.6, 0.7, 0.8, 0.9))
    for key, css in (("pearson", "ink"), ("tfidf_ridge", "other")):
        points = [(p["rows"], p[key]) for p in curve if key in p]
        drawn += plot.line(points, f"{css}-line") + plot.dots(points, css)
        drawn += "".join(plot.label(x, y, f"{y:.2f}".replace("0.", ".")) for x, y in points)
    return [
        figure(
            "Mean Pearson (up) by rated responses learned from (across): this model, and TF-IDF + ridge dashed", drawn
        )
    ]


def _external(metrics: Mapping) -> list[str]:
    spans = [Span(name, one["pearson"], *one["interval"]) for name, one in metrics["external"].items()]
    return [
        forest(
            "Pearson with self-reported empathy, 95% intervals by writer",
            spans,
            x=(-0.1, 0.6),
            marks=(0.0, 0.2, 0.4, 0.6),
        )
    ]


PLOTS = {
    "Agreement on crossed folds": _agreement,
    "When a skill shows, how sure, how wide": _trust,
    "Levels assigned and rated": _levels,
    "Each writer, each group": _groups,
    "Learning curve": _learning,
    "Real human text": _external,
}
