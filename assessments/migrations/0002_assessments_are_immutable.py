from django.db import migrations

from privacy.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [RefuseChanges("assessments_assessment")]
