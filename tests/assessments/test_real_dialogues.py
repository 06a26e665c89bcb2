"""Ten real dialogues of children who solve a puzzle with a robot, through the pages onto students' pages.

JUSThink Dialogue and Actions Corpus (Norman et al. 2021), CC BY 4.0; read from where ``SIGHTLINE_DATA`` points,
never copied in. What was seen by eye stands in docs/reference/transcripts.md.
"""

from collections import Counter

import pytest
from django.urls import reverse

from assessments import pipeline
from assessments.discussions import Discussion, Turn
from assessments.models import Assessment, AssessmentJob, Response, Upload
from config import env
from mlcore.results import NOT_ENOUGH, SCORED
from mlcore.schema import SKILLS, Skill
from privacy import keys
from tests import factories as make
from tests.assessments.discussion_files import choose, confirm, hand_in, settle

FOLDER = env.DATA / "justhink" / "transcripts" if env.DATA else None
FILES = sorted(FOLDER.glob("*.csv")) if FOLDER and FOLDER.exists() else []
PROMPT = "Build tracks that connect all the gold mines for the least money, together."

pytestmark = [
    pytest.mark.skipif(not FILES, reason="the justhink data set is absent (SIGHTLINE_DATA)"),
    pytest.mark.slow,
]


@pytest.fixture
def teacher(client, cast):
    """A class of twenty: two children a team, known by team and letter as the files call them."""
    for file in FILES:
        team = int(file.stem[-2:])
        for letter, first_name in (("A", "Ann"), ("B", "Bob")):
            student = make.StudentFactory(school=cast.cedar, first_name=first_name, last_name=f"Team{team}", grade=5)
            make.ExternalIdFactory(student=student, value=f"{team} {letter}")
            make.EnrollmentFactory(student=student, classroom=cast.homeroom_7b)
    client.force_login(cast.teacher)
    return client


def take_in(teacher, cast, file) -> Counter:
    """One file through the pages; what became of its lines."""
    hand_in(teacher, cast.homeroom_7b, file.read_bytes(), name=file.name)
    upload = Upload.objects.get()
    page = settle(teacher, upload, prompt=PROMPT, held_on="2019-10-15")
    nobody = {one.place: "none" for one in page.context["found"].undecided}
    assert {one.label.split()[-1] for one in page.context["found"].undecided} <= {"R", "I"}
    found = choose(teacher, upload, **{str(place): who for place, who in nobody.items()}).context["found"]
    confirm(teacher, upload)
    return found.line_counts


def test_ten_dialogues_are_taken_in_whole_and_scored_with_restraint(teacher, cast):
    fates = sum((take_in(teacher, cast, file) for file in FILES), Counter())
    assert sum(fates.values()) == 5_089
    assert fates["choice"] == fates["no_consent"] == fates["broken"] == fates["nobody"] == 0
    spoken = Response.objects.filter(mode="spoken")
    assert spoken.count() == Turn.objects.count() > 200
    assert Discussion.objects.count() == 10

    with keys.keyring():
        pipeline.run(list(AssessmentJob.objects.values_list("pk", flat=True)))
    assessments = list(Assessment.objects.current().filter(window_end="2019-10-15"))
    assert len(assessments) == len({one.student_id for one in spoken}) == 19  # one child says nothing long enough
    scored = {skill: sum(one.scores[skill].status == SCORED for one in assessments) for skill in SKILLS}
    assert scored[Skill.EMPATHY] <= 2  # nothing of it shows in talk about tracks and francs
    assert sum(scored.values()) < 38  # of 19 students x 4 skills: mostly *not enough evidence*

    student = next(one for one in assessments if any(s.status == NOT_ENOUGH for s in one.scores.values())).student
    page = teacher.get(reverse("student_page", args=[student.pk])).text
    assert "Not enough evidence yet" in page
    assert "Said in a discussion." in page

    before = spoken.count()
    take_in(teacher, cast, FILES[0])
    assert spoken.count() == before
