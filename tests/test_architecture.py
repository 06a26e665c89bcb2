"""The law of the house, read from the source itself: who may import whom, and what stands nowhere."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Domain code points down this list; apps on one line do not know one another.
LAYERS = (
    {"mlcore"},
    {"privacy"},
    {"students"},
    {"fusion", "reasoning"},
    {"assessments"},
    {"analytics", "billing", "live", "federation"},
)
APPS = set().union(*LAYERS)
LEVEL = {app: level for level, apps in enumerate(LAYERS) for app in apps}
# Delivery code may look at any domain module; no domain module looks at it.
DELIVERY = {
    "views", "pages", "forms", "urls", "admin", "apps", "management", "templatetags", "navigation", "personal_data",
}  # fmt: skip
FOR_ALL = {"config.env", "config.jobs"}
SCIENCE = {"numpy", "scipy", "pandas", "sklearn", "xgboost", "skops", "rich"}
CLIENTS = {
    "requests", "httpx", "httpx2", "httpcore", "aiohttp", "urllib3", "urllib.request", "http.client", "openai",
    "socket", "smtplib", "ftplib", "poplib", "imaplib", "xmlrpc", "websockets", "websocket", "paramiko",
}  # fmt: skip
READ_THE_ENVIRONMENT = {
    "config/env.py",
    "config/celery.py",
    "config/wsgi.py",
    "config/asgi.py",
    "config/write_secrets.py",
    "config/proving.py",
    "config/testing.py",
    "manage.py",
    "mlcore/reproducible.py",  # only writes: what NumPy reads when it is imported
}
ASK_FOR_A_FREE_PORT = {"config/processes.py", "config/testing.py"}  # this machine's own, nothing is sent
PURE = ("mlcore/", "fusion/combine.py")
EMPTY_NAMES = {"services", "helpers", "utils", "common", "core", "misc", "util", "helper"}


def sources(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


OURS = [*sources(*sorted(APPS), "config"), ROOT / "manage.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(tree: ast.AST, module: str, *, is_package: bool = False) -> Iterator[str]:
    """Every module a source names in an import, wherever the import stands; ``from a import b`` names a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: len(module.split(".")) - node.level + is_package] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def tree_of(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> set[str]:
    return set(imports_of(tree_of(path), module_of(path), is_package=path.name == "__init__.py"))


def is_delivery(module: str) -> bool:
    parts = module.split(".")
    return parts[0] in APPS and any(
        part in DELIVERY or part.startswith("api") or part.endswith("_urls") for part in parts[1:]
    )


def app_of(module: str) -> str:
    return module.partition(".")[0]


def breaks(module: str, imported: str) -> str:
    """Why ``module`` may not import ``imported``; empty when it may."""
    own, other = app_of(module), app_of(imported)
    if other == "config":
        allowed = imported == "config" or any(f"{imported}.".startswith(f"{one}.") for one in FOR_ALL)
        return "" if allowed else "of config, domain code knows env and jobs alone"
    if other not in APPS:
        return ""
    if is_delivery(imported):
        return "domain code does not look at delivery code"
    if own != other and LEVEL[other] >= LEVEL[own]:
        return f"{own} stands below or beside {other}"
    return ""


DOMAIN = [path for path in sources(*sorted(APPS)) if not is_delivery(module_of(path))]


@pytest.mark.parametrize("path", DOMAIN, ids=name_of)
def test_domain_code_points_down(path):
    broken = {imported: why for imported in imports(path) if (why := breaks(module_of(path), imported))}
    assert not broken


@pytest.mark.parametrize(
    ("module", "imported", "allowed"),
    [
        ("assessments.pipeline", "students.models", True),
        ("students.roster", "assessments.models", False),
        ("fusion.combine", "reasoning.writer", False),
        ("privacy.deidentify.spans", "mlcore.placeholders", True),
        ("mlcore.read", "privacy.deidentify", False),
        ("privacy.keys", "config.env", True),
        ("assessments.models", "config.jobs.Job", True),
        ("assessments.pipeline", "config.settings", False),
        ("assessments.intake", "assessments.views.teacher", False),
        ("students.access", "students.api_auth", False),
        ("students.access", "students.api_auth.KeyAuthentication", False),
        ("students.roster", "students.navigation", False),
        ("assessments.tasks", "assessments.pipeline", True),
    ],
)
def test_the_law_itself_tells_right_from_wrong(module, imported, allowed):
    assert (breaks(module, imported) == "") is allowed


def test_imports_are_seen_wherever_they_stand():
    tree = ast.parse("def f():\n    from ..models import Student\n    import os.path\nfrom . import access")
    assert set(imports_of(tree, "students.views.roster")) == {
        "students.models",
        "students.models.Student",
        "os.path",
        "students.views",
        "students.views.access",
    }


@pytest.mark.parametrize("path", sources("mlcore"), ids=name_of)
def test_the_science_knows_python_and_its_own_libraries_alone(path):
    known = SCIENCE | set(sys.stdlib_module_names) | {"mlcore"}
    assert {app_of(imported) for imported in imports(path)} <= known


@pytest.mark.parametrize("path", [p for p in OURS if name_of(p).startswith(PURE)], ids=name_of)
def test_pure_arithmetic_knows_no_database_and_no_settings(path):
    assert not {one for one in imports(path) if app_of(one) in {"django", "config", "sqlite3", "psycopg", "celery"}}


def environment_reads(tree: ast.AST) -> list[int]:
    named = {"environ", "getenv", "environb", "putenv"}
    reads = (n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in named and _is_os(n.value))
    taken = (
        n for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom) and n.module == "os" and named & {alias.name for alias in n.names}
    )  # fmt: skip
    return [node.lineno for node in (*reads, *taken)]


