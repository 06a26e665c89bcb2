"""Signing in by a school's own service, over real HTTP to one on loopback."""

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken

from privacy.audit import AuditEvent
from privacy.egress import sign_in_calls
from students.models import SourcedId, User
from tests.students import totp
from tests.students.identity_provider import FORGED, Service

START, REFUSED = "/sso/district/", "/sso-refused/?why="


@pytest.fixture
def service(settings, cast):
    cast.teacher.email = "Okafor@school.example"
    cast.teacher.save()
    with Service().running() as running:
        configure(settings, running)
        yield running


def configure(settings, service, **more):
    one = {"id": "district", "name": "Pine Valley", "url": service.url, "client_id": "sightline", "secret": "hush"}
    settings.EGRESS_OFF, settings.EGRESS_ALLOWED = False, []
    settings.SSO_PROVIDERS = [{**one, **more}]


def arrive(client, service, **start):
    return client.get(service.agree(client.post(START, start).url))


def is_in(client, user) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def test_the_door_offers_the_service_only_when_it_is_configured(client, service, settings):
    assert "Sign in with Pine Valley" in client.get("/sign-in/").content.decode()
    settings.SSO_PROVIDERS = []
    assert "Sign in with" not in client.get("/sign-in/").content.decode()
    assert client.post(START).status_code == 404


def test_a_known_person_comes_in_by_email_and_goes_where_they_were_going(cast, client, service):
    assert arrive(client, service, next="/collect/").url == "/collect/"
    assert is_in(client, cast.teacher)
    assert {"sign_in", "sso.link"} <= set(AuditEvent.objects.values_list("verb", flat=True))


def test_afterwards_the_service_s_own_id_is_enough(cast, client, service):
    arrive(client, service)
    client.post("/sign-out/")
    service.claims = {"sub": "abc", "email": "new@school.example", "email_verified": True}
    arrive(client, service)
    assert is_in(client, cast.teacher)


def test_nothing_else_the_service_says_is_kept(client, service):
    service.claims |= {"name": "Ada Okafor", "picture": "https://example.org/ada.jpg"}
    arrive(client, service)
    assert SocialAccount.objects.get().extra_data == {} and not SocialToken.objects.exists()


def test_a_stranger_is_refused_politely_and_no_account_is_made(cast, client, service):
    people = User.objects.count()
    service.claims = {"sub": "x", "email": "stranger@school.example", "email_verified": True}
    answer = arrive(client, service)
    assert answer.url == f"{REFUSED}unknown"
    page = client.get(answer.url)
    assert page.status_code == 403 and "ask the office to add you" in page.content.decode().replace("\n", " ")
    assert "_auth_user_id" not in client.session and User.objects.count() == people
    assert AuditEvent.objects.filter(verb="sign_in.failed", detail__why="unknown").count() == 1


@pytest.mark.parametrize("verified", [None, False, "true", 1])
def test_an_address_the_service_does_not_vouch_for_opens_nothing(cast, client, service, verified):
    service.claims["email_verified"] = verified
    assert arrive(client, service).url == f"{REFUSED}not_vouched"


def test_unless_the_service_speaks_for_that_domain(cast, client, service, settings):
    configure(settings, service, domains=("school.example",))
    del service.claims["email_verified"]
    arrive(client, service)
    assert is_in(client, cast.teacher)


def test_an_address_of_two_accounts_opens_neither(cast, client, service):
    cast.other_teacher.email = "okafor@SCHOOL.example"
    cast.other_teacher.save()
    assert arrive(client, service).url == f"{REFUSED}several"


def test_an_account_that_is_switched_off_stays_out_also_when_it_was_linked(cast, client, service):
    arrive(client, service)
    client.post("/sign-out/")
    User.objects.filter(pk=cast.teacher.pk).update(is_active=False)
    assert arrive(client, service).url == f"{REFUSED}switched_off"


def test_a_district_s_service_speaks_for_its_own_people_alone(cast, client, service, settings):
    configure(settings, service, district=str(cast.other_district.pk))
    assert arrive(client, service).url == f"{REFUSED}unknown"
    configure(settings, service, district=str(cast.district.pk))
    arrive(client, service)
    assert is_in(client, cast.teacher)


def test_a_person_without_an_address_comes_in_by_the_id_of_the_roster(cast, client, service, settings):
    configure(settings, service, district=str(cast.district.pk), external_id_claim="staff", external_id_system="sis")
    SourcedId.objects.create(school=cast.cedar, system="sis", kind="person", value="T-7", user=cast.other_teacher)
    SourcedId.objects.create(
        school=cast.birch, system="sis", kind="person", value="T-7", user=cast.teacher_other_district
    )
    service.claims = {"sub": "y", "staff": "T-7"}
    arrive(client, service)
    assert is_in(client, cast.other_teacher)


