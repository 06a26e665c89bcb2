"""The only door to the outside. It is shut.

Nothing in Sightline opens a connection to another machine except through ``send``. Until the trust
issue gives the door its allow-list, disclosure rows and breaker, every purpose is refused; a test
blocks the network and another refuses an import of an HTTP client anywhere else.
"""


class EgressRefused(Exception):
    """This purpose may not leave the building."""


ALLOWED: dict[str, tuple[str, ...]] = {}  # purpose -> hosts


def check_allowed(*, purpose: str, host: str) -> None:
    if host not in ALLOWED.get(purpose, ()):
        raise EgressRefused(f"{purpose} may not send anything to {host}: no outside service is configured")
