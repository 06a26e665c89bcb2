from collections.abc import Collection
from datetime import date

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from privacy import uploads
from privacy.cases import Kind, State
from students.family_cases import CHECKS, REFUSALS
from students.guardians import NewGuardian
from students.models import Guardianship, School
from students.roles import MEANS, Place
from students.roster import formats
from students.roster.schools import assign
from students.roster.tables import RosterUnreadable
from students.signing_in import forgotten
from students.staff import NewColleague

MOST_FILES = 20
# Beyond these a day has no midnight that every time zone could tell.
SENSIBLE_DAYS = (
    MinValueValidator(date(1900, 1, 1), _("Choose a day from 1900 on.")),
    MaxValueValidator(date(2999, 12, 31), _("Choose a day before 3000.")),
)


class PeriodForm(forms.Form):
    rule = forms.CharField()
    days = forms.IntegerField(min_value=1)


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
    since = forms.DateField(label=_("From"), required=False, widget=DateInput(), validators=SENSIBLE_DAYS)
    until = forms.DateField(label=_("To"), required=False, widget=DateInput(), validators=SENSIBLE_DAYS)
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


class NewGuardianForm(forms.Form):
    """An adult who belongs to a student, from today on."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=150,
        help_text=_("The invitation goes here. It says nothing about the child."),
    )
    relation = forms.ChoiceField(label=_("Relation"), choices=Guardianship.Relation.choices)

    def new(self) -> NewGuardian:
        return NewGuardian(**self.cleaned_data)


class BondForm(forms.Form):
    """One act upon a relationship that is there."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("invite", "restrict", "lift", "end")])
    email = forms.EmailField(required=False, max_length=150)


class RoleForm(forms.Form):
    """A role at one place, from today on, of those that are not ``held`` already; each says what it opens."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args, at: Place, held: Collection[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, role.label) for role in at.roles if role not in held]

    def options(self):
        """Each with what the role opens."""
        return [(option, MEANS[option.data["value"]]) for option in self["role"]]


class NewColleagueForm(RoleForm):
    """Somebody by e-mail address, who may have an account in the district already."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=150,
        help_text=_("Whoever works in your district already is found by it. Anybody else gets an invitation there."),
    )
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)

    field_order = ("email", "first_name", "last_name", "role")

    def new(self) -> NewColleague:
        return NewColleague(**self.cleaned_data)


class EndRoleForm(forms.Form):
    sure = forms.BooleanField(required=False)


class ChoosePasswordForm(SetPasswordForm):
    new_password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Ten characters or more. Three or four words are good, if they have nothing to do with one another, with "
            "you or with your school."
        ),
    )
    new_password2 = forms.CharField(
        label=_("The same once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class ChangePasswordForm(ChoosePasswordForm, PasswordChangeForm):
    """The same, and the old one first."""


class ForgottenForm(PasswordResetForm):
    """Django's, which finds the accounts of an address; the mail is ours and goes by our one way."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    @property
    def address(self) -> str:
        return self.cleaned_data["email"].casefold()

    def save(self, **_views_options):
        forgotten.asked(self.get_users(self.cleaned_data["email"]))


class StepForm(forms.Form):
    """The next step of a case. A check says how; a refusal says why, and "other" in the officer's own words."""

    to = forms.ChoiceField(choices=State.choices)
    check = forms.ChoiceField(choices=[("", ""), *CHECKS.items()], required=False, label=_("How it was made sure"))
    refusal = forms.ChoiceField(choices=[("", ""), *REFUSALS.items()], required=False, label=_("Why"))
    words = forms.CharField(required=False, max_length=2000, widget=forms.Textarea, label=_("In your words"))
    sure = forms.BooleanField(required=False, label=_("Delete the record now; this cannot be undone"))

    def __init__(self, *args, case=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case

    def clean(self):
        given = super().clean()
        to = given.get("to")
        if to == State.IDENTITY and not given.get("check"):
            self.add_error("check", _("Say how it was made sure who asked."))
        if to == State.REFUSED and not given.get("refusal"):
            self.add_error("refusal", _("The family has a right to the reason."))
        if to in (State.REFUSED, State.GRANTED) and not given.get("words") and self._must_explain(given):
            self.add_error("words", _("The family reads this: say it in a sentence or two."))
        if to == State.DONE and self.case.kind == Kind.DELETION and not given.get("sure"):
            self.add_error("sure", _("Tick this first: what is deleted cannot be brought back."))
        return given

    def step(self) -> dict:
        given = self.cleaned_data
        how = {State.IDENTITY: given["check"], State.REFUSED: given["refusal"]}.get(given["to"], "")
        return {"to": State(given["to"]), "how": how, "words": given["words"].strip()}

    @staticmethod
    def _must_explain(given: dict) -> bool:
        """A grant is a decision, too, and has its reason; of the refusals one says nothing by itself."""
        return given["to"] == State.GRANTED or given.get("refusal") == "other"
