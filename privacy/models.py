"""Django looks for models here; each lives in the module named after its work."""

from privacy.audit import AuditEvent, AuditSubject
from privacy.consent import ConsentRecord
from privacy.egress.disclosures import Disclosure, DisclosureOutcome, DisclosureSubject
from privacy.keys import SubjectKey

__all__ = [
    "AuditEvent",
    "AuditSubject",
    "ConsentRecord",
    "Disclosure",
    "DisclosureOutcome",
    "DisclosureSubject",
    "SubjectKey",
]
