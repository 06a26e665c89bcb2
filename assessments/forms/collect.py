"""One response pasted, or a file of them and which of its columns is which."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import intake
from assessments.forms import fields
from assessments.models import Response
from assessments.uploading import dates
from assessments.uploading.columns import FIELDS, Plan
from assessments.uploading.table import Table
from students.models import Student

TOO_FEW = _("Choose the column with the words, and one that says who wrote them: an id, a name or both.")


class PasteForm(forms.Form):
    """One response of one student of this class."""

    student = forms.ChoiceField(label=_("Student"))
    prompt = forms.CharField(
        label=_("Prompt"),
        help_text=_("The question or task the student answered."),
        required=False,
        widget=forms.TextInput(attrs={"list": "prompts", "maxlength": intake.MAX_PROMPT_CHARACTERS}),
    )
    text = forms.CharField(
        label=_("The student’s words"),
        help_text=_("About 50 words or more work well. Names are taken out before anything is scored."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "class": "words"}),
    )
    mode = forms.ChoiceField(label=_("Written or spoken"), choices=Response.Mode.choices, widget=forms.RadioSelect)

    def __init__(self, *args, students: Sequence[Student], today: date, **kwargs):
        kwargs["initial"] = {"mode": Response.Mode.WRITTEN, "date": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.today = today
        self.students = {str(student.pk): student for student in students}
        self.fields["student"].choices = [
            ("", _("Choose a student")),
            *((pk, student.name) for pk, student in self.students.items()),
        ]
        self.fields["date"] = fields.day_field(today, label=_("Written on"))
        self.order_fields(["student", "date", "prompt", "text", "mode"])

    def clean_student(self) -> Student:
        return self.students[self.cleaned_data["student"]]

    def clean_text(self) -> str:
        return fields.refusing(intake.cleaned, self.cleaned_data["text"])

    def clean_prompt(self) -> str:
        return fields.cleaned_prompt(self.cleaned_data["prompt"])

    def clean_date(self) -> date | None:
        return fields.as_day(self.cleaned_data["date"], self.today)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("A file of responses"),
        help_text=_("CSV, TSV, JSON Lines or JSON, up to 10 MB and 5,000 rows."),
        allow_empty_file=True,  # an empty file gets a sentence of our own
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.ndjson"}),
    )


class ColumnsForm(forms.Form):
    """Which column is which. The choices are column numbers; the names are only shown."""

    def __init__(self, *args, table: Table, plan: Plan, today: date, letters: Sequence[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.plan, self.today = table, plan, today
        self.fields |= fields.column_fields(FIELDS, table, plan.columns, needed="text")
        self._add_values_for_the_whole_file(letters)

    def _add_values_for_the_whole_file(self, letters: Sequence[str]) -> None:
        self.fields["file_prompt"] = fields.prompt_field(
            label=_("One prompt for all"),
            help_text=_("For rows that name no prompt of their own."),
            initial=self.plan.prompt,
        )
        self.fields["file_date"] = fields.day_field(
            self.today,
            label=_("One date for all"),
            help_text=_("For rows that name no date of their own."),
            required=False,
            initial=self.plan.written_on or self.today,
        )
        if any(dates.written_with_slashes(self.table.column(index)) for index in fields.columns_of(self.table)):
            self.fields["day_first"] = forms.TypedChoiceField(
                label=_("Dates such as 5/11/2026 are"),
                choices=[("", _("May 11, month first")), ("1", _("5 November, day first"))],
                coerce=bool,
                empty_value=False,
                required=False,
                initial="1" if self.plan.day_first else "",
            )
        if letters:
            self.fields["letters_are_right"] = fields.letters_field(letters)
            self.order_fields(["letters_are_right"])

    def clean_file_prompt(self) -> str:
        return fields.cleaned_prompt(self.cleaned_data["file_prompt"])

    def clean_file_date(self) -> date | None:
        return fields.as_day(self.cleaned_data["file_date"], self.today)

    def clean(self):
        fields.columns_chosen(FIELDS, self.cleaned_data)
        if "text" in self.cleaned_data and not self.to_plan().complete:
            raise forms.ValidationError(TOO_FEW)
        return self.cleaned_data

    def to_plan(self) -> Plan:
        """The decisions as a plan. What was decided for single rows starts anew: the rows read differently now."""
        given = self.cleaned_data
        return Plan(
            columns=fields.columns_chosen(FIELDS, given),
            prompt=given.get("file_prompt", ""),
            written_on=given.get("file_date"),
            day_first=given.get("day_first", False),
        )


class MendForm(forms.Form):
    """What a person decided about one row: who wrote it, or when."""

    student = forms.UUIDField(required=False)
    date = forms.DateField(required=False)
