"""A file of people's ratings is read strictly, and what is wrong with it is said so that it can be mended."""

import json

import pytest

from mlcore.corpus import CorpusError, digest
from mlcore.human_ratings import load
from mlcore.schema import Skill

RATED = {"empathy": 3, "problem_solving": "NO", "self_regulation": 1, "resilience": "2"}
ROW = {"person": "p17", "text": "I asked Maria what she had wanted all along.", "ratings": RATED}


def write(tmp_path, *records, name="ratings.jsonl"):
    path = tmp_path / name
    path.write_text("".join(record if isinstance(record, str) else json.dumps(record) + "\n" for record in records))
    return path


def read(path, mask=str.upper):
    return load(path, mask=mask, deidentifier_version="1.1")


def refusal(path, mask=str.upper):
    with pytest.raises(CorpusError) as error:
        read(path, mask)
    return str(error.value)


def test_a_row_becomes_one_of_the_corpus_and_is_masked(tmp_path):
    [row] = read(write(tmp_path, ROW | {"grade": 8, "prompt": "Why?"}))
    assert (row.writer, row.grade, row.mode, row.prompt) == ("p17", 8, "written", "Why?")
    assert row.text == ROW["text"].upper()
    assert row.ratings == {
        Skill.EMPATHY: 3, Skill.PROBLEM_SOLVING: None, Skill.SELF_REGULATION: 1, Skill.RESILIENCE: 2,
    }  # fmt: skip


def test_a_spreadsheet_saved_as_csv_is_read_alike(tmp_path):
    lines = [
        "Person,Text,Empathy,problem_solving,self_regulation,resilience,grade\n",
        '7,"I asked, and waited.",3,no,1,2,\n',
    ]
    [row] = read(write(tmp_path, *lines, name="ratings.csv"))
    assert (row.writer, row.text, row.grade) == ("7", "I ASKED, AND WAITED.", 0)
    assert list(row.ratings.values()) == [3, None, 1, 2]


def test_prompts_are_told_apart_by_their_words_and_none_is_one(tmp_path):
    texts = ({"prompt": "Why?"}, {"prompt": " Why? "}, {"prompt": "How?"}, {}, {})
    rows = read(write(tmp_path, *(ROW | {"text": f"text number {n}"} | one for n, one in enumerate(texts))))
    ids = [row.prompt_id for row in rows]
    assert ids[0] == ids[1] != ids[2]
    assert ids[3] == ids[4] == "PH-none"


def test_the_same_rating_twice_is_one_and_two_ratings_are_a_problem(tmp_path):
    assert len(read(write(tmp_path, ROW, ROW))) == 1
    said = refusal(write(tmp_path, ROW, ROW | {"ratings": RATED | {"empathy": 4}}))
    assert "two different ratings" in said
    assert "evaluate --file" in said


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("{not json\n", "Line 1 is no JSON"),
        ("[1, 2]\n", "Line 1 is no object"),
        (ROW | {"person": ""}, "Line 1: person is missing"),
        (ROW | {"person": None}, "Line 1: person is missing"),
        (ROW | {"person": ["p"]}, "Line 1: person is no text"),
        (ROW | {"text": "  "}, "Line 1: text is missing"),
        (ROW | {"text": {"a": 1}}, "Line 1: text is no text"),
        (ROW | {"ratings": [1, 2, 3, 4]}, "Line 1: ratings are missing"),
        (ROW | {"ratings": RATED | {"empathy": 5}}, "the rating of empathy is 1, 2, 3, 4 or NO, not 5"),
        (ROW | {"ratings": RATED | {"empathy": 2.5}}, "not 2.5"),
        (ROW | {"ratings": RATED | {"empathy": True}}, "not True"),
        (ROW | {"ratings": RATED | {"empathy": None}}, "the rating of empathy is 1, 2, 3, 4 or NO, missing"),
        (ROW | {"ratings": {"empathy": 1}}, "the rating of problem_solving is 1, 2, 3, 4 or NO, missing"),
        (ROW | {"grade": "eighth"}, "grade is a whole number"),
        (ROW | {"grade": 40}, "grade 40 is none"),
        (ROW | {"mode": "sung"}, "mode is written or spoken"),
        ("\n", "holds no responses"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, record, said):
    assert said in refusal(write(tmp_path, record))


def test_many_problems_are_told_at_once_and_the_rest_counted(tmp_path):
    said = refusal(write(tmp_path, *[ROW | {"grade": "x", "text": f"text {n} here"} for n in range(9)]))
    assert "Line 1:" in said
    assert "Line 5:" in said
    assert "Line 6:" not in said
    assert said.endswith("And 4 more.")


def test_a_csv_without_a_column_is_told_which(tmp_path):
    said = refusal(write(tmp_path, "person,text,empathy\n1,hello there,2\n", name="r.csv"))
    assert "no column problem_solving, self_regulation, resilience" in said


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path):
    assert "There is no file" in refusal(tmp_path / "none.jsonl")
    (tmp_path / "sheet.xlsx").write_bytes(b"PK\x03\x04\xff\xfe\x00")
    assert "no text in UTF-8" in refusal(tmp_path / "sheet.xlsx")


def test_words_that_were_not_masked_are_refused_and_the_remedy_is_said(tmp_path):
    assert "--deidentifier privacy.deidentify:mask" in refusal(write(tmp_path, ROW), mask=None)


def test_words_masked_by_the_same_version_are_taken_as_they_are(tmp_path):
    path = write(tmp_path, ROW)
    meta = {"deidentifier_version": "1.1", "sha256": {"deidentified": digest(path)}}
    (tmp_path / "ratings.meta.json").write_text(json.dumps(meta))
    assert read(path, mask=None)[0].text == ROW["text"]
    (tmp_path / "ratings.meta.json").write_text(json.dumps(meta | {"deidentifier_version": "0.9"}))
    assert "masked by de-identifier 0.9, the corpus by 1.1" in refusal(path, mask=None)


@pytest.mark.parametrize("name", ["sealed_TG.jsonl", "demo_responses.jsonl"])
def test_what_must_not_be_learned_from_is_not_opened(tmp_path, name):
    assert "no file of ratings to learn from" in refusal(tmp_path / name)
