from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView, redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse

from privacy import audit
from students.demo import LOGINS, PASSWORD
from students.models import User
from students.routes import EVERYONE, SIGNED_IN, declare, unaudited
from students.signing_in import forgotten, identity, lockout

FORM = unaudited("a form")


class SignIn(LoginView):
    redirect_authenticated_user = True
    wait = 0

    def post(self, request, *args, **kwargs):
        """Wrong tries make one wait before the password is looked at, so that a right one tells nothing meanwhile."""
        name = request.POST.get("username", "")
        self.one = lockout.begin(name, get_ip(request))
        if self.one.last_before_waiting:
            tried = User.objects.filter(username=name).first()
            audit.afterwards("sign_in.locked", by=audit.NOBODY, obj=tried)
        if self.one.wait:
            return self._come_back_later(self.one.wait)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        lockout.succeeded(self.one)
        user = form.get_user()
        login = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.get_username()}, login)

    def form_invalid(self, form):
        lockout.failed(self.one)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        demo = {"demo_logins": LOGINS, "demo_password": PASSWORD} if settings.DEMO else {}
        return super().get_context_data(
            **kwargs,
            **demo,
            wait=self.wait,
            wait_minutes=-(-self.wait // 60),
            services=identity.providers(),
            forgotten_is_offered=forgotten.is_offered(),
        )

    def _come_back_later(self, seconds: int):
        self.wait = seconds
        unbound = self.get_form_class()(self.request, initial={"username": self.request.POST.get("username", "")})
        answer = self.render_to_response(self.get_context_data(form=unbound), status=429)
        answer["Retry-After"] = str(seconds)
        return answer


sign_in = declare(EVERYONE, GET=FORM, POST=("sign_in", "sign_in.failed", "sign_in.locked"))(SignIn.as_view())


@declare(SIGNED_IN, POST="sign_out")
def sign_out(request):
    logout(request)
    answer = redirect("sign_in")
    answer["Clear-Site-Data"] = '"cache"'  # pages behind the back button, too
    return answer


@declare(EVERYONE, GET=unaudited("a redirect"))
def to_the_one_door(request, extra_context=None):
    """The administration's own form would ask for no second step and make nobody wait."""
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
