"""One line is one event, in universal time, and says nothing of what an exception quotes."""

import logging
import re

import pytest

from config import settings as ours
from config.log_lines import WithoutMessages


def told(message, *args, exc_info=None) -> str:
    record = logging.LogRecord("sightline.x", logging.ERROR, "x.py", 1, message, args, exc_info)
    return WithoutMessages(ours.LOGGING["formatters"]["line"]["format"]).format(record)


def test_a_line_says_when_how_grave_where_and_what():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ERROR sightline\.x it broke", told("it %s", "broke"))


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[31m", "\x00", "\u2028", "\t"])
def test_what_somebody_typed_makes_no_line_of_its_own(sign):
    line = told("not found: %s", f"/x{sign}2026-01-01T00:00:00.000Z ERROR forged")
    assert sign not in line and len(line.splitlines()) == 1


def test_an_exception_tells_its_place_and_kind_and_not_its_words():
    try:
        raise ValueError("I cried")
    except ValueError as error:
        line = told("it broke", exc_info=(type(error), error, error.__traceback__))
    assert "ValueError" in line and "test_log_lines.py" in line and "I cried" not in line


def test_lines_go_to_the_process_output_and_nowhere_else():
    assert list(ours.LOGGING["handlers"].values()) == [{"class": "logging.StreamHandler", "formatter": "line"}]
    assert ours.LOGGING["formatters"]["line"]["()"] == "config.log_lines.WithoutMessages"
