from django.db import migrations

from privacy.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [
        RefuseChanges("privacy_auditevent", acts=("UPDATE", "DELETE")),
        RefuseChanges("privacy_auditsubject", acts=("UPDATE", "DELETE")),
        RefuseChanges("privacy_consentrecord", acts=("UPDATE", "DELETE")),
    ]
