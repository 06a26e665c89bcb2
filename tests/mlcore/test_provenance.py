import ast

import numpy as np
import pytest

from mlcore import provenance
from mlcore.calibration import TEXT, calibrate
from mlcore.schema import SKILLS
from tests.mlcore import made_version


def test_the_code_version_covers_what_makes_the_numbers_and_not_what_tells_of_them():
    reached = {path.relative_to(provenance.PACKAGE).as_posix() for path in provenance._reached("mlcore.training")}
    assert {"training.py", "sources.py", "features/linguistic.py", "ngrams.py", "schema.py"} <= reached
    assert not {"card.py", "report.py", "gate.py", "cli.py", "promotion.py"} & reached


def test_another_line_of_code_is_another_version(monkeypatch, tmp_path):
    package = tmp_path / "mlcore"
    package.mkdir()
    (package / "training.py").write_text("from mlcore import sources\n")
    (package / "sources.py").write_text("X = 1\n")
    (package / "card.py").write_text("X = 1\n")
    monkeypatch.setattr(provenance, "PACKAGE", package)
    version = provenance.code_version.__wrapped__
    first = version()
    (package / "card.py").write_text("X = 2\n")
    assert version() == first
    (package / "sources.py").write_text("X = 2\n")
    assert version() != first


def test_every_way_to_import_is_followed(monkeypatch, tmp_path):
    source = tmp_path / "a.py"
    source.write_text("import mlcore.b\nfrom mlcore import c\nfrom mlcore.d import e\nimport numpy\n")
    assert ast.parse(source.read_text())
    assert set(provenance._imported(source)) == {"mlcore.b", "mlcore", "mlcore.c", "mlcore.d", "mlcore.d.e"}


def test_the_standard_error_is_that_of_a_typical_response_and_falls_to_the_students_own_half():
    table = made_version.out_of_fold(made_version.rows(), noise=0.2, seed=3)
    weights = {skill: {"model": 0.5, "linguistic": 0.5} for skill in SKILLS}
    fits = calibrate(table, weights)
    kept = provenance.calibration_of(fits, table)
    for skill in SKILLS:
        typical = fits.of(skill, TEXT).error * np.median(table.of(skill).spread)
        said = kept[skill.value]
        assert said["standard_error"]["1"] == pytest.approx(typical)
        assert said["standard_error"]["2"] == pytest.approx(typical * 0.75**0.5)
