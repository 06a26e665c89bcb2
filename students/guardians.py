"""Which adults belong to a student: from when, until when, and whether a court keeps the record from one.

A relationship is dated. It is ended and begun again, never rewritten, so that "on what ground did she look" has the
same answer next year.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy import audit
from privacy.wall.duties import Duty
from privacy.wall.standing import system
from students import accounts
from students.accounts import NotPossible, Person
from students.models import Guardianship, Invitation, Membership, Role, Student, User
from students.tenancy import now_in

# Whoever says which adults belong to a student is kept from records, and must not open one to themselves this way.
KEPT_FROM_RECORDS = (Role.SCHOOL_ADMIN, Role.DISTRICT_ADMIN, Role.RECORDS_OFFICER)


@dataclass(frozen=True)
class NewGuardian(Person):
    relation: str = Guardianship.Relation.PARENT


def of(student: Student) -> list[Guardianship]:
    """Those that hold today first, then the former ones."""
    rows = Guardianship.objects.filter(student=student).select_related("guardian")
    return sorted(rows, key=lambda bond: (not bond.holds, bond.guardian.display_name, bond.starts_on))


def without_kept_away(bonds: QuerySet[Guardianship]) -> QuerySet[Guardianship]:
    """A court's word of today outweighs a second row about the same two people that forgot it."""
    order = Guardianship.objects.filter(now_in(""), restricted=True)
    order = order.filter(student=OuterRef("student"), guardian=OuterRef("guardian"))
    return bonds.filter(~Exists(order), restricted=False)


def opens(bond: Guardianship) -> bool:
    """Whether this relationship opens the record today."""
    return bond.holds and without_kept_away(Guardianship.objects.filter(pk=bond.pk)).exists()


def add(*, student: Student, new: NewGuardian, by) -> Guardianship:
    """The account of this address, or a new one without a password, and the relationship from today on."""
    with transaction.atomic():
        with system(Duty.GUARDIANS):
            user = _account(new, student)
        bond = Guardianship.objects.filter(now_in(""), student=student, guardian=user).first()
        if bond and bond.restricted:
            raise NotPossible(_("A court's order keeps the record from this person. Lift it first, if it has ended."))
        return bond or _begin(student, user, new.relation, restricted=False)


def restrict(bond: Guardianship, *, by) -> Guardianship:
    """From today on a court keeps the record from this person, who learns nothing more of it, not even that it is."""
    return _again(bond, restricted=True, verb="guardian.restrict", by=by)


def lift(bond: Guardianship, *, by) -> Guardianship:
    return _again(bond, restricted=False, verb="guardian.lift", by=by)


def end(bond: Guardianship, *, by) -> None:
    with transaction.atomic():
        _close(bond)
        audit.record("guardian.end", by=by, school=bond.school_id, subjects=[bond.student_id], obj=bond)


def _again(bond: Guardianship, *, restricted: bool, verb: str, by) -> Guardianship:
    if not bond.holds:
        raise NotPossible(_("This relationship has ended already."))
    with transaction.atomic():
        _close(bond)
        fresh = _begin(bond.student, bond.guardian, bond.relation, restricted=restricted)
        audit.record(verb, by=by, school=bond.school_id, subjects=[bond.student_id], obj=fresh)
    return fresh


def _close(bond: Guardianship) -> None:
    bond.ends_on = timezone.localdate()
    bond.save(update_fields=["ends_on"])
    Invitation.objects.filter(guardianship=bond, used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())


def _begin(student: Student, user: User, relation: str, *, restricted: bool) -> Guardianship:
    """One row a day: what began and ended today is opened again."""
    fields = {"relation": relation, "restricted": restricted, "ends_on": None}
    keys = {"school": student.school, "student": student, "guardian": user, "starts_on": timezone.localdate()}
    return Guardianship.objects.update_or_create(**keys, defaults=fields)[0]


def _account(new: NewGuardian, student: Student) -> User:
    user = accounts.of(new, district=student.school.district)
    held = Membership.objects.filter(now_in(""), user=user)
    if user.is_superuser or held.filter(role__in=KEPT_FROM_RECORDS).exists():
        raise NotPossible(
            _(
                "This person looks after the roster or the records, so they cannot be made family here. "
                "Ask your operator."
            )
        )
    accounts.check_is_on(user)
    return user
