"""Signs that a student may be in danger, looked for in what they wrote before anything else reads it.

High recall before precision: a sentence too many is read by one person, a sentence too few by nobody. How well it
does, and what it cannot: ``docs/reference/distress.md``, written by ``manage.py measure_distress``.
"""

from privacy.distress.reading import signs_in

__all__ = ["signs_in"]
