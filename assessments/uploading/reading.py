"""From a file's text to its table, in whichever of the formats it is written."""

from assessments.uploading import delimited, jsonfile
from assessments.uploading.table import Table


def read(text: str) -> Table:
    """Raises FileRefused. The text decides, not the file's name: a renamed file is still what it is."""
    return jsonfile.read(text) if jsonfile.looks_like_json(text) else delimited.read(text)
