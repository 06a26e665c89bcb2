import numpy as np

from mlcore import corpus, folds


def rows():
    loaded = corpus.load(corpus.training_file())
    return corpus.writers(loaded), corpus.prompts(loaded)


def test_no_fold_shares_a_writer_or_a_prompt_with_its_test():
    writers, prompts = rows()
    for fold in folds.crossed(writers, prompts):
        assert not set(writers[fold.train]) & set(writers[fold.test])
        assert not set(prompts[fold.train]) & set(prompts[fold.test])


def test_every_row_is_tested_exactly_once():
    writers, prompts = rows()
    tested = np.concatenate([fold.test for fold in folds.crossed(writers, prompts)])
    assert sorted(tested) == list(range(len(writers)))


def test_the_same_seed_deals_the_same_blocks_and_another_does_not():
    _, prompts = rows()
    assert (folds.prompt_blocks(prompts) == folds.prompt_blocks(prompts)).all()
    assert (folds.prompt_blocks(prompts) != folds.prompt_blocks(prompts, seed=1)).any()


def test_blocks_hold_equal_numbers_of_prompts():
    blocks = folds.prompt_blocks([f"P{n:02}" for n in range(20)])
    assert sorted(np.bincount(blocks)) == [4] * folds.BLOCKS


def test_leaving_a_writer_out_trains_on_all_others():
    for fold in folds.leave_one_writer_out(["A", "A", "B", "C"]):
        assert len(fold.train) + len(fold.test) == 4
