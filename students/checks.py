"""``manage.py check`` fails on an address that does not say who may use it; ``check --deploy --database default`` names
the schools in which nobody would read an alert."""

from django.core.checks import Error, Tags, Warning, register

from privacy.wall import standing
from privacy.wall.duties import Duty
from students import routes, safeguarding
from students.models import School

HINT = (
    "Write above the view, as its outermost decorator: @declare(Right.RECORD, loads=one(Student), GET='record.view'): "
    "who may use it, how its object is loaded, and each method with its audit verb "
    "(or unaudited('why none is needed')). See docs/guides/adding-a-route.md."
)


@register(Tags.urls)
def every_address_is_declared(app_configs, **_):
    return [
        Error(f"/{route.path} ({route.view}) declares nothing.", hint=HINT, id="sightline.E001")
        for route in routes.every_route()
        if route.declaration is None
    ]


@register(Tags.database, deploy=True)  # asked with --database default
def every_school_has_somebody_to_tell(app_configs, databases=None, **_):
    if "default" not in (databases or ()):
        return []
    with standing.system(Duty.COMMAND, place="command:check"):
        found = safeguarding.gaps(School.objects.order_by("name"))
    return [
        Warning(
            f"{gap.school.name}: {gap.why}.{'' if gap.reaches_somebody else ' Nobody else there has one, either.'}",
            hint="Alerts of danger go to the administrators, or to nobody. See docs/guides/safeguarding.md.",
            id="sightline.W002",
        )
        for gap in found
    ]
