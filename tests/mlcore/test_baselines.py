import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from mlcore import baselines
from mlcore.baselines import LENGTH, MEAN, TFIDF
from mlcore.folds import Fold

TEXTS = ["he was glad", "he was glad and glad", "she was sad", "she was sad and sad", "he was glad", "she was sad"]
GLAD = np.array([[1.0], [1.0], [0.0], [0.0], [1.0], [0.0]])
CELL = Fold("one", np.arange(4), np.arange(4, 6))


def test_every_baseline_predicts_the_rows_of_its_cells_and_no_others():
    found = baselines.held_out(TEXTS, GLAD, [CELL])
    assert set(found) == {MEAN, LENGTH, TFIDF}
    for predicted in found.values():
        assert np.isnan(predicted[:4]).all() and np.isfinite(predicted[4:]).all()


def test_the_mean_knows_no_words():
    assert baselines.held_out(TEXTS, GLAD, [CELL])[MEAN][4:].ravel() == pytest.approx([0.5, 0.5])


def test_tfidf_reads_the_words():
    glad, sad = baselines.held_out(TEXTS, GLAD, [CELL])[TFIDF][4:, 0]
    assert glad > 0.55 and sad < 0.45


def test_length_follows_the_number_of_words():
    texts = ["one", "one two three", "one two three four five six", "one two", "one two three four five"]
    target = np.log1p([1, 3, 6, 2, 5])[:, None]
    found = baselines.held_out(texts, target, [Fold("one", np.arange(3), np.arange(3, 5))])
    assert found[LENGTH][3:, 0] == pytest.approx(target[3:, 0])


def test_a_test_rows_own_target_never_reaches_its_prediction():
    spoiled = GLAD.copy()
    spoiled[4:] = 99
    for name, predicted in baselines.held_out(TEXTS, GLAD, [CELL]).items():
        assert baselines.held_out(TEXTS, spoiled, [CELL])[name][4:] == pytest.approx(predicted[4:]), name


def test_rows_without_a_rating_teach_nothing_about_that_head():
    two = np.hstack([GLAD, np.where(np.arange(6)[:, None] < 2, np.nan, GLAD)])
    found = baselines.held_out(TEXTS, two, [CELL])[MEAN]
    assert found[4:, 0] == pytest.approx([0.5, 0.5]) and found[4:, 1] == pytest.approx([0, 0])


def test_extra_rows_are_learned_from_in_every_cell():
    extra = (["zebra zebra"] * 6, np.ones((6, 1)))
    texts, target = [*TEXTS[:5], "zebra"], GLAD
    without = baselines.held_out(texts, target, [CELL])[TFIDF][5, 0]
    assert baselines.held_out(texts, target, [CELL], extra=extra)[TFIDF][5, 0] > without


def test_where_nothing_is_known_nothing_is_predicted():
    found = baselines.held_out(TEXTS, np.full((6, 1), np.nan), [CELL])
    assert all(np.isnan(predicted).all() for predicted in found.values())


def test_counting_once_gives_what_scikit_learn_would_learn_from_the_training_part_alone():
    """A vectorizer that had seen the test texts would weigh their terms otherwise."""
    texts = [*TEXTS, "a new word he said", "he was new and glad"]
    train, test = np.arange(6), np.arange(6, 8)
    own = CountVectorizer(token_pattern=baselines.WORD, dtype=np.float64).fit_transform(texts).tocsr()
    theirs = TfidfVectorizer(token_pattern=baselines.WORD, sublinear_tf=True, min_df=baselines.LEAST)
    expected = theirs.fit_transform([texts[i] for i in train]), theirs.transform([texts[i] for i in test])
    found = baselines._weighted(own, train, test)
    assert found[0].toarray() == pytest.approx(expected[0].toarray())
    assert found[1].toarray() == pytest.approx(expected[1].toarray())
