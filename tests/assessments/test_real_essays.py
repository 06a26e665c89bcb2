"""Thirty real essays (people's reactions to news, not students') through the upload page onto students' pages.

Buechel et al. 2018, CC BY 4.0; read from where ``SIGHTLINE_DATA`` points, never copied in. What was seen by eye
stands in docs/reference/real-input.md.
"""

import csv
import io
from itertools import islice

import pytest
from django.urls import reverse

from assessments import pipeline
from assessments.models import Alert, Assessment, AssessmentJob, Response
from config import env
from mlcore.results import NOT_ENOUGH, SCORED
from tests import factories as make
from tests.assessments.uploads import confirm, hand_in, upload_of

ESSAYS = env.DATA / "empathic_reactions/data/responses/data/messages.csv" if env.DATA else None
PROMPT = "Read this news story. What do you feel and think about it?"

pytestmark = pytest.mark.skipif(
    ESSAYS is None or not ESSAYS.exists(), reason="the empathic_reactions data set is absent (SIGHTLINE_DATA)"
)


@pytest.fixture
def essays():
    with ESSAYS.open(encoding="utf-8") as lines:
        return [row["essay"] for row in islice(csv.DictReader(lines), 30)]


@pytest.fixture
def students(cast):
    six = make.StudentFactory.create_batch(6, school=cast.cedar)
    for student in six:
        make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
    return six


@pytest.fixture
def uploaded(client, cast, essays, students):
    client.force_login(cast.teacher)
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(["who", "when", "question", "essay"])
    for number, essay in enumerate(essays):
        rows.writerow([students[number // 5].name, f"2026-11-{1 + number % 5:02}", PROMPT, essay])
    answer = hand_in(client, cast.homeroom_7b, sheet.getvalue().encode(), name="essays.csv")
    upload = upload_of(answer)
    columns = {"student_name": 0, "date": 1, "prompt": 2, "text": 3, "file_date": "2026-11-01"}
    client.post(reverse("upload_map", args=[upload.pk]), columns)
    confirm(client, upload)
    pipeline.run(list(AssessmentJob.objects.values_list("pk", flat=True)))
    return students


def test_every_essay_is_kept_and_read_once(uploaded):
    kept, aside = (model.objects.filter(student__in=uploaded) for model in (Response, Alert))
    assert (kept.count(), aside.count()) == (28, 2)  # two tell of a suicide in the news: a person reads them first
    assert not AssessmentJob.objects.exclude(state=AssessmentJob.State.DONE).exists()
    assert all(response.readings.count() == 1 for response in kept)


def test_each_page_shows_a_score_or_says_that_there_is_not_enough(client, uploaded):
    for student in uploaded:
        [assessment] = Assessment.objects.current().filter(student=student)
        page = client.get(reverse("student_page", args=[student.pk])).text
        statuses = [score.status for score in assessment.scores.values()]
        assert set(statuses) <= {SCORED, NOT_ENOUGH}
        assert page.count("80% interval") == statuses.count(SCORED)


def test_every_quote_stands_in_the_words_it_points_to(uploaded):
    words = {str(one.pk): one.deidentified for one in Response.objects.filter(student__in=uploaded)}
    quoted = 0
    for assessment in Assessment.objects.current().filter(student__in=uploaded):
        for score in assessment.scores.values():
            for item in score.evidence:
                if item.kind == "words":
                    quoted += 1
                    assert words[item.key][item.start : item.end].strip()
    assert quoted
