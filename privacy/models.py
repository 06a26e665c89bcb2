"""Django looks for models here; each lives in the module named after its work."""

from privacy.audit import AuditEvent, AuditSubject
from privacy.audit_chain import AuditHead, AuditLink
from privacy.cases import Case, CaseStep
from privacy.consent import ConsentMode, ConsentRecord
from privacy.egress.disclosures import Disclosure, DisclosureOutcome, DisclosureSubject
from privacy.keys import SubjectKey

__all__ = [
    "AuditEvent",
    "AuditHead",
    "AuditLink",
    "AuditSubject",
    "Case",
    "CaseStep",
    "ConsentMode",
    "ConsentRecord",
    "Disclosure",
    "DisclosureOutcome",
    "DisclosureSubject",
    "SubjectKey",
]
