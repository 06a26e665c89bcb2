import numpy as np

from mlcore.asked import MOST, cues
from mlcore.schema import SKILLS


def test_a_prompt_about_a_machine_asks_for_problem_solving_most():
    told = dict(zip(SKILLS, cues(["The machine is broken. Explain how you fix it."])[0], strict=True))
    assert max(told, key=told.get) == "problem_solving"


def test_no_prompt_gives_no_cue():
    assert np.isnan(cues(["", "?!"])).all()


def test_a_long_prompt_asks_for_no_more_than_a_short_one():
    assert cues(["failed quit lost hard mistake again setback"])[0].max() == MOST


def test_an_empty_batch_is_no_error():
    assert cues([]).shape == (0, len(SKILLS))
