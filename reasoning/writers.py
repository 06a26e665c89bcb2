"""Which writer is at work. No provider is configured and the door to the outside is shut (``privacy.egress``)."""

from reasoning.offline import OfflineWriter
from reasoning.writer import Writer


def current_writer() -> Writer:
    return OfflineWriter()
