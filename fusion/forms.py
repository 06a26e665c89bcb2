"""The next version of the weights: for whom, why, and four weights for each skill."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import isinf

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fusion import scopes
from fusion.combine import CONFIDENCE, WeightsInvalid, check_weights
from fusion.weights import WeightsVersion, set_version
from mlcore.schema import BEHAVIORAL, LINGUISTIC, MODEL, SKILLS, Skill
from students.models import District, School

STEP = Decimal("0.05")
PARTS = {
    MODEL: gettext_lazy("Model"),
    LINGUISTIC: gettext_lazy("Wording"),
    BEHAVIORAL: gettext_lazy("Play"),
    CONFIDENCE: gettext_lazy("Confidence"),
}
SKILL_NAMES = {
    Skill.EMPATHY: gettext_lazy("Empathy"),
    Skill.PROBLEM_SOLVING: gettext_lazy("Problem-solving"),
    Skill.SELF_REGULATION: gettext_lazy("Self-regulation"),
    Skill.RESILIENCE: gettext_lazy("Resilience"),
}


@dataclass(frozen=True)
class Row:
    """One skill's line of the form, as the template shows it."""

    skill: Skill
    name: str
    fields: list[forms.BoundField]
    total: Decimal | None

    @property
    def errors(self) -> list[str]:
        return [error for field in self.fields for error in field.errors]


def name_of(skill: Skill, part: str) -> str:
    return f"{skill.value}_{part}"


def initial_of(weights: dict) -> dict[str, Decimal]:
    """The form's numbers for weights as they are stored."""
    return {
        name_of(skill, part): Decimal(str(weights[skill.value][part])).quantize(Decimal("0.01"))
        for skill in SKILLS
        for part in PARTS
    }


class NewVersion(forms.ModelForm):
    """``user`` is set by a subclass for each request: it decides for whom the version may be."""

    user = None

    field_order = ["scope", "why"]
    scope = forms.ChoiceField(label=gettext_lazy("For"))

    class Meta:
        model = WeightsVersion
        fields = ["why"]
        labels = {"why": gettext_lazy("Why")}
        help_texts = {"why": gettext_lazy("Kept with the version for whoever asks later. Name no student.")}
        widgets = {"why": forms.Textarea(attrs={"rows": 3, "cols": 60})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = list(_scopes(self.user))
        for skill in SKILLS:
            for part in PARTS:
                self.fields[name_of(skill, part)] = _weight_field(skill, part)

    def rows(self) -> list[Row]:
        return [
            Row(skill, SKILL_NAMES[skill], [self[name_of(skill, part)] for part in PARTS], self._total(skill))
            for skill in SKILLS
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        for skill in SKILLS:
            self._check_total(skill)
        if not self.errors:
            self._check_rules()
        return cleaned

    def save(self, *, by) -> WeightsVersion:
        """Write the version; the one before it is closed. Named like Django's own, and like it called once valid."""
        district, school = self._place()
        return set_version(
            district=district, school=school, weights=self.weights(), why=self.cleaned_data["why"], by=by
        )

    def weights(self) -> dict[str, dict[str, float]]:
        return {
            skill.value: {part: float(self.cleaned_data[name_of(skill, part)]) for part in PARTS} for skill in SKILLS
        }

    def _total(self, skill: Skill) -> Decimal | None:
        """The sum as it stands in the boxes; ``None`` while one of them holds no weight."""
        field = self.fields[name_of(skill, MODEL)]
        try:
            numbers = [field.clean(self[name_of(skill, part)].value()) for part in PARTS]
        except forms.ValidationError:
            return None
        return sum(numbers, Decimal(0))

    def _check_total(self, skill: Skill) -> None:
        values = [self.cleaned_data.get(name_of(skill, part)) for part in PARTS]
        if None in values or sum(values) == 1:
            return
        away = 1 - sum(values)
        remedy = _("add %(away)s") if away > 0 else _("take away %(away)s")
        message = _("The four weights of %(skill)s sum to %(total)s, not to 1: %(remedy)s.")
        said = {"skill": SKILL_NAMES[skill], "total": sum(values), "remedy": remedy % {"away": abs(away)}}
        self.add_error(name_of(skill, CONFIDENCE), message % said)

    def _check_rules(self) -> None:
        try:
            check_weights(self.weights())
        except WeightsInvalid as error:
            self.add_error(None, str(error))

    def _place(self) -> tuple[District, School | None]:
        """Fetched within what the user may set, so that a forged id finds nothing."""
        kind, _colon, pk = self.cleaned_data["scope"].partition(":")
        if kind == "district":
            return scopes.districts_of(self.user).get(pk=pk), None
        school = scopes.schools_of(self.user).select_related("district").get(pk=pk)
        return school.district, school


def scope_value(version: WeightsVersion) -> str:
    return f"school:{version.school_id}" if version.school_id else f"district:{version.district_id}"


def _scopes(user) -> Iterator[tuple[str, str]]:
    for district in scopes.districts_of(user).order_by("name"):
        yield (
            f"district:{district.pk}",
            _("%(district)s, all schools without a version of their own") % {"district": district.name},
        )
    for school in scopes.schools_of(user).order_by("name"):
        yield f"school:{school.pk}", school.name


class WeightField(forms.DecimalField):
    def to_python(self, value) -> Decimal | None:
        """1e400 is a decimal and no float: Django's own check of the step would break on it."""
        number = super().to_python(value)
        if number is not None and number.is_finite() and isinf(float(number)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


def _weight_field(skill: Skill, part: str) -> WeightField:
    label = _("%(skill)s: %(part)s") % {"skill": SKILL_NAMES[skill], "part": PARTS[part]}
    return WeightField(label=label, min_value=Decimal(0), max_value=Decimal(1), step_size=STEP, max_digits=3)
