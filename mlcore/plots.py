"""Plots as inline SVG for the report: no script, colors from the page's own variables, a text alternative each.

Every plotted number stands in a table of the report as well. Coordinates are drawn in pixels; ``x`` and ``y`` axes run
from a low to a high value given by the caller.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

LEFT, RIGHT, TOP, BOTTOM = 44, 14, 14, 34
WIDTH, HEIGHT = 380, 250


@dataclass(frozen=True, slots=True)
class Plot:
    """A frame with two axes, onto which marks are drawn."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: int = WIDTH
    height: int = HEIGHT

    def across(self, value: float) -> float:
        low, high = self.x
        return LEFT + (value - low) / (high - low) * (self.width - LEFT - RIGHT)

    def up(self, value: float) -> float:
        low, high = self.y
        return self.height - BOTTOM - (value - low) / (high - low) * (self.height - TOP - BOTTOM)

    def grid(self, *, xs: Iterable[tuple[float, str]], ys: Iterable[tuple[float, str]]) -> str:
        across = "".join(
            f'<text class="axis" x="{self.across(v):.1f}" y="{self.height - BOTTOM + 18}" text-anchor="middle">{escape(t)}</text>'
            for v, t in xs
        )
        return across + "".join(
            f'<line class="grid" x1="{LEFT}" x2="{self.width - RIGHT}" y1="{self.up(v):.1f}" y2="{self.up(v):.1f}"/>'
            f'<text class="axis" x="{LEFT - 6}" y="{self.up(v) + 4:.1f}" text-anchor="end">{escape(t)}</text>'
            for v, t in ys
        )

    def line(self, points: Sequence[tuple[float, float]], css: str) -> str:
        path = " ".join(f"{self.across(x):.1f},{self.up(y):.1f}" for x, y in points)
        return f'<polyline class="{css}" points="{path}"/>'

    def dots(self, points: Sequence[tuple[float, float]], css: str, *, size: float = 3.5) -> str:
        return "".join(
            f'<circle class="{css}" cx="{self.across(x):.1f}" cy="{self.up(y):.1f}" r="{size}"/>' for x, y in points
        )

    def upright(self, x: float, low: float, high: float, css: str, *, wide: float = 2) -> str:
        top, tall = self.up(high), max(self.up(low) - self.up(high), 0.5)
        return f'<rect class="{css}" x="{self.across(x) - wide / 2:.1f}" y="{top:.1f}" width="{wide}" height="{tall:.1f}"/>'

    def label(self, x: float, y: float, text: str, *, anchor: str = "middle", lift: float = -8) -> str:
        return (
            f'<text x="{self.across(x):.1f}" y="{self.up(y) + lift:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
        )


def figure(caption: str, drawn: str, *, width: int = WIDTH, height: int = HEIGHT) -> str:
    text = escape(caption)
    return (
        f'<figure><svg role="img" aria-label="{text}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{drawn}</svg><figcaption>{text}</figcaption></figure>"
    )


def ticks(*values: float, form: str = "{:.1f}") -> list[tuple[float, str]]:
    return [(value, form.format(value).replace("0.", ".") if value < 1 else form.format(value)) for value in values]


@dataclass(frozen=True, slots=True)
class Span:
    """One row of a forest plot: a value with its interval, and how it is to be drawn."""

    name: str
    value: float
    low: float
    high: float
    css: str = "ink"


def forest(
    caption: str,
    spans: Sequence[Span],
    *,
    x: tuple[float, float],
    marks: Sequence[float],
    band: tuple[float, float] | None = None,
) -> str:
    """Values with their intervals, one to a row, on one axis; ``band`` shades what is claimed."""
    name_room, row = 190, 20
    width, height = 520, TOP + BOTTOM + row * len(spans)
    low, high = x

    def across(value: float) -> float:
        return name_room + (min(max(value, low), high) - low) / (high - low) * (width - name_room - RIGHT)

    parts, bottom = [], height - BOTTOM
    if band:
        parts.append(
            f'<rect class="band" x="{across(band[0]):.1f}" y="{TOP}" width="{across(band[1]) - across(band[0]):.1f}" '
            f'height="{bottom - TOP}"/>'
        )
    for value, text in ticks(*marks, form="{:.2f}"):
        parts.append(
            f'<line class="grid" x1="{across(value):.1f}" x2="{across(value):.1f}" y1="{TOP}" y2="{bottom}"/>'
            f'<text class="axis" x="{across(value):.1f}" y="{bottom + 18}" text-anchor="middle">{text}</text>'
        )
    for number, span in enumerate(spans):
        y = TOP + row * (number + 0.5)
        parts.append(
            f'<text x="{name_room - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(span.name)}</text>'
            f'<rect class="{span.css}" x="{across(span.low):.1f}" y="{y - 1:.1f}" '
            f'width="{max(across(span.high) - across(span.low), 1):.1f}" height="2"/>'
            f'<circle class="{span.css}" cx="{across(span.value):.1f}" cy="{y:.1f}" r="4"/>'
        )
    return figure(caption, "".join(parts), width=width, height=height)


def heat(caption: str, names: Sequence[str], table: Sequence[Sequence[int]]) -> str:
    """A confusion table as shaded cells, each row's shares of its own sum; the count stands in the cell."""
    room, side = 92, 62
    width, height = room + side * len(names) + 10, 40 + 40 * len(names) + 10
    parts = [
        f'<text class="axis" x="{room + side * (c + 0.5):.1f}" y="26" text-anchor="middle">{escape(name)}</text>'
        for c, name in enumerate(names)
    ]
    for r, (name, row) in enumerate(zip(names, table, strict=True)):
        y = 36 + 40 * r
        parts.append(f'<text x="{room - 8}" y="{y + 24}" text-anchor="end">{escape(name)}</text>')
        for c, count in enumerate(row):
            share = count / max(sum(row), 1)
            parts.append(
                f'<rect class="cell" x="{room + side * c}" y="{y}" width="{side - 2}" height="38" '
                f'fill-opacity="{share * 0.85:.3f}"/><text class="{"over" if share > 0.45 else ""}" '
                f'x="{room + side * (c + 0.5) - 1:.1f}" y="{y + 24}" text-anchor="middle">{count}</text>'
            )
    return figure(caption, "".join(parts), width=width, height=height)
