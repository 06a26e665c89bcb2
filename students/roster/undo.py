"""An import taken back, for 30 days: what it changed becomes what it was, unless it was changed since.

History is closed and inserted anew: an enrollment that the import opened ends today, one that it ended begins
again today. The days in between stay as they were, because who could look at a record in them is a fact.
A student or an account that the import made goes altogether if nothing else came to hang on it.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import audit, keys, retention
from students import people
from students.models import (
    Classroom,
    Enrollment,
    ExternalId,
    Guardianship,
    Membership,
    RosterChange,
    RosterRun,
    School,
    SourcedId,
    Student,
    TeachingAssignment,
    Term,
    User,
)
from students.roster import ledger, seats
from students.tenancy import open_from

UNDO_DAYS = retention.RULES["roster_undo"].days
# What could not be taken back, and why, in words for the office.
LEFT = {
    "student_kept": _("has work or later changes in Sightline, so the record stays, in no class of this import"),
    "field_changed": _("was changed since the import, so it stays as it is now"),
    "seat_changed": _("a class was changed since the import, so it stays as it is now"),
    "erased": _("is being erased at the family's request, so nothing was touched"),
    "account_kept": _("An account was used since, so it stays, without the classes and children of this import"),
    "place_kept": _("A class or term has been used, so it stays; its history hangs on it"),
    "place_changed": _("A class or term was changed since the import, so it stays as it is now"),
    "time_zone": _("The time zone was changed since the import, so it stays as it is now"),
}


class CannotUndo(Exception):
    """Too late, or done already. The message says which."""


def check_can_undo(run: RosterRun) -> None:
    if run.undone_at:
        raise CannotUndo("This import was undone already.")
    if run.done_at < timezone.now() - timedelta(days=UNDO_DAYS):
        raise CannotUndo(f"This import is more than {UNDO_DAYS} days old, so it can no longer be undone.")


def can_undo(run: RosterRun) -> bool:
    try:
        check_can_undo(run)
    except CannotUndo:
        return False
    return True


def undo(run: RosterRun, *, by) -> RosterRun:
    """All that can be taken back, in one transaction. Raises CannotUndo."""
    with keys.keyring(), transaction.atomic():
        School.objects.select_for_update().get(pk=run.school_id)
        run = RosterRun.objects.select_for_update().get(pk=run.pk)
        check_can_undo(run)
        work = _Undoing(run)
        work.carry_out()
        run.undone_at, run.undone_by, run.left = timezone.now(), audit.actor(by), work.left
        run.save(update_fields=["undone_at", "undone_by", "left"])
        audit.record(
            "roster.undo", by=by, school=run.school, subjects=work.concerned, obj=run, students=len(work.concerned)
        )
        transaction.on_commit(lambda: keys.destroy(work.removed))
    return run


@dataclass
class _Seats:
    """Dated rows of one kind to be closed, opened or given their former last day, collected over all students."""

    model: type[models.Model]
    opened: list[uuid.UUID] = field(default_factory=list)
    moved: list[list] = field(default_factory=list)  # [id, last day before, last day after]

    def take_back(self, school: School) -> list[models.Model]:
        """Returns the rows that somebody changed since and that stay as they are."""
        rows = {row.pk: row for row in _rows(self.model, [*self.opened, *(uuid.UUID(one[0]) for one in self.moved)])}
        today, kept, again, ends = timezone.localdate(), [], [], []
        standing = {seats.pair(row) for row in self.model.objects.filter(open_from(today), school=school)}
        mine = [rows[pk] for pk in self.opened if pk in rows]
        seats.close_rows([row for row in mine if row.ends_on is None or row.ends_on > today])
        never = [row.pk for row in mine if row.ends_on and row.ends_on <= row.starts_on]
        for pk, before, after in self.moved:
            row = rows.get(uuid.UUID(pk))
            if row is None:
                continue
            over = row.ends_on is not None and row.starts_on < row.ends_on <= today
            if row.ends_on != ledger.day(after) or (over and seats.pair(row) in standing):
                kept.append(row)
            elif not over:
                ends.append((row, ledger.day(before)))  # opened again by the import, or yet to end: as it was
            else:
                again.append(_anew(row, today, ledger.day(before)))
        seats.set_ends(ends)
        seats.open_rows(again, school=school)
        for chunk in people.chunks(never, seats.BATCH):
            self.model.objects.filter(pk__in=chunk).delete()
        return kept


class _Undoing:
    def __init__(self, run: RosterRun):
        self.run, self.school, self.places = run, run.school, run.places
        self.left: list[list] = []  # [reason, student id or "", what]
        self.removed: list[uuid.UUID] = []
        changes = list(RosterChange.objects.filter(run=run).select_related("student"))
        readable = keys.open_keys(change.student_id for change in changes)
        self.details = {c.student: ledger.detail_of(c) for c in changes if c.student_id in readable}
        self.concerned = [change.student_id for change in changes]
        for change in changes:
            if change.student_id not in readable:
                self.left.append(["erased", str(change.student_id), ""])

    def carry_out(self) -> None:
        self._close_and_reopen()
        self._restore_fields()
        self._forget_ids()
        self._remove_students()
        self._accounts()
        self._remove_places()
        people.names_changed(self.school)

    def _close_and_reopen(self) -> None:
        enrollments, bonds, teaching = _Seats(Enrollment), _Seats(Guardianship), _Seats(TeachingAssignment)
        for detail in self.details.values():
            enrollments.opened += map(uuid.UUID, detail.get("opened", ()))
            enrollments.moved += [*detail.get("closed", ()), *detail.get("until", ()), *detail.get("reopened", ())]
            bonds.opened += map(uuid.UUID, detail.get("bonds", ()))
            bonds.moved += detail.get("bonds_moved", ())
        teaching.opened += map(uuid.UUID, self.places.get("teaching", ()))
        teaching.moved += self.places.get("teaching_moved", ())
        for row in enrollments.take_back(self.school):
            self.left.append(["seat_changed", str(row.student_id), ""])
        bonds.take_back(self.school)
        teaching.take_back(self.school)

    def _restore_fields(self) -> None:
        fields: dict[Student, set[str]] = {}
        for student, detail in self.details.items():
            for name, before, after in detail.get("fields", ()):
                if getattr(student, name) != after:
                    self.left.append(["field_changed", str(student.pk), name])
                    continue
                setattr(student, name, before)
                fields.setdefault(student, set()).add(name)
        people.change_students(fields, school=self.school)

    def _forget_ids(self) -> None:
        ids = [uuid.UUID(one) for detail in self.details.values() for one in detail.get("ids", ())]
        for chunk in people.chunks(ids, seats.BATCH):
            ExternalId.objects.filter(pk__in=chunk).delete()
        for chunk in people.chunks(self._ids("ids"), seats.BATCH):
            SourcedId.objects.filter(pk__in=chunk).delete()

    def _remove_students(self) -> None:
        """Whoever came in by this import and has nothing else: the record goes, and with it the key."""
        added = [student.pk for student, detail in self.details.items() if detail.get("added")]
        own = {one for d in self.details.values() for one in (*d.get("opened", ()), *d.get("bonds", ()))}
        used = _used(Student, added, apart=("external_ids", "name_tokens"), own=own, run=self.run)
        for student in added:
            if student in used:
                self.left.append(["student_kept", str(student), ""])
        self.removed = [student for student in added if student not in used]
        for chunk in people.chunks(self.removed, seats.BATCH):
            Student.objects.filter(pk__in=chunk).delete()

    def _accounts(self) -> None:
        members = _Seats(Membership, self._ids("members"), self.places.get("members_closed", []))
        members.take_back(self.school)
        for pk, name, before, after in self.places.get("accounts_changed", ()):
            User.objects.filter(pk=pk, **{name: after}).update(**{name: before})
        accounts = self._ids("accounts")
        users = {user.pk: user for user in _rows(User, accounts)}
        own = {*self.places.get("members", ()), *self.places.get("teaching", ())}
        own |= {one for detail in self.details.values() for one in detail.get("bonds", ())}
        used = _used(User, list(users), own=own)
        used |= {pk for pk, user in users.items() if user.last_login or user.has_usable_password()}
        self.left += [["account_kept", "", ""] for _one in used]
        for chunk in people.chunks([pk for pk in users if pk not in used], seats.BATCH):
            User.objects.filter(pk__in=chunk).delete()

    def _remove_places(self) -> None:
        for what, model, names in (
            ("classes_changed", Classroom, ("name", "term_id")),
            ("terms_changed", Term, ("name", "starts_on", "ends_on")),
        ):
            for pk, before, after in self.places.get(what, ()):
                same = model.objects.filter(pk=pk, **dict(zip(names, after, strict=True)))
                if not same.update(**dict(zip(names, before, strict=True))):
                    self.left.append(["place_changed", "", ""])
        for what, model in (("classes", Classroom), ("terms", Term)):
            ids = self._ids(what)
            used = _used(model, ids)
            self.left += [["place_kept", "", ""] for _one in used]
            for chunk in people.chunks([pk for pk in ids if pk not in used], seats.BATCH):
                model.objects.filter(pk__in=chunk).delete()
        if zones := self.places.get("time_zone"):
            before, after = zones
            if not School.objects.filter(pk=self.school.pk, time_zone=after).update(time_zone=before):
                self.left.append(["time_zone", "", ""])

    def _ids(self, what: str) -> list[uuid.UUID]:
        return [uuid.UUID(one) for one in self.places.get(what, ())]


def _used(
    model, ids: list[uuid.UUID], *, apart: Iterable[str] = (), own: Iterable[str] = (), run: RosterRun | None = None
) -> set[uuid.UUID]:
    """Those among ``ids`` that a row points at, whoever's table it is; rows the run itself made are ``own``."""
    own, used = {uuid.UUID(one) for one in own}, set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or not relation.auto_created or relation.name in apart:
            continue
        rows = relation.related_model._default_manager.all()
        if run and relation.related_model is RosterChange:
            rows = rows.exclude(run=run)
        at = relation.field.attname
        for chunk in people.chunks(ids, seats.BATCH):
            pairs = rows.filter(**{f"{at}__in": chunk}).values_list("pk", at)
            used |= {target for pk, target in pairs if pk not in own}
    return used


def _rows(model, ids: Iterable[uuid.UUID]) -> list:
    return [row for chunk in people.chunks(list(ids), seats.BATCH) for row in model.objects.filter(pk__in=chunk)]


def _anew(row, today, ends_on):
    """The same fact, from today on."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row)(**{**fields, "starts_on": today, "ends_on": ends_on})
