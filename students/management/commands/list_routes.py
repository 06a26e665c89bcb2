"""``manage.py list_routes --write``: docs/reference/routes.md, from what the routes declare."""

from django.conf import settings
from django.core.management import BaseCommand

from students import routes

HEAD = """# Every address, who may use it, and what the audit keeps of it

Written from the declarations beside the views by `manage.py list_routes --write`; a test keeps it in step.
A right's name is explained in `students/access.py`. A method that is not named is refused; what is not in this table is
not answered. *One's own* is seen by whoever made it and nobody else.

| address | who | object | method and audit verb |
|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Print the table of routes, or write it to docs/reference/routes.md."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true")

    def handle(self, *, write, **options):
        if write:
            page().write_text(table(), encoding="utf-8")
        else:
            self.stdout.write(table())


def page():
    return settings.BASE_DIR / "docs" / "reference" / "routes.md"


def table() -> str:
    return HEAD + "".join(_line(route) for route in sorted(routes.every_route(), key=lambda route: route.path))


def _line(route: routes.Route) -> str:
    said = route.declaration
    if said is None:
        return f"| `/{route.path}` | nobody: it declares nothing | | |\n"
    audits = "<br>".join(f"{method} {_verbs(verbs)}" for method, verbs in sorted(said.audits.items()))
    path = route.path.replace("|", "\\|")
    return f"| `/{path}` | {said.who.replace('_', ' ')} | {said.loads} | {audits} |\n"


def _verbs(verbs) -> str:
    return str(verbs) if isinstance(verbs, routes.Unaudited) else " or ".join(f"`{verb}`" for verb in verbs)
