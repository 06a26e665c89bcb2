from django.apps import AppConfig


class StudentsConfig(AppConfig):
    name = "students"
    verbose_name = "People and places"

    def ready(self):
        from students import checks, expiry, personal_data, sign_in_events, traces  # noqa: F401  (they register themselves)
