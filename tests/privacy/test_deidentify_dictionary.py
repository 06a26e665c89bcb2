"""The English dictionary is read as data of a package that is never imported."""

import subprocess
import sys

import pytest

from privacy.deidentify import dictionary, lexicon


@pytest.mark.parametrize("word", ["regrettably", "hindsight", "databases", "photosynthesis"])
def test_it_holds_english_that_our_own_list_lacks_in_any_form(word):
    assert dictionary.holds(word)


@pytest.mark.parametrize("word", ["nguyen", "keisha", "becuase", "Wayne", "n't", ""])
def test_it_holds_no_names_misspellings_or_capitals(word):
    assert not dictionary.holds(word)


def test_few_of_our_names_are_words_to_it():
    """A name on both lists is told by its place; if they were many, the dictionary would cost recall."""
    names = lexicon.NAMES - lexicon.WORDS
    assert sum(map(dictionary.holds, names)) < len(names) / 50


def test_masking_does_not_import_the_package():
    code = (
        "import sys; from privacy.deidentify import mask; mask('Regrettably'); sys.exit('lemminflect' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(dictionary, "PACKAGE", "no_such_dictionary")
    with pytest.raises(ModuleNotFoundError, match=r"requirements\.txt"):
        dictionary._forms.__wrapped__()
