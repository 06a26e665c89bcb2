"""allauth's pages of the second step and of asking once more, at our addresses and declared like any other."""

from allauth.account.views import reauthenticate as by_password
from allauth.mfa.base.views import authenticate as enter
from allauth.mfa.base.views import reauthenticate as by_code
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp

from students.routes import EVERYONE, SIGNED_IN, declare, unaudited

FORM = unaudited("a form")
OWN = unaudited("one’s own account, no student")
AGAIN = ("second_step.failed", "sign_in.failed", "sign_in.again")

second_step = declare(EVERYONE, GET=FORM, POST=("sign_in", "second_step.failed"))(enter)
again_by_password = declare(SIGNED_IN, GET=FORM, POST=AGAIN)(by_password)
again_by_code = declare(SIGNED_IN, GET=FORM, POST=AGAIN)(by_code)
set_up = declare(SIGNED_IN, GET=FORM, POST="second_step.set_up")(totp.activate_totp)
take_away = declare(SIGNED_IN, GET=FORM, POST="second_step.taken_away")(totp.deactivate_totp)
codes = declare(SIGNED_IN, GET=OWN)(recovery_codes.view_recovery_codes)
new_codes = declare(SIGNED_IN, GET=FORM, POST="second_step.new_codes")(recovery_codes.generate_recovery_codes)
codes_file = declare(SIGNED_IN, GET=OWN)(recovery_codes.download_recovery_codes)