def test_a_second_step_that_was_set_up_is_asked_for_here_too(cast, client, service):
    secret = totp.set_up(cast.teacher)
    assert arrive(client, service).url == "/sign-in/second-step/"
    assert not is_in(client, cast.teacher)
    client.post("/sign-in/second-step/", {"code": totp.code_of(secret)})
    assert is_in(client, cast.teacher)


# --- what is not believed --------------------------------------------------------------------------

WRONG = {
    "signed by another key": {"key": FORGED},
    "signed with a shared secret": {"key": "hush" * 16, "algorithm": "HS256"},
    "not signed": {"key": None, "algorithm": "none"},
    "answers another question": {"nonce": "another"},
    "without a nonce": {"nonce": ""},
    "from another service": {"issuer": "https://accounts.example.org"},
    "for another program": {"audience": "somebody-else"},
    "too old": {"age": 3600},
    "nameless": {"claims": {"email": "okafor@school.example", "email_verified": True}},
    "an error": {"broken": 500},
    "a redirect": {"redirect": "http://127.0.0.1:9/"},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_token_that_is_not_right_opens_nothing(cast, client, service, what):
    for name, value in WRONG[what].items():
        setattr(service, name, value)
    assert arrive(client, service).url == f"{REFUSED}failed"
    assert "_auth_user_id" not in client.session


def test_a_service_that_says_it_is_another_is_not_even_asked(client, service):
    service.calls_itself = "https://accounts.example.org"
    assert client.post(START).url == f"{REFUSED}failed"


def test_a_state_is_of_one_session_and_good_once(cast, client, service):
    back = service.agree(client.post(START).url)
    client.get(back)
    client.post("/sign-out/")
    assert client.get(back).url == f"{REFUSED}failed"


def test_somebody_else_s_answer_is_not_taken(cast, client, service):
    """Otherwise one could be signed in to an account of the one who sent the link."""
    assert client.get("/sso/district/arrive/?code=the-code&state=stolen").url == f"{REFUSED}failed"


def test_who_stops_on_the_service_s_page_is_told_that_nothing_happened(client, service):
    state = service.agree(client.post(START).url).partition("state=")[2]
    assert client.get(f"/sso/district/arrive/?error=access_denied&state={state}").url == f"{REFUSED}cancelled"


def test_a_link_cannot_send_anybody_off_and_nothing_is_asked_for_beside(client, service):
    assert client.get(START).status_code == 405
    location = client.post(f"{START}?scope=everything&auth_params=redirect_uri%3Dhttps://evil.example").url
    assert "everything" not in location and "evil" not in location


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org"])
def test_the_service_leads_nowhere_else(cast, client, service, elsewhere):
    assert arrive(client, service, next=elsewhere).url == "/"


# --- the egress door -------------------------------------------------------------------------------


def test_what_is_sent_holds_our_name_a_code_and_nothing_of_anybody(cast, client, service):
    arrive(client, service)
    assert len(service.heard) >= 3
    said = "\n".join(service.heard).lower()
    people = [*cast.people().values(), *cast.students().values()]
    known = [str(one.pk) for one in people] + [one.username for one in cast.people().values()]
    known += [name.lower() for one in cast.students().values() for name in one.all_names]
    assert not [word for word in known if len(word) > 4 and word in said]  # a shorter one stands in any random code


def test_the_off_switch_shuts_this_way_too(cast, client, service, settings):
    settings.EGRESS_OFF = True
    assert "Sign in with" not in client.get("/sign-in/").content.decode()
    assert client.post(START).status_code == 404
    with pytest.raises(sign_in_calls.NotSent):
        sign_in_calls.session([service.url]).get(f"{service.url}/keys")
    assert service.heard == []


def test_no_other_host_is_reached_and_none_in_the_clear(settings):
    settings.EGRESS_OFF, settings.EGRESS_ALLOWED = False, []
    session = sign_in_calls.session(["https://accounts.google.com", "http://idp.example"])
    for url in ("https://example.org/keys", "http://idp.example/keys", "https://accounts.google.com:8443/"):
        with pytest.raises(sign_in_calls.NotSent):
            session.get(url)
    sign_in_calls.check("https://oauth2.googleapis.com/token", session.get_adapter("https://x").allowed)
