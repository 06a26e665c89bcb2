from django.urls import path

from privacy import views

urlpatterns = [path("privacy/retention/", views.retention_table, name="retention")]
