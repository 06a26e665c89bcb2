"""Signs that a student may be in danger, looked for in what they wrote before anything else reads it.

Rules written by hand, and beside them a line learned from sentences of several hands: what either raises is an alert.
High recall before precision: a sentence too many is read by one person, a sentence too few by nobody. How well they
do, and what they cannot: ``docs/reference/distress.md``, written by ``manage.py measure_distress``.
"""

from privacy.distress.signs_found import Likeness, Signs, signs_in

__all__ = ["Likeness", "Signs", "signs_in"]
