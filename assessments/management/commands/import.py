# ruff: noqa: N999  (the command is called so)
"""``manage.py import PATH --school NAME --by USERNAME``: a folder or a zip of past work, with one report.

``--dry-run`` shows the report and keeps nothing. The same command once more goes on where a killed one stopped.
"""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import track

from assessments import days, intake
from assessments.bulk import importing, packing
from assessments.bulk.rows import BulkImport, FileJob
from assessments.uploading.table import FileRefused
from privacy import keys
from privacy.uploads import LIMIT_BYTES
from privacy.wall.command import SystemCommand
from students.models import School, User
from students.tenancy import now_in

ZIP_LIMIT = 10 * LIMIT_BYTES
PAUSE = 0.5  # seconds, while another process holds a file


class Command(SystemCommand):
    help = "Bring in a folder or zip of responses, transcripts and game logs: added file by file, with one report."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)
        parser.add_argument("--school", required=True, help="the school's name or id")
        parser.add_argument("--by", required=True, help="the username of whom the audit names")
        parser.add_argument("--prompt", default="", help="for files and rows that name no prompt of their own")
        parser.add_argument("--day", type=date.fromisoformat, help="2025-03-14, for what names no day of its own")
        parser.add_argument("--dry-run", action="store_true", help="only the report; nothing is kept")

    def handle(self, *, path, school, by, prompt, day, dry_run, **options):
        place = _school(school)
        person = _person(by, place)
        _check_day(day, place)
        asked = {"school": place, "whole_school": True, "prompt": prompt, "day": day}
        try:
            if dry_run:
                self._preview(path, by=person, **asked)
                return
            token = importing.digest_of(_files(path), **asked)
            bulk = importing.unfinished(token, school=place, by=person)
            if bulk:
                self.stderr.write("This import was begun before. Going on with what is left.")
            else:
                bulk = importing.start(_files(path), by=person, token=token, step=FileJob.Step.ADD, **asked)
        except FileRefused as refused:
            raise CommandError(str(refused)) from None
        _run(bulk)
        self._report(bulk)

    def _preview(self, path: Path, *, school, by, **asked) -> None:
        totals = {"ready": 0, "before": 0, "left_out": 0}
        with keys.keyring():
            setting = importing.setting_for(school, by=by, **asked)
            for file in _files(path):
                told = importing.look(file, setting)
                counts = {name: getattr(told.found, name) for name in totals}
                totals = {name: totals[name] + counts[name] for name in totals}
                self._say(told.name, told.kind, told.refused, counts, told.found.sentences)
        self.stdout.write(f"Nothing was kept. In all: {_counted(totals)}.")

    def _report(self, bulk: BulkImport) -> None:
        totals = {"added": 0, "before": 0, "left_out": 0}
        failed = 0
        with keys.keyring():
            for row in importing.told_of(bulk):
                counts = {name: getattr(row, name) for name in totals}
                totals = {name: totals[name] + counts[name] for name in totals}
                if row.state == FileJob.State.FAILED:
                    failed += 1
                    row.sentences = [f"It could not be added ({row.error}). Nothing of it was kept."]
                self._say(row.name, row.kind, row.refused, counts, row.sentences)
        self.stdout.write(f"In all: {_counted(totals)}. Assessing goes on in the background.")
        if failed:
            raise CommandError(f"{failed} files could not be added. Run the command again to try them once more.")

    def _say(self, name, kind, refused, counts, sentences) -> None:
        self.stdout.write(f"{name}: {'not read' if refused else f'{kind}, {_counted(counts)}'}")
        for sentence in sentences:
            self.stdout.write(f"    {sentence}")


def _files(path: Path) -> Iterator[packing.Packed]:
    if path.is_dir():
        return packing.from_folder(path)
    if not path.is_file():
        raise CommandError(f"There is no folder or file {path}.")
    if path.stat().st_size > ZIP_LIMIT:
        raise CommandError(f"{path.name} is larger than {ZIP_LIMIT // 2**20} MB. Give the folder it was packed from.")
    return packing.from_zip(path.read_bytes())


def _run(bulk: BulkImport) -> None:
    """Every file; one that a killed process still holds is waited for until its lease has run out."""
    importing.retry(bulk, by=bulk.created_by)
    queued = bulk.files.filter(state=FileJob.State.QUEUED).order_by("position")
    waiting = list(queued.values_list("pk", flat=True))
    for pk in track(waiting, description="Adding", disable=not waiting, console=Console(stderr=True)):
        importing.run([pk])
    while bulk.files.filter(state__in=FileJob.OUTSTANDING).exists():
        time.sleep(PAUSE)
        FileJob.reap()
        importing.run(list(queued.values_list("pk", flat=True)))


def _counted(counts: dict[str, int]) -> str:
    words = {"ready": "ready", "added": "added", "before": "there before", "left_out": "left out"}
    return ", ".join(f"{count} {words[name]}" for name, count in counts.items())


def _school(wanted: str) -> School:
    found = list(School.objects.filter(name__iexact=wanted)) or [s for s in School.objects.all() if str(s.pk) == wanted]
    if len(found) != 1:
        known = ", ".join(f"{one.name} ({one.pk})" for one in (found or School.objects.order_by("name")[:20]))
        raise CommandError(f"{'Several schools are' if found else 'No school is'} called '{wanted}'. Known: {known}")
    return found[0]


def _person(username: str, school: School) -> User:
    """Somebody of this school's staff today: the audit names a person who answers for it."""
    person = User.objects.filter(username=username, is_active=True).first()
    here = person and person.memberships.filter(now_in(""), district=school.district)
    if not here or not any(one.school_id in (None, school.pk) for one in here):
        raise CommandError(f"'{username}' is nobody of the staff of {school.name} today.")
    return person


def _check_day(day: date | None, school: School) -> None:
    try:
        if day:
            days.checked(day, today=intake.today_at(school))
    except days.DayRefused as refused:
        raise CommandError(str(refused)) from None
