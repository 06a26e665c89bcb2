"""Set before Django reads its settings: keys of this run alone, and a folder that goes with it."""

import base64
import os
import secrets
import tempfile
from pathlib import Path

import pytest

_VAR = Path(tempfile.mkdtemp(prefix="sightline-tests-"))
os.environ["SIGHTLINE_VAR"] = str(_VAR)
os.environ["SIGHTLINE_SECRET_KEY"] = secrets.token_urlsafe(40)
os.environ["SIGHTLINE_MASTER_KEY"] = base64.b64encode(secrets.token_bytes(32)).decode()
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.pop("SIGHTLINE_DEMO", None)
os.environ.pop("SIGHTLINE_MODE", None)


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
