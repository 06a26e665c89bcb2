"""Set before Django reads its settings: keys of this run alone, and a folder that goes with it."""

import base64
import gc
import os
import secrets
import tempfile
import uuid
from pathlib import Path

import hypothesis
import pytest

from tests import migrated

# Speed is measured by make bench: a busy machine makes no test fail.
hypothesis.settings.register_profile(
    "sightline", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("sightline")

_VAR = Path(tempfile.mkdtemp(prefix="sightline-tests-"))
os.environ.setdefault("SIGHTLINE_VAR", str(_VAR))
os.environ.setdefault("SIGHTLINE_SECRET_KEY", secrets.token_urlsafe(40))
os.environ["SIGHTLINE_MASTER_KEY"] = (
    os.environ.get("SIGHTLINE_MASTER_KEY") or base64.b64encode(secrets.token_bytes(32)).decode()
)
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.pop("SIGHTLINE_DEMO", None)
os.environ.pop("SIGHTLINE_MODE", None)


def pytest_addoption(parser):
    parser.addoption("--run-proofs", action="store_true", help="the long proofs of make prove, too")
    parser.addoption("--only-database", action="store_true", help="leave out what touches no database")


def pytest_configure(config):
    migrated.begin(config)


def pytest_collection_finish():
    """Ten thousand tests stand and wait: the collector of garbage need not look through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_runtest_setup(item):
    if item.get_closest_marker("proof") and not item.config.getoption("--run-proofs"):
        pytest.skip("a long proof: make prove")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    migrated.spare_the_others()


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _a_cache_of_its_own():
    """Redis outlives a test and is shared by all that run at once: what one remembers must not answer another."""
    from django.conf import settings
    from django.core.cache import cache, caches

    caches.settings["default"]["KEY_PREFIX"] = cache.key_prefix = f"test-{uuid.uuid4().hex}"
    assert caches.settings["default"] is settings.CACHES["default"]


@pytest.fixture(scope="session", autouse=True)
def _a_flush_may_empty_append_only_tables():
    """After a test with real transactions Django deletes every row; SQLite's triggers would refuse."""
    from django.db.backends.sqlite3.base import DatabaseWrapper

    operations = DatabaseWrapper.ops_class
    flush = operations.execute_sql_flush

    def without_triggers(self, sql_list):
        with self.connection.cursor() as cursor:
            triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    operations.execute_sql_flush = without_triggers
    yield
    operations.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once():
    """Every test's client starts the middleware anew, and WhiteNoise goes through a thousand files each time."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    listed = {}
    add_files = WhiteNoiseMiddleware.add_files_from_finders

    def once(self):
        if self.static_prefix not in listed:
            add_files(self)
            listed[self.static_prefix] = self.files
        self.files = dict(listed[self.static_prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _root_of_digests():
    """Known from the start, so that a test of pure code needs no keys database and a count of queries no exception."""
    from config import env
    from privacy import crypto

    crypto.use_root(env.master_key)


def pytest_collection_modifyitems(config, items):
    """A test that touches the database touches both: names and words are sealed under keys in the second."""
    touching = []
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker or {"db", "transactional_db", "cast"} & set(getattr(item, "fixturenames", ())):
            kept = marker.kwargs if marker else {}
            item.add_marker(pytest.mark.django_db(**{"databases": "__all__", **kept}), append=False)
            touching.append(item)
        elif any(map(item.get_closest_marker, ("own_database", "postgres", "redis"))):
            touching.append(item)
    if config.getoption("--only-database"):
        items[:] = touching
    if not config.getoption("--run-proofs"):  # each of which takes longer than what is made for it
        for item in items:
            _stays_with_its_module(item)


def _stays_with_its_module(item):
    """What a module makes for several tests is made once: one worker takes them all (--dist loadgroup)."""
    scopes = {makers[-1].scope for makers in item._fixtureinfo.name2fixturedefs.values()}
    if "module" in scopes and not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture
def cast(db):
    from tests import once  # here, because tests of the science run without Django
    from tests.cast import Cast

    return once.made(Cast)


@pytest.fixture
def endpoint(settings):
    """A language model's endpoint on loopback, the only destination allowed; retries do not wait."""
    import stamina

    from privacy.egress import door
    from tests.stub_llm import Endpoint, Says

    with Endpoint(Says()).running() as running:
        settings.EGRESS_OFF, settings.EGRESS_ALLOWED = False, [running.origin]
        settings.LLM_URL, settings.LLM_API_KEY, settings.LLM_MODEL = running.url, "the-key", "gpt-4o-mini"
        settings.LLM_TIMEOUT_SECONDS = 5.0
        door.breaker_of.cache_clear()
        with stamina.set_testing(True, attempts=door.ATTEMPTS, cap=True):
            yield running
        door.forget_clients()
