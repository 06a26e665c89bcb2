from django.apps import AppConfig


class StudentsConfig(AppConfig):
    name = "students"
    verbose_name = "People and places"

    def ready(self):
        from students import personal_data  # noqa: F401  (registers what this app holds)
