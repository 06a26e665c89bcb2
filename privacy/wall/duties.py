"""The duties for which Sightline looks over the wall, and what trace each use leaves: a system role is trusted with
every school's rows, so that it was used must be as plain as that a teacher opened a record.

One event a use (``system.use``), never one a row; it names the duty, what for, and the task or command it ran in. It
joins the transaction of what it is about, and where it cannot be written the duty is not done (``tracing``).
"""

from enum import Enum, StrEnum


class Leaves(Enum):
    EACH = "an event each time, before anything is read"
    # Beat comes by for these twice a minute for years: a duty that found nothing would bury the ones that did.
    CHANGE = "an event with the first row it changes, in that row's transaction; one that changes nothing leaves none"
    WORK = "an event when there is work to hand on; the code that asks says so (``leave``)"
    ITSELF = "what it writes is the audit: an event about it would want an event about itself"


class Duty(StrEnum):
    """Each is a place in the code that asks about no school in particular, or cannot know yet which."""

    SIGN_IN = "sign_in", "whose account it is and which schools they reach, asked before any is known", Leaves.EACH
    INVITATION = "invitation", "whom a signed link was sent to, before they have an account", Leaves.EACH
    GUARDIANS = "guardians", "what somebody is already in other schools, before they become family here", Leaves.EACH
    STAFF = "staff", "what somebody is in other schools, before a role is given or ended here", Leaves.EACH
    CONSENT = "consent", "a family's own word stands from one school to the next", Leaves.EACH
    COMMAND = "command", "an operator's command: imports, keys, consent modes, the sample district", Leaves.EACH
    WORKER = "worker", "which schools the jobs a worker was woken for are of", Leaves.WORK
    REAPER = "reaper", "work whose worker died or whose message was lost, wherever", Leaves.CHANGE
    SWEEP = "sweep", "files and keys that nobody wants any more, wherever", Leaves.CHANGE
    TRAINING = "training", "what families of all schools gave for training", Leaves.CHANGE
    RETENTION = "retention", "what is kept no longer, wherever", Leaves.CHANGE
    ERASURE = "erasure", "all that is kept about one student, wherever", Leaves.CHANGE
    SAFEGUARDING = "safeguarding", "whom an alert must reach", Leaves.CHANGE
    SEAL = "seal", "the chains of all schools; the signed heads say when", Leaves.ITSELF
    AUDIT = "audit", "what a rollback must not take with it: a refusal concerns what nobody could see", Leaves.ITSELF

    def __new__(cls, name: str, why: str, leaves: Leaves):
        duty = str.__new__(cls, name)
        duty._value_ = name
        duty.why, duty.leaves = why, leaves
        return duty
