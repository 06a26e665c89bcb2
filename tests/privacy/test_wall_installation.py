"""An installation of its own, connected as the role of ``prepare_database --login``: owning nothing, it works."""

import os
import re

import pytest

from tests.installation import Installation

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="SQLite has no roles to connect as"
    ),
]

WORK = """
from assessments import intake, tasks
from assessments.models import Assessment, Response
from privacy.audit_chain import AuditLink
from privacy.tasks import seal_audit
from privacy.wall import checking, standing
from privacy.wall.duties import Duty
from students.models import Student
from tests import factories

print("trouble:", checking.trouble())
with standing.system(Duty.COMMAND):
    ours, others = factories.StudentFactory(), factories.StudentFactory()
text = "I took a breath and asked what she needed, then we tried another way together."
with standing.within([ours.school_id]):
    done = intake.accept_text(student=ours, text=text, by="system:tests", call_worker=False)
tasks.assess([str(job.pk) for job in done.jobs])
seal_audit()
with standing.system(Duty.COMMAND):
    print("assessed:", Assessment.objects.count(), "sealed:", AuditLink.objects.exists())
with standing.within([others.school_id]):
    print("to others:", Response.objects.count(), "students:", Student.objects.count())
print("to nobody:", Student.objects.count())
"""


@pytest.fixture
def own(tmp_path):
    own = Installation(tmp_path, SIGHTLINE_LOGIN_PASSWORD="a password")
    own.login = f"{own.name}_login"
    yield own
    own.close()
    own._on_server(f"drop role if exists {own.login}")


def test_it_assesses_seals_and_keeps_schools_apart(own):
    own.manage("prepare_database", "--login", own.login)
    own.environment["DATABASE_URL"] = re.sub(
        r"//[^@]*@", f"//{own.login}:a%20password@", own.environment["DATABASE_URL"]
    )
    said = own.python(WORK)
    assert "trouble: []" in said
    assert "assessed: 1 sealed: True" in said
    assert "to others: 0 students: 1" in said
    assert "to nobody: 0" in said
