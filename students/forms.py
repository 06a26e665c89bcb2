from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy import uploads
from students import roster_csv
from students.models import School


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class RosterFileForm(forms.Form):
    """A roster file and the school it is for. What is wrong with the file as a whole stands beside the field."""

    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), empty_label=None)
    file = forms.FileField(
        label=_("Roster file"),
        help_text=_("CSV with student id, first name, last name, grade and class. Nothing changes until you confirm."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file first.")},
    )

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools.order_by("name")
        if schools.count() == 1:
            self.fields["school"].widget = forms.HiddenInput()
            self.fields["school"].initial = schools.get()

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            uploads.check_size(file)
            self.text = roster_csv.text_of(file.read())
            roster_csv.read(self.text)
        except (uploads.TooLarge, roster_csv.RosterUnreadable) as problem:
            raise ValidationError(str(problem)) from None
        return file


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
