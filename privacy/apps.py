from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "Privacy"

    def ready(self):
        from privacy import checks, crypto, root_key  # noqa: F401  (checks register themselves)

        crypto.use_root(root_key.root)
