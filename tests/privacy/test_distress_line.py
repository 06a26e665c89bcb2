"""The line learned beside the distress rules: sealed, explained by places in the words, as good as the page says."""

import json
import subprocess
import sys

import numpy as np
import pytest

from config import env
from privacy.distress import Likeness, Signs, hands, learning, left_out, likeness, measure, signs_in
from privacy.distress.passages import passage_of
from privacy.distress.reading import sentences_of

SEALED = {
    "seventh": {measure.RULES: (18, 19), measure.LINE: (64, 10), measure.EITHER: (72, 27)},
    "fourth": {measure.RULES: (33, 9), measure.LINE: (54, 4), measure.EITHER: (70, 12)},
}
LIKE = "I hid in the closet. My uncle drags me by my hair at night; nobody knows. Then we had gym."


@pytest.fixture
def copied(tmp_path):
    path = tmp_path / likeness.FILE.name
    for one in (path, path.with_suffix(".sha256")):
        one.write_bytes((likeness.FILE.parent / one.name).read_bytes())
    return path


def quoted(text, span):
    return text[slice(*span)]


# --- the file --------------------------------------------------------------------------------------


def test_the_committed_line_is_the_sealed_one_and_small(copied):
    assert likeness.load(copied).version == likeness.line().version
    assert copied.stat().st_size < 3_000_000


def test_one_changed_weight_is_refused(copied):
    copied.write_bytes(copied.read_bytes().replace(b'"threshold":', b'"threshold":9'))
    with pytest.raises(likeness.LineError, match="is not the file that was sealed"):
        likeness.load(copied)


@pytest.mark.parametrize("suffix", [".json", ".sha256"])
def test_a_missing_file_is_said_and_not_passed_over(copied, suffix):
    copied.with_suffix(suffix).unlink()
    with pytest.raises(likeness.LineError, match=f"likeness{suffix} is missing"):
        likeness.load(copied)


def test_no_response_goes_on_unread_when_the_line_is_gone(monkeypatch, tmp_path):
    monkeypatch.setattr(likeness, "line", lambda: likeness.load(tmp_path / "likeness.json"))
    with pytest.raises(likeness.LineError):
        signs_in("I took a breath and counted to ten.")


