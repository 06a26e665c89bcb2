import numpy as np
import pytest

from mlcore import bearing, wording
from mlcore.results import Item
from mlcore.ridge import BIAS
from mlcore.schema import SKILLS
from mlcore.tokens import tokenize

TEXTS = [
    "I counted to ten and then I tried again. The bus was late on that day.",
    "She was sad because nobody asked her to play. The bus was red and loud.",
    "We tried again and counted to ten before we asked. The day was red.",
    "He was mad because nobody tried, so I counted to ten.",
    "The bus was late and red on that day. It was loud.",
    "She was sad and he was mad because nobody asked.",
]
WRITERS = np.array(["A", "B", "A", "B", "C", "C"])
SEEN = np.array([[0, 1, 1, 1], [1, 0, 0, 0], [0, 1, 1, 1], [1, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0]], dtype=bool)


@pytest.fixture(scope="module")
def encoded():
    tokens = [tokenize(text) for text in TEXTS]
    return wording.learn(tokens, WRITERS, ["P", "Q", "Q", "P", "R", "S"]).encode_tokens(tokens)


@pytest.fixture(scope="module")
def kernel(encoded):
    return (encoded.matrix @ encoded.matrix.T).toarray()


def test_heights_of_a_group_are_those_of_a_line_that_never_saw_it(encoded, kernel):
    learned, heights = bearing.learn(encoded, kernel, SEEN, WRITERS)
    out = WRITERS == "B"
    target = np.where(SEEN, 1.0, -1.0)
    target = target - target.mean(axis=0)
    held = kernel[np.ix_(~out, ~out)] + BIAS + bearing.PENALTY * np.eye((~out).sum())
    dual = np.linalg.solve(held, target[~out])
    raw = wording.clause_matrix(encoded) @ (encoded.matrix[~out].T @ dual)
    of_b = np.isin(wording.clause_documents(encoded), np.flatnonzero(out))
    again = heights[of_b] * learned.spread + learned.mean
    assert np.ptp(again - raw[of_b], axis=0) == pytest.approx(np.zeros(len(SKILLS)), abs=1e-9)  # but for the intercept


def test_clauses_that_bear_on_a_skill_weigh_more_in_what_it_reads(encoded):
    heights = np.full(encoded.clause[-1] + 1, -5.0)
    heights[0] = 5.0
    read = bearing.attended(encoded, heights)
    before = np.abs(encoded.share)[encoded.clause[encoded.places.first] == 0].sum()
    after = np.abs(read.share)[encoded.clause[encoded.places.first] == 0].sum()
    assert after > before


def test_every_channel_keeps_its_length_so_that_other_talk_waters_nothing_down(encoded):
    heights = np.linspace(-2, 2, encoded.clause[-1] + 1)
    read = bearing.attended(encoded, heights)
    assert np.linalg.norm(read.matrix.toarray(), axis=1) == pytest.approx(np.ones(len(TEXTS)))


def test_equal_heights_leave_the_wording_as_it_is(encoded):
    read = bearing.attended(encoded, np.zeros(encoded.clause[-1] + 1))
    assert read.matrix.toarray() == pytest.approx(encoded.matrix.toarray())
    assert read.share == pytest.approx(encoded.share)


def test_what_the_occurrences_carry_sums_to_the_matrix(encoded):
    read = bearing.attended(encoded, np.linspace(-2, 2, encoded.clause[-1] + 1))
    weights = np.random.default_rng(2).normal(size=(read.matrix.shape[1], 1))
    for row, clauses in enumerate(wording.by_clause(read, weights)):
        assert np.sum([c.values for c in clauses], axis=0) == pytest.approx((read.matrix @ weights)[row], abs=1e-12)


def test_part_of_a_batch_is_what_encoding_it_alone_gives(encoded):
    chosen = np.array([1, 4])
    part = wording.of_documents(encoded, chosen)
    assert part.matrix.toarray() == pytest.approx(encoded.matrix[chosen].toarray())
    assert set(wording.clause_documents(part)) == {0, 1}
    rows = np.isin(wording.clause_documents(encoded), chosen)
    assert wording.clause_matrix(part).toarray() == pytest.approx(wording.clause_matrix(encoded)[rows].toarray())


@pytest.mark.parametrize("texts", [[], [""], ["", "I tried again."], ["🙂"]])
def test_texts_without_words_bear_on_nothing(encoded, texts):
    tokens = [tokenize(text) for text in texts]
    learned = wording.learn([tokenize(t) for t in TEXTS], WRITERS, ["P", "Q", "Q", "P", "R", "S"])
    read = learned.encode_tokens(tokens)
    line = bearing.Bearing(np.ones((learned.terms, 4)), np.zeros(4), np.ones(4))
    heights = line.heights(read)
    assert bearing.pooled(read, heights).shape == (len(texts), 4)
    if texts and not tokens[0]:
        assert bearing.pooled(read, heights)[0] == pytest.approx([-3.0] * 4)


def test_the_clause_that_bears_most_decides():
    item = Item("a", "I tried again and counted to ten. The bus was late and red on that day.")
    tokens = [tokenize(t) for t in TEXTS]
    read = wording.learn(tokens, WRITERS, ["P", "Q", "Q", "P", "R", "S"]).encode([item])
    even = np.zeros((read.clause[-1] + 1, 4))
    uneven = even - 1
    uneven[0] = 3.0
    assert (bearing.pooled(read, uneven) > bearing.pooled(read, even)).all()
