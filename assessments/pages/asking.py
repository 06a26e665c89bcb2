"""The forms on which a family asks for something."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.pages.family import Shared
from assessments.statements import MOST_CHARACTERS
from privacy.cases import Kind
from privacy.consent import Purpose

TITLES = {
    Kind.ACCESS: _("Ask to see the whole record"),
    Kind.CORRECTION: _("Ask for a correction"),
    Kind.DELETION: _("Ask to delete the record"),
}
LEADS = {
    Kind.ACCESS: _(
        "You see what a teacher has shared. You may also ask for everything that is kept: every response, every "
        "reading of it, and every number. Somebody at the school goes through it with you if you like."
    ),
    Kind.CORRECTION: _(
        "Say what does not fit. Your words stand beside this result from now on, wherever it is shown, whatever the "
        "school decides. The teacher is asked to look again."
    ),
    Kind.DELETION: _(
        "Everything Sightline keeps about your child is deleted: words, results, feedback and names. It cannot be "
        "brought back. Somebody at the school makes sure first that it is you who asks."
    ),
}


class AskForm(forms.Form):
    """A request about the whole record."""

    words = forms.CharField(
        label=_("Anything the school should know"), required=False, max_length=MOST_CHARACTERS, widget=forms.Textarea
    )


class ContestForm(forms.Form):
    """A statement about one shared result."""

    result = forms.ChoiceField(label=_("Which result"))
    words = forms.CharField(
        label=_("Your statement"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea,
        help_text=_("Teachers and whoever else is shown this result read it, so name no other children."),
    )

    def __init__(self, *args, shared: Sequence[Shared], **kwargs):
        super().__init__(*args, **kwargs)
        self._results = {
            f"{one.release.pk}.{row.skill.value}": (one.release.assessment, row.skill)
            for one in shared
            for row in one.levels
        }
        self.fields["result"].choices = [
            (f"{one.release.pk}.{row.skill.value}", f"{row.label}, {one.on}") for one in shared for row in one.levels
        ]

    def chosen(self):
        """The assessment and the skill."""
        return self._results[self.cleaned_data["result"]]


class AgreementForm(forms.Form):
    purpose = forms.ChoiceField(choices=Purpose.choices)
    granted = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
