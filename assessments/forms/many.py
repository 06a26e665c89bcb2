"""A zip of past work."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms import fields


class ManyFilesForm(forms.Form):
    """A zip of past work. The school is asked for only when somebody teaches at several."""

    file = forms.FileField(
        label=_("A zip of files"),
        help_text=_("Tables of responses and transcripts, up to 10 MB and 500 files. Each may hold many students."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    prompt = fields.prompt_field(
        label=_("One prompt for all"), help_text=_("For files and rows that name no prompt of their own.")
    )

    def __init__(self, *args, schools: Sequence, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.schools, self.today = {str(school.pk): school for school in schools}, today
        self.fields["day"] = fields.day_field(
            today,
            label=_("One day for all"),
            help_text=_("For what names no day of its own. A day in a file’s name, such as 2025-03-14, counts first."),
            required=False,
        )
        if len(schools) > 1:
            choices = [(pk, school.name) for pk, school in self.schools.items()]
            self.fields["school"] = forms.ChoiceField(label=_("School"), choices=choices)
            self.order_fields(["school"])

    @property
    def school(self):
        return self.schools[self.cleaned_data.get("school") or next(iter(self.schools))]

    def clean_prompt(self) -> str:
        return fields.cleaned_prompt(self.cleaned_data["prompt"])

    def clean_day(self) -> date | None:
        return fields.as_day(self.cleaned_data["day"], self.today)
