"""What a file of an import may be: one table. Another kind of file is one more line here.

``fits`` looks at the text alone; the first that fits reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.bulk import reading
from assessments.bulk.reading import Found, Setting
from assessments.uploading import reading as tables
from assessments.uploading.decoding import Decoded
from assessments.uploading.table import FileRefused


@dataclass(frozen=True)
class Kind:
    name: str
    label: str
    fits: Callable[[str], bool]
    read: Callable[[Decoded, Setting], Found]


KINDS = (
    Kind("responses", gettext_lazy("Responses"), reading.is_responses, reading.read_responses),
    Kind("transcript", gettext_lazy("Transcript"), reading.is_transcript, reading.read_transcript),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(text: str) -> Kind:
    """Raises FileRefused when no kind fits."""
    for kind in KINDS:
        if kind.fits(text):
            return kind
    tables.read(text)  # a table with a mistake in it says which
    raise FileRefused(
        _(
            "This is neither a table of responses nor a transcript that can be read without a person. Bring it in on "
            "the page of its class, where you can say which column is which."
        )
    )
