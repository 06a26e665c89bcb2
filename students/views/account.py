"""One's own account: what protects it, and where it is signed in."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from students.forms import ChangePasswordForm
from students.routes import SIGNED_IN, STAFF, declare, unaudited
from students.signing_in import devices, forgotten, second_step

OWN = unaudited("one’s own account, no student")


@declare(SIGNED_IN, GET=OWN)
def account(request):
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "has_second_step": second_step.has_one(request.user),
        "must_have_one": second_step.must_have_one(request.user),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_password": request.user.has_usable_password(),
        "devices": len(devices.of(request)),
    }
    return render(request, "students/account.html", context)


@declare(SIGNED_IN, GET=unaudited("a form"), POST="password.change")
def password(request):
    """A new password ends every other session: Django's session hash no longer fits them."""
    if not request.user.has_usable_password():
        raise Http404
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = form.save()
            forgotten.changed(user, verb="password.change")
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)
        messages.success(request, _("Your password is changed. Every other device was signed out."))
        return redirect("mfa_index")
    return render(request, "students/password.html", {"form": form}, status=422 if form.errors else 200)


@declare(STAFF, GET=unaudited("a redirect"))
def to_the_one_password_page(request, extra_context=None):
    """The administration's own form would leave no event, tell nobody and keep the list of devices as it was."""
    return redirect("password")


@declare(SIGNED_IN, GET=OWN)
def sessions(request):
    return render(request, "students/sessions.html", {"devices": devices.of(request)})


@declare(SIGNED_IN, POST=("session.end", "sign_in.again"))
@reauthentication_required
def session_end(request, pk):
    with transaction.atomic():
        if not devices.end(request, pk):
            raise Http404
    return redirect("sessions")


@declare(SIGNED_IN, POST=("session.end", "sign_in.again"))
@reauthentication_required
def session_end_others(request):
    with transaction.atomic():
        count = devices.end_others(request)
    said = ngettext("One other device was signed out.", "%(count)d other devices were signed out.", count)
    messages.success(request, said % {"count": count})
    return redirect("sessions")
