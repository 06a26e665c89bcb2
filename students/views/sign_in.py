from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect

from students.demo import LOGINS, PASSWORD
from students.routes import EVERYONE, SIGNED_IN, declare, unaudited


class SignIn(LoginView):
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        demo = {"demo_logins": LOGINS, "demo_password": PASSWORD} if settings.DEMO else {}
        return super().get_context_data(**kwargs, **demo)


sign_in = declare(EVERYONE, GET=unaudited("a form"), POST=("sign_in", "sign_in.failed"))(SignIn.as_view())


@declare(SIGNED_IN, POST="sign_out")
def sign_out(request):
    logout(request)
    return redirect("sign_in")
