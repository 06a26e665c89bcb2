"""De-identification: a text without the people in it. Plain Python and spaCy; no Django, no database.

``Deidentifier(people).mask(text, aliases=...)`` with a class's roster, ``mask(text)`` without one.
What it finds and misses is measured in ``docs/reference/deidentification.md``; it is not perfect.
"""

from privacy.deidentify.deidentifier import DEIDENTIFIER_VERSION, Deidentifier, mask
from privacy.deidentify.people import Masked, Person, Replacement

__all__ = ["DEIDENTIFIER_VERSION", "Deidentifier", "Masked", "Person", "Replacement", "mask"]
