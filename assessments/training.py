"""What goes into the training store: de-identified responses of students whose families agreed to it."""

from collections.abc import Iterator

from django.db.models import QuerySet

from assessments import roster_names
from assessments.models import Prompt, Response
from privacy import keys, training_store
from privacy.deidentify import DEIDENTIFIER_VERSION
from privacy.training_store import Example, Why
from students.models import School, Student

CHUNK = 200


def fill(*, by="system:training_store") -> int:
    """Of every school: take in what is new, and let go of whoever agrees no longer. Returns how many came in."""
    return sum(_of_school(school, by) for school in School.objects.order_by("pk"))


def let_go_of_whoever_agrees_no_longer() -> None:
    for school in School.objects.order_by("pk"):
        _agreeing(school)


def _agreeing(school: School) -> set:
    everybody = set(Student.objects.filter(school=school).values_list("pk", flat=True))
    agreed = training_store.agreeing(everybody, school=school.pk)
    training_store.exclude(everybody - agreed, why=Why.WITHDRAWN)  # an agreement may end while texts come in
    return agreed


def _of_school(school: School, by) -> int:
    agreed = _agreeing(school)
    rows = Response.objects.filter(student__in=agreed, deidentified__isnull=False, set_aside_at__isnull=True)
    rows = rows.filter(deidentifier_version=DEIDENTIFIER_VERSION).select_related("prompt").order_by("pk")
    return sum(training_store.keep(chunk, school=school.pk, by=by) for chunk in _examples(rows, school))


def _examples(rows: QuerySet, school: School) -> Iterator[list[Example]]:
    ids = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = list(rows.filter(pk__in=ids[start : start + CHUNK]))
        with keys.keyring():
            keys.open_keys(row.student_id for row in chunk)
            yield [_example(row, school) for row in chunk]


def _example(row: Response, school: School) -> Example:
    return Example(
        subject=row.student_id,
        response=row.pk,
        text=row.deidentified,
        prompt=_masked(row.prompt, school),
        grade=row.grade,
        mode=row.mode,
        deidentifier_version=row.deidentifier_version,
    )


def _masked(prompt: Prompt | None, school: School) -> str:
    """A teacher's prompt may name somebody."""
    return roster_names.deidentifier_of(school).mask(prompt.text).text if prompt else ""
