from django.contrib.auth.decorators import login_not_required
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from assessments import api

# Programs bring a key, not a session: the sign-in middleware stands aside and DRF decides.
urlpatterns = [
    path("v1/infer/<uuid:student_id>", login_not_required(api.infer), name="api_infer"),
    path("v1/assessments/<uuid:pk>", login_not_required(api.assessment), name="api_assessment"),
    path("v1/health", login_not_required(api.health), name="api_health"),
    path("schema/", login_not_required(SpectacularAPIView.as_view()), name="api_schema"),
    path("", login_not_required(SpectacularSwaggerView.as_view(url_name="api_schema")), name="api_docs"),
]
