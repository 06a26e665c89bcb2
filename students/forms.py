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
