"""The de-identified response as HTML, with the evidence marked in it.

Overlapping evidence: the stronger one paints, both numbers show. Every character of the text is kept and escaped.
Around each span stands hidden text, because screen readers do not announce ``mark`` reliably.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mlcore.placeholders import PLACEHOLDER


@dataclass(frozen=True, slots=True)
class Span:
    rank: int
    start: int
    end: int
    contribution: float

    @property
    def strength(self) -> tuple[float, int]:
        return abs(self.contribution), -self.rank

    @property
    def lowers(self) -> bool:
        return self.contribution < 0


def marked(text: str, evidence: Iterable[tuple[int, int, int, float]], prefix: str = "") -> SafeString:
    """``text`` with ``(rank, start, end, contribution)`` marked; ``prefix`` keeps ids apart on one page."""
    spans = _inside(text, (Span(*item) for item in evidence))
    edges = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end))})
    page = _Page(text, spans, prefix)
    runs = groupby(pairwise(edges), key=lambda segment: _painter(spans, segment))
    return mark_safe("".join(page.run(painter, list(segments)) for painter, segments in runs))  # noqa: S308


def named(text: str) -> SafeString:
    """Escaped text in which a removed name, such as ``[classmate A]``, reads as a gray dotted word."""
    parts, at = [], 0
    for name in PLACEHOLDER.finditer(text):
        parts += [conditional_escape(text[at : name.start()])]
        parts += [format_html('<span class="nm">{}</span>', name.group()[1:-1])]
        at = name.end()
    parts.append(conditional_escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308


def _inside(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans within the text, widened where they would cut a removed name in two; empty ones are left out."""
    names = [match.span() for match in PLACEHOLDER.finditer(text)]
    kept = (_whole(span, names, len(text)) for span in spans)
    return [span for span in kept if span.start < span.end]


def _whole(span: Span, names: list[tuple[int, int]], length: int) -> Span:
    start, end = max(0, span.start), min(length, span.end)
    if start >= end:
        return replace(span, start=0, end=0)
    start = next((low for low, high in names if low < start < high), start)
    end = next((high for low, high in names if low < end < high), end)
    return replace(span, start=start, end=end)


def _painter(spans: list[Span], segment: tuple[int, int]) -> Span | None:
    start, end = segment
    covering = [span for span in spans if span.start <= start and end <= span.end]
    return max(covering, key=lambda span: span.strength, default=None)


class _Page:
    """Writes run after run and remembers which numbers have had their id."""

    def __init__(self, text: str, spans: list[Span], prefix: str):
        self.text, self.spans, self.prefix = text, spans, prefix
        segments = list(pairwise(sorted({edge for span in spans for edge in (span.start, span.end)})))
        painters = (_painter(spans, segment) for segment in segments)
        self.painted = {painter.rank for painter in painters if painter}
        self.placed: set[int] = set()

    def run(self, painter: Span | None, segments: list[tuple[int, int]]) -> SafeString:
        inner = mark_safe("".join(self._segment(*segment) for segment in segments))  # noqa: S308
        if painter is None:
            return inner
        css = mark_safe(' class="neg"') if painter.lowers else ""
        return format_html(
            '<mark{}{} data-evidence="{}">{}</mark>', self._id(painter.rank), css, self._key(painter.rank), inner
        )

    def _segment(self, start: int, end: int) -> SafeString:
        opening = (self._start(span) for span in self.spans if span.start == start)
        closing = (self._end(span) for span in self.spans if span.end == end)
        return mark_safe("".join([*opening, named(self.text[start:end]), *closing]))  # noqa: S308

    def _start(self, span: Span) -> SafeString:
        words = _("start of evidence %(rank)d, lowers ") if span.lowers else _("start of evidence %(rank)d, raises ")
        anchor = "" if span.rank in self.painted else self._id(span.rank)
        return format_html('<span class="vh"{}>{}</span>', anchor, words % {"rank": span.rank})

    def _end(self, span: Span) -> SafeString:
        words = _(" end of evidence %(rank)d ") % {"rank": span.rank}
        number = '<sup><a href="#evidence-{}" data-evidence="{}" aria-label="{}">{}</a></sup>'
        key, label = self._key(span.rank), _("evidence %(rank)d") % {"rank": span.rank}
        parts = [format_html(number, key, key, label, span.rank), format_html('<span class="vh">{}</span>', words)]
        return format_html_join("", "{}", ((part,) for part in parts))

    def _id(self, rank: int) -> SafeString:
        if rank in self.placed:
            return mark_safe("")
        self.placed.add(rank)
        return format_html(' id="mark-{}"', self._key(rank))

    def _key(self, rank: int) -> str:
        return f"{self.prefix}-{rank}" if self.prefix else str(rank)
