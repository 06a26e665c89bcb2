from django.contrib import admin
from django.urls import include, path

from config.admin_routes import ADMIN
from students.routes import declare_outside
from students.views.account import to_the_one_password_page
from students.views.sign_in import to_the_one_door

handler404 = "config.errors.not_found"
declare_outside(ADMIN)
admin.site.login = to_the_one_door
admin.site.password_change = to_the_one_password_page

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("config.api_urls")),
    path("", include("privacy.urls")),
    path("", include("students.urls")),
    path("", include("assessments.urls")),
    path("", include("assessments.upload_urls")),
]
