"""A game's log among many files, read without a person: unknown ids and words are left out and told."""

from dataclasses import replace
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from assessments.bulk.reading import Found, Setting, no_day, refuse_guessed_letters, shortened
from assessments.session_intake import accept_sessions
from assessments.telemetry import runs, shapes
from assessments.telemetry.checking import Around, Checked, Status, check, told
from assessments.uploading.decoding import Decoded
from assessments.uploading.table import FileRefused

LOOKED_AT = 50  # events


def is_telemetry(text: str) -> bool:
    """A log of a known shape; rows of events only where their words for what happened are mostly ours."""
    try:
        found = shapes.read(text)
    except FileRefused:
        return False
    if not found.certain:
        return False
    first = [record.kind is not None for record in islice(found.records(), LOOKED_AT)]
    return not found.shape.mapped or sum(first) * 2 > len(first)


def read_telemetry(decoded: Decoded, setting: Setting) -> Found:
    """Raises FileRefused when a person has to say of which day it is."""
    refuse_guessed_letters(decoded)
    read = shapes.read(decoded.text)
    plan = replace(read.plan, day=setting.day)
    known, school = setting.known, setting.school
    around = Around(school, known.people, known.agreed, ZoneInfo(school.time_zone), known.today)
    found = runs.build(read.records(), plan, zone=around.zone, until=around.until, tally=read.sheet.tally)
    checked = check(found, plan, around)
    if checked.only_seconds and setting.day is None:
        raise FileRefused(no_day())
    new = [run.new for run in checked.ready]
    return Found(
        ready=len(new),
        before=checked.counts[Status.ADDED],
        left_out=checked.left_out,
        sentences=_about(checked),
        add=lambda: len(accept_sessions(new, school=school, by=setting.by, upload=setting.import_id).added),
    )


def _about(checked: Checked) -> list[str]:
    strangers = [f"{one.said}: {one.sentence}" for one in checked.strangers]
    refused = [sentence for run in checked.runs if run.status is Status.NO_CONSENT for sentence in run.sentences]
    words = [
        _("“%(word)s” is not understood (%(count)s).") % {"word": word, "count": count}
        for word, count in checked.words.most_common()
    ]
    return shortened([*refused, *strangers, *words, *(told(*one) for one in checked.tally.sentences())])
