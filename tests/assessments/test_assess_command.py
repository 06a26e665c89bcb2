"""``manage.py assess``: a file in, a CSV out, no database."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from mlcore.schema import SKILLS

HEADER = "student_id,prompt,text,grade,mode,date\n"
WORDS = (
    "I could tell he felt embarrassed because everyone stared, so I asked him to help me carry the box and we "
    "made a plan for the next time."
)


@pytest.fixture
def assess(tmp_path):
    def run(content, *options, name="responses.csv", encoding="utf-8"):
        source, out = tmp_path / name, tmp_path / "scores.csv"
        source.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        call_command("assess", str(source), "--out", str(out), *options)
        with out.open(newline="") as handle:
            return list(csv.DictReader(handle))

    return run


def test_one_row_per_student_and_skill(assess):
    rows = assess(HEADER + f'S1,Tell about it,"{WORDS}",7,written,2026-09-14\nS2,Tell about it,idk,,,\n')
    assert [(row["student_id"], row["skill"]) for row in rows] == [(s, k.value) for s in ("S1", "S2") for k in SKILLS]


def test_several_responses_of_a_student_make_one_assessment(assess):
    rows = assess(
        HEADER + f'S1,p,"{WORDS}",7,written,2026-09-14\nS1,p,"{WORDS} Then we laughed.",7,spoken,2026-10-14\n'
    )
    assert len(rows) == len(SKILLS)


def test_not_enough_evidence_has_no_numbers_unless_every_score_is_asked_for(assess):
    content = HEADER + "S1,p,idk,,,\n"
    assert all(row["score"] == row["level"] == "" for row in assess(content))
    assert all(0 <= float(row["score"]) <= 1 for row in assess(content, "--every-score"))
    assert all(row["status"] == "not_enough_evidence" for row in assess(content, "--every-score"))


def test_scored_rows_hold_interval_confidence_level_and_sources(assess):
    row = assess(HEADER + f'S1,p,"{WORDS}",7,written,\n')[0]
    assert row["status"] == "scored"
    assert 0 <= float(row["low"]) <= float(row["score"]) <= float(row["high"]) <= 1
    assert 0 <= float(row["confidence"]) <= 1
    assert row["level"] in {"emerging", "developing", "proficient", "advanced"}
    assert row["source_model"] and row["source_linguistic"] and row["source_behavioral"] == ""


def test_evidence_quotes_the_deidentified_words(assess):
    row = assess(HEADER + f'S1,p,"{WORDS} Call me at 555-201-3344.",7,written,\n')[0]
    evidence = json.loads(row["evidence"])
    assert evidence
    assert "555-201-3344" not in row["evidence"]
    masked = f"{WORDS} Call me at [phone]."
    assert all(item["quote"] in masked for item in evidence if item["kind"] == "words")


def test_files_with_other_headers_are_mapped(assess):
    rows = assess(f'id,essay\nA,"{WORDS}"\n', "--map", "text=essay,student_id=id")
    assert rows[0]["student_id"] == "A"


def test_json_lines_are_read_too(assess):
    line = json.dumps({"student_id": "S1", "prompt": "p", "text": WORDS, "grade": 7})
    assert len(assess(line + "\n", name="responses.jsonl")) == 4


def test_a_file_of_a_thousand_students_has_no_cap(assess):
    rows = assess(HEADER + "".join(f"S{n},p,{WORDS.replace(',', '')} {n},,,\n" for n in range(1000)))
    assert len(rows) == 4000


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        ("", (), "empty"),
        (HEADER, (), "no rows"),
        ("student_id,prompt\nS1,p\n", (), "no column text"),
        ("student_id,prompt,text\n,p,words\n", (), "belongs to nobody"),
        (HEADER + "S1,p,words,seven,,\n", (), "not a grade"),
        (HEADER + "S1,p,words,,,31/11/2026\n", (), "not a date"),
        (HEADER + "S1,p,words,,sung,\n", (), "written or spoken"),
        ("a,b\n1,2\n", ("--map", "text=c"), "no column"),
        ("a,b\n1,2\n", ("--map", "text"), "--map takes pairs"),
        ("student_id,prompt,text\nS1,p,caf\xe9\n".encode("latin-1"), (), "not UTF-8"),
    ],
)
def test_a_bad_file_is_explained_and_leaves_no_half_of_a_result(assess, tmp_path, content, options, says):
    with pytest.raises(CommandError, match=says):
        assess(content, *options)
    assert not (tmp_path / "scores.csv").exists()
    assert not list(tmp_path.glob("*.part"))


def test_truncated_json_names_the_line(assess):
    with pytest.raises(CommandError, match="Line 2 is not JSON"):
        assess('{"student_id": "S1", "prompt": "p", "text": "x"}\n{"student_id": "S2", "te', name="r.jsonl")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("assess", str(tmp_path / "none.csv"), "--out", str(tmp_path / "o.csv"))


def test_the_command_touches_no_database(assess, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assess(HEADER + f'S1,p,"{WORDS}",7,written,\n')
