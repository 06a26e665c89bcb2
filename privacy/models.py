"""Django looks for models here; each lives in the module named after its work."""

from privacy.audit import AuditEvent, AuditSubject
from privacy.consent import ConsentRecord
from privacy.keys import SubjectKey

__all__ = ["AuditEvent", "AuditSubject", "ConsentRecord", "SubjectKey"]
