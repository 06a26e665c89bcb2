"""docs/reference/roster-formats.md, written from the header maps themselves: ``manage.py roster_formats``."""

from collections.abc import Iterator

from students.roster import columns, containers, formats, simple
from students.roster.maps import ENDED, FIELDS, FORMATS, ROLES, Format, Sheet
from students.roster.zones import WINDOWS

HEAD = """# Roster formats

Made from the code by `manage.py roster_formats`; a test fails when the two differ. How to use them:
[Bringing in the roster](../guides/roster.md).

Column names are compared by their letters and figures alone: case, order, spaces and punctuation do not matter. Of
several names for one field the first that the file has counts. Whatever is not named here is not read and not kept:
passwords, birth dates, sex, race, addresses, phone numbers, health, lunch and special education flags.
"""


def page() -> str:
    return "\n".join((HEAD, *_limits(), *_roles(), *_simple(), *(line for one in FORMATS for line in _format(one))))


def _limits() -> Iterator[str]:
    yield "## Limits\n"
    yield "| what | at most |"
    yield "|---|---|"
    yield "| an upload | 10 MB |"
    yield f"| a zip file, unpacked | {containers.MAX_ALL // 1024 // 1024} MB, {containers.MAX_ENTRIES} files |"
    yield f"| one file in it | {containers.MAX_FILE // 1024 // 1024} MB, {formats.MAX_LINES:,} lines |"
    yield f"| a simple file | {simple.MAX_ROWS:,} lines |"
    yield "\nFiles are UTF-8 (with or without a byte order mark) or UTF-16. Commas, semicolons, tabs or bars separate"
    yield "the cells."
    yield f"These statuses end something: {', '.join(f'`{one}`' for one in sorted(ENDED))}; every other is active.\n"


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield "| in Sightline | in the file |"
    yield "|---|---|"
    for kind, roles in ROLES.items():
        yield f"| {kind} | {', '.join(roles.split())} |"
    yield "\nEvery other role (administrator, aide, proctor) is counted on the page and gets no access from a file.\n"
    yield "## Time zones\n"
    yield "Names of the IANA database (`America/Denver`), and these of Windows: " + "; ".join(sorted(WINDOWS)) + ".\n"


def _simple() -> Iterator[str]:
    yield f"## {simple.TITLE}\n"
    yield "| field | column names | needed |"
    yield "|---|---|---|"
    for name, field in columns.FIELDS.items():
        needed = "yes" if name in columns.REQUIRED else ""
        yield f"| {field.label} | {', '.join(f'`{header}`' for header in field.headers.split())} | {needed} |"
    yield ""


def _format(one: Format) -> Iterator[str]:
    yield f"## {one.title}\n"
    for sheet in one.sheets:
        yield from _sheet(sheet)
    if one.not_read:
        yield f"Known and left alone: {', '.join(f'`{name}.csv`' for name in one.not_read)}.\n"


def _sheet(sheet: Sheet) -> Iterator[str]:
    said = "; ".join(f"{field} is always {value}" for field, value in sheet.always.items())
    yield f"### {sheet.file}.csv{' (needed)' if sheet.required else ''}{f' ({said})' if said else ''}\n"
    yield "| field | column names | needed |"
    yield "|---|---|---|"
    for field, headers in sheet.columns.items():
        label = FIELDS[sheet.table][field]
        needed = "yes" if field in sheet.needed else ""
        yield f"| {label} | {', '.join(f'`{header}`' for header in headers.split())} | {needed} |"
    yield ""
