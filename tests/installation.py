"""A Sightline of its own for one test: its folder, databases, secrets and real processes.

Where the test run uses PostgreSQL and Redis, so does the installation, in databases it makes and drops.
"""

import base64
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path

from tests import migrated

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


class Installation:
    def __init__(self, folder: Path, **environment: str):
        self.folder = folder
        self.name = f"sightline_own_{uuid.uuid4().hex[:8]}"
        self.processes: list[subprocess.Popen] = []
        self.port = _free_port()
        self.environment = {
            **os.environ,
            "SIGHTLINE_VAR": str(folder),
            "SIGHTLINE_SECRET_KEY": secrets.token_urlsafe(32),
            "SIGHTLINE_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "PORT": str(self.port),
            "OMP_NUM_THREADS": "1",
            **self._servers(),
            **environment,
        }

    def _servers(self) -> dict[str, str]:
        url = os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            return {"DATABASE_URL": f"sqlite:///{self.folder / 'sightline.sqlite3'}", "REDIS_URL": ""}
        self._on_server(f"create database {self.name}", f"create database {self.name}_keys")
        server = url.rsplit("/", 1)[0]
        redis = os.environ["REDIS_URL"].rsplit("/", 1)[0]
        return {
            "DATABASE_URL": f"{server}/{self.name}",
            "KEYS_DATABASE_URL": f"{server}/{self.name}_keys",
            "REDIS_URL": f"{redis}/14",
        }

    @property
    def _on_postgresql(self) -> bool:
        return self.environment["DATABASE_URL"].startswith("postgres")

    def _on_server(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def prepare(self) -> None:
        """``prepare_database``, beginning with the tables that this run has migrated, if it has."""
        files = {"default": self.folder / "sightline.sqlite3", "keys": self.folder / "keys.sqlite3"}
        migrated.copy_to({"default": self.name, "keys": f"{self.name}_keys"} if self._on_postgresql else files)
        self.manage("prepare_database")

    def manage(self, *arguments: str) -> str:
        return self._run([sys.executable, "manage.py", *arguments])

    def python(self, code: str) -> str:
        """Run code with Django set up; returns what it printed."""
        return self._run([sys.executable, "-c", f"import django; django.setup()\n{code}"])

    def _run(self, command: list[str]) -> str:
        environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT), **self.environment}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command[1:3]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def query(self, sql: str) -> list[tuple]:
        """Ask the database directly, without the second that starting Django takes."""
        if self._on_postgresql:
            import psycopg

            with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
                return connection.execute(sql).fetchall()
        with closing(sqlite3.connect(self.folder / "sightline.sqlite3", timeout=20)) as connection:
            return connection.execute(sql).fetchall()

    def start_worker(self, concurrency: int = 1) -> subprocess.Popen:
        command = [str(BIN / "celery"), "-A", "config", "worker", "--beat", "--loglevel", "WARNING"]
        return self._start([*command, "--concurrency", str(concurrency), "--without-gossip", "--without-mingle"])

    def start_web(self) -> str:
        command = [str(BIN / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        self._start([*command, "--worker-class", "gthread", "--threads", "4", "--no-control-socket"])
        return f"http://127.0.0.1:{self.port}"

    def _start(self, command: list[str]) -> subprocess.Popen:
        with (self.folder / f"{Path(command[0]).name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen) -> None:
        """kill -9 the process and all it started: no goodbye, no cleaning up."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)
        if self._on_postgresql:
            self._on_server(
                f"drop database if exists {self.name} with (force)",
                f"drop database if exists {self.name}_keys with (force)",
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
