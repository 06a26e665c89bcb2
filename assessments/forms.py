"""What a teacher may type, choose or hand in. A form checks shapes; who may be written for is in its choices."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import intake
from assessments.models import Response
from assessments.telemetry import columns as telemetry
from assessments.telemetry.checking import Stranger
from assessments.telemetry.records import EVERYONE, NOBODY
from assessments.telemetry.records import Plan as TelemetryPlan
from assessments.telemetry.shapes import Read
from assessments.transcripts import formats, tabular
from assessments.transcripts import plan as transcript_plan
from assessments.transcripts.plan import NOT_A_STUDENT
from assessments.transcripts.speakers import Speaker
from assessments.uploading import dates
from assessments.uploading.columns import FIELDS, Plan
from assessments.uploading.table import Table, shortened
from assessments.uploading.values import Candidate, RowProblem
from mlcore.events import KINDS
from students.models import Student

TOO_FEW = _("Choose the column with the words, and one that says who wrote them: an id, a name or both.")


def _day_field(today: date, **kwargs) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": today.isoformat()})
    return forms.DateField(widget=widget, **kwargs)


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
        self.fields["date"] = _day_field(today, label=_("Written on"))
        self.order_fields(["student", "date", "prompt", "text", "mode"])

    def clean_student(self) -> Student:
        return self.students[self.cleaned_data["student"]]

    def clean_text(self) -> str:
        return _refusing(intake.cleaned, self.cleaned_data["text"])

    def clean_prompt(self) -> str:
        return _refusing(intake.cleaned_prompt, self.cleaned_data["prompt"])

    def clean_date(self) -> date:
        return _as_day(self.cleaned_data["date"], self.today)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("A file of responses"),
        help_text=_("CSV, TSV, JSON Lines or JSON, up to 10 MB and 5,000 rows."),
        allow_empty_file=True,  # an empty file gets a sentence of our own
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.ndjson"}),
    )


class TranscriptFileForm(forms.Form):
    file = forms.FileField(
        label=_("A transcript"),
        help_text=_("From Zoom or Teams (VTT), SRT, text with Name: words, or a table. Up to 10 MB and 5,000 lines."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,.txt,.csv,.tsv,.json,.jsonl,.ndjson"}),
    )


class ManyFilesForm(forms.Form):
    """A zip of past work. The school is asked for only when somebody teaches at several."""

    file = forms.FileField(
        label=_("A zip of files"),
        help_text=_("Tables of responses and transcripts, up to 10 MB and 500 files. Each may hold many students."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    prompt = forms.CharField(
        label=_("One prompt for all"),
        help_text=_("For files and rows that name no prompt of their own."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": intake.MAX_PROMPT_CHARACTERS}),
    )

    def __init__(self, *args, schools: Sequence, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.schools, self.today = {str(school.pk): school for school in schools}, today
        self.fields["day"] = _day_field(
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
        return _refusing(intake.cleaned_prompt, self.cleaned_data["prompt"])

    def clean_day(self) -> date | None:
        day = self.cleaned_data["day"]
        return day and _as_day(day, self.today)


class ColumnsForm(forms.Form):
    """Which column is which. The choices are column numbers; the names are only shown."""

    def __init__(self, *args, table: Table, plan: Plan, today: date, letters: Sequence[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.plan, self.today = table, plan, today
        choices = [("", _("Not in this file")), *((index, _described(table, index)) for index in _columns(table))]
        for one in FIELDS:
            self.fields[one.name] = forms.TypedChoiceField(
                label=one.label,
                help_text=one.help,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=one.name == "text",
                initial=plan.columns.get(one.name, ""),
            )
        self._add_values_for_the_whole_file(letters)

    def _add_values_for_the_whole_file(self, letters: Sequence[str]) -> None:
        self.fields["file_prompt"] = forms.CharField(
            label=_("One prompt for all"),
            help_text=_("For rows that name no prompt of their own."),
            required=False,
            initial=self.plan.prompt,
            widget=forms.Textarea(attrs={"rows": 2, "maxlength": intake.MAX_PROMPT_CHARACTERS}),
        )
        self.fields["file_date"] = _day_field(
            self.today,
            label=_("One date for all"),
            help_text=_("For rows that name no date of their own."),
            required=False,
            initial=self.plan.written_on or self.today,
        )
        if any(dates.written_with_slashes(self.table.column(index)) for index in _columns(self.table)):
            self.fields["day_first"] = forms.TypedChoiceField(
                label=_("Dates such as 5/11/2026 are"),
                choices=[("", _("May 11, month first")), ("1", _("5 November, day first"))],
                coerce=bool,
                empty_value=False,
                required=False,
                initial="1" if self.plan.day_first else "",
            )
        if letters:
            self.fields["letters_are_right"] = _letters_field(letters)
            self.order_fields(["letters_are_right"])

    def clean_file_prompt(self) -> str:
        return _refusing(intake.cleaned_prompt, self.cleaned_data["file_prompt"])

    def clean_file_date(self) -> date | None:
        day = self.cleaned_data["file_date"]
        return day and _as_day(day, self.today)

    def clean(self):
        chosen = [index for one in FIELDS if (index := self.cleaned_data.get(one.name)) is not None]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("One column is chosen twice. Each column can be one thing only."))
        if "text" in self.cleaned_data and not self.to_plan().complete:
            raise forms.ValidationError(TOO_FEW)
        return self.cleaned_data

    def to_plan(self) -> Plan:
        """The decisions as a plan. What was decided for single rows starts anew: the rows read differently now."""
        given = self.cleaned_data
        return Plan(
            columns={one.name: given[one.name] for one in FIELDS if given.get(one.name) is not None},
            prompt=given.get("file_prompt", ""),
            written_on=given.get("file_date"),
            day_first=given.get("day_first", False),
        )


class MendForm(forms.Form):
    """What a person decided about one row: who wrote it, or when."""

    student = forms.UUIDField(required=False)
    date = forms.DateField(required=False)


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
        choices = [("", _("Not in this file")), *((one, shortened(one, 60)) for one in read.sheet.columns if one)]
        for one in self.mapped:
            self.fields[one.name] = forms.ChoiceField(
                label=one.label,
                help_text=one.help,
                choices=choices,
                required=one.needed,
                initial=read.plan.columns.get(one.name, ""),
            )
        self.fields["day"] = _day_field(
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
        day = self.cleaned_data["day"]
        return day and _as_day(day, self.today)

    def clean(self):
        chosen = [column for one in self.mapped if (column := self.cleaned_data.get(one.name))]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("One column is chosen twice. Each column can be one thing only."))
        return self.cleaned_data

    def to_plan(self) -> TelemetryPlan:
        given = self.cleaned_data
        named = {word: given.get(f"word-{number}", "") for number, word in enumerate(self.words)}
        return TelemetryPlan(
            columns={one.name: given[one.name] for one in self.mapped if given[one.name]},
            kinds={word: kind for word, kind in {**self.plan.kinds, **named}.items() if kind},
            students=self.plan.students,
            day=given.get("day"),
        )


class WhoForm(forms.Form):
    """Whom the ids of a log mean that no student of the class has."""

    def __init__(self, *args, strangers: Sequence[Stranger], plan: TelemetryPlan, students: Sequence[Candidate], **kw):
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


def _refusing(check, text: str) -> str:
    try:
        return check(text)
    except intake.TextRefused as refused:
        raise forms.ValidationError(str(refused)) from None


def _as_day(day: date, today: date) -> date:
    try:
        return dates.date_of(day.isoformat(), today=today)
    except RowProblem as problem:
        raise forms.ValidationError(problem.sentence) from None


class TranscriptForm(forms.Form):
    """How a transcript is read, what it was about and when. The format is proposed by the text itself."""

    def __init__(self, *args, table: Table | None, plan: transcript_plan.Plan, today: date, letters=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.plan, self.today = table, plan, today
        self.fields["format"] = forms.ChoiceField(
            label=_("Read as"),
            choices=[(one.name, f"{one.label}: {one.shape}") for one in formats.FORMATS],
            initial=plan.format,
        )
        self.fields["prompt"] = forms.CharField(
            label=_("What was discussed"),
            help_text=_("The question or task. It stands beside each response."),
            required=False,
            initial=plan.prompt,
            widget=forms.Textarea(attrs={"rows": 2, "maxlength": intake.MAX_PROMPT_CHARACTERS}),
        )
        self.fields["held_on"] = _day_field(today, label=_("Held on"), initial=plan.held_on or today)
        if table is not None and len(table.columns) > 1:
            self._add_columns(table)
        if letters:
            self.fields["letters_are_right"] = _letters_field(letters)

    def _add_columns(self, table: Table) -> None:
        choices = [("", _("Not in this file")), *((index, _described(table, index)) for index in _columns(table))]
        for one in tabular.FIELDS:
            self.fields[one.name] = forms.TypedChoiceField(
                label=one.label,
                help_text=one.help,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=self.plan.columns.get(one.name, ""),
            )

    @property
    def columns(self) -> list:
        return [self[one.name] for one in tabular.FIELDS if one.name in self.fields]

    def clean_prompt(self) -> str:
        return _refusing(intake.cleaned_prompt, self.cleaned_data["prompt"])

    def clean_held_on(self) -> date:
        return _as_day(self.cleaned_data["held_on"], self.today)

    def clean(self):
        chosen = [index for one in tabular.FIELDS if (index := self.cleaned_data.get(one.name)) is not None]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("One column is chosen twice. Each column can be one thing only."))
        return self.cleaned_data

    def to_plan(self) -> transcript_plan.Plan:
        given = self.cleaned_data
        columns = {one.name: given[one.name] for one in tabular.FIELDS if given.get(one.name) is not None}
        return transcript_plan.Plan(given["format"], columns, given["prompt"], given["held_on"])


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


def _letters_field(letters: Sequence[str]) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("These words look right: %s") % ", ".join(shortened(word, 30) for word in letters),
        error_messages={
            "required": _("Are they right? If not, choose Cancel, save the file as CSV UTF-8 and add it again.")
        },
    )


def _columns(table: Table) -> range:
    return range(len(table.columns))


def _described(table: Table, index: int) -> str:
    """A column by its name and the first thing that stands in it."""
    example = next((cell for cell in table.column(index) if cell.strip()), "")
    name = shortened(table.columns[index], 40)
    return f"{name} ({shortened(example, 30)})" if example else name
