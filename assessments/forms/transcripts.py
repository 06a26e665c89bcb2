"""The transcript of a discussion: its file, how it is read, and who is who."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms import fields
from assessments.transcripts import formats, tabular
from assessments.transcripts.plan import NOT_A_STUDENT, Plan
from assessments.transcripts.speakers import Speaker
from assessments.uploading.table import Table
from assessments.uploading.values import Candidate


class TranscriptFileForm(forms.Form):
    file = forms.FileField(
        label=_("A transcript"),
        help_text=_("From Zoom or Teams (VTT), SRT, text with Name: words, or a table. Up to 10 MB and 5,000 lines."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,.txt,.csv,.tsv,.json,.jsonl,.ndjson"}),
    )


class TranscriptForm(forms.Form):
    """How a transcript is read, what it was about and when. The format is proposed by the text itself."""

    def __init__(self, *args, table: Table | None, plan: Plan, today: date, letters=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.plan, self.today = table, plan, today
        self.fields["format"] = forms.ChoiceField(
            label=_("Read as"),
            choices=[(one.name, f"{one.label}: {one.shape}") for one in formats.FORMATS],
            initial=plan.format,
        )
        self.fields["prompt"] = fields.prompt_field(
            label=_("What was discussed"),
            help_text=_("The question or task. It stands beside each response."),
            initial=plan.prompt,
        )
        self.fields["held_on"] = fields.day_field(today, label=_("Held on"), initial=plan.held_on or today)
        if table is not None and len(table.columns) > 1:
            self.fields |= fields.column_fields(tabular.FIELDS, table, plan.columns)
        if letters:
            self.fields["letters_are_right"] = fields.letters_field(letters)

    @property
    def columns(self) -> list:
        return [self[one.name] for one in tabular.FIELDS if one.name in self.fields]

    def clean_prompt(self) -> str:
        return fields.cleaned_prompt(self.cleaned_data["prompt"])

    def clean_held_on(self) -> date | None:
        return fields.as_day(self.cleaned_data["held_on"], self.today)

    def clean(self):
        fields.columns_chosen(tabular.FIELDS, self.cleaned_data)
        return self.cleaned_data

    def to_plan(self) -> Plan:
        given = self.cleaned_data
        columns = fields.columns_chosen(tabular.FIELDS, given)
        return Plan(given["format"], columns, given["prompt"], given["held_on"])


class SpeakersForm(forms.Form):
    """Who is who in a transcript. What looks alike is offered first and never taken by itself."""

    def __init__(self, *args, speakers: Sequence[Speaker], students: Sequence[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        everybody = [(one.value, one.label) for one in students]
        for speaker in speakers:
            near = [(one.value, one.label) for one in speaker.candidates]
            self.fields[f"speaker-{speaker.place}"] = forms.ChoiceField(
                label=speaker.label,
                choices=[
                    ("", _("Choose")),
                    *([(_("Perhaps"), near)] if near else []),
                    (NOT_A_STUDENT, _("Not a student")),
                    (_("The class"), everybody),
                ],
                required=False,
                initial=speaker.choice,
            )

    def chosen(self) -> dict[int, str]:
        return {int(name.partition("-")[2]): who for name, who in self.cleaned_data.items()}
