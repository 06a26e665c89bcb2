"""Who needs a second step beside the password, and whether this session has one."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

from students.models import Membership, Role
from students.tenancy import now_in

FREE_TO_CHOOSE = {Role.GUARDIAN}  # families may have one; everybody else who sees a school's data must


def has_one(user) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def must_have_one(user) -> bool:
    if not settings.SECOND_STEP_REQUIRED:
        return False
    held = Membership.objects.filter(now_in(""), user=user).exclude(role__in=FREE_TO_CHOOSE)
    return user.is_staff or user.is_superuser or held.exists()


def is_due(request) -> bool:
    """Whether nothing may be done in this session before a second step is set up."""
    if not settings.SECOND_STEP_REQUIRED or not request.user.is_authenticated:
        return False
    if any(record["method"] == "mfa" for record in get_authentication_records(request, request.user)):
        return False
    return not has_one(request.user) and must_have_one(request.user)


def take_away(user) -> int:
    """All second steps of an account whose owner lost the phone and the codes."""
    return Authenticator.objects.filter(user=user).delete()[0]
