"""Who somebody is: the second step, waiting after wrong tries, sessions, and a school's own sign-in service."""

from tests.mutants.mutant import Mutant

DEVICES = "tests/students/test_devices.py::test_"
SECOND = "tests/students/test_second_step.py::test_"
LOCKOUT = "tests/students/test_lockout.py::test_"
SSO = "tests/students/test_sso.py::test_"
INVITED = "tests/students/test_invitations.py::test_"

MUTANTS = (
    Mutant(
        "the password alone opens an account with a second step",
        "students/views/sign_in.py",
        'return perform_password_login(self.request, {"username": user.get_username()}, login)',
        "return super().form_valid(form) if login else None",
        (f"{SECOND}the_password_alone_is_then_not_enough",),
    ),
    Mutant(
        "staff come in without ever setting up a second step",
        "students/middleware.py",
        "view_name not in self.STILL_OPEN and second_step.is_due(request)",
        "view_name in self.STILL_OPEN and second_step.is_due(request)",
        (f"{SECOND}staff_come_no_further_than_setting_it_up",),
    ),
    Mutant(
        "staff may turn their second step off",
        "students/signing_in/adapters.py",
        "return not second_step.must_have_one(authenticator.user)",
        "return True",
        (f"{SECOND}staff_cannot_turn_it_off_and_a_family_can",),
    ),
    Mutant(
        "wrong tries make nobody wait",
        "students/views/sign_in.py",
        "        if self.one.wait:\n            return",
        "        if self.wait:\n            return",
        (f"{LOCKOUT}five_wrong_tries_are_free_and_the_sixth_waits",),
    ),
    Mutant(
        "each wrong try waits no longer than the first",
        "students/signing_in/lockout.py",
        "FIRST_WAIT * 2 ** min(number - rule.free, 20)",
        "FIRST_WAIT",
        (f"{LOCKOUT}each_further_wrong_try_doubles_the_wait_up_to_a_quarter_of_an_hour",),
    ),
    Mutant(
        "a session that was ended goes on",
        "students/signing_in/devices.py",
        '    row.end()\n    audit.record("session.end", by=request.user, count=1)',
        '    row.delete()\n    audit.record("session.end", by=request.user, count=1)',
        (f"{DEVICES}one_device_is_signed_out_and_the_others_stay",),
    ),
    Mutant(
        "anybody ends anybody's session",
        "students/signing_in/devices.py",
        "UserSession.objects.filter(user=request.user, pk=pk).first()",
        "UserSession.objects.filter(pk=pk).first()",
        (f"{DEVICES}nobody_ends_a_session_of_somebody_else",),
    ),
    Mutant(
        "an account that is switched off stays in",
        "config/settings.py",
        '"django.contrib.auth.backends.ModelBackend"',
        '"django.contrib.auth.backends.AllowAllUsersModelBackend"',
        ("tests/students/test_sign_in.py::test_an_account_that_is_switched_off_is_out_at_the_next_click",),
    ),
    Mutant(
        "an id token that answers another question is taken",
        "students/signing_in/openid.py",
        'if not constant_time_compare(str(claims.get("nonce")), nonce_of(request.GET["state"])):',
        "if not claims:",
        (f"{SSO}a_token_that_is_not_right_opens_nothing",),
    ),
    Mutant(
        "an id token meant for another program is taken",
        "students/signing_in/openid.py",
        "audience=app.client_id,",
        'audience=jwtkit.jwt.decode(id_token, options={"verify_signature": False})["aud"],',
        (f"{SSO}a_token_that_is_not_right_opens_nothing",),
    ),
    Mutant(
        "an address that the service does not vouch for opens an account",
        "students/signing_in/identity.py",
        'if claims.get("email_verified") is not True and email',
        'if "@" not in email and email',
        (f"{SSO}an_address_the_service_does_not_vouch_for_opens_nothing",),
    ),
    Mutant(
        "a district's service speaks for everybody",
        "students/signing_in/identity.py",
        "    if not one.district:\n        return User",
        "    if one:\n        return User",
        (f"{SSO}a_district_s_service_speaks_for_its_own_people_alone",),
    ),
    Mutant(
        "an invitation opens twice",
        "students/invitations.py",
        "unused = kind.rows.objects.filter(pk=link.pk, used_at=None, withdrawn_at=None)",
        "unused = kind.rows.objects.filter(pk=link.pk, withdrawn_at=None)",
        (f"{INVITED}of_two_who_use_it_at_the_same_moment_one_wins",),
    ),
    Mutant(
        "an invitation outlives its relationship",
        "students/invitations.py",
        "return _stands(link, user) and user.is_active and",
        "return user.is_active and",
        (f"{INVITED}a_link_ends_with_its_relationship_whoever_changed_it",),
    ),
)
