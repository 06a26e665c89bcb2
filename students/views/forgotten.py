"""Who forgot the password: asks for a link, chooses a new one, and signs in with it like anybody."""

from allauth.core.internal.ratelimit import get_ip
from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from privacy import crypto
from students.forms import ChoosePasswordForm, ForgottenForm
from students.routes import EVERYONE, declare, unaudited
from students.signing_in import forgotten as links

FORM = unaudited("a form, about nobody")


class Forgotten(PasswordResetView):
    """The same answer whether somebody has this address or nobody."""

    form_class = ForgottenForm
    template_name = "registration/forgotten.html"
    success_url = reverse_lazy("forgotten_sent")

    def dispatch(self, request, *args, **kwargs):
        if not links.is_offered():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        if not (self._may("password_link_here", get_ip(self.request)) and self._may("password_link", form.address)):
            answer = self.render_to_response(self.get_context_data(form=form, wait=True), status=429)
            answer["Retry-After"] = "3600"
            return answer
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _may(self, action: str, what: str) -> bool:
        return consume(self.request, action=action, key=crypto.digest(action, what))


class Choose(PasswordResetConfirmView):
    form_class = ChoosePasswordForm
    template_name = "registration/choose_password.html"
    success_url = reverse_lazy("sign_in")

    def form_valid(self, form):
        with transaction.atomic():
            answer = super().form_valid(form)
            links.out_everywhere(self.user)
            links.changed(self.user, verb="password.reset")
        messages.success(self.request, _("Your new password holds. Sign in with it."))
        return answer

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def render_to_response(self, context, **kwargs):
        if not self.validlink:
            return render(self.request, "registration/link_dead.html", status=400)
        return super().render_to_response(context, **kwargs)


forgotten = declare(EVERYONE, GET=FORM, POST="password.ask")(Forgotten.as_view())
choose = declare(EVERYONE, GET=FORM, POST="password.reset")(Choose.as_view())


@declare(EVERYONE, GET=FORM)
def sent(request):
    return render(request, "registration/forgotten_sent.html")
