"""A sign-in service on loopback: discovery, keys, codes, signed id tokens; it keeps every byte it was sent."""

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

OWN, FORGED = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))

OKAFOR = {"sub": "abc", "email": "okafor@school.example", "email_verified": True}


@dataclass
class Service:
    claims: dict = field(
        default_factory=lambda: {"sub": "abc", "email": "okafor@school.example", "email_verified": True}
    )
    key: object = OWN
    algorithm: str = "RS256"
    nonce: str | None = None  # instead of the one that was asked for
    issuer: str | None = None
    calls_itself: str = ""  # in its discovery and its tokens
    audience: str = "sightline"
    age: int = 0  # seconds since the token was made
    broken: int = 0  # answer the token request with this status
    redirect: str = ""
    heard: list[str] = field(default_factory=list)
    asked: dict = field(default_factory=dict)
    url: str = ""

    def agree(self, location: str) -> str:
        """The person agreed on the service's own page: where the browser goes next."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return f"{self.asked['redirect_uri']}?code=the-code&state={self.asked['state']}"

    @contextmanager
    def running(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._hear(b"")
                pages = {"/.well-known/openid-configuration": service.discovery, "/keys": service.keys}
                self._say(200, pages[self.path]())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self._hear(body)
                if service.redirect:
                    return self._say(307, {}, Location=service.redirect)
                if service.broken:
                    return self._say(service.broken, {"error": "trouble"})
                return self._say(*service.token(parse_qs(body.decode())))

            def _hear(self, body):
                service.heard.append(f"{self.command} {self.path} {self.headers} {body.decode()}")

            def _say(self, status, answer, **headers):
                body = json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {
                    "Content-Type": "application/json",
                    "Content-Length": str(len(body)),
                    **headers,
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()

    def discovery(self) -> dict:
        return {
            "issuer": self.calls_itself or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OWN.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def token(self, sent: dict) -> tuple[int, dict]:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"][0].encode()).digest()).rstrip(b"=")
        if sent["code"] != ["the-code"] or challenge.decode() != self.asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time()) - self.age
        told = {"iss": self.issuer or self.calls_itself or self.url, "aud": self.audience, "iat": now, "exp": now + 300}
        told |= {"nonce": self.asked.get("nonce") if self.nonce is None else self.nonce, **self.claims}
        signed = jwt.encode(told, self.key, algorithm=self.algorithm, headers={"kid": "one"})
        return 200, {"access_token": "an-access-token", "token_type": "Bearer", "id_token": signed}
