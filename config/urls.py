from django.contrib import admin
from django.urls import include, path

from config.admin_routes import ADMIN
from students.routes import declare_outside

declare_outside(ADMIN)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("config.api_urls")),
    path("", include("privacy.urls")),
    path("", include("students.urls")),
    path("", include("assessments.urls")),
    path("", include("assessments.upload_urls")),
]
