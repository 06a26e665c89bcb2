"""A student's words stand in one place, sealed. After a class was really assessed, looked at and written about, no six
words of any response in a row stand in any table of either database, in the log or in what a broker is sent."""

import io
import json
import logging
import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils.module_loading import import_string

from assessments import intake, pipeline
from assessments.models import AssessmentJob, Feedback, Response
from privacy import keys
from tests import factories as make

RUN = 6
LINES = (settings.ARTIFACTS / "corpus" / "demo_responses.jsonl").read_text(encoding="utf-8").splitlines()
ROWS = [json.loads(line) for line in LINES[:24]]


def runs(text: str) -> set[str]:
    words = re.findall(r"[\w']+", text.lower())
    return {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def everything_stored():
    """(place, its text) for each table of each database, whatever type the cells have."""
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connections[alias].ops.quote_name(table)}")  # noqa: S608  (our own names)
                yield f"{alias}.{table}", " ".join(_text(cell) for row in cursor.fetchall() for cell in row)


def _text(cell) -> str:
    if isinstance(cell, (bytes, memoryview)):
        return bytes(cell).decode("utf-8", "ignore")
    return json.dumps(cell, ensure_ascii=False, default=str) if isinstance(cell, (dict, list)) else str(cell)


def found_in(text: str, looked_for: set[str]) -> set[str]:
    return looked_for & runs(text)


@pytest.fixture
def assessed(cast, client):
    """A class's responses through intake and pipeline, each page opened; what they said, and what was shown."""
    others = make.StudentFactory.create_batch(5, school=cast.cedar)
    for student in others:
        make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
    students = [cast.mateo, *others]
    for number, row in enumerate(ROWS):
        student = students[number % len(students)]
        intake.accept_text(student=student, text=row["text"], prompt=row["prompt"], by=cast.teacher, call_worker=False)
    with keys.keyring():
        pipeline.run(list(AssessmentJob.objects.values_list("pk", flat=True)))
    client.force_login(cast.teacher)
    shown = [client.get(reverse("student_page", args=[student.pk])).text for student in students]
    client.get(reverse("student_search"), {"q": students[1].first_name})
    with keys.keyring():
        said = {
            run for one in Response.objects.all() for text in (one.original, one.deidentified) for run in runs(text)
        }
    prompts = {run for row in ROWS for run in runs(row["prompt"])}
    return said - prompts, " ".join(re.sub(r"<[^>]+>", "", page) for page in shown)


def test_no_table_holds_six_words_in_a_row(assessed):
    said, shown = assessed
    assert Feedback.objects.exists() and len(said) > 1_000
    assert found_in(shown, said)  # the pages do show them, so the search can find
    assert {place: found for place, text in everything_stored() if (found := found_in(text, said))} == {}


def test_no_line_of_the_log_does_when_something_breaks_on_them(assessed, cast, monkeypatch):
    """Whatever chokes on a text may quote it in its message: the log tells the place and the name, not the words."""
    text = ROWS[0]["text"]

    def choke(*_):
        try:
            float(text)
        except ValueError as error:
            raise RuntimeError(text) from error

    monkeypatch.setattr(pipeline, "score", choke)
    intake.accept_text(student=cast.mateo, text=f"Once more: {text}", by=cast.teacher, call_worker=False)
    with keys.keyring(), as_it_is_logged() as lines:
        pipeline.run(list(AssessmentJob.objects.filter(state="queued").values_list("pk", flat=True)))
    said = lines.getvalue()
    assert "failed" in said and "RuntimeError" in said and "ValueError" in said and "in choke" in said
    assert found_in(said, runs(text)) == set()


@contextmanager
def as_it_is_logged():
    """What stands in the log under the formatter of the settings."""
    lines = io.StringIO()
    handler, told = logging.StreamHandler(lines), settings.LOGGING["formatters"]["line"]
    handler.setFormatter(import_string(told["()"])(told["format"]))
    logging.getLogger("sightline").addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger("sightline").removeHandler(handler)


def test_words_in_a_table_would_be_found(assessed):
    said, _ = assessed
    quoted = next(iter(sorted(said)))
    AssessmentJob.objects.update(error=f"could not read: {quoted}"[:200])
    assert [place for place, text in everything_stored() if found_in(text, said)] == [
        "default.assessments_assessmentjob"
    ]
