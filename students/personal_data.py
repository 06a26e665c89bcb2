"""What this app holds about a student."""

from privacy.fields import Personal
from privacy.holders import declare

NAME = Personal("name", "while_enrolled")
DEMOGRAPHIC = Personal("demographic", "while_enrolled")
IDENTIFIER = Personal("identifier", "while_enrolled")

declare(
    "students.Student",
    path="",
    personal={
        "first_name": NAME,
        "last_name": NAME,
        "nicknames": NAME,
        "pronouns": DEMOGRAPHIC,
        "home_language": DEMOGRAPHIC,
        "grade": DEMOGRAPHIC,
    },
    plain="id school created_at",
)
declare("students.NameToken", path="student", personal={"token": NAME}, plain="id school student")
declare("students.Enrollment", path="student", plain="id school student classroom starts_on ends_on")
declare(
    "students.Guardianship", path="student", plain="id school guardian student relation restricted starts_on ends_on"
)
declare(
    "students.CaseWords",
    path="student",
    personal={"words": Personal("words", "while_enrolled")},
    plain="id school student case state written_at",
)
declare(
    "students.ExternalId",
    path="student",
    personal={"value": IDENTIFIER, "token": IDENTIFIER},
    plain="id school student system kind",
)
declare(
    "students.RosterChange",
    path="student",
    personal={"detail": NAME},  # names before and after an import; gone with the run after 30 days, see roster/undo.py
    plain="id school run student",
)
