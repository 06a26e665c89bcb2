"""``make test``: the suite on SQLite, and at the same time what touches a database on PostgreSQL and Redis.

What this machine lacks is named, never passed over; with SIGHTLINE_SKIP_NOTHING=1 (CI) it fails.
"""

import base64
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

POSTGRES = ("127.0.0.1", 5432)
REDIS = ("127.0.0.1", 6379)


def servers(name: str = "postgres", keys: str = "sightline_keys") -> dict[str, str]:
    return {
        "DATABASE_URL": f"postgres://postgres@127.0.0.1:5432/{name}",
        "KEYS_DATABASE_URL": f"postgres://postgres@127.0.0.1:5432/{keys}",
        "REDIS_URL": "redis://127.0.0.1:6379/15",
    }


SERVERS = servers()
# These have no database in them; running them twice would show nothing new.
WITHOUT_DATABASE = ("tests/mlcore", "tests/journeys", "tests/reasoning")


def main() -> int:
    absent = list(missing())
    for name in absent:
        print(f"skipped: {name}")
    if absent and os.environ.get("SIGHTLINE_SKIP_NOTHING"):
        print("Nothing may be skipped here (SIGHTLINE_SKIP_NOTHING is set).")
        return 1
    if not has_servers():
        return run("SQLite", {}, [])
    create_databases("sightline_keys")
    apart = [f"--ignore={path}" for path in WITHOUT_DATABASE]
    # Together two more workers than cores: some tests wait for other processes.
    each = (os.cpu_count() or 2) // 2 + 1
    with (
        tempfile.TemporaryFile("w+") as told,
        started(SERVERS, ["--only-database", *apart], workers=each, output=told) as others,
    ):
        failed = run("SQLite", {}, [], workers=each)
        print("\n--- PostgreSQL and Redis (at the same time, told now) ---", flush=True)
        failed |= others.wait()
        told.seek(0)
        print(told.read())
    return failed


def has_servers() -> bool:
    return _answers(POSTGRES) and _answers(REDIS)


def missing():
    if shutil.which("chromium") is None:
        yield "browser journeys (chromium is not installed)"
    if not _answers(POSTGRES):
        yield "the suite on PostgreSQL (none answers on 127.0.0.1:5432)"
    if not _answers(REDIS):
        yield "the suite on Redis (none answers on 127.0.0.1:6379)"
    if not os.environ.get("SIGHTLINE_DATA"):
        print("absent: the public data sets (SIGHTLINE_DATA); tests that read them are skipped by name")


def run(title: str, environment: dict, extra: list[str], workers: int | None = None) -> int:
    print(f"\n--- {title} ---", flush=True)
    with started(environment, extra, workers=workers) as process:
        return process.wait()


@contextmanager
def started(
    environment: dict, extra: list[str], *, workers: int | None = None, output=None
) -> Iterator[subprocess.Popen]:
    workers = workers or os.cpu_count() or 2
    command = [sys.executable, "-m", "pytest", "-n", str(workers), "--dist", "loadgroup", "-rs", *extra]
    inherited = {name: value for name, value in os.environ.items() if name not in SERVERS}
    with tempfile.TemporaryDirectory(prefix="sightline-tests-") as folder:
        own = {**inherited, **_secrets(folder), **environment}
        with subprocess.Popen(command, env=own, stdout=output, stderr=output) as process:  # noqa: S603
            yield process


def _secrets(folder: str) -> dict[str, str]:
    """Keys and a folder of this run alone; pytest-django reads the settings before any conftest could set them."""
    return {
        "SIGHTLINE_VAR": folder,
        "SIGHTLINE_SECRET_KEY": secrets.token_urlsafe(40),
        "SIGHTLINE_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def _answers(address) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


def create_databases(*names: str) -> None:
    """pytest-django makes test databases of its own, but Django wants the named one to exist first."""
    import psycopg

    with psycopg.connect(SERVERS["DATABASE_URL"], autocommit=True) as connection:
        for name in names:
            row = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
            if row is None:
                connection.execute(f"create database {name}")


if __name__ == "__main__":
    sys.exit(main())
