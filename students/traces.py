"""What this app holds of a student beside the rows that point at them, and how it goes with an erased record."""

import uuid
from collections.abc import Collection

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.dispatch import receiver

from privacy import keys
from privacy.erasure import erased
from privacy.holders import declare_trace
from students import mentions, people
from students.models import Guardianship, Membership, RosterImport, RosterRun, School, User

ERASED = "erased-"  # how the account of an erased family is called
# What tells who somebody is elsewhere, by which address, phone or browser; and would keep them from a new account.
BESIDE_AN_ACCOUNT = (SocialAccount, EmailAddress, Authenticator, UserSession)


# --- roster files ----------------------------------------------------------------------------------


def waiting_rosters(subject: uuid.UUID, school: uuid.UUID) -> list[uuid.UUID]:
    named = mentions.of(subject)
    waiting = list(RosterImport.objects.filter(school=school))
    opened = keys.open_keys(one.pk for one in waiting)
    return [one.pk for one in waiting if one.pk not in opened or named(one.content) or named(one.file_name)]


def drop_rosters(ids: Collection) -> None:
    keys.destroy(ids)
    RosterImport.objects.filter(pk__in=list(ids)).delete()


def named_runs(subject: uuid.UUID, school: uuid.UUID) -> list[uuid.UUID]:
    """Imports whose file was called after the student."""
    named = mentions.of(subject)
    return [run.pk for run in RosterRun.objects.filter(school=school).exclude(file_name="") if named(run.file_name)]


declare_trace(
    "students.RosterImport",
    find=waiting_rosters,
    left=lambda ids: RosterImport.objects.filter(pk__in=list(ids)).count(),
    erase=drop_rosters,
)
declare_trace(
    "students.RosterRun",
    find=named_runs,
    left=lambda ids: RosterRun.objects.filter(pk__in=list(ids)).exclude(file_name="").count(),
    erase=lambda ids: RosterRun.objects.filter(pk__in=list(ids)).update(file_name=""),
)


# --- accounts of a family ----------------------------------------------------------------------------


def family_accounts(subject: uuid.UUID, school: uuid.UUID) -> list[uuid.UUID]:
    """Accounts that are there for this child alone: no other child, no role, no administration."""
    others = Guardianship.objects.filter(guardian=OuterRef("pk")).exclude(student=subject)
    roles = Membership.objects.filter(user=OuterRef("pk")).exclude(role="guardian")
    accounts = User.objects.filter(
        ~Exists(others), ~Exists(roles), guardianships__student=subject, is_staff=False, is_superuser=False
    )
    return list(accounts.distinct().values_list("pk", flat=True))


def forget_accounts(ids: Collection) -> None:
    """The account stays as an empty shell: what it did is told by its id, and other rows may point at it."""
    ids = {keys.as_uuid(one) for one in ids}
    for user in User.objects.filter(pk__in=ids):
        user.username, user.first_name, user.last_name, user.email = f"{ERASED}{user.pk}", "", "", ""
        user.is_active = False
        user.set_unusable_password()
        user.save()
    for beside in BESIDE_AN_ACCOUNT:
        beside.objects.filter(user__in=ids).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") in {str(pk) for pk in ids}:
            session.delete()


declare_trace(
    "students.User",
    find=family_accounts,
    left=lambda ids: User.objects.filter(pk__in=list(ids)).exclude(username__startswith=ERASED).count(),
    erase=forget_accounts,
)


@receiver(erased)
def _names_changed(school, subject, **_said) -> None:
    """Whoever remembers the names of a school sees that they are old."""
    if known := School.objects.filter(pk=school).first():
        people.names_changed(known)
