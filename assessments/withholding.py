"""Before anything else reads a new response: is there a sign of danger in it? Then it is set aside, in the same
transaction, and whoever looks after such things is told."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from assessments import tasks
from assessments.alerts import Alert
from assessments.models import Response
from privacy import audit
from privacy.distress import Signs, signs_in
from students.models import School

BY = "system:distress"


def sift(responses: Sequence[Response]) -> tuple[list[Response], list[tuple[Response, Signs]]]:
    """Those to go on with, and those to set aside with the signs found in them."""
    read = [(response, signs_in(response.original)) for response in responses]
    return [one for one, signs in read if not signs], [(one, signs) for one, signs in read if signs]


def set_aside(alarming: Sequence[tuple[Response, Signs]], *, school: School) -> list[Alert]:
    """Alerts for what is not known yet: neither waiting, nor decided on, nor released before."""
    if not alarming:
        return []
    known = _known([response for response, _ in alarming], school)
    alerts = {}
    for response, signs in alarming:
        if (response.student_id, response.token) not in known:
            alerts.setdefault((response.student_id, response.token), _alert(response, signs, school))
    Alert.objects.bulk_create(alerts.values(), ignore_conflicts=True, batch_size=200)
    made = list(Alert.objects.filter(pk__in=[alert.pk for alert in alerts.values()]))
    if made:
        subjects = {alert.student_id for alert in made}
        audit.record("alert.raise", by=BY, school=school, subjects=subjects, count=len(made))
        transaction.on_commit(tasks.tell_leads.delay, robust=True)
    return made


def waiting_of(student) -> int:
    """How many wait to be read by a person; nothing else of them is for teachers."""
    return Alert.objects.filter(student=student, state=Alert.State.WAITING).count()


def _known(responses: Sequence[Response], school: School) -> set[tuple[uuid.UUID, str]]:
    same = {"school": school, "student__in": {one.student_id for one in responses}}
    return {
        pair for model in (Alert, Response) for pair in model.objects.filter(**same).values_list("student_id", "token")
    }


def _alert(response: Response, signs: Signs, school: School) -> Alert:
    return Alert(
        school=school,
        student_id=response.student_id,
        words=response.original,
        signs=signs.as_json(),
        prompt=response.prompt,
        written_on=response.written_on,
        mode=response.mode,
        grade=response.grade,
        token=response.token,
        added_by=response.added_by,
        upload=response.upload,
    )
