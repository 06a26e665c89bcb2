from django.db import migrations

from privacy.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("privacy", "0006_consent_mode")]
    operations = [RefuseChanges("privacy_consentmode", acts=("UPDATE", "DELETE"))]
