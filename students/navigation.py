"""What the top bar offers, by role: one table."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from students import access, safeguarding
from students.models import Role

# label, url name, roles that see it
ENTRIES = (
    (_("Home"), "home", tuple(Role)),
    (_("Classes"), "class_list", (Role.TEACHER,)),
    (_("Collect"), "collect", (Role.TEACHER,)),
    (_("Alerts"), "alert_list", (Role.SAFEGUARDING_LEAD,)),
    (_("School"), "school", (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)),
    (_("Roster"), "roster_import", (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)),
    (_("People"), "people", (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)),
    (_("Families"), "families", (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN, Role.RECORDS_OFFICER)),
    (_("Requests"), "case_list", (Role.RECORDS_OFFICER,)),
    (_("Your family"), "family", (Role.GUARDIAN,)),
    (_("Who looked"), "compliance", (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)),
    (_("Models"), "model_versions", (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)),
    (_("Weights"), "admin:fusion_weightsversion_changelist", (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN)),
)


def context(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "left_alone": 0}
    roles = access.roles_of(user)
    return {
        "nav": [
            {
                "label": label,
                "url": url,
                "current": request.path == url or (url != "/" and request.path.startswith(url)),
            }
            for label, url in _entries(roles)
        ],
        "can_search": Role.TEACHER in roles,
        "roles": roles,
        "left_alone": settings.IDLE_SECONDS,
        "nobody_to_tell": _nobody_to_tell(user, roles),
    }


def _nobody_to_tell(user, roles):
    """Asked only by a page that shows the banner, and only for those who can do something about it."""
    looks_after = {Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN} & set(roles)
    return SimpleLazyObject(lambda: safeguarding.gaps_for(user)) if looks_after else []


def _entries(roles):
    for label, name, wanted in ENTRIES:
        if set(wanted) & set(roles):
            try:
                yield label, reverse(name)
            except NoReverseMatch:  # an app that is switched off brings no pages
                continue
