from django.urls import path

from assessments.views import (
    alerts,
    class_release,
    classes,
    family,
    home,
    landing,
    method,
    models,
    release,
    score_export,
    search,
    student,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("classes/", classes.class_list, name="class_list"),
    path("classes/<uuid:pk>/", classes.class_page, name="class_page"),
    path("classes/<uuid:pk>/progress/", classes.class_progress, name="class_progress"),
    path("classes/<uuid:pk>/retry/", classes.class_retry, name="class_retry"),
    path("classes/<uuid:pk>/scores/", score_export.class_scores, name="class_scores"),
    path("classes/<uuid:pk>/share/", class_release.class_share, name="class_share"),
    path("classes/<uuid:pk>/stop/", classes.class_stop, name="class_stop"),
    path("students/<uuid:pk>/", student.student_page, name="student_page"),
    path("students/<uuid:pk>/assess-again/", student.assess_again, name="assess_again"),
    path(
        "students/<uuid:pk>/responses/<uuid:response_pk>/original/",
        student.student_original,
        name="student_original",
    ),
    path("alerts/", alerts.alert_list, name="alert_list"),
    path("alerts/<uuid:pk>/", alerts.alert, name="alert"),
    path("alerts/<uuid:pk>/release/", alerts.alert_release, name="alert_release"),
    path("alerts/<uuid:pk>/keep/", alerts.alert_keep, name="alert_keep"),
    path("search/", search.student_search, name="student_search"),
    path("school/", landing.school, name="school"),
    path("students/<uuid:pk>/share/", release.share, name="share"),
    path("students/<uuid:pk>/share/take-back/", release.take_back, name="share_take_back"),
    path("family/", family.children, name="family"),
    path("family/<uuid:pk>/", family.child, name="family_child"),
    path("family/<uuid:pk>/who-looked/", family.child_looked, name="family_looked"),
    path("family/<uuid:pk>/agreements/", family.child_agreements, name="family_agreements"),
    path("family/<uuid:pk>/copy.zip", family.child_copy, name="family_copy"),
    path("family/<uuid:pk>/ask/<str:kind>/", family.child_ask, name="family_ask"),
    path(
        "family/<uuid:pk>/requests/<uuid:case_pk>/take-back/", family.child_case_withdraw, name="family_case_withdraw"
    ),
    path("models/", models.model_versions, name="model_versions"),
    path("models/<str:version>/", models.model_card, name="model_card"),
    path("how-scores-are-made/", method.method, name="method"),
    path("how-scores-are-made/", method.method, name="how_scores_are_made"),  # as every page's footer calls it
]
