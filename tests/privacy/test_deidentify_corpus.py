"""The de-identified corpus is made by the rules alone and can be checked against the committed file."""

import json

import pytest
from django.core.management import CommandError, call_command

from privacy.deidentify import DEIDENTIFIER_VERSION, corpus

ROWS = [
    {"id": "1", "writer": "TA", "ratings": {"empathy": 2}, "text": "I sat with Keisha Obi."},
    {"id": "2", "writer": "TA", "ratings": {"empathy": "NO"}, "text": "We won 3-1. Señor Ruiz clapped."},
]


@pytest.fixture
def made(tmp_path):
    raw, out, meta = (tmp_path / name for name in ("raw.jsonl", "out.jsonl", "meta.json"))
    raw.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n", encoding="utf-8")
    corpus.prepare(raw, out, meta)
    return raw, out, meta


def test_every_field_but_the_text_stays_as_it_was(made):
    rows = [json.loads(line) for line in made[1].read_text(encoding="utf-8").splitlines()]
    assert [{**row, "text": ""} for row in rows] == [{**row, "text": ""} for row in ROWS]
    assert rows[0]["text"] == "I sat with [person A]."
    assert rows[1]["text"] == "We won 3-1. Señor [teacher A] clapped."


def test_the_meta_file_names_the_version_and_counts_by_type(made):
    about = json.loads(made[2].read_text())
    assert about["deidentifier_version"] == DEIDENTIFIER_VERSION
    assert about["replacements"] == {"person": 1, "teacher": 1}
    assert about["rows"] == 2


def test_a_fresh_file_does_not_differ(made):
    assert corpus.differences(*made) == []


def test_a_changed_or_missing_file_is_told(made):
    raw, out, meta = made
    out.write_text(out.read_text(encoding="utf-8").replace("3-1", "3-2"), encoding="utf-8")
    meta.unlink()
    assert [problem.split(":")[0] for problem in corpus.differences(raw, out, meta)] == [
        "out.jsonl differs",
        "meta.json is missing",
    ]


def test_the_command_fails_when_the_committed_file_differs(made, monkeypatch):
    monkeypatch.setattr(corpus, "differences", lambda: ["train.deidentified.jsonl differs"])
    with pytest.raises(CommandError, match="differs"):
        call_command("prepare_corpus", check=True)


def test_the_committed_corpus_is_what_this_version_makes():
    assert corpus.differences() == []
