"""What ``make prove`` writes of a run: every proof by name, and none that failed told as held."""

from config import proving

REPORT = """<testsuites><testsuite>
<testcase classname="tests.x" name="test_no_tamper_goes_unseen" time="12.5"/>
<testcase classname="tests.x" name="test_a_file_hurts_nobody[csv]" time="40.0"><failure/></testcase>
<testcase classname="tests.x" name="test_a_file_hurts_nobody[zip]" time="30.0"/>
<testcase classname="tests.x" name="test_a_file_hurts_nobody[vtt]" time="20.0"/>
<testcase classname="tests.x" name="test_on_real_data" time="0.0"><skipped message="absent"/></testcase>
<testcase classname="tests.m" name="test_a_mutant_is_caught[a filter is gone@one_group]" time="9.0"/>
<testcase classname="tests.m" name="test_a_mutant_is_caught[no event is written]" time="8.0"><failure/></testcase>
</testsuite></testsuites>"""


def test_each_case_is_read_with_its_outcome_the_longest_first():
    found = proving.read(REPORT, "SQLite")
    assert [(proof.title, proof.outcome) for proof in found][:4] == [
        ("a file hurts nobody [csv]", "failed"),
        ("a file hurts nobody [zip]", "held"),
        ("a file hurts nobody [vtt]", "held"),
        ("no tamper goes unseen", "held"),
    ]


def test_the_page_names_commit_place_and_outcome():
    written = proving.page(proving.read(REPORT, "SQLite"))
    assert "commit " in written
    assert "| no tamper goes unseen | SQLite | held | 12 |" in written
    assert "| on real data | SQLite | skipped | 0 |" in written
    assert "Not run here: the proofs on PostgreSQL and Redis." in written


def test_cases_that_held_share_a_line_and_one_that_failed_has_its_own():
    written = proving.page(proving.read(REPORT, "SQLite"))
    assert "| a file hurts nobody (2 cases) | SQLite | held | 50 |" in written
    assert "| a file hurts nobody [csv] | SQLite | failed | 40 |" in written


def test_each_mutant_has_a_line_and_one_that_survived_is_called_so():
    written = proving.page(proving.read(REPORT, "SQLite"))
    assert "1 of 2 did." in written
    assert "| a filter is gone | SQLite | caught | 9 |" in written
    assert "| no event is written | SQLite | SURVIVED | 8 |" in written


def test_a_case_whose_teardown_broke_did_not_hold():
    broken = '<testsuite><testcase name="test_x" time="1"><error message="teardown">x</error></testcase></testsuite>'
    [proof] = proving.read(broken, "SQLite")
    assert proof.outcome == "failed"


def test_a_run_that_left_no_report_failed(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(proving, "PAGE", tmp_path / "proof.md")
    monkeypatch.setattr(proving.testing, "run", lambda *_: 3)
    monkeypatch.setattr(proving.testing, "has_servers", lambda: False)
    assert proving.main([]) == 3
    assert "| the run itself | SQLite | failed | 0 |" in proving.PAGE.read_text()
    assert "0 of 1 proofs held" in capsys.readouterr().out


def test_some_of_the_proofs_write_no_page(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(proving, "PAGE", tmp_path / "proof.md")
    monkeypatch.setattr(proving.testing, "run", lambda where, environment, chosen: asked.append(chosen) or 0)
    monkeypatch.setattr(proving.testing, "has_servers", lambda: False)
    proving.main(["tests/mutants"])
    assert asked[0][-1] == "tests/mutants" and not proving.PAGE.exists()
