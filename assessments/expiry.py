"""How this app lets go of what is over: words, logs of games, files nobody confirmed, reports of imports.

What was read of words and logs stays as numbers, so that scores can be told and replayed without them.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from assessments.models import Aliases, BulkImport, GameSession, Response, Upload
from privacy import keys, retention
from privacy.retention import Gone, Run
from students.models import District, RosterImport

CHUNK = 500
WORDS_LEFT = Q(original__isnull=False) | Q(deidentified__isnull=False)


@retention.expires("words")
def words(run: Run) -> list[Gone]:
    rows = _due(Response.objects.filter(WORDS_LEFT), "words", run)
    if not run.dry:
        for chunk in _chunks(rows):
            Response.objects.filter(pk__in=[pk for pk, *_ in chunk]).update(original=None, deidentified=None)
    return _by_school(Response, rows) + _aliases({student for _, _, student in rows}, run)


def _aliases(students: set, run: Run) -> list[Gone]:
    """Who is meant by which placeholder is needed as long as there are words that say it."""
    if run.dry:
        return []
    speaking = Response.objects.filter(WORDS_LEFT, student__in=students).values("student")
    silent = Aliases.objects.filter(student__in=students).exclude(student__in=speaking)
    rows = list(silent.values_list("pk", "school_id", "student_id"))
    Aliases.objects.filter(pk__in=[pk for pk, *_ in rows]).delete()
    return _by_school(Aliases, rows)


@retention.expires("telemetry")
def telemetry(run: Run) -> list[Gone]:
    rows = _due(GameSession.objects.filter(payload__isnull=False), "telemetry", run)
    if not run.dry:
        for chunk in _chunks(rows):
            GameSession.objects.filter(pk__in=[pk for pk, *_ in chunk]).update(payload=None)
    return _by_school(GameSession, rows)


@retention.expires("uploads")
def waiting_files(run: Run) -> list[Gone]:
    old = run.before("uploads")
    unconfirmed = BulkImport.objects.filter(confirmed_at__isnull=True)
    return [
        _files(Upload.objects.filter(created_at__lt=old), run),
        _files(RosterImport.objects.filter(created_at__lt=old), run),
        _files(unconfirmed.filter(created_at__lt=old), run),
    ]


@retention.expires("reports")
def reports(run: Run) -> list[Gone]:
    return [_files(BulkImport.objects.filter(confirmed_at__lt=run.before("reports")), run)]


def _files(rows, run: Run) -> Gone:
    """Their key first: whatever happens next, nothing in them can be read again."""
    ids = list(rows.values_list("pk", flat=True))
    if not run.dry:
        keys.destroy(ids)
        rows.model.objects.filter(pk__in=ids).delete()
    return Gone(rows.model._meta.label, len(ids))


def _due(rows, rule: str, run: Run) -> list[tuple]:
    """(id, school, student) of what is older than its district keeps it, but for records somebody asked to see."""
    found: list[tuple] = []
    for district in District.objects.values_list("pk", flat=True):
        old = rows.filter(school__district=district, received_at__lt=run.before(rule, district))
        found += old.order_by().values_list("pk", "school_id", "student_id")
    held = retention.held(student for _, _, student in found)
    return [row for row in found if row[2] not in held]


def _by_school(model, rows: Iterable[tuple]) -> list[Gone]:
    schools = defaultdict(list)
    for _, school, student in rows:
        schools[school].append(student)
    label = model._meta.label
    return [Gone(label, len(students), school, frozenset(students)) for school, students in schools.items()]


def _chunks(rows: list):
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
