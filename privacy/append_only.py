"""A migration operation: the database itself refuses to change (and, if asked, to delete) a table's rows.

Application code is asked to append; the trigger makes it so even for a shell or a stray ``update()``.
"""

from django.db.migrations.operations.base import Operation

REASON = "%s is append-only: write a new row that supersedes the old one"


class RefuseChanges(Operation):
    reversible = True

    def __init__(self, table: str, acts: tuple[str, ...] = ("UPDATE",)):
        self.table, self.acts = table, acts

    def deconstruct(self):
        return self.__class__.__name__, [self.table], {"acts": self.acts}

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.alias == "keys":
            return
        self.database_backwards(app_label, schema_editor, from_state, to_state)  # said again after SQLite made the
        for act in self.acts:  # table anew for a new column: there the trigger went with the old one
            for statement in _VENDORS[schema_editor.connection.vendor](self.table, act):
                schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.alias == "keys":
            return
        on = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for act in self.acts:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{act.lower()}{on}")

    def describe(self):
        return f"Refuse {' and '.join(self.acts)} on {self.table}"


def _sqlite(table, act):
    yield (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REASON % table}'); END"
    )


def _postgresql(table, act):
    name = f"{table}_no_{act.lower()}"
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REASON % table}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


_VENDORS = {"sqlite": _sqlite, "postgresql": _postgresql}
