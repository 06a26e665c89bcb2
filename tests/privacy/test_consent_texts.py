"""What is agreed to is never edited: a new sentence is a new version."""

import hashlib

import pytest

from privacy import consent_texts
from privacy.consent import Purpose
from privacy.consent_texts import TEXTS

# One line for each text that anybody may have agreed to. Add lines; never change one.
PINNED = {
    ("assess", "2026-11"): "8572f4d163b623a5",
    ("llm_feedback", "2026-11"): "8ebd40f607ee604a",
    ("transcribe", "2026-11"): "958ea6d58427a522",
    ("train", "2026-11"): "2ab69111caf91ee9",
    ("research", "2026-11"): "7c4192ae11044740",
    ("share", "2026-11"): "f70ea88fc276bffd",
}


def digest(text) -> str:
    return hashlib.sha256(f"{text.title}\n{text.body}".encode()).hexdigest()[:16]


def test_no_text_that_somebody_agreed_to_was_changed():
    found = {(purpose, text.version): digest(text) for purpose, texts in TEXTS.items() for text in texts}
    assert found == PINNED


def test_every_purpose_has_a_text_and_no_version_twice():
    assert set(TEXTS) == set(Purpose.values)
    for texts in TEXTS.values():
        versions = [text.version for text in texts]
        assert len(versions) == len(set(versions)) and versions == sorted(versions)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_text_says_what_happens_without_it(purpose):
    body = consent_texts.current(purpose).body
    assert "Without this agreement" in body and len(body) < 500


def test_what_was_agreed_to_then_can_be_read_now():
    assert consent_texts.of("train", "2026-11") == TEXTS["train"][0]
    with pytest.raises(KeyError):
        consent_texts.of("train", "1999-01")
