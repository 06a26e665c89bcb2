from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy import uploads
from students.models import School
from students.roster import formats
from students.roster.schools import assign
from students.roster.tables import RosterUnreadable

MOST_FILES = 20


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class RosterFilesField(forms.FileField):
    """One file, or the files of one export together. Cleans to a list of (name, bytes)."""

    widget = SeveralFiles(attrs={"accept": ".csv,.tsv,.txt,.zip,text/csv,application/zip"})

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data]
        cleaned = [super(RosterFilesField, self).clean(one, initial) for one in files or [None]]
        if len(cleaned) > MOST_FILES:
            raise ValidationError(_("Choose the files of one export, or the zip file that holds them."))
        try:
            for one in cleaned:
                uploads.check_size(one)
            uploads.check_together(cleaned)
        except uploads.TooLarge as problem:
            raise ValidationError(str(problem)) from None
        return [(one.name, one.read()) for one in cleaned]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class RosterFileForm(forms.Form):
    """A roster file and the school it is for. What is wrong with the file as a whole stands beside the field."""

    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School"), required=False, empty_label=_("As the file says")
    )
    file = RosterFilesField(
        label=_("Roster file"),
        help_text=_(
            "A zip file from your student information system (OneRoster 1.1 or 1.2, School Data Sync), its CSV files "
            "selected together, or a simple CSV. Nothing changes until you confirm."
        ),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file first.")},
    )

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.schools = schools.order_by("name")
        self.fields["school"].queryset = self.schools
        if len(self.schools) == 1:
            self.fields["school"].widget = forms.HiddenInput()
            self.fields["school"].initial = self.schools[0]

    def clean_file(self):
        try:
            return formats.read(self.cleaned_data["file"])
        except RosterUnreadable as problem:
            raise ValidationError(str(problem)) from None

    def clean(self):
        cleaned = super().clean()
        if "file" in cleaned and "school" in cleaned:
            chosen = cleaned["school"] or (self.schools[0] if len(self.schools) == 1 else None)
            self.assigned = assign(cleaned["file"], among=self.schools, chosen=chosen)
            if not self.assigned.taken:
                self.add_error("school" if chosen is None and len(self.schools) > 1 else "file", self.assigned.refused)
        return cleaned

    @property
    def file_name(self) -> str:
        names = [file.name for file in self.files.getlist("file")]
        return names[0] if len(names) == 1 else f"{names[0]} + {len(names) - 1}"


class ComplianceForm(forms.Form):
    """What a report of who saw whom is about; all of it optional."""

    student = forms.CharField(
        label=_("Student"), help_text=_("A name, or an id from the roster."), required=False, max_length=80
    )
    person = forms.CharField(
        label=_("Who looked"), help_text=_("The name of a person or a program."), required=False, max_length=80
    )
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("To"), required=False, widget=DateInput())
    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School"), required=False, empty_label=_("Every school")
    )

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.schools = list(schools.order_by("name"))
        self.fields["school"].queryset = schools.order_by("name")
        if len(self.schools) == 1:
            del self.fields["school"]

    def clean(self):
        given = super().clean()
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("This day comes before the first one."))
        return given

    def chosen_schools(self) -> tuple[School, ...]:
        one = self.cleaned_data.get("school")
        return (one,) if one else tuple(self.schools)
