"""What several forms ask for in one way: a day, a prompt, which column is which, whether letters look right."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import intake
from assessments.uploading import dates
from assessments.uploading.table import Table, shortened
from assessments.uploading.values import RowProblem

NOT_IN_FILE = ("", _("Not in this file"))


def day_field(today: date, **kwargs) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": today.isoformat()})
    return forms.DateField(widget=widget, **kwargs)


def prompt_field(**kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "maxlength": intake.MAX_PROMPT_CHARACTERS})
    return forms.CharField(required=False, widget=widget, **kwargs)


def letters_field(letters: Sequence[str]) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("These words look right: %s") % ", ".join(shortened(word, 30) for word in letters),
        error_messages={
            "required": _("Are they right? If not, choose Cancel, save the file as CSV UTF-8 and add it again.")
        },
    )


def column_fields(asked: Iterable, table: Table, initial: Mapping[str, int], *, needed: str = "") -> dict:
    """A choice among the table's columns for each of ``asked``. The choices are numbers; the names are only shown."""
    choices = [NOT_IN_FILE, *((index, _described(table, index)) for index in columns_of(table))]
    return {
        one.name: forms.TypedChoiceField(
            label=one.label,
            help_text=one.help,
            choices=choices,
            coerce=int,
            empty_value=None,
            required=one.name == needed,
            initial=initial.get(one.name, ""),
        )
        for one in asked
    }


def columns_chosen(asked: Iterable, given: Mapping[str, Any]) -> dict[str, Any]:
    """Of each field its column, those that are not in the file left out. Raises ValidationError for one taken twice."""
    chosen = {one.name: column for one in asked if (column := given.get(one.name)) not in (None, "")}
    if len(set(chosen.values())) < len(chosen):
        raise forms.ValidationError(_("One column is chosen twice. Each column can be one thing only."))
    return chosen


def columns_of(table: Table) -> range:
    return range(len(table.columns))


def cleaned_prompt(text: str) -> str:
    return refusing(intake.cleaned_prompt, text)


def refusing(check, text: str) -> str:
    try:
        return check(text)
    except intake.TextRefused as refused:
        raise forms.ValidationError(str(refused)) from None


def as_day(day: date | None, today: date) -> date | None:
    try:
        return day and dates.date_of(day.isoformat(), today=today)
    except RowProblem as problem:
        raise forms.ValidationError(problem.sentence) from None


def _described(table: Table, index: int) -> str:
    """A column by its name and the first thing that stands in it."""
    example = next((cell for cell in table.column(index) if cell.strip()), "")
    name = shortened(table.columns[index], 40)
    return f"{name} ({shortened(example, 30)})" if example else name
