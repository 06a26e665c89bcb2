"""What two spellings of a name share, and the pieces a name is found by."""

import re
import unicodedata
from collections.abc import Iterable

_DROPPED = re.compile(r"['’ʼ`.]")  # O'Neil, O’Neil and ONeil are one name; so are St. James and St James
_BREAKS = re.compile(r"[\s\-‐‑–,]+")


def fold(text: str) -> str:
    """Lower case without accents: what two spellings of a name share."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def pieces(text: str) -> list[str]:
    """The folded parts of a name, in order.

    >>> pieces("Mary-Jane O’Neil")
    ['mary', 'jane', 'oneil']
    """
    return [piece for piece in _BREAKS.split(_DROPPED.sub("", fold(text))) if piece]


def index_of(names: Iterable[str]) -> set[str]:
    """What a person with these names is found by: every part, and each name run together."""
    parts = [pieces(name) for name in names]
    return {piece for name in parts for piece in name} | {"".join(name) for name in parts if name}
