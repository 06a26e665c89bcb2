"""Whose account an e-mail address is: for whoever adds a person to a school, be it family or a colleague."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from students.models import District, Role, User


class NotPossible(ValueError):
    """What was asked for cannot be; the message says what can be done."""


@dataclass(frozen=True)
class Person:
    first_name: str
    last_name: str
    email: str


def of(person: Person, *, district: District) -> User:
    """The one account of this address, or a new one without a password. Asked over the second wall by the caller."""
    address = person.email.strip()
    found = list(User.objects.filter(Q(username__iexact=address) | Q(email__iexact=address))[:2])
    if len(found) > 1:
        raise NotPossible(_("More than one account has this address. Ask your operator."))
    if not found:
        return _new(person, address)
    [user] = found
    if not _is_of(user, district):
        raise NotPossible(_("This address belongs to somebody outside of your district. Ask your operator."))
    return user


def check_is_on(user: User) -> None:
    if not user.is_active:
        raise NotPossible(_("The account of this address is switched off. Ask your operator if it is needed again."))


def has_a_way_in(user: User) -> bool:
    """A password, or a school's own service that signed them in before: whoever has one is never sent a link that
    sets a password, because a link must never be a way to another's account."""
    return user.has_usable_password() or user.socialaccount_set.exists()


def is_colleague(user: User) -> bool:
    """Whether the account opens, or may open again, more than a family's pages. Asked over the second wall."""
    return user.is_staff or user.is_superuser or user.memberships.exclude(role=Role.GUARDIAN).exists()


def _is_of(user: User, district: District) -> bool:
    """Today or once: a colleague who returns is no stranger."""
    return (
        user.memberships.filter(district=district).exists()
        or user.guardianships.filter(school__district=district).exists()
    )


def _new(person: Person, address: str) -> User:
    if not (person.first_name and person.last_name):
        raise NotPossible(_("Nobody in your district has this address yet. Add the first and the last name."))
    user, made = User.objects.get_or_create(
        username=address,
        defaults={"email": address, "first_name": person.first_name, "last_name": person.last_name},
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
