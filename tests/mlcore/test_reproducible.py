"""Training takes the same loops on every machine: the proof that it gives the same bytes is in test_training.py."""

import platform
import subprocess
import sys

import pytest

from mlcore import reproducible

FEATURES = "from numpy._core._multiarray_umath import __cpu_features__ as can; print(can['X86_V4'], can['AVX2'])"


def said(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only there are there several kinds of loops")
def test_wider_registers_are_left_unused():
    told = said(f"from mlcore import reproducible; reproducible.pin(); {FEATURES}")
    assert told.startswith("False ")
    assert told.split()[1] == said(FEATURES).split()[1], "AVX2 is used wherever there is AVX2"


def test_where_numpy_was_first_it_says_so():
    with pytest.raises(RuntimeError, match="before"):
        reproducible.pin()


def test_training_asks_for_it():
    asked = "import sys; sys.argv = ['mlcore', 'train', '--help']; import runpy; runpy.run_module('mlcore', run_name='__main__')"
    told = subprocess.run([sys.executable, "-c", f"import numpy; {asked}"], check=False, capture_output=True, text=True)
    assert "before mlcore.reproducible.pin()" in told.stderr
