"""English beyond our own words: the 70,000 word forms of LemmInflect's dictionary (from the SPECIALIST Lexicon of the NIH).

Our ``words.txt`` decides what a name is that is also a word; this dictionary only says that an unlisted word is
English. Its file is read as it lies in the package: importing the package would load spaCy and remember every word asked.
"""

import gzip
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "lemminflect"


@lru_cache(maxsize=1)
def _forms() -> frozenset[str]:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            f"The de-identifier needs the dictionary of {PACKAGE}: pip install -r requirements.txt"
        )
    path = Path(spec.submodule_search_locations[0]) / "resources" / "lemma_lu.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        words = (line.partition(",")[0] for line in lines)
        return frozenset(word for word in words if word.islower() and word.isalpha() and len(word) > 2)


def holds(word: str) -> bool:
    """Whether a folded word is in the dictionary, in any of its forms."""
    return word in _forms()
