"""An installed statistical spaCy model as one more pair of eyes, after the rules. None is needed and none is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from privacy.deidentify.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
KINDS = {"PERSON": "person"}
LONGEST = 20_000  # characters; a longer text is read by the rules alone


@lru_cache(maxsize=1)
def installed_model() -> str | None:
    """The best English model installed here, if any."""
    return next((name for name in MODELS if find_spec(name)), None)


@lru_cache(maxsize=1)
def _load(name: str) -> Language:
    import spacy

    return spacy.load(name, exclude=["lemmatizer", "attribute_ruler", "parser", "tagger"])


def find(text: str, model: str) -> Iterator[Span]:
    """People the model sees in ``text``."""
    if len(text) > LONGEST:
        return
    nlp = _load(model)
    with nlp.memory_zone():
        for entity in nlp(text).ents:
            if entity.label_ in KINDS:
                yield Span(entity.start_char, entity.end_char, KINDS[entity.label_], entity.text)
