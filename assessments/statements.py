"""A family contests a score: the request becomes a case, and the statement stands beside the score from that moment,
wherever the score stands, whatever the school decides."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, Statement
from mlcore.schema import Skill
from privacy import audit, keys
from privacy.cases import Case, Kind
from students import family_cases
from students.models import Student, User

MOST_CHARACTERS = 2_000
Beside = dict[uuid.UUID, dict[str, list[Statement]]]


def contest(*, child: Student, assessment: Assessment, skill: Skill, words: str, by: User) -> Case:
    """Raises ``cases.WrongStep`` when this guardian's request about the same score is open already."""
    with keys.keyring(), transaction.atomic():
        about = f"assessment:{assessment.pk} {skill.value}"
        case = family_cases.ask(child=child, kind=Kind.CORRECTION, words=words, by=by, about=about)
        made = Statement.objects.create(
            school=child.school,
            student=child,
            assessment=assessment,
            skill=skill.value,
            words=words,
            case=case.pk,
            by=audit.actor(by),
        )
        audit.record("statement.add", by=by, school=child.school_id, subjects=[child.pk], obj=made, skill=skill.value)
    return case


def take_back(case: Case, *, by: User) -> None:
    """The statement of this case stands no more."""
    rows = Statement.objects.filter(case=case.pk, withdrawn_at__isnull=True)
    with transaction.atomic():
        for row in rows:
            audit.record("statement.withdraw", by=by, school=row.school_id, subjects=[row.student_id], obj=row)
        rows.update(withdrawn_at=timezone.now())


def beside(assessments: Iterable[Assessment]) -> Beside:
    """assessment -> skill -> the statements that travel with that score: about this very assessment, or about one of
    the same weeks that it took the place of. Three queries, however many there are; one where nobody contests."""
    wanted = {one.pk: one.student_id for one in assessments}
    rows = Statement.objects.filter(student__in=set(wanted.values()), withdrawn_at__isnull=True)
    found: Beside = defaultdict(lambda: defaultdict(list))
    if not (rows := list(rows)):
        return found
    readable = keys.open_keys(row.student_id for row in rows)
    rows = [row for row in rows if row.student_id in readable]  # the others are being erased this very minute
    newer = Assessment.objects.filter(student__in={row.student_id for row in rows}, supersedes__isnull=False)
    successor = dict(newer.values_list("supersedes", "pk"))
    for row in rows:
        at: uuid.UUID | None = row.assessment_id
        while at is not None:
            if at in wanted:
                found[at][row.skill].append(row)
            at = successor.get(at)
    return found
