from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "Privacy"

    def ready(self):
        from privacy import carrying_out, checks, crypto, root_key  # noqa: F401  (checks register themselves)

        crypto.use_root(root_key.root)
        carrying_out.hold_what_is_asked_for()