def test_it_is_served_without_what_it_was_learned_with():
    code = (
        "import sys; from privacy.distress import signs_in; signs_in('we won the game'); "
        "sys.exit('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=env.ROOT, check=False).returncode == 0


# --- why -------------------------------------------------------------------------------------------


def test_what_the_line_raises_is_told_by_places_in_the_words():
    like = signs_in(LIKE).likeness
    assert like is not None and like.version == likeness.line().version
    assert "drags me by my hair" in quoted(LIKE, like.passage) and "gym" not in quoted(LIKE, like.passage)
    assert 0 < len(like.words) <= likeness.SHOWN
    assert all(like.passage[0] <= start < end <= like.passage[1] for start, end in like.words)
    assert {quoted(LIKE, span).lower() for span in like.words} & {"uncle", "hair", "drags", "night"}


@pytest.mark.parametrize(
    ("text", "window", "passage"),
    [
        ("It rained. We won! He left?", ("we won",), "We won"),
        ("It rained. We won! He left?", ("we won", "he left"), "We won! He left"),
        ("Hm... K.I.L.L. him now. Ok", ("kill", "him now"), "K.I.L.L. him now"),
        ("one\n\ntwo", ("two",), "two"),
        ("nothing of the kind", ("else",), "nothing of the kind"),
    ],
)
def test_a_window_is_found_again_in_the_words_as_written(text, window, passage):
    assert quoted(text, passage_of(text, window)) == passage


def test_what_is_kept_holds_no_words_and_comes_back_the_same():
    signs = signs_in(f"i want to die. {LIKE}")
    assert signs.kinds and signs.likeness and Signs.from_json(signs.as_json()) == signs
    assert not {"uncle", "hair", "closet"} & set(signs.as_json().lower().replace('"', " ").split())


def test_alerts_from_before_the_line_are_still_read():
    assert Signs.from_json('["self-harm", "abuse"]') == Signs(("self-harm", "abuse"))


def test_what_a_rule_raises_is_told_by_its_sentence():
    text = "We lost. Nobody came, so i want to die. Then we had gym."
    assert [quoted(text, span) for span in signs_in(text).ruled] == ["Nobody came, so i want to die"]
    assert signs_in("We lost. Then we had gym.").ruled == ()


def test_alerts_from_before_their_sentences_were_kept_are_still_read():
    assert Signs.from_json('{"kinds": ["abuse"], "likeness": null}') == Signs(("abuse",))


def test_no_word_that_the_line_does_not_know_stays_in_memory():
    line = likeness.line()
    signs_in("My friend Zqanaryname drags me by my hair. zqsecretword")
    assert "hair" in line.parts and not {"zqanaryname", "zqsecretword"} & set(line.parts)
    assert set(line.parts) <= set(line.number)


def test_either_is_enough():
    assert Signs(("abuse",)) and Signs((), Likeness((0, 1), (), "v")) and not Signs()


# --- how well --------------------------------------------------------------------------------------


def test_of_lines_that_nobody_read_as_many_are_found_as_the_page_says():
    unread = measure.unread()
    found = {way: (one.found, one.alarms) for way, one in unread.items()}
    assert found == {measure.RULES: (23, 2), measure.LINE: (41, 2), measure.EITHER: (51, 4)}
    assert not any(one.missed or one.raised for one in unread.values()), "what was missed there is told to nobody"


@pytest.mark.parametrize("hand", SEALED)
def test_of_a_sealed_hand_as_many_are_found_as_the_page_says(hand):
    counted = measure.sealed(hand)
    assert {way: (one.found, one.alarms) for way, one in counted.items()} == SEALED[hand]
    assert not any(one.missed or one.raised for one in counted.values()), "what was missed there is told to nobody"


def test_the_bounds_it_was_set_by_hold_on_the_hands_left_out():
    tables = json.loads(left_out.FILE.read_text(encoding="utf-8"))["tables"]
    near, plain = tables["near misses raised"]["all hands"], tables["ordinary responses raised"]["all"]
    assert near[2] <= learning.NEAR_MISSES * near[0] and plain[2] <= learning.ORDINARY * plain[0]


def test_what_a_false_alarm_buys_is_more_found_at_each_step():
    steps = json.loads(left_out.FILE.read_text(encoding="utf-8"))["trade-off"]
    assert tuple(map(float, steps)) == learning.BOUNDS and learning.ORDINARY in learning.BOUNDS
    for title in ("found, by hand", "ordinary responses raised"):
        raised = [step[title][2] for step in steps.values()]
        assert raised == sorted(raised) and raised[0] < raised[-1]


def test_nothing_that_tests_it_was_learned_from():
    learned = {one.text for one in hands.texts()}
    sealed = {json.loads(line)["text"] for hand in SEALED for line in measure.lines_of(hand)}
    assert len(sealed) > 600 and not learned & sealed
    odd = {row["text"] for row in measure._blind(1)}
    sample = set(measure.classroom(hands.CORPUS.parent / "demo_responses.jsonl"))
    assert len(odd) == 150 and not learned & (odd | sample)


def test_served_and_learned_are_one_arithmetic():
    """A small line, learned here: what is saved scores as what was fitted, but for the rounding of weights."""
    few = [one for one in hands.texts() if one.hand in {hands.OWN, hands.EVEN}]
    read = learning.Read.of(few)
    fitted = learning.fit(read)
    assert fitted.window.any() and fitted.whole.any()
    served = likeness._parsed(fitted.kept(0.0), "v")
    found = [(score, served.read(sentences_of(one.text))) for score, one in zip(fitted.scores(read), few, strict=True)]
    assert all((served is None) == np.isneginf(score) for score, served in found)  # nothing but an idiom
    assert max(abs(score - served.score) for score, served in found if served) < 0.05


@pytest.mark.proof
def test_learning_again_gives_the_same_bytes_and_the_same_figures(tmp_path):
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        kept, figures = left_out.learned()
    likeness.save(tmp_path / "likeness.json", kept)
    assert (tmp_path / "likeness.json").read_bytes() == likeness.FILE.read_bytes()
    assert figures == json.loads(left_out.FILE.read_text(encoding="utf-8"))
