from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "Privacy"

    def ready(self):
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from privacy import carrying_out, checks, crypto, root_key, training_exports  # noqa: F401  (they register)
        from privacy.wall.raising import after_migrate
        from privacy.wall.standing import said_anew

        crypto.use_root(root_key.root)
        carrying_out.hold_what_is_asked_for()
        connection_created.connect(said_anew, dispatch_uid="second wall")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="second wall")
