"""What a removed name or contact looks like in de-identified text.

The de-identifier (in ``privacy``) writes placeholders; the features read text that
holds them. Both need the same shape, so it stands here, below both.

Examples: ``[classmate A]``, ``[person B]``, ``[teacher A]``, ``[student]`` (the writer),
``[email]``, ``[phone]``, ``[address]``, ``[handle]``, ``[id]``, ``[link]``, ``[school]``, ``[place]``.
"""

import re

PERSON_KINDS = ("classmate", "person", "teacher", "student", "family")
OTHER_KINDS = ("email", "phone", "address", "handle", "id", "link", "school", "place")

PLACEHOLDER = re.compile(
    rf"\[(?:(?P<person>{'|'.join(PERSON_KINDS)})(?: (?P<letter>[A-Z]{{1,2}}))?|(?P<other>{'|'.join(OTHER_KINDS)}))\]"
)
