"""``manage.py check`` fails on an address that does not say who may use it."""

from django.core.checks import Error, Tags, register

from students import routes

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
