from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from assessments import api
from students.routes import EVERYONE, declare, unaudited

open_to_all = declare(EVERYONE, GET=unaudited("what the API is, about nobody"))

urlpatterns = [
    path("v1/infer/<uuid:student_id>", api.infer, name="api_infer"),
    path("v1/assessments/<uuid:pk>", api.assessment, name="api_assessment"),
    path("v1/health", api.health, name="api_health"),
    path("schema/", open_to_all(SpectacularAPIView.as_view()), name="api_schema"),
    path("", open_to_all(SpectacularSwaggerView.as_view(url_name="api_schema")), name="api_docs"),
]
