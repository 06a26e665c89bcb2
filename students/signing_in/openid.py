"""OpenID Connect as allauth speaks it, with three things added: a nonce tied to the state, a signature that is always
checked, and nothing read but the id token (the services' user-info would tell more than is needed)."""

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.utils.crypto import constant_time_compare

from privacy import crypto

ALGORITHMS = {"RS256", "RS384", "RS512", "ES256", "ES384", "PS256"}  # public keys only: no "none", no shared secret


def nonce_of(state: str) -> str:
    """The state is random, kept in the session and good once; so is what follows from it."""
    return crypto.digest("sso-nonce", state)


class Client(OAuth2Client):
    def get_redirect_url(self, authorization_url, scope, extra_params):
        return super().get_redirect_url(authorization_url, scope, {**extra_params, "nonce": nonce_of(self.state)})


class Adapter(OpenIDConnectOAuth2Adapter):
    client_class = Client

    @property
    def openid_config(self):
        """What a service says of itself must name the service we asked, to the letter (a last slash aside)."""
        config = super().openid_config
        if str(config.get("issuer")).rstrip("/") != self.get_provider().app.settings["server_url"].rstrip("/"):
            raise OAuth2Error("the service says that it is another")
        return config

    def complete_login(self, request, app, token, **kwargs):
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("no id token")
        claims = self._decode_id_token(app, id_token)
        if not constant_time_compare(str(claims.get("nonce")), nonce_of(request.GET["state"])):
            raise OAuth2Error("the id token answers another question")
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _decode_id_token(self, app, id_token):
        if jwtkit.jwt.get_unverified_header(id_token).get("alg") not in ALGORITHMS:
            raise OAuth2Error("an algorithm we do not take")
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Adapter
