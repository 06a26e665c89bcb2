"""The versions of the models and their cards, for those who run schools; and the method page's real figures."""

import shutil
from datetime import UTC, datetime

import pytest

from assessments.models_in_use import models_in_use
from assessments.pages import method, versions
from assessments.pages.labels import GROUPS
from mlcore import gate, publishing, registry, served
from mlcore.registry import ArtifactError
from mlcore.schema import SKILLS

ADMINS = ("school_admin", "school_admin_elsewhere", "district_admin", "other_district_admin")
PAGES = ("/models/", "/models/{version}/")
NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def current(settings):
    return registry.current(settings.ARTIFACTS)


@pytest.fixture
def own(settings, tmp_path):
    """The committed artifacts as a copy of one's own, to spoil or to promote in."""
    for version in registry.versions(settings.ARTIFACTS):
        shutil.copytree(settings.ARTIFACTS / version, tmp_path / version)
    shutil.copy(settings.ARTIFACTS / served.HISTORY, tmp_path)
    settings.ARTIFACTS = tmp_path
    return tmp_path


def get(client, who, path):
    client.force_login(who)
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_those_who_run_a_school_or_a_district_see_them_and_nobody_else(client, cast, current, page):
    assert client.get(page.format(version=current)).status_code == 302
    for name, who in cast.people().items():
        if who.is_active:
            status, _ = get(client, who, page.format(version=current))
            assert status == (200 if name in ADMINS else 403), name


def test_the_version_in_use_is_marked_by_a_word_and_only_it(client, cast, current):
    _, html = get(client, cast.school_admin, "/models/")
    (row,) = [row for row in html.split("<tr")[1:] if "<strong>In use</strong>" in row]
    assert f">{current}</a>" in row


def test_the_figures_in_the_list_are_those_of_the_artifact_with_their_label(client, cast, current, settings):
    metrics = publishing.metrics_of(settings.ARTIFACTS / current)
    _, html = get(client, cast.school_admin, "/models/")
    assert f"{metrics['mean']['fused']:.2f}" in html and f"{metrics['mean']['coverage']:.2f}" in html
    assert "not validity for students" in html


def test_the_card_is_a_readable_page_with_every_section_and_no_markdown(client, cast, current, settings):
    status, html = get(client, cast.district_admin, f"/models/{current}/")
    assert status == 200
    shown = versions.card_of(current)
    assert len(shown.sections) >= 9
    for section in shown.sections:
        assert f'id="{section.anchor}"' in html
    assert "|---|" not in html and "## " not in html
    assert "agreement with a machine&#x27;s rating, not validity" in html


def test_the_gates_verdict_can_be_read_in_the_card(client, cast, current):
    _, html = get(client, cast.school_admin, f"/models/{current}/")
    assert "Promotion gate:" in html
    for title in gate.NAMES.values():
        assert title.replace("'", "&#x27;") in html


@pytest.mark.parametrize("name", ["2000.1.1", "..", "corpus", "CURRENT"])
def test_only_versions_have_a_card(client, cast, name):
    assert get(client, cast.school_admin, f"/models/{name}/")[0] == 404


def test_a_version_that_was_spoiled_is_listed_with_what_is_wrong(client, cast, current, own):
    (own / current / "empathy.ubj").write_bytes(b"spoiled")
    _, html = get(client, cast.school_admin, "/models/")
    assert "Cannot be used here:" in html and "empathy.ubj is not the file that was trained" in html


def test_a_history_that_cannot_be_read_is_told(client, cast, own):
    (own / served.HISTORY).write_text("{")
    status, html = get(client, cast.school_admin, "/models/")
    assert status == 200 and "cannot be read as a deployment" in html


def test_without_versions_the_page_says_so(client, cast, settings, tmp_path):
    settings.ARTIFACTS = tmp_path
    assert "nothing is being scored" in get(client, cast.school_admin, "/models/")[1]


def test_why_a_version_was_taken_against_the_gate_stands_on_the_page(client, cast, current, own):
    files = registry.files_digest(own / current)
    served.deploy(current, home=own, files=files, action="promote", gate="fail", why="Needed <today>.", at=NOW)
    _, html = get(client, cast.school_admin, "/models/")
    assert "Promotion gate: Does not pass." in html and "Needed &lt;today&gt;." in html


# --- which version reads the responses --------------------------------------------------------------


def test_a_process_that_runs_reads_with_what_is_promoted_while_it_runs(current, own):
    before = models_in_use()
    other = "2026.1.1"
    shutil.copytree(own / current, own / other)
    registry.write_json(own / other / "metadata.json", registry.metadata_of(own / other) | {"version": other})
    registry.seal(own / other)
    served.deploy(
        other, home=own, files=registry.files_digest(own / other), action="promote", gate="pass", why="", at=NOW
    )
    assert (before.version, models_in_use().version) == (current, other)
    assert models_in_use() is models_in_use()


def test_files_put_in_place_of_the_promoted_ones_are_not_read_with(current, own):
    models_in_use()
    metadata = registry.metadata_of(own / current)
    registry.write_json(own / current / "metadata.json", metadata | {"thresholds": dict.fromkeys(SKILLS, 0.1)})
    registry.seal(own / current)
    with pytest.raises(ArtifactError, match="not those that were promoted"):
        models_in_use()


# --- the method page --------------------------------------------------------------------------------


def test_a_family_reads_the_real_figures_in_plain_words(client, cast, current, settings):
    skills = publishing.metrics_of(settings.ARTIFACTS / current)["skills"].values()
    same = round(sum(round(skill["levels"]["exact"] * 100) for skill in skills) / 4)
    _, html = get(client, cast.guardian, "/how-scores-are-made/")
    assert f"{same} got exactly the level that the rater gave" in html
    assert "The rater was a machine with a codebook." in html


def a_skill(**groups):
    plain = {"n": 200, "verdict": "pass"}
    return {
        "fused": {"pearson": 0.78}, "baselines": {"tfidf_ridge": {"pearson": 0.68}}, "coverage": {"share": 0.81},
        "levels": {"exact": 0.552, "within_one": 0.97},
        "groups": {"writer": {"TE": {"n": 90, "verdict": "fail"}}, "style": {"plain": plain, **groups}, "mode": {}},
    }  # fmt: skip


def test_for_whom_it_does_less_well_is_named_in_words():
    metrics = {"skills": {skill.value: a_skill() for skill in SKILLS}}
    metrics["skills"]["empathy"] = a_skill(
        terse={"n": 46, "verdict": "fail"}, hard={"n": 20, "verdict": "insufficient evidence"}
    )
    shown = method.of({"version": "1"}, metrics)
    assert [(str(one.group), one.responses) for one in shown.worse] == [("very short writing", 46)]
    assert [str(one.group) for one in shown.unsure] == ["sarcasm, slogans and quotations"]


def test_the_whole_is_the_mean_of_the_four_and_the_sealed_writer_stands_beside_it():
    metrics = {"skills": {skill.value: a_skill() for skill in SKILLS}, "sealed": {"mean_pearson": 0.83, "rows": 140}}
    whole = method.of({"version": "1"}, metrics).whole
    assert (whole.same, whole.near, whole.held, whole.sealed, whole.sealed_rows) == (55, 97, 81, 0.83, 140)


def test_what_was_not_measured_is_not_shown():
    shown = method.of({"version": "1"})
    assert (shown.whole, list(shown.worse)) == (None, [])


def test_every_style_of_the_corpus_has_a_name(settings, current):
    groups = publishing.metrics_of(settings.ARTIFACTS / current)["skills"]["empathy"]["groups"]
    assert set(groups["style"]) <= set(GROUPS)
