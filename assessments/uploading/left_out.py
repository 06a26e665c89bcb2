"""The rows that need a person, as a CSV to mend and upload again, with the reason beside each."""

import csv
import io

from django.utils.translation import gettext as _

from assessments.uploading.checking import Status
from assessments.uploading.preview import Preview
from assessments.uploading.table import Table
from students.roster.tables import neutral


def as_csv(table: Table, preview: Preview) -> str:
    """With a byte order mark, so that a spreadsheet reads the letters rightly; what it might calculate is written as
    text, and read back without the apostrophe (``delimited``). Rows without a family's agreement were not read and are
    not written out either."""
    reasons = {row.number: row.problems for row in preview.rows if row.status is Status.PROBLEM}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*map(neutral, table.columns), _("why it was left out")])
    for row in table.rows:
        if row.number in reasons:
            sentences = " ".join(problem.sentence for problem in reasons[row.number])
            writer.writerow(map(neutral, (*row.cells, sentences)))
    return "\ufeff" + out.getvalue()
