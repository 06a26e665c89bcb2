"""The only reader of the environment. Everything else asks this module.

``make setup`` writes ``var/secrets.env`` once; real environment variables win over it.
"""

import base64
import binascii
from functools import lru_cache
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent

_env = environ.Env()
VAR = Path(_env.str("SIGHTLINE_VAR", default=str(ROOT / "var"))).resolve()
if (VAR / "secrets.env").exists():
    environ.Env.read_env(str(VAR / "secrets.env"))


def _from_file(name: str) -> str:
    path = _env.str(f"{name}_FILE", default="")
    if not path:
        return ""
    try:
        found = _read(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read ({type(error).__name__}). Mount the secret there, "
            "readable by this process."
        ) from error
    if not found:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which is empty. Mount the secret there.")
    return found


@lru_cache
def _read(path: str) -> str:
    """Once per process: keys are opened often. A new file is read when the process is started again."""
    return Path(path).read_text(encoding="utf-8").strip()


def secret(name: str) -> str:
    """From the environment, or from the file that ``<name>_FILE`` names, as secret managers mount them."""
    return _from_file(name) or _env.str(name, default="")


PRODUCTION = _env.str("SIGHTLINE_MODE", default="embedded") == "production"
DEBUG = _env.bool("SIGHTLINE_DEBUG", default=False)
PORT = _env.int("PORT", default=8000)
ALLOWED_HOSTS = _env.list("SIGHTLINE_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
REDIS_URL = secret("REDIS_URL")
DATABASE_URL = secret("DATABASE_URL") or f"sqlite:///{VAR / 'sightline.sqlite3'}"
KEYS_DATABASE_URL = secret("KEYS_DATABASE_URL")
LOGIN_PASSWORD = secret("SIGHTLINE_LOGIN_PASSWORD")  # for prepare_database --login alone
DATA = Path(data) if (data := _env.str("SIGHTLINE_DATA", default="")) else None
ARTIFACTS = Path(_env.str("SIGHTLINE_ARTIFACTS", default=str(ROOT / "ml_artifacts")))
DEMO = _env.bool("SIGHTLINE_DEMO", default=False)
JOB_LEASE_SECONDS = _env.int("SIGHTLINE_JOB_LEASE_SECONDS", default=120)
REAP_SECONDS = _env.float("SIGHTLINE_REAP_SECONDS", default=15.0)
AUDIT_HEADS = Path(_env.str("SIGHTLINE_AUDIT_HEADS", default=str(VAR / "audit_heads.jsonl")))
TRAINING_EXPORTS = Path(_env.str("SIGHTLINE_TRAINING_EXPORTS", default=str(VAR / "exports" / "training")))
TOMBSTONES = Path(_env.str("SIGHTLINE_TOMBSTONES", default=str(VAR / "tombstones.jsonl")))
AUDIT_SEAL_SECONDS = _env.float("SIGHTLINE_AUDIT_SEAL_SECONDS", default=60.0)
# The door to the outside (privacy/egress) is shut until a destination is allowed; EGRESS_OFF shuts it again at once.
EGRESS_OFF = _env.bool("SIGHTLINE_EGRESS_OFF", default=False)
EGRESS_ALLOWED = _env.list("SIGHTLINE_EGRESS_ALLOWED", default=[])
LLM_URL = _env.str("SIGHTLINE_LLM_URL", default="")
LLM_API_KEY = secret("SIGHTLINE_LLM_API_KEY")
LLM_MODEL = _env.str("SIGHTLINE_LLM_MODEL", default="gpt-4o-mini")
LLM_TIMEOUT_SECONDS = _env.float("SIGHTLINE_LLM_TIMEOUT_SECONDS", default=30.0)
# Signing in: who needs a second step, how many proxies of ours stand in front, which services may say who somebody is.
SECOND_STEP_REQUIRED = _env.bool("SIGHTLINE_SECOND_STEP_REQUIRED", default=PRODUCTION)
IDLE_MINUTES = _env.int("SIGHTLINE_IDLE_MINUTES", default=60)
PROXIES = _env.int("SIGHTLINE_PROXIES", default=1 if PRODUCTION else 0)
SSO_URLS = {"google": "https://accounts.google.com", "clever": "https://clever.com"}
SSO_NAMES = {"google": "Google", "clever": "Clever", "microsoft": "Microsoft"}
# Where people reach Sightline (mails link there), and how mail goes out; embedded it is printed by the worker.
PUBLIC_URL = _env.str("SIGHTLINE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
EMAIL_URL = secret("SIGHTLINE_EMAIL_URL") or "consolemail://"
EMAIL_FROM = _env.str("SIGHTLINE_EMAIL_FROM", default="sightline@localhost")
TELL_SECONDS = _env.float("SIGHTLINE_TELL_SECONDS", default=30.0)
ALERT_UNREAD_HOURS = _env.float("SIGHTLINE_ALERT_UNREAD_HOURS", default=4.0)


def database(url: str) -> dict:
    return _env.db_url_config(url)


def keys_database_url() -> str:
    """The keys live in a database of their own; the embedded default is a second file beside the first."""
    if KEYS_DATABASE_URL:
        return KEYS_DATABASE_URL
    if DATABASE_URL.startswith("sqlite"):
        return f"sqlite:///{VAR / 'keys.sqlite3'}"
    raise ImproperlyConfigured(
        "DATABASE_URL names a server but KEYS_DATABASE_URL is empty. Give the keys a database of their own, "
        "with its own backups: KEYS_DATABASE_URL=postgres://.../sightline_keys"
    )


def email() -> dict:
    return _env.email_url_config(EMAIL_URL)


def email_in_the_clear() -> bool:
    said = email()
    in_tls = said.get("EMAIL_USE_TLS") or said.get("EMAIL_USE_SSL")
    return not in_tls and said.get("EMAIL_HOST") not in ("localhost", "127.0.0.1")


def secret_key() -> str:
    return _required("SIGHTLINE_SECRET_KEY")


def master_key() -> bytes:
    """32 bytes that wrap every student's key: from the environment, or from a file that a secret manager mounts."""
    name = "SIGHTLINE_MASTER_KEY"
    found = secret(name)
    if not found:
        raise ImproperlyConfigured(
            f"{name} is not set. 'make setup' writes one to {VAR / 'secrets.env'}; {name}_FILE may name a file that "
            "holds it."
        )
    return _key(found, name)


def former_master_keys() -> list[bytes]:
    """While keys are being wrapped anew: what they were wrapped under before, one or several with commas."""
    name = "SIGHTLINE_MASTER_KEY_OLD"
    found = secret(name)
    return [_key(one, name) for one in found.replace(",", " ").split()]


def _key(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{name} is not base64. Restore it from your secret store.") from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} holds {len(key)} bytes, 32 are needed. Restore it from your secret store.")
    return key


def _required(name: str) -> str:
    value = secret(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. 'make setup' writes one to {VAR / 'secrets.env'}.")
    return value


def sso_providers() -> list[dict]:
    """Each name in SIGHTLINE_SSO with its own variables: SIGHTLINE_SSO_GOOGLE_CLIENT_ID and so on."""
    return [_sso_provider(name.strip().lower()) for name in _env.list("SIGHTLINE_SSO", default=[]) if name.strip()]


def _sso_provider(name: str) -> dict:
    own = f"SIGHTLINE_SSO_{name.upper().replace('-', '_')}"
    return {
        "id": name,
        "name": _env.str(f"{own}_NAME", default=SSO_NAMES.get(name, name.title())),
        "url": _sso_url(name, own),
        "client_id": _required(f"{own}_CLIENT_ID"),
        "secret": _required(f"{own}_SECRET"),
        "district": _env.str(f"{own}_DISTRICT", default=""),
        "domains": tuple(one.casefold() for one in _env.list(f"{own}_DOMAINS", default=[])),
        "external_id_claim": _env.str(f"{own}_ID_CLAIM", default=""),
        "external_id_system": _env.str(f"{own}_ID_SYSTEM", default=""),
    }


def _sso_url(name: str, own: str) -> str:
    """Microsoft without a tenant would let anybody's company say who somebody is."""
    if name == "microsoft":
        return f"https://login.microsoftonline.com/{_required(f'{own}_TENANT')}/v2.0"
    return _env.str(f"{own}_URL", default="") or SSO_URLS.get(name) or _required(f"{own}_URL")
