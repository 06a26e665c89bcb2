"""The log of a game or task: its file, its columns and words, and whom its ids mean."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms import fields
from assessments.telemetry import columns as telemetry
from assessments.telemetry.checking import Stranger
from assessments.telemetry.records import EVERYONE, NOBODY, Plan
from assessments.telemetry.shapes import Read
from assessments.uploading.table import shortened
from assessments.uploading.values import Candidate
from mlcore.events import KINDS


class TelemetryFileForm(forms.Form):
    file = forms.FileField(
        label=_("A log of a game or task"),
        help_text=_("CSV, JSON Lines or xAPI statements, up to 10 MB and 50,000 events."),
        allow_empty_file=True,  # an empty file gets a sentence of our own
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.ndjson"}),
    )


class TelemetryForm(forms.Form):
    """Which column is which, what the log's own words mean, and the day of runs that only count seconds."""

    def __init__(self, *args, read: Read, words: Sequence[str], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan, self.today, self.words = read.plan, today, words
        self.mapped = telemetry.FIELDS if read.shape.mapped else ()
        choices = [fields.NOT_IN_FILE, *((one, shortened(one, 60)) for one in read.sheet.columns if one)]
        for one in self.mapped:
            self.fields[one.name] = forms.ChoiceField(
                label=one.label,
                help_text=one.help,
                choices=choices,
                required=one.needed,
                initial=read.plan.columns.get(one.name, ""),
            )
        self.fields["day"] = fields.day_field(
            today,
            label=_("Day of the runs"),
            help_text=_("For runs that count seconds and name no date."),
            required=False,
            initial=read.plan.day or today,
        )
        kinds = [("", _("Leave open")), *((kind.name, kind.label) for kind in KINDS), (NOBODY, _("Leave it out"))]
        for number, word in enumerate(words):
            self.fields[f"word-{number}"] = forms.ChoiceField(
                label=shortened(word, 80), choices=kinds, required=False, initial=read.plan.kinds.get(word, "")
            )

    def clean_day(self) -> date | None:
        return fields.as_day(self.cleaned_data["day"], self.today)

    def clean(self):
        fields.columns_chosen(self.mapped, self.cleaned_data)
        return self.cleaned_data

    def to_plan(self) -> Plan:
        given = self.cleaned_data
        named = {word: given.get(f"word-{number}", "") for number, word in enumerate(self.words)}
        return Plan(
            columns=fields.columns_chosen(self.mapped, given),
            kinds={word: kind for word, kind in {**self.plan.kinds, **named}.items() if kind},
            students=self.plan.students,
            day=given.get("day"),
        )


class WhoForm(forms.Form):
    """Whom the ids of a log mean that no student of the class has."""

    def __init__(self, *args, strangers: Sequence[Stranger], plan: Plan, students: Sequence[Candidate], **kw):
        super().__init__(*args, **kw)
        self.plan = plan
        self.said = list(dict.fromkeys([*(one.said for one in strangers), *plan.students]))[:200]
        choices = [
            ("", _("Leave out")),
            (EVERYONE, _("Everybody in the run")),
            *((one.value, one.label) for one in students),
        ]
        for number, said in enumerate(self.said):
            self.fields[f"who-{number}"] = forms.ChoiceField(
                label=shortened(said, 40), choices=choices, required=False, initial=plan.students.get(said, "")
            )

    def chosen(self) -> dict[str, str]:
        named = {said: self.cleaned_data.get(f"who-{number}", "") for number, said in enumerate(self.said)}
        return {said: who for said, who in {**self.plan.students, **named}.items() if who}
