from django.urls import path

from students.views import compliance, families, invitation, requests, roster, roster_runs, sign_in

urlpatterns = [
    path("families/", families.families, name="families"),
    path("families/<uuid:pk>/", families.family_of, name="family_of"),
    path("families/<uuid:pk>/adults/<uuid:guardianship_pk>/", families.family_bond, name="family_bond"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("requests/", requests.case_list, name="case_list"),
    path("requests/<uuid:pk>/", requests.case, name="case"),
    path("requests/<uuid:pk>/step/", requests.case_step, name="case_step"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
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
