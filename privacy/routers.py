"""The students' keys live in a database of their own, so that its backups can expire on their own."""

KEY_MODELS = {"subjectkey", "systemkey"}


class KeysApart:
    def db_for_read(self, model, **hints):
        return "keys" if _is_key(model._meta.app_label, model._meta.model_name) else None

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return _is_key(app_label, model_name) == (db == "keys")


def _is_key(app_label, model_name):
    return app_label == "privacy" and model_name in KEY_MODELS
