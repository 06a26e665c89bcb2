"""Django looks for models here; each lives in the module named after its work."""

from privacy.audit import AuditEvent, AuditSubject
from privacy.audit_chain import AuditHead, AuditLink
from privacy.cases import Case, CaseStep
from privacy.consent import ConsentMode, ConsentRecord
from privacy.egress.disclosures import Disclosure, DisclosureOutcome, DisclosureSubject
from privacy.erasure import Erasure
from privacy.keys import SubjectKey
from privacy.retention import RetentionPeriod
from privacy.root_key import SystemKey
from privacy.training_store import TrainingExample

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
    "Erasure",
    "RetentionPeriod",
    "SubjectKey",
    "SystemKey",
    "TrainingExample",
]
