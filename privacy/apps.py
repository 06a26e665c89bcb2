from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "Privacy"

    def ready(self):
        from privacy import carrying_out, checks  # noqa: F401  (checks register themselves)

        carrying_out.hold_what_is_asked_for()
