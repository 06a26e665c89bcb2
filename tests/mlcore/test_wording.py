import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlcore import ngrams, wording
from mlcore.concepts import BLANK, concepts
from mlcore.results import Item

TEXTS = [
    "I counted to ten and then I tried again.",
    "She was sad because nobody asked her to play, so I asked her.",
    "We tried again and counted to ten before we asked.",
    "He was mad because nobody tried, so I counted to ten.",
]
ITEMS = [Item(str(n), text) for n, text in enumerate(TEXTS)]
WRITERS, PROMPTS = ["A", "B", "A", "B"], ["P", "Q", "Q", "P"]


@pytest.fixture(scope="module")
def learned():
    return wording.learn(wording.tokens_of(ITEMS), WRITERS, PROMPTS)


@pytest.fixture(scope="module")
def weights(learned):
    return np.random.default_rng(1).normal(size=(learned.terms, 3))


def test_clauses_sum_to_the_line_exactly(learned, weights):
    encoded = learned.encode(ITEMS)
    for row, clauses in enumerate(wording.by_clause(encoded, weights)):
        assert np.sum([c.values for c in clauses], axis=0) == pytest.approx((encoded.matrix @ weights)[row], abs=1e-12)


def test_clauses_are_stretches_of_the_text_in_order_without_overlap(learned, weights):
    for item, clauses in zip(ITEMS, wording.by_clause(learned.encode(ITEMS), weights), strict=True):
        assert all(a.end <= b.start for a, b in itertools.pairwise(clauses))
        assert clauses[0].start == 0
        assert item.text[clauses[-1].start : clauses[-1].end][-1].isalnum()


def test_a_batch_reads_each_text_as_it_reads_it_alone(learned, weights):
    together = learned.encode(ITEMS).matrix @ weights
    alone = np.vstack([learned.encode([item]).matrix @ weights for item in ITEMS])
    assert together == pytest.approx(alone, abs=1e-12)


@pytest.mark.parametrize("text", ["", " ", ".", "🙂🙂", "zzz qqq", "ten"])
def test_anything_can_be_encoded(learned, weights, text):
    encoded = learned.encode([Item("x", text)])
    assert np.isfinite(encoded.matrix @ weights).all()
    assert len(wording.by_clause(encoded, weights)) == 1


def test_an_empty_batch_is_no_error(learned):
    assert learned.encode([]).matrix.shape == (0, learned.terms)


def test_writing_the_same_thing_twice_changes_little(learned):
    once, twice = Item("a", TEXTS[0]), Item("b", f"{TEXTS[0]} {TEXTS[0]}")
    matrix = learned.encode([once, twice]).matrix.toarray()
    assert np.linalg.norm(matrix, axis=1) == pytest.approx([1, 1])
    assert matrix[0] @ matrix[1] > 0.85


def test_known_words_tell_our_language_from_another(learned):
    known = learned.encode([Item("a", "she asked nobody to play"), Item("b", "xqv bdoo wpp aosk")]).known
    assert known.tolist() == [1.0, 0.0]


def test_a_term_must_be_seen_with_two_writers_and_two_prompts():
    documents = [["one", "voice"], ["one", "voice"], ["shared"], ["shared"]]
    table = ngrams.learn(documents, ["A", "A", "A", "B"], ["P", "Q", "P", "Q"], longest=2, window=0)
    kept = {table.symbols[k] for k in table.chains[0]}
    assert kept == {"shared"}
    assert len(table.chains[1]) == 0


def by_hand(documents, longest, window):
    """All chains and gapped pairs of each document, the slow and plain way."""
    return [
        {("chain", tuple(d[i : i + n])) for n in range(1, longest + 1) for i in range(len(d) - n + 1)}
        | {("pair", (d[i], d[i + g])) for g in range(2, window + 1) for i in range(len(d) - g)}
        for d in documents
    ]


words = st.lists(st.lists(st.sampled_from("abcd"), max_size=12), min_size=2, max_size=6)


@given(words)
def test_the_table_finds_what_counting_by_hand_finds(documents):
    groups = [str(n) for n in range(len(documents))]
    table = ngrams.learn(documents, groups, groups, longest=3, window=3)
    found = ngrams.counts(table.places(documents), len(documents), table.size) if table.size else None
    expected = by_hand(documents, 3, 3)
    kept = [term for term in set().union(*expected) if sum(term in d for d in expected) >= 2]
    assert table.size == len(kept)
    for row, terms in enumerate(expected):
        assert (found[[row]].nnz if found is not None else 0) == len(terms & set(kept))


def test_concepts_keep_grammar_and_blank_out_topics():
    assert concepts(["she", "was", "sad", "because", "of", "the", "volcano"]) == [
        "OTHER", "was", "FEELBAD", "because", "of", "the", BLANK,
    ]  # fmt: skip


def test_every_symbol_has_one_concept():
    assert len(concepts(["a", "#", ".", "[p]", "tried"])) == 5
