"""Weights in Django admin: every version can be read, and *a new version* is the only write.

Who may do it is asked of the rights table, not of Django's group permissions: being staff opens the door of the
admin, a role at a school or district opens this room.
"""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fusion import scopes
from fusion.effect import Effect, effect_of, shipped_weights
from fusion.forms import PARTS, SKILL_NAMES, NewVersion, initial_of, scope_value
from fusion.weights import WeightsVersion
from mlcore.registry import ArtifactError
from mlcore.schema import SKILLS


class InUse(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "in_use"

    def lookups(self, request, model_admin):
        return [("yes", _("In use")), ("no", _("Closed"))]

    def queryset(self, request, queryset):
        if self.value() in {"yes", "no"}:
            return queryset.filter(closed_at__isnull=self.value() == "yes")
        return queryset


@admin.register(WeightsVersion)
class WeightsVersionAdmin(admin.ModelAdmin):
    list_display = ["place", "number", "state", "why", "who", "since"]
    list_filter = [InUse]
    list_select_related = ["district", "school", "by"]
    ordering = ["district__name", "school__name", "-number"]
    actions = None
    fields = readonly_fields = ["place", "number", "state", "why", "who", "since", "until"]

    class Media:
        js = ["fusion/weights.js"]

    # --- who may -----------------------------------------------------------------------------

    def has_module_permission(self, request):
        return scopes.may_set_any(request.user)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return scopes.may_set_any(request.user)
        return scopes.versions_of(request.user).filter(pk=obj.pk).exists()

    def has_add_permission(self, request):
        return scopes.may_set_any(request.user)

    def has_change_permission(self, request, obj=None):
        return False  # a version is what assessments were made with: it is closed, never edited

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        """An empty ``_to_field`` in the address means none: Django would look for a field without a name and break."""
        return super().get_object(request, object_id, from_field or None)

    def get_queryset(self, request):
        return scopes.versions_of(request.user).select_related("district", "school", "by").order_by(*self.ordering)

    # --- a version as it is read -------------------------------------------------------------

    @admin.display(description=gettext_lazy("for"), ordering="school__name")
    def place(self, version):
        return version.school.name if version.school else _("%s, the district") % version.district.name

    @admin.display(description=gettext_lazy("state"))
    def state(self, version):
        return _("Closed") if version.closed_at else _("In use")

    @admin.display(description=gettext_lazy("from"), ordering="created_at")
    def since(self, version):
        return timezone.localdate(version.created_at)

    @admin.display(description=gettext_lazy("until"))
    def until(self, version):
        return timezone.localdate(version.closed_at) if version.closed_at else _("in use")

    @admin.display(description=gettext_lazy("set by"))
    def who(self, version):
        return version.by.display_name

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Fusion weights"), **(extra_context or {})})

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": _("New version of the weights"), **(extra_context or {})})

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context.update(parts=PARTS.values(), **(self._about(obj, request) if obj else {}))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _about(self, version, request):
        siblings = self.get_queryset(request).filter(district=version.district, school=version.school)
        return {
            "weights": [
                (SKILL_NAMES[skill], [version.weights[skill.value][part] for part in PARTS]) for skill in SKILLS
            ],
            "effects": [(SKILL_NAMES[one.skill], one) for one in _effects_or_none(version.weights)],
            "siblings": siblings.order_by("-number"),
        }

    # --- the only write ----------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("NewVersionForUser", (NewVersion,), {"user": request.user})

    def get_fieldsets(self, request, obj=None):
        if obj is not None:
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["scope", "why"]})]  # the grid of weights is laid out by the template

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj is not None else []

    def get_changeform_initial_data(self, request):
        base = self._base(request)
        if base is not None:
            return {**initial_of(base.weights), "scope": scope_value(base)}
        try:
            return initial_of(shipped_weights())
        except ArtifactError as error:
            messages.warning(request, _("The weights shipped with the model cannot be read. %s") % error)
            return {}

    def save_form(self, request, form, change):
        return form.save(by=request.user)

    def save_model(self, request, obj, form, change):
        """Nothing is left to save: ``set_version`` wrote the row."""

    def save_related(self, request, form, formsets, change):
        """A version has no relations of its own to save."""

    def response_add(self, request, obj, post_url_continue=None):
        said = _("Version %(number)s for %(place)s is in use from now on. Assessments made before keep theirs.")
        messages.success(request, said % {"number": obj.number, "place": self.place(obj)})
        for effect in _effects_or_none(obj.weights):
            if effect.falls:
                messages.warning(request, _falls(effect))
        return HttpResponseRedirect(reverse("admin:fusion_weightsversion_change", args=[obj.pk]))

    def _base(self, request):
        """The version to begin from, if one is named: one the user may see, or none exists."""
        wanted = request.GET.get("from")
        if not wanted:
            return None
        try:
            return self.get_queryset(request).get(pk=wanted)
        except (WeightsVersion.DoesNotExist, ValidationError):
            raise Http404 from None


def _effects_or_none(weights) -> tuple[Effect, ...]:
    """What the weights do; empty where no model is installed, which the page then says."""
    try:
        return effect_of(weights)
    except ArtifactError:
        return ()


def _falls(effect: Effect) -> str:
    said = _(
        "%(skill)s: with these weights the score follows the ratings less closely (r %(r)s) than with the "
        "shipped ones (r %(shipped)s)."
    )
    r = _("cannot be told") if effect.r is None else f"{effect.r:.2f}"
    return said % {"skill": SKILL_NAMES[effect.skill], "r": r, "shipped": f"{effect.shipped_r:.2f}"}
