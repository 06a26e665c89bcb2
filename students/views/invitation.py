"""The page behind an invitation's link: a password, and nothing about anybody."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.shortcuts import render
from django.urls import reverse

from students import invitations
from students.forms import ChoosePasswordForm
from students.invitations import LinkDead
from students.routes import EVERYONE, declare, unaudited


@declare(EVERYONE, GET=unaudited("a form, about nobody"), POST=("guardian.accept", "staff.accept"))
def invitation(request, token):
    try:
        found = invitations.find(token)
        invited = invitations.user_of(found)
        form = ChoosePasswordForm(invited, request.POST or None)
        if request.method != "POST" or not form.is_valid():
            context = {"form": form, "user_name": _other_than_the_address(invited)}
            return render(request, "students/families/invitation.html", context, status=422 if form.errors else 200)
        user = invitations.accept(found, password=form.cleaned_data["new_password1"])
    except LinkDead:
        return render(request, "students/families/link_dead.html", status=400)
    login = Login(user=user, redirect_url=reverse(invitations.kind_of(found).leads_to))
    return perform_password_login(request, {"username": user.get_username()}, login)


def _other_than_the_address(user) -> str:
    """A roster may have given a user name that nobody ever told them."""
    return "" if user.get_username().casefold() == user.email.casefold() else user.get_username()
