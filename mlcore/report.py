"""A version's metrics as one HTML page without scripts: tables, and plots drawn as SVG."""

from collections.abc import Mapping, Sequence
from html import escape

from mlcore import card

WIDTH, HEIGHT, EDGE = 360, 220, 34
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;margin:1rem 0;font-size:.9rem}td,th{border-bottom:1px solid #ddd;padding:.25rem .6rem;"
    "text-align:left}svg{margin:.5rem 1rem .5rem 0}figure{display:inline-block;margin:0}figcaption{font-size:.85rem}"
)


def page(metrics: Mapping, metadata: Mapping) -> str:
    """The whole report; figures carry a text alternative, and every plotted number stands in a table too."""
    skills = metrics["skills"]
    sections = [
        f"<h1>Sightline {escape(metadata['version'])}: evaluation</h1>",
        f"<p>{escape(metrics['label'])}. Writer and prompt block both held out. Text only.</p>",
        *(_section(title, table(metrics)) for title, table in TABLES.items()),
        "<h2>Fused score against rating</h2>",
        *(_levels_plot(card.TITLES[name], skill) for name, skill in skills.items()),
        "<h2>Error by confidence</h2>",
        *(_thirds_plot(card.TITLES[name], skill) for name, skill in skills.items()),
        _curve(metrics.get("learning_curve")),
        *(_section(f"Levels: {card.TITLES[name]}", card.confusion(skill)) for name, skill in skills.items()),
    ]
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Evaluation</title><style>{STYLE}</style>"
        + "\n".join(sections)
    )


TABLES = {
    "Agreement": card.headline,
    "Beside the baselines": card.beside,
    "Observed, coverage, confidence": card.trust,
    "Ends of the scale": card.ends,
    "Writers and groups": card.groups,
}


def _section(title: str, table: tuple) -> str:
    return f"<h2>{escape(title)}</h2>{card.html_table(*table)}"


def _levels_plot(title: str, skill: Mapping) -> str:
    """Share of each rated level's rows that each level was assigned, as stacked bars."""
    shares = [[cell / max(sum(row), 1) for cell in row] for row in skill["levels"]["confusion"]]
    bars = [(f"rated {i + 1}", row) for i, row in enumerate(shares)]
    return _figure(f"{title}: assigned levels by rating", _stacked(bars))


def _stacked(bars: Sequence[tuple[str, Sequence[float]]]) -> str:
    shades, wide, parts = ("#d9d2c0", "#b7c3c9", "#6f93a6", "#2f5d76"), 50, []
    for i, (name, row) in enumerate(bars):
        left, top = EDGE + i * (wide + 26), HEIGHT - EDGE
        parts.append(f'<text x="{left}" y="{HEIGHT - 14}" font-size="12">{escape(name)}</text>')
        for share, shade in zip(row, shades, strict=True):
            tall = share * (HEIGHT - 2 * EDGE)
            top -= tall
            parts.append(f'<rect x="{left}" y="{top:.1f}" width="{wide}" height="{tall:.1f}" fill="{shade}"/>')
    return "".join(parts)


def _thirds_plot(title: str, skill: Mapping) -> str:
    values = skill["confidence"]["mae_by_third"]
    names = ("least", "middle", "most")
    return _figure(
        f"{title}: mean absolute error by third of confidence", _bars(list(zip(names, values, strict=True)), 0.4)
    )


def _bars(bars: Sequence[tuple[str, float]], top: float) -> str:
    parts = []
    for i, (name, value) in enumerate(bars):
        left, tall = EDGE + i * 90, value / top * (HEIGHT - 2 * EDGE)
        y = HEIGHT - EDGE - tall
        parts.append(f'<rect x="{left}" y="{y:.1f}" width="60" height="{tall:.1f}" fill="#6f93a6"/>')
        parts.append(f'<text x="{left}" y="{y - 4:.1f}" font-size="12">{value:.2f}</text>')
        parts.append(f'<text x="{left}" y="{HEIGHT - 14}" font-size="12">{escape(name)}</text>')
    return "".join(parts)


def _curve(points: Sequence[Mapping] | None) -> str:
    if not points:
        return ""
    most = max(point["rows"] for point in points)
    places = [
        (EDGE + point["rows"] / most * (WIDTH - 2 * EDGE), HEIGHT - EDGE - point["pearson"] * (HEIGHT - 2 * EDGE))
        for point in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    labels = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/><text x="{x - 12:.1f}" y="{y - 8:.1f}" font-size="12">'
        f"{point['pearson']:.2f}</text>"
        for (x, y), point in zip(places, points, strict=True)
    )
    drawn = f'<polyline points="{line}" fill="none" stroke="#2f5d76" stroke-width="2"/>{labels}'
    return "<h2>Learning curve</h2>" + _figure(f"mean Pearson by training rows, up to {most:.0f}", drawn)


def _figure(caption: str, drawn: str) -> str:
    text = escape(caption)
    return (
        f'<figure><svg role="img" aria-label="{text}" width="{WIDTH}" height="{HEIGHT}">{drawn}</svg>'
        f"<figcaption>{text}</figcaption></figure>"
    )
