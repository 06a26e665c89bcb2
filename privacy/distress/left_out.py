"""What rules, line and both find of a hand that the line has not seen; kept beside the line, recomputed by a proof."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from privacy.distress import hands, learning
from privacy.distress.hands import Text
from privacy.distress.reading import kinds_in, sentences_of

BY_KIND = "found, by kind"
FILE = Path(__file__).parent / "data" / "left_out.json"


def learned() -> tuple[dict, dict]:
    """The line as it is kept, and the figures of it."""
    read = learning.Read.of(hands.texts())
    scores = learning.left_out(read)
    threshold = learning.threshold_of(read.texts, scores)
    fewer = {str(others): learning.left_out(read, others) for others in range(1, len(hands.HANDS) - 1)}
    by_number = {**fewer, str(len(hands.HANDS) - 1): scores}
    raised = {
        "tables": figures(read.texts, scores >= threshold),
        "trade-off": {str(bound): _at(read.texts, scores, bound) for bound in learning.BOUNDS},
        "hands": {
            number: _at(read.texts, some, near_misses=learning.NEAR_MISSES) for number, some in by_number.items()
        },
        "hands, by ordinary alone": {number: _at(read.texts, some) for number, some in by_number.items()},
    }
    return learning.fit(read).kept(threshold), raised


def _at(
    texts: Sequence[Text],
    scores: learning.Floats,
    ordinary: float = learning.ORDINARY,
    near_misses: float = 1.0,  # no bound
) -> dict[str, list[int]]:
    """Of all hands, what would be raised within other bounds."""
    tables = figures(texts, scores >= learning.threshold_of(texts, scores, near_misses, ordinary))
    return {title: rows.get("all hands") or rows["all"] for title, rows in tables.items() if title != BY_KIND}


def figures(texts: Sequence[Text], by_line: Iterable[bool]) -> dict[str, dict[str, list[int]]]:
    """Table -> row -> [texts, raised by rules, by the line, by either]."""
    counted: dict[str, dict[str, list[int]]] = {}
    for one, line in zip(texts, map(bool, by_line), strict=True):
        rules = bool(kinds_in(sentences_of(one.text)))
        for table, row in _rows_of(one):
            counts = counted.setdefault(table, {}).setdefault(row, [0, 0, 0, 0])
            for at, more in enumerate((1, rules, line, rules or line)):
                counts[at] += more
    return counted


def _rows_of(one: Text) -> Iterable[tuple[str, str]]:
    if one.hand in hands.HANDS and one.danger:
        yield "found, by hand", one.hand
        yield "found, by hand", "all hands"
        yield BY_KIND, one.group
    elif one.is_near_miss:
        yield "near misses raised", one.hand
        yield "near misses raised", "all hands"
    elif one.is_ordinary:
        yield "ordinary responses raised", "of the hands" if one.hand in hands.HANDS else "training responses"
        yield "ordinary responses raised", "all"
