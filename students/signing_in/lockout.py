"""Who has to wait after wrong tries: longer each time, and never a whole school.

Three counts, each in one row of ``RULES``. The tight one is of a name *and* the address it was tried from, so that
nobody outside can lock a teacher out at school. The two wide ones stop guessing spread over many names or many
addresses, wait a minute at most, and spare whoever came in from this address within the month.

Counts live in the cache (database or Redis), where only ``add`` is atomic in both: each try takes a numbered slot, and
whoever comes after the free ones must win the turn, so that a hundred tries at once are one try. django-axes and
allauth's own limits block for a fixed time, without back-off and without sparing anybody, hence this.
"""

from dataclasses import dataclass
from math import ceil

from django.core.cache import cache
from django.utils import timezone

from privacy import crypto

FIRST_WAIT = 30  # seconds, doubled with every further wrong try
FORGOTTEN_AFTER = 3600
KNOWN_FOR = 30 * 24 * 3600
MOST_SLOTS = 2000  # a cache that keeps nothing must not keep us here


@dataclass(frozen=True)
class Rule:
    name: str
    by_account: bool
    by_address: bool
    free: int  # wrong tries before anybody waits
    longest: int  # seconds
    spares_known: bool


TIGHT = Rule("name and address", by_account=True, by_address=True, free=5, longest=900, spares_known=False)
WIDE = (
    Rule("address", by_account=False, by_address=True, free=50, longest=60, spares_known=True),
    Rule("name", by_account=True, by_address=False, free=100, longest=60, spares_known=True),
)
RULES = (TIGHT, *WIDE)


@dataclass(frozen=True)
class Try:
    """One try at the door. ``wait`` is in seconds; at 0 the password may be looked at."""

    account: str
    address: str
    wait: int = 0
    last_before_waiting: bool = False

    def key(self, rule: Rule) -> str:
        account = self.account.strip().casefold() if rule.by_account else ""
        return f"lockout:{crypto.digest('lockout', rule.name, account, self.address if rule.by_address else '')}"

    @property
    def known(self) -> str:
        return f"{self.key(TIGHT)}:known"


def begin(account: str, address: str) -> Try:
    """Before the password is looked at: a slot is taken, or it is said how long to wait."""
    one = Try(account, address)
    if waits := [wait for rule in _rules_for(one) if (wait := _left(one.key(rule)))]:
        return Try(account, address, wait=max(waits))
    number = _count(one.key(TIGHT))
    if number < TIGHT.free:
        return one
    lost = _close(one.key(TIGHT), TIGHT, number)
    return Try(account, address, wait=lost, last_before_waiting=not lost)


def failed(one: Try) -> None:
    for rule in WIDE:
        number = _count(one.key(rule))
        if number >= rule.free:
            _close(one.key(rule), rule, number)


def succeeded(one: Try) -> None:
    key = one.key(TIGHT)
    taken = cache.get(key, 0)
    cache.delete_many([key, f"{key}:until", *(f"{key}:{number}" for number in range(1, taken + 1))])
    cache.set(one.known, True, KNOWN_FOR)


def wait_after(number: int, rule: Rule) -> int:
    """Seconds after the wrong try of this number."""
    return min(rule.longest, FIRST_WAIT * 2 ** min(number - rule.free, 20)) if number >= rule.free else 0


def _rules_for(one: Try) -> tuple[Rule, ...]:
    return (TIGHT,) if cache.get(one.known) else RULES


def _left(key: str) -> int:
    until = cache.get(f"{key}:until")
    return max(0, ceil(until - timezone.now().timestamp())) if until else 0


def _count(key: str) -> int:
    number = first = cache.get(key, 0) + 1
    while not cache.add(f"{key}:{number}", True, FORGOTTEN_AFTER) and number < first + MOST_SLOTS:
        number += 1
    cache.set(key, number, FORGOTTEN_AFTER)
    return number


def _close(key: str, rule: Rule, number: int) -> int:
    """Close the door behind this try. Seconds to wait if another try, at the same moment, closed it first."""
    wait = wait_after(number, rule)
    until = timezone.now().timestamp() + wait
    if cache.add(f"{key}:until", until, wait):
        return 0
    if left := _left(key):
        return left
    cache.set(f"{key}:until", until, wait)  # its time is over and the cache has not let go of it yet
    return 0
