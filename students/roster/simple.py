"""Our simple CSV: one line for each student (or for each student and class), as an office exports or types it."""

from dataclasses import replace

from students.roster.columns import FIELDS, REQUIRED, Columns, columns_of
from students.roster.records import MOVES, ClassRecord, RosterFile, SchoolRoster, Seat, StudentRecord
from students.roster.tables import CellProblem, Line, RosterUnreadable, cell, lines_of

TITLE = "Simple CSV"
MAX_ROWS = 20_000


def read(text: str) -> RosterFile:
    """Every line as a student; one that cannot be taken carries its problem. Raises RosterUnreadable."""
    lines = lines_of(text, most=MAX_ROWS)
    header = next(lines, Line(0, [])).cells
    columns = _checked(columns_of(header), header)
    classes: dict[str, ClassRecord] = {}
    students = [_student(line, columns, len(header), classes) for line in lines]
    if not students:
        raise RosterUnreadable("This file has column names but no students below them.")
    students = _joined(students)
    used = {seat.classroom for student in students if not student.problem for seat in student.seats}
    school = SchoolRoster(
        system="roster",
        absence=MOVES,
        classes=tuple(record for key, record in classes.items() if key in used),
        students=tuple(students),
    )
    return RosterFile("simple", TITLE, (school,))


def is_simple(header: list[str]) -> bool:
    """Whether the first line names all columns of a simple file, whatever the file is called."""
    return set(REQUIRED) <= columns_of(header).at.keys()


def class_key(term: str | None, name: str) -> str:
    """A simple file has no ids of classes; name and term stand for one."""
    return f"{term or ''}\n{name}"


def _checked(columns: Columns, header: list[str]) -> Columns:
    if columns.twice:
        field, names = next(iter(columns.twice.items()))
        raise RosterUnreadable(
            f"Two columns could be the {FIELDS[field].label}: {' and '.join(repr(name) for name in names)}. "
            "Rename the one that is not."
        )
    if missing := [FIELDS[field].label for field in REQUIRED if field not in columns.at]:
        seen = ", ".join(name.strip() for name in header if name.strip()) or "none"
        raise RosterUnreadable(
            f"The first line does not name a column for: {', '.join(missing)}. It names: {seen[:300]}. "
            "Rename the columns, or start from the example file."
        )
    return columns


def _student(line: Line, columns: Columns, width: int, classes: dict[str, ClassRecord]) -> StudentRecord:
    values = {field: line.cells[at] if at < len(line.cells) else "" for field, at in columns.at.items()}
    try:
        if any(one.strip() for one in line.cells[width:]):
            raise CellProblem("This line has more cells than there are columns. A comma within a cell needs quotes.")
        clean = {field: cell(FIELDS[field].label, value) for field, value in values.items()}
        said = {FIELDS[field].fills: FIELDS[field].parse(value) for field, value in clean.items()}
    except ValueError as problem:
        return StudentRecord(line=line.number, **_whatever_names(values), problem=str(problem))
    name, term, teachers = said.pop("classroom"), said.pop("term", None), said.pop("taught_by", ())
    record = classes.setdefault(
        class_key(term, name), ClassRecord(class_key(term, name), (name,), term, line=line.number)
    )
    seat = Seat(record.key, taught_by=teachers, line=line.number)
    return StudentRecord(line=line.number, seats=(seat,), **said)


def _whatever_names(values: dict[str, str]) -> dict[str, str]:
    """The name of a row with a problem, so that the page can say whose row it is."""
    return {field: " ".join(values.get(field, "").split())[:60] for field in ("first_name", "last_name")}


def _joined(students: list[StudentRecord]) -> list[StudentRecord]:
    """One student on several lines, one for each class, is one student; the same line twice, or another name
    under the same id, is a problem of the later line."""
    first: dict[str, int] = {}  # id -> place among those kept
    kept: list[StudentRecord] = []
    for student in students:
        at = first.setdefault(student.id, len(kept)) if not student.problem else len(kept)
        if at == len(kept):
            kept.append(student)
        elif kept[at].name == student.name and not _rooms(student) & _rooms(kept[at]):
            kept[at] = replace(kept[at], seats=(*kept[at].seats, *student.seats))
        else:
            why = f"Line {kept[at].line} has the same student id. Only that line counts."
            kept.append(replace(student, problem=why))
    return kept


def _rooms(student: StudentRecord) -> set[str]:
    return {seat.classroom for seat in student.seats}
