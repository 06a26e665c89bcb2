"""Which format an upload is, and its records: ``read`` is the one door for bytes of a roster.

A format is told from the names of its files and columns, never from what a person says it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from students.roster import containers, maps, simple, sis
from students.roster.columns import plain_header
from students.roster.lines import Row
from students.roster.maps import FIELDS, LISTS, Format, Sheet
from students.roster.records import ENDS, KEEPS, MOVES, RosterFile
from students.roster.tables import MAX_CELL, MAX_LISTED, Line, RosterUnreadable, cell, lines_of, text_of

MAX_LINES = 300_000
NO_MANIFEST = (
    "The export has no manifest.csv, so it cannot be told whether it is complete. "
    "Nobody is taken out of a class for not being in it."
)
VERSIONS = {"1.1": maps.ONEROSTER_11, "1.2": maps.ONEROSTER_12}
PARTS = {sheet.file for one in maps.FORMATS for sheet in one.sheets} | {"manifest"}


@dataclass(frozen=True)
class Manifest:
    """What manifest.csv says: the version, and per file bulk, delta or absent."""

    version: str = ""
    modes: Mapping[str, str] | None = None

    def mode(self, file: str) -> str:
        return (self.modes or {}).get(file, "")


def read(uploads: Sequence[tuple[str, bytes]]) -> RosterFile:
    """The records of an upload of one or several files. Raises RosterUnreadable."""
    files = containers.named_files(uploads)
    if len(files) == 1 and not PARTS & {_stem(name) for name in files}:
        return simple.read(text_of(next(iter(files.values()))))
    texts = {_stem(name): _text(name, content) for name, content in files.items()}
    if len(texts) == 1 and simple.is_simple(_header(next(iter(texts.values())))):
        return simple.read(text_of(next(iter(files.values()))))
    manifest = _manifest(texts.pop("manifest")) if "manifest" in texts else None
    form = _format(texts, manifest)
    return _assembled(form, texts, manifest)


def _assembled(form: Format, texts: Mapping[str, str], manifest: Manifest | None) -> RosterFile:
    tables: dict[str, list[Row]] = {table: [] for table in FIELDS}
    for sheet in form.sheets:
        if sheet.file in texts:
            tables[sheet.table].extend(_rows(sheet, texts[sheet.file]))
    absence = _absence(form, texts, manifest)
    notes = [NO_MANIFEST] if form.system == "oneroster" and manifest is None else []
    if unknown := sorted(texts.keys() - {sheet.file for sheet in form.sheets} - set(form.not_read)):
        notes.append(f"Not read, because {form.title} has no such file: {', '.join(f'{one}.csv' for one in unknown)}.")
    return sis.assemble(form, tables, absence=absence, notes=notes)


def _absence(form: Format, texts: Mapping[str, str], manifest: Manifest | None) -> str:
    """What it means to be missing: only a OneRoster export that calls its enrollments complete ends any."""
    if form.system == "sds":
        return MOVES
    mode = manifest.mode("enrollments") if manifest else ""
    if mode == "bulk" and "enrollments" not in texts:
        raise RosterUnreadable(
            "manifest.csv announces enrollments.csv, and it is not there. Export again and upload the whole zip file."
        )
    return ENDS if mode == "bulk" else KEEPS


def _format(texts: Mapping[str, str], manifest: Manifest | None) -> Format:
    if manifest is not None:
        version = ".".join(manifest.version.split(".")[:2])
        if version not in VERSIONS:
            raise RosterUnreadable(
                f"manifest.csv says OneRoster {manifest.version or 'without a version'}. "
                "Sightline reads 1.1 and 1.2: choose one of them in your student information system."
            )
        return VERSIONS[version]
    form = _format_without_manifest(texts)
    if missing := [f"{sheet.file}.csv" for sheet in form.sheets if sheet.required and sheet.file not in texts]:
        raise RosterUnreadable(
            f"This looks like {form.title}, and these parts are missing: {', '.join(missing)}. "
            "Upload all files of the export together, or the zip file that holds them."
        )
    return form


def _format_without_manifest(texts: Mapping[str, str]) -> Format:
    if {"student", "section"} & texts.keys():
        return maps.SDS_1
    if not {"users", "classes", "enrollments", "orgs"} & texts.keys():
        names = ", ".join(f"{name}.csv" for name in sorted(texts))
        raise RosterUnreadable(
            f"No roster was found in these files: {names[:300]}. Sightline reads OneRoster 1.1 and 1.2, "
            "School Data Sync, and a simple CSV with one line for each student."
        )
    columns = {sheet: {plain_header(title) for title in _header(text)} for sheet, text in texts.items()}
    if any("status" in columns.get(sheet, ()) for sheet in ("users", "classes", "enrollments", "orgs")):
        return maps.ONEROSTER_12 if "roletype" in columns.get("roles", ()) else maps.ONEROSTER_11
    return maps.SDS_21 if "roles" in texts else maps.SDS_2


def _manifest(text: str) -> Manifest:
    try:
        pairs = {
            line.cells[0].strip().lower(): line.cells[1].strip()
            for line in lines_of(text, most=500)
            if len(line.cells) > 1
        }
    except RosterUnreadable as problem:
        raise RosterUnreadable(f"manifest.csv: {problem}") from None
    modes = {key.removeprefix("file."): said.lower() for key, said in pairs.items() if key.startswith("file.")}
    return Manifest(pairs.get("oneroster.version", ""), modes)


def _rows(sheet: Sheet, text: str) -> list[Row]:
    """The lines of one file under our own names of its columns. An empty file has none."""
    if not text:
        return []
    name = f"{sheet.file}.csv"
    try:
        lines = lines_of(text, most=MAX_LINES)
        header = next(lines, Line(0, [])).cells
        at = _columns(sheet, header)
        return [_row(sheet, name, line, at, len(header)) for line in lines]
    except RosterUnreadable as problem:
        raise RosterUnreadable(f"{name}: {problem}") from None


def _columns(sheet: Sheet, header: list[str]) -> dict[str, int]:
    """Where each field stands. Of several spellings of one field the one named first in the map counts."""
    at: dict[str, int] = {}
    plain = [plain_header(title) for title in header]
    for field, headers in sheet.columns.items():
        found = [plain.index(one) for one in headers.lower().split() if one in plain]
        if found:
            at[field] = found[0]
    if missing := [FIELDS[sheet.table][field] for field in sheet.needed if field not in at]:
        seen = ", ".join(title.strip() for title in header if title.strip()) or "none"
        why = " Names are taken out of what students write, so Sightline needs them." if _names_lack(missing) else ""
        raise RosterUnreadable(
            f"The first line does not name a column for: {', '.join(missing)}. It names: {seen[:300]}.{why} "
            "Add it to the export and upload it again."
        )
    return at


def _names_lack(missing: Sequence[str]) -> bool:
    return bool({"first name", "last name"} & set(missing))


def _row(sheet: Sheet, file: str, line: Line, at: Mapping[str, int], width: int) -> Row:
    values = dict(sheet.always)
    problem = ""
    for field, place in at.items():
        raw = line.cells[place] if place < len(line.cells) else ""
        try:
            label = FIELDS[sheet.table][field]
            values[field] = cell(label, raw, most=MAX_LISTED if field in LISTS else MAX_CELL) if raw else ""
        except ValueError as fault:
            values[field] = ""
            problem = problem or str(fault)
    if any(one.strip() for one in line.cells[width:]):
        problem = problem or ("This line has more cells than there are columns. A comma within a cell needs quotes.")
    empty = next((field for field in sheet.needed if not values.get(field)), None)
    if empty and not (empty in ("first_name", "last_name") and (values.get("first_name") or values.get("last_name"))):
        problem = problem or f"The {FIELDS[sheet.table][empty]} is empty."
    return Row(file, line.number, values, problem)


def _text(name: str, content: bytes) -> str:
    """A file of an export; one without any content is an optional file that says nothing."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return ""
    try:
        return text_of(content)
    except RosterUnreadable as problem:
        raise RosterUnreadable(f"{name}: {problem}") from None


def _header(text: str) -> list[str]:
    if not text:
        return []
    return next(lines_of(text, most=10**9), Line(0, [])).cells


def _stem(name: str) -> str:
    return name.lower().removesuffix(".csv")
