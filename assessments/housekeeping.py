"""Keys that never met a ciphertext go without being asked; what else is over goes by the table of retention
(privacy/retention.py, assessments/expiry.py)."""

from assessments.models import BulkImport, Upload
from privacy import keys, training_store
from students.models import RosterImport, Student


def sweep() -> dict[str, int]:
    return {"keys": keys.sweep(in_use=subjects_in_use)}


def subjects_in_use(subjects) -> set:
    used = training_store.in_use(subjects)
    for model in (Student, Upload, BulkImport, RosterImport):
        used.update(model.objects.filter(pk__in=subjects).values_list("pk", flat=True))
    return used
