from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("config.api_urls")),
    path("", include("students.urls")),
    path("", include("assessments.urls")),
    path("", include("assessments.upload_urls")),
]
