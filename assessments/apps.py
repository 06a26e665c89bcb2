from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Assessments"

    def ready(self):
        from assessments import expiry, lead_named, personal_data, traces, withdrawals  # noqa: F401  (they register themselves)
