"""What a form takes, learned from the form: which fields its view asks for, and which values their choices offer.

So a new address is tried from its first day, with nothing to be written here. Only where a field is asked for behind
a value that no form names, ``HINTS`` says the value.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from django.forms import BaseForm, FileInput
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

# route -> field -> values after which the view asks for more
HINTS = {
    "collect_class": {"way": ("file", "transcript", "paste")},
    "roster_confirm": {"end": ("x:1", f"x:{'9' * 5_000}")},
    "class_scores": {"format": ("csv", "oneroster")},
    "roster_export": {"format": ("csv", "oneroster"), "school": ("1",)},
    "admin:fusion_weightsversion_changelist": {"action": ("delete_selected",)},
}
NOT_A_FIELD = {"csrfmiddlewaretoken", "nonsense"}


@dataclass
class Form:
    """``fields`` to the values that are offered for each; ``files`` are the names of what is handed in."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


def learn(ask, *, hints: dict[str, tuple[str, ...]], posted: bool) -> Form:
    """``ask(values)`` sends a request with these values and returns the answer. A field may be asked for only after
    another has its value, so each round sends what the last one learned."""
    form = Form({name: list(values) for name, values in hints.items()})
    sent: list[dict[str, str]] = [{"nonsense": "1"}]  # of an empty request many a form takes no notice
    for name, values in hints.items():
        sent += [{name: value} for value in values]
    for values in sent:
        _listen(form, ask, values, posted)
    for turn in range(2):
        chosen = {name: offered[turn % len(offered)] if offered else "1" for name, offered in form.fields.items()}
        _listen(form, ask, chosen, posted)
    return form


def proposed(answer) -> dict[str, str]:
    """What a page's forms would send if nobody touched them."""
    values = {}
    for shown in forms_in(answer):
        for name in shown.fields:
            value = shown[name].value()
            values[shown.add_prefix(name)] = "" if value is None else str(value)
    return values


def _listen(form: Form, ask, values: dict[str, str], posted: bool) -> None:
    with _asked() as (fields, files):
        answer = ask(values)
    form.files |= files
    for name in fields - NOT_A_FIELD:
        form.fields.setdefault(name, [])
    for shown in forms_in(answer):
        for name, one in shown.fields.items():
            known = shown.add_prefix(name)
            if posted and known not in form.files:
                form.fields.setdefault(known, [])
            if known in form.fields:
                offered = [value for value in _choices(one) if value][:40]
                form.fields[known] = list(dict.fromkeys([*form.fields[known], *offered]))


@contextmanager
def _asked() -> Iterator[tuple[set[str], set[str]]]:
    """The names that are looked for in what was sent, and among the files that came with it."""
    fields: set[str] = set()
    files: set[str] = set()

    def listening(method):
        def heard(self, key, *args, **kwargs):
            if isinstance(self, QueryDict):
                fields.add(key)
            return method(self, key, *args, **kwargs)

        return heard

    def of_files(self, data, sent, name, method=FileInput.value_from_datadict):
        files.add(name)
        return method(self, data, sent, name)

    with (
        mock.patch.object(MultiValueDict, "__getitem__", listening(MultiValueDict.__getitem__)),
        mock.patch.object(MultiValueDict, "_getlist", listening(MultiValueDict._getlist)),
        mock.patch.object(MultiValueDict, "__contains__", listening(dict.__contains__), create=True),
        mock.patch.object(FileInput, "value_from_datadict", of_files),
    ):
        yield fields, files


def forms_in(answer) -> Iterator[BaseForm]:
    found = answer.context or []
    for context in found if isinstance(found, list) else [found]:
        layers = context.flatten() if hasattr(context, "flatten") else context
        yield from (value for value in layers.values() if isinstance(value, BaseForm))


def _choices(one) -> Iterator[str]:
    """Flat, whether or not they stand in groups."""
    for value, label in getattr(one, "choices", ()):
        if isinstance(label, (list, tuple)):
            yield from (str(inner) for inner, _ in label)
        else:
            yield str(value)