def _is_os(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "os"


@pytest.mark.parametrize("path", [p for p in OURS if name_of(p) not in READ_THE_ENVIRONMENT], ids=name_of)
def test_only_env_reads_the_environment(path):
    assert not environment_reads(tree_of(path))


@pytest.mark.parametrize(
    "source", ["import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ"]
)
def test_a_read_of_the_environment_is_seen(source):
    assert environment_reads(ast.parse(source))


@pytest.mark.parametrize("path", [p for p in OURS if not name_of(p).startswith("privacy/egress")], ids=name_of)
def test_there_is_one_door_to_the_outside(path):
    clients = CLIENTS - ({"socket"} if name_of(path) in ASK_FOR_A_FREE_PORT else set())
    assert not {one for one in imports(path) if any(f"{one}.".startswith(f"{client}.") for client in clients)}


@pytest.mark.parametrize("path", [p for p in OURS if name_of(p) != "privacy/mail.py"], ids=name_of)
def test_there_is_one_place_that_sends_mail(path):
    assert not {one for one in imports(path) if f"{one}.".startswith("django.core.mail.")}


def test_every_file_is_named_after_its_work():
    assert not [name_of(path) for path in OURS if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES]


# --- templates: a strict content policy would switch these off without a word ----------------------

INLINE = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an inline handler": re.compile(r"\s(on[a-z]+|hx-on[\w:-]*)\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_carry_no_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")
    assert not [what for what, pattern in INLINE.items() if pattern.search(text)]


@pytest.mark.parametrize(
    "text", ['<p style="color:red">', "<script>x()</script>", '<a onclick="x()">', '<b hx-on:click="x">', "<style>"]
)
def test_what_is_inline_is_seen(text):
    assert [what for what, pattern in INLINE.items() if pattern.search(text)]


# --- data ------------------------------------------------------------------------------------------


def strings_of(tree: ast.AST) -> Iterator[str]:
    return (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))


@pytest.mark.parametrize("path", sources("mlcore"), ids=name_of)
def test_the_sample_district_is_never_read_by_the_science(path):
    """It is shown to people as unseen by the models, so no module of theirs may even name it."""
    assert not [text for text in strings_of(tree_of(path)) if "demo_responses" in text or "demo_students" in text]


def models_about_students() -> list:
    from django.apps import apps

    from students.models import Student

    return [
        model
        for model in apps.get_models()
        if any(field.is_relation and field.related_model is Student for field in model._meta.concrete_fields)
    ]


def test_every_row_about_a_student_names_its_school():
    for model in models_about_students():
        assert not model._meta.get_field("school").null, model


def test_rows_about_students_are_not_opened_in_the_admin():
    from django.contrib import admin

    from students.models import Student

    admin.autodiscover()
    assert not {Student, *models_about_students()} & set(admin.site._registry)
