"""What ``make prove`` writes of a run: every proof by name, and none that failed told as held."""

from config import proving

REPORT = """<testsuites><testsuite>
<testcase classname="tests.x" name="test_no_tamper_goes_unseen" time="12.5"/>
<testcase classname="tests.x" name="test_a_file_hurts_nobody[csv]" time="40.0"><failure/></testcase>
<testcase classname="tests.x" name="test_on_real_data" time="0.0"><skipped message="absent"/></testcase>
</testsuite></testsuites>"""


def test_each_case_is_read_with_its_outcome_the_longest_first():
    found = proving.read(REPORT, "SQLite")
    assert [(proof.name, proof.outcome) for proof in found] == [
        ("a file hurts nobody[csv]", "failed"),
        ("no tamper goes unseen", "held"),
        ("on real data", "skipped"),
    ]


def test_the_page_names_commit_place_and_outcome():
    written = proving.page(proving.read(REPORT, "SQLite"))
    assert "commit " in written
    assert "| no tamper goes unseen | SQLite | held | 12 |" in written
    assert "| a file hurts nobody[csv] | SQLite | failed | 40 |" in written


def test_a_case_whose_teardown_broke_did_not_hold():
    broken = '<testsuite><testcase name="test_x" time="1"><error message="teardown">x</error></testcase></testsuite>'
    [proof] = proving.read(broken, "SQLite")
    assert proof.outcome == "failed"
