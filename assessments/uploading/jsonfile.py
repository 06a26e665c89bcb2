"""JSON Lines (one object a line) and JSON arrays. Numbers keep the spelling they have in the file."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.translation import gettext as _

from assessments.uploading.table import MAX_ROWS, FileRefused, Row, Table, build, check_width, shortened


class _NamedTwice(ValueError):
    pass


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def read(text: str) -> Table:
    """Raises FileRefused. A column that holds lists or objects anywhere is left out: it is no text and no id."""
    objects = list(islice(_whole(text) or _lines(text), MAX_ROWS + 1))  # one too many is enough to refuse
    names: dict[str, bool] = {}
    for _number, item in objects:
        for name, value in item.items():
            names[name] = names.get(name, True) and not isinstance(value, dict | list)
        check_width(len(names))
    columns = [name for name, plain in names.items() if plain]
    if not columns:
        raise FileRefused(_("This file holds no named values. Each response is an object with a student and a text."))
    return build(
        [mended(name) for name in columns],
        (Row(number, tuple(_cell(item.get(name)) for name in columns)) for number, item in objects),
    )


def mended(text: str) -> str:
    """Halves of a character (lone surrogates) become the replacement sign, which the row's check explains;
    NUL, which no database keeps, goes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


def _whole(text: str) -> Iterator[tuple[int, dict]] | None:
    """The file as one JSON document, or None when it is not one (JSON Lines usually is not)."""
    try:
        document = _loads(text)
    except _NamedTwice as twice:
        raise FileRefused(_twice(twice)) from None
    except (ValueError, RecursionError):
        if text.lstrip().startswith("["):
            raise FileRefused(_cut_off()) from None
        return None
    items = document if isinstance(document, list) else _only_list_in(document)
    return _objects(enumerate(items, start=1))


def _only_list_in(document: dict) -> list:
    """``{"responses": [...]}`` is its list; anything else is one response."""
    values = list(document.values())
    return values[0] if len(values) == 1 and isinstance(values[0], list) else [document]


def _lines(text: str) -> Iterator[tuple[int, dict]]:
    lines = ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
    for number, line in lines:
        try:
            value = _loads(line)
        except _NamedTwice as twice:
            raise FileRefused(_twice(twice, number)) from None
        except (ValueError, RecursionError):
            raise FileRefused(_cut_off(number)) from None
        yield from _objects([(number, value)])


def _objects(items: Iterable[tuple[int, object]]) -> Iterator[tuple[int, dict]]:
    for number, item in items:
        if not isinstance(item, dict):
            raise FileRefused(
                _("Item %(number)s is not an object with named values, such as %(example)s.")
                % {"number": number, "example": '{"student_id": "S-1", "text": "..."}'}
            )
        yield number, item


def _loads(text: str):
    return json.loads(text, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=lambda constant: "")


def _once(pairs: list[tuple[str, object]]) -> dict:
    seen = dict(pairs)
    if len(seen) < len(pairs):
        raise _NamedTwice(Counter(name for name, _value in pairs).most_common(1)[0][0])
    return seen


def _cell(value) -> str:
    if value is None:
        return ""
    return mended(value) if isinstance(value, str) else str(value).lower()


def _twice(twice: _NamedTwice, number: int | None = None) -> str:
    name = shortened(mended(str(twice)))
    if number is None:
        return _("One response names “%s” twice. Keep one of the two, so that it is clear which to read.") % name
    return _("Line %(number)s names “%(name)s” twice. Keep one of the two, so that it is clear which to read.") % {
        "number": number,
        "name": name,
    }


def _cut_off(number: int | None = None) -> str:
    if number is None:
        return _("This JSON file ends too early or has a mistake in it. Export it again. Nothing was added.")
    return (
        _("Line %s is not complete JSON: the file ends too early or has a mistake there. Export it again.") % number
        + " "
        + _("Nothing was added.")
    )
