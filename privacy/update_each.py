"""Each row its own new values, in one statement prepared once.

Django's ``bulk_update`` writes one CASE with a branch for every row, which costs more to build than to run, and it
cannot seal; ``update()`` gives every row the same value.
"""

from collections.abc import Iterable, Sequence

from django.db import connections, models, router


def update_each(instances: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Write the current values of ``fields`` of rows of one model; encrypted fields are sealed on the way."""
    rows = list(instances)
    if not rows:
        return
    options = rows[0]._meta
    connection = connections[router.db_for_write(type(rows[0]))]
    columns = [options.get_field(name) for name in fields]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in columns)
    statement = f"UPDATE {quote(options.db_table)} SET {assignments} WHERE {quote(options.pk.column)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in (*columns, options.pk)]
                for row in rows
            ],
        )
