from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from students.demo import LOGINS, PASSWORD


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        demo = {"demo_logins": LOGINS, "demo_password": PASSWORD} if settings.DEMO else {}
        return super().get_context_data(**kwargs, **demo)


@require_POST
def sign_out(request):
    logout(request)
    return redirect("sign_in")
