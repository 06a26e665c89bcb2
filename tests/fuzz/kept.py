"""What both databases hold, so that a refusal can be shown to have left nothing behind: every row of every table."""

from collections import Counter

from django.db import connections

# What a refused request may leave, and why. Everything else must be as it was, to the letter.
MAY_CHANGE = {
    "privacy_auditevent": "a refusal is itself written down",
    "privacy_auditsubject": "with the student it concerns",
    "django_cache": "who has to wait, and how often a key asked",
    "django_session": "a message that waits, and when the session ends",
    "usersessions_usersession": "when a device was last seen",
    "privacy_subjectkey": "a key is committed before the first ciphertext; one that met none is swept after an hour",
}
COLUMNS_THAT_MAY = {"students_apikey": {"last_used_at"}, "students_user": {"last_login"}}


def everything() -> dict[str, Counter]:
    return {f"{alias}.{table}": _rows(alias, table) for alias in connections for table in _tables(alias)}


def differences(before: dict[str, Counter]) -> list[str]:
    after = everything()
    return [
        f"{table}: {(after[table] - rows).total()} rows more, {(rows - after[table]).total()} less"
        for table, rows in before.items()
        if after[table] != rows
    ]


def _tables(alias: str) -> list[str]:
    """The tables of the application, read once for each database."""
    if alias not in _known:
        found = connections[alias].introspection.django_table_names(only_existing=True)
        _known[alias] = sorted(set(found) - MAY_CHANGE.keys())
    return _known[alias]


def _rows(alias: str, table: str) -> Counter:
    with connections[alias].cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (a table of ours)
        left_out = COLUMNS_THAT_MAY.get(table, set())
        kept = [at for at, column in enumerate(cursor.description) if column[0] not in left_out]
        return Counter(repr([_plain(row[at]) for at in kept]) for row in cursor.fetchall())


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


_known: dict[str, list[str]] = {}
