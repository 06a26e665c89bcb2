from django.urls import path

from students.views import account, compliance, roster, roster_runs, second_step, sign_in, sso

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    # names that django-allauth looks up
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/second-step/", second_step.second_step, name="mfa_authenticate"),
    path("sign-in/again/", second_step.again_by_password, name="account_reauthenticate"),
    path("sign-in/again/code/", second_step.again_by_code, name="mfa_reauthenticate"),
    path("account/", account.account, name="mfa_index"),
    path("account/second-step/", second_step.set_up, name="mfa_activate_totp"),
    path("account/second-step/remove/", second_step.take_away, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", second_step.codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", second_step.new_codes, name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/recovery-codes.txt", second_step.codes_file, name="mfa_download_recovery_codes"),
    path("sso/<slug:provider_id>/", sso.start, name="openid_connect_login"),
    path("sso/<slug:provider_id>/arrive/", sso.arrive, name="openid_connect_callback"),
    # our own
    path("sso-refused/", sso.refused, name="sso_refused"),
    path("account/password/", account.password, name="password"),
    path("account/sessions/", account.sessions, name="sessions"),
    path("account/sessions/<int:pk>/end/", account.session_end, name="session_end"),
    path("account/sessions/end-others/", account.session_end_others, name="session_end_others"),
    path("roster/", roster.roster_import, name="roster_import"),
    path("roster/example.csv", roster.roster_example, name="roster_example"),
    path("roster/<uuid:batch>/", roster.roster_check, name="roster_check"),
    path("roster/<uuid:batch>/confirm/", roster.roster_confirm, name="roster_confirm"),
    path("roster/<uuid:batch>/cancel/", roster.roster_cancel, name="roster_cancel"),
    path("roster/imports/<uuid:pk>/", roster_runs.roster_run, name="roster_run"),
    path("roster/imports/<uuid:pk>/undo/", roster_runs.roster_undo, name="roster_undo"),
    path("roster/export/", roster_runs.roster_export, name="roster_export"),
    path("who-looked/", compliance.compliance_report, name="compliance"),
    path("who-looked/report.csv", compliance.compliance_csv, name="compliance_csv"),
    path("who-looked/report.pdf", compliance.compliance_pdf, name="compliance_pdf"),
]
