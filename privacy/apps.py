from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "Privacy"

    def ready(self):
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from privacy import checks  # noqa: F401  (registers them)
        from privacy.wall.raising import after_migrate
        from privacy.wall.standing import said_anew

        connection_created.connect(said_anew, dispatch_uid="second wall")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="second wall")
