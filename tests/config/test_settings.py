"""Unsafe production settings stop the start, with the remedy in the message."""

import base64
import os
import subprocess
import sys

import pytest

from tests.installation import ROOT

SAFE = {
    "SIGHTLINE_MODE": "production",
    "SIGHTLINE_SECRET_KEY": "x" * 60,
    "SIGHTLINE_MASTER_KEY": base64.b64encode(b"k" * 32).decode(),
    "SIGHTLINE_HOSTS": "sightline.district.example",
    "DATABASE_URL": "postgres://u@db/sightline",
    "KEYS_DATABASE_URL": "postgres://u@keys/sightline_keys",
    "REDIS_URL": "redis://redis:6379/0",
    "SIGHTLINE_EMAIL_URL": "smtp+tls://u:p@mail.district.example:587",
    "SIGHTLINE_URL": "https://sightline.district.example",
}

UNSAFE = [
    ({"DATABASE_URL": "sqlite:///x.sqlite3"}, "DATABASE_URL must name PostgreSQL"),
    ({"KEYS_DATABASE_URL": ""}, "Give the keys a database of their own"),
    ({"REDIS_URL": ""}, "REDIS_URL must be set"),
    ({"SIGHTLINE_DEBUG": "1"}, "SIGHTLINE_DEBUG must be off"),
    ({"SIGHTLINE_EMAIL_URL": ""}, "SIGHTLINE_EMAIL_URL must name a mail server"),
    ({"SIGHTLINE_EMAIL_URL": "smtp://u:p@mail.district.example:25"}, "SIGHTLINE_EMAIL_URL must speak TLS"),
    ({"SIGHTLINE_URL": ""}, "SIGHTLINE_URL must be where people reach"),
    ({"SIGHTLINE_DEMO": "1"}, "SIGHTLINE_DEMO must be off"),
    ({"SIGHTLINE_HOSTS": ""}, "SIGHTLINE_HOSTS must name your host"),
    ({"SIGHTLINE_SECRET_KEY": ""}, "SIGHTLINE_SECRET_KEY is not set"),
    ({"SIGHTLINE_MASTER_KEY": ""}, "SIGHTLINE_MASTER_KEY is not set"),
    ({"SIGHTLINE_MASTER_KEY": "not base64"}, "SIGHTLINE_MASTER_KEY is not base64"),
    ({"SIGHTLINE_MASTER_KEY": base64.b64encode(b"short").decode()}, "holds 5 bytes, 32 are needed"),
]


def start(tmp_path, **changes) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "SIGHTLINE_VAR": str(tmp_path), **SAFE, **changes}
    code = "from config import env, settings; env.master_key()"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_safe_production_settings_start(tmp_path):
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("changes", "remedy"), UNSAFE, ids=[remedy for _, remedy in UNSAFE])
def test_an_unsafe_setting_stops_the_start_and_says_how_to_mend_it(tmp_path, changes, remedy):
    done = start(tmp_path, **changes)
    assert done.returncode != 0
    assert remedy in done.stderr


def test_a_secret_may_come_from_a_mounted_file(tmp_path):
    for name in ("SIGHTLINE_SECRET_KEY", "DATABASE_URL", "KEYS_DATABASE_URL", "REDIS_URL", "SIGHTLINE_EMAIL_URL"):
        (tmp_path / name).write_text(SAFE[name] + "\n")
        done = start(tmp_path, **{name: "", f"{name}_FILE": str(tmp_path / name)})
        assert done.returncode == 0, done.stderr
    done = start(tmp_path, SIGHTLINE_SECRET_KEY="", SIGHTLINE_SECRET_KEY_FILE=str(tmp_path / "nothing"))
    assert "SIGHTLINE_SECRET_KEY_FILE names" in done.stderr


def test_what_the_address_of_a_database_says_of_tls_is_kept(tmp_path):
    environment = {"PATH": os.environ["PATH"], "SIGHTLINE_VAR": str(tmp_path), **SAFE}
    environment["DATABASE_URL"] += "?sslmode=verify-full"
    code = "from config import settings; print(settings.DATABASES['default']['OPTIONS'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert "'sslmode': 'verify-full'" in done.stdout and "'pool'" in done.stdout, done.stderr


def test_secrets_are_written_once_and_for_their_owner_only(tmp_path):
    command = [sys.executable, "config/write_secrets.py"]
    environment = {"PATH": os.environ["PATH"], "SIGHTLINE_VAR": str(tmp_path)}
    for _ in range(2):
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        content = (tmp_path / "secrets.env").read_text()
    assert content == (tmp_path / "secrets.env").read_text()
    assert (tmp_path / "secrets.env").stat().st_mode & 0o077 == 0


def test_the_embedded_default_needs_secrets_and_nothing_else(tmp_path):
    environment = {"PATH": os.environ["PATH"], "SIGHTLINE_VAR": str(tmp_path)}
    subprocess.run([sys.executable, "config/write_secrets.py"], cwd=ROOT, env=environment, check=True)
    done = subprocess.run(
        [sys.executable, "-c", "from config import settings; print(settings.DATABASES['default']['ENGINE'])"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "django.db.backends.sqlite3", done.stderr
