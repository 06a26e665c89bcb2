"""Log lines that tell where it broke and never with whose words: an exception's message may quote what it choked on."""

import logging
import time
import traceback
from types import TracebackType


class WithoutMessages(logging.Formatter):
    """Tracebacks with files, lines and names; of what the exceptions say nothing. For DEBUG there is the page."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's own name)
        """One line is one event: what was typed may hold line ends and colors of a terminal."""
        return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in super().formatMessage(record))

    def formatException(self, ei) -> str:  # noqa: N802  (logging's own name)
        return "\n".join(_told(ei[1], ei[2]))

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler's formatter may have kept its own
        return super().format(record)


def _told(error: BaseException | None, trace: TracebackType | None) -> list[str]:
    if error is None:
        return []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_told(cause, cause.__traceback__), "which led to:"] if cause else []
    frames = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
    return [*before, *frames, type(error).__qualname__]
