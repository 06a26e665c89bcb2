"""Measuring: what counts as found, what as too much, and which line of the report it stands in."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from privacy.deidentify import measure, measured

DATA = Path(__file__).parent / "data"


def marked(text, *spans):
    return measure.Marked(
        text, tuple({"start": text.index(w), "end": text.index(w) + len(w), "type": t} for w, t in spans)
    )


def test_a_name_taken_whole_is_found():
    report = measure.measure([marked("I sat with Keisha Obi.", ("Keisha Obi", "NAME"))])
    assert (report.tallies["NAME"].found, report.tallies["NAME"].total, report.over) == (1, 1, [])


def test_a_name_taken_in_part_is_missed():
    report = measure.measure([marked("I sat with Keisha then left", ("Keisha then", "NAME"))])
    assert report.tallies["NAME"].found == 0


def test_a_replacement_that_touches_no_marked_span_is_an_over_redaction():
    report = measure.measure([measure.Marked("I sat with Keisha today ok", ())])
    assert len(report.over) == 1
    assert report.over_per_1000_words == pytest.approx(1000 / 6)


def test_rostered_and_other_names_stand_in_lines_of_their_own():
    texts = [marked("then marisol left", ("marisol", "NAME")), marked("I sat with Keisha", ("Keisha", "NAME"))]
    report = measure.measure(texts, measure.people_of(["Marisol Vega"]))
    assert report.tallies["NAME, rostered, lower case"].total == 1
    assert report.tallies["NAME, other, cased"].total == 1
    assert report.tallies["NAME, one word"].total == 2


def test_a_common_word_in_lower_case_has_its_own_line():
    report = measure.measure([marked("I told will", ("will", "NAME"))], measure.people_of(["Will Carver"]))
    assert report.tallies["NAME, rostered, common word in lower case"].found == 1
    assert "NAME, rostered" not in report.tallies


def test_a_presidio_row_is_read_and_a_country_is_no_city():
    text = "Keisha went from Fresno to Canada"
    spans = [("PERSON", "Keisha"), ("GPE", "Fresno"), ("GPE", "Canada")]
    row = {
        "full_text": text,
        "template_id": 3,
        "spans": [
            {"entity_type": t, "start_position": text.index(w), "end_position": text.index(w) + len(w)}
            for t, w in spans
        ],
    }
    assert [span["type"] for span in measure.from_presidio(row).spans] == ["NAME", "CITY", "COUNTRY"]


def test_the_command_reports_with_and_without_a_roster(capsys):
    path, roster = str(DATA / "deidentify_hard.jsonl"), str(DATA / "deidentify_hard_roster.txt")
    call_command("measure_deidentify", path, "--roster", roster, "--json")
    said = json.loads(capsys.readouterr().out)
    assert set(said["reports"]) == {
        f"{part}, {w} roster" for part in ("all", "heldout", "tuning") for w in ("with", "without")
    }


def test_the_command_explains_a_file_it_cannot_read(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"nothing": 1}\n')
    with pytest.raises(CommandError, match="text and spans"):
        call_command("measure_deidentify", str(path))


def test_the_command_explains_a_roster_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="roster"):
        call_command("measure_deidentify", str(DATA / "deidentify_hard.jsonl"), "--roster", str(tmp_path / "none.txt"))


@pytest.fixture(scope="module")
def on_the_hard_set():
    texts = measure.read(DATA / "deidentify_hard.jsonl")
    people = measure.people_of((DATA / "deidentify_hard_roster.txt").read_text(encoding="utf-8").splitlines())
    return {name: measure.measure(items, people) for name, items in measure.by_part(texts).items()}


def test_every_rostered_name_of_the_hard_set_is_found(on_the_hard_set):
    assert on_the_hard_set["all"].tallies["NAME, rostered"].recall == 1.0


def test_emails_and_phones_of_the_hard_set_are_found(on_the_hard_set):
    tallies = on_the_hard_set["all"].tallies
    assert tallies["EMAIL"].recall == tallies["PHONE"].recall == 1.0


def test_at_most_two_words_in_a_thousand_are_taken_too_much(on_the_hard_set):
    assert all(report.over_per_1000_words <= 2 for report in on_the_hard_set.values())


def test_other_names_of_the_hard_set_reach_the_targets(on_the_hard_set):
    for report in on_the_hard_set.values():
        assert report.tallies["NAME, other, cased"].recall >= 0.95
        assert report.tallies["NAME, other, lower case"].recall >= 0.80


def test_essays_written_before_the_rules_keep_to_the_targets():
    report = measure.measure(measure.read(DATA / "deidentify_essays.jsonl"))
    assert report.tallies["NAME, other, cased"].recall >= 0.95
    assert report.tallies["NAME, other, lower case"].recall >= 0.80
    assert report.tallies["EMAIL"].recall == report.tallies["PHONE"].recall == 1.0
    assert report.over_per_1000_words <= 2


# Sets by writers who did not know our rules. What was missed in the first two has been counted, never read: their texts
# stay out of fixtures, so that no failing test prints one. The third was counted once, then read. The figures stand in
# docs/reference/deidentification.md.
UNREAD = {
    "deidentify_blind": {
        "NAME, rostered": (114, 114),
        "NAME, rostered, common word in lower case": (5, 12),
        "NAME, other, cased": (107, 108),
        "NAME, other, lower case": (32, 33),
        "NAME, other, common word in lower case": (1, 4),
        "EMAIL": (15, 15),
        "PHONE": (26, 26),
        "CITY": (20, 21),
        "SCHOOL": (12, 17),
        "ADDRESS": (6, 8),
        "HANDLE": (7, 10),
        "ID": (8, 8),
        "taken too much": (17, 8171),  # 2.08 per 1,000, where the target is 2
    },
    "deidentify_sealed": {
        "NAME, rostered": (93, 96),  # .969, where the target is 1.000
        "NAME, rostered, common word in lower case": (1, 3),
        "NAME, other, cased": (93, 99),  # .939, where the target is .95
        "NAME, other, lower case": (10, 10),
        "NAME, other, common word in lower case": (0, 1),
        "EMAIL": (3, 3),
        "PHONE": (2, 2),
        "CITY": (12, 14),
        "SCHOOL": (6, 10),
        "ADDRESS": (2, 2),
        "HANDLE": (2, 2),
        "ID": (2, 2),
        "taken too much": (49, 20518),  # 2.39 per 1,000
    },
}
WITHOUT_ROSTER = {
    "deidentify_blind": {
        "NAME, other, cased": (194, 197),
        "NAME, other, lower case": (56, 58),
        "taken too much": (15, 8171),
    },
    "deidentify_sealed": {
        "NAME, other, cased": (167, 179),
        "NAME, other, lower case": (22, 26),
        "SCHOOL": (7, 10),
        "taken too much": (44, 20518),
    },
    "deidentify_essays2": {
        "NAME, other, cased": (228, 231),
        "NAME, other, lower case": (18, 18),
        "EMAIL": (6, 6),
        "PHONE": (6, 6),
        "CITY": (42, 49),
        "SCHOOL": (17, 17),
        "ADDRESS": (8, 8),
        "HANDLE": (3, 3),
        "ID": (6, 6),
        "taken too much": (15, 22003),
    },
}


def counted(name, people, lines):
    """What stands in the lines of a report; the texts themselves are held by nothing that a failure prints."""
    report = measure.measure(measure.read(DATA / f"{name}.jsonl"), people)
    figures = {line: (tally.found, tally.total) for line, tally in report.tallies.items()}
    figures["taken too much"] = (len(report.over), report.words)
    return {line: figures[line] for line in lines}


@pytest.mark.parametrize("name", UNREAD)
def test_sets_that_nobody_read_give_the_figures_that_the_reference_states(name):
    people = measure.people_of((DATA / f"{name}_roster.txt").read_text(encoding="utf-8").splitlines())
    assert counted(name, people, UNREAD[name]) == UNREAD[name]


@pytest.mark.parametrize("name", WITHOUT_ROSTER)
def test_without_a_roster_the_figures_are_those_that_the_reference_states(name):
    assert counted(name, (), WITHOUT_ROSTER[name]) == WITHOUT_ROSTER[name]


def test_the_essays_that_were_read_keep_to_the_targets():
    lines = counted("deidentify_essays2", (), WITHOUT_ROSTER["deidentify_essays2"])
    assert lines["NAME, other, cased"][0] / lines["NAME, other, cased"][1] >= 0.95
    assert lines["NAME, other, lower case"][0] / lines["NAME, other, lower case"][1] >= 0.80
    assert 1000 * lines["taken too much"][0] / lines["taken too much"][1] <= 2


def test_the_figures_that_the_product_prints_are_those_of_this_version():
    assert measured.read() == measured.made(), "run manage.py measure_deidentify --print-in-product"
