"""Django's own list of what a deployment must have, asked of our production settings; and the headers of every page."""

import os
import subprocess
import sys

import pytest

from tests import factories as make
from tests.config.test_settings import SAFE
from tests.installation import ROOT


def check(tmp_path, *arguments, **changes) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "SIGHTLINE_VAR": str(tmp_path), **SAFE, **changes}
    environment["SIGHTLINE_SECRET_KEY"] = "".join(chr(33 + 7 * n % 90) for n in range(60))
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_check_deploy_has_nothing_to_say_of_production(tmp_path):
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_cookies_are_held_to_this_host_in_production(tmp_path):
    names = "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, message_cookie.HostCookie.cookie_name"
    assert setting(tmp_path, names).stdout.strip() == "__Host-session __Host-csrf __Host-messages"


def test_the_cookie_of_messages_is_as_safe_as_the_others(cast, client):
    client.force_login(cast.teacher)
    form = {"old_password": make.PASSWORD, "new_password1": "seven brown otters", "new_password2": "seven brown otters"}
    cookie = client.post("/account/password/", form).cookies["messages"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]


def test_of_several_services_each_names_its_district(tmp_path):
    two = {
        **SSO,
        "SIGHTLINE_SSO": "google,clever",
        "SIGHTLINE_SSO_CLEVER_CLIENT_ID": "x",
        "SIGHTLINE_SSO_CLEVER_SECRET": "y",
    }
    assert "DISTRICT must be set for each" in setting(tmp_path, "1", **two).stderr
    district = {f"SIGHTLINE_SSO_{name}_DISTRICT": "7" for name in ("GOOGLE", "CLEVER")}
    assert setting(tmp_path, "1", **two, **district).returncode == 0


SSO = {"SIGHTLINE_SSO": "google", "SIGHTLINE_SSO_GOOGLE_CLIENT_ID": "x", "SIGHTLINE_SSO_GOOGLE_SECRET": "y"}


def setting(tmp_path, expression, **changes) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "SIGHTLINE_VAR": str(tmp_path), **SAFE, **changes}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    code = f"from config import message_cookie, settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_staff_need_a_second_step_in_production_unless_it_is_said_otherwise(tmp_path):
    assert setting(tmp_path, "settings.SECOND_STEP_REQUIRED").stdout.strip() == "True"
    off = setting(tmp_path, "settings.SECOND_STEP_REQUIRED", SIGHTLINE_SECOND_STEP_REQUIRED="0")
    assert off.stdout.strip() == "False"


def test_a_form_may_lead_to_a_configured_sign_in_service_and_nowhere_else(tmp_path):
    said = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']"
    assert setting(tmp_path, said).stdout.strip() == """["'self'"]"""
    assert setting(tmp_path, said, **SSO).stdout.strip() == """["'self'", 'https://accounts.google.com']"""


@pytest.mark.parametrize(
    ("changes", "remedy"),
    [
        ({"SIGHTLINE_SSO": "google"}, "SIGHTLINE_SSO_GOOGLE_CLIENT_ID is not set"),
        (
            {
                "SIGHTLINE_SSO": "microsoft",
                "SIGHTLINE_SSO_MICROSOFT_CLIENT_ID": "x",
                "SIGHTLINE_SSO_MICROSOFT_SECRET": "y",
            },
            "SIGHTLINE_SSO_MICROSOFT_TENANT is not set",
        ),
    ],
    ids=["google", "microsoft"],
)
def test_a_service_that_is_half_configured_stops_the_start(tmp_path, changes, remedy):
    assert remedy in setting(tmp_path, "settings.SSO_PROVIDERS", **changes).stderr


PAGES = ("/", "/sign-in/", "/account/", "/account/sessions/", "/account/second-step/", "/classes/", "/nothing-here/")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_a_policy_without_inline_code_and_is_kept_nowhere(cast, client, path):
    client.force_login(cast.teacher)
    answer = client.get(path, follow=True)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == policy["style-src"] == "'self'" and policy["default-src"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
