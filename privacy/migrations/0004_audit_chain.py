from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_disclosures")]

    operations = [
        migrations.AddField("auditevent", "mac", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.AlterField("auditevent", "school", models.UUIDField(null=True)),
        migrations.AddIndex("auditevent", models.Index(fields=["school", "at"], name="privacy_aud_school_874ebb_idx")),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("school", models.UUIDField()),
                ("position", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["school", "position"], name="one_link_per_place")],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("school", models.UUIDField()),
                ("position", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("through", models.DateTimeField(db_index=True)),
                ("sealed_at", models.DateTimeField(db_index=True)),
                ("signed_by", models.CharField(max_length=16)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["school", "position"], name="one_head_per_place")],
            },
        ),
    ]
