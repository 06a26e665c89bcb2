"""Whether the wall would hold for whoever connects: asked before a production process answers anybody."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from privacy.wall.standing import APP, SYSTEM_ROLE

ASKED = """
SELECT current_user, rolsuper OR rolbypassrls,
    EXISTS (SELECT FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
            WHERE p.polname = 'sightline_schools' AND pg_has_role(c.relowner, 'USAGE')),
    ARRAY(SELECT wanted FROM unnest(%s::text[]) AS wanted
          WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted AND pg_has_role(oid, 'MEMBER')))
FROM pg_roles WHERE rolname = current_user"""
GUIDE = "See docs/guides/postgresql.md."


def trouble(using: str = "default") -> list[str]:
    """What is wrong with the role this process connects as; nothing on SQLite, which has no second wall."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [[APP, SYSTEM_ROLE]])
        user, unbound, owner, missing = cursor.fetchone()
    said = []
    if unbound:
        said.append(f"DATABASE_URL connects as {user}, for whom row-level security does not hold. {GUIDE}")
    elif owner:
        said.append(f"DATABASE_URL connects as {user}, who owns the tables and could lift the wall. {GUIDE}")
    if missing:
        said.append(f"{user} may not act as {' or '.join(missing)}: GRANT {', '.join(missing)} TO {user}. {GUIDE}")
    return said


def refuse_in_production() -> None:
    if not settings.PRODUCTION:
        return
    found = trouble()
    let_go()
    if found:
        raise ImproperlyConfigured("The second wall would not hold:\n- " + "\n- ".join(found))


def let_go() -> None:
    """A worker forks after this, and neither a connection nor a pool's threads may come along."""
    connections["default"].close()
    if connections["default"].vendor == "postgresql":
        connections["default"].close_pool()
