import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import privacy.fields
from privacy.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_feedback_jobs")]

    operations = [
        migrations.AlterField(
            "upload",
            "kind",
            models.CharField(
                choices=[
                    ("responses", "responses"),
                    ("transcript", "transcript of a discussion"),
                    ("telemetry", "log of a game"),
                ],
                default="responses",
                max_length=16,
            ),
        ),
        # Nothing has written game sessions before, so the defaults below meet no row.
        migrations.AddField(
            "gamesession", "played_on", models.DateField(default=django.utils.timezone.localdate), preserve_default=False
        ),
        migrations.AddField("gamesession", "run", models.CharField(blank=True, max_length=64, default=""), False),
        migrations.AddField(
            "gamesession", "received_at", models.DateTimeField(default=django.utils.timezone.now)
        ),
        migrations.AddField("gamesession", "added_by", models.CharField(default="", max_length=80), False),
        migrations.AddField("gamesession", "upload", models.UUIDField(null=True)),
        migrations.AddField("gamesession", "set_aside_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "gamesession",
            "assessment",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="game_sessions",
                to="assessments.assessment",
            ),
        ),
        migrations.AlterField(
            "gamesession",
            "payload",
            privacy.fields.EncryptedTextField(editable=False, null=True, subject="student_id"),
        ),
        migrations.AddField("assessment", "sessions", models.JSONField(default=dict)),
        RefuseChanges("assessments_assessment"),  # SQLite made the table anew
        migrations.AddField(
            "storedreading",
            "game_session",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="readings",
                to="assessments.gamesession",
            ),
        ),
        migrations.AddField("storedreading", "moves", models.CharField(blank=True, max_length=64, default=""), False),
        migrations.AlterField(
            "storedreading",
            "response",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="readings",
                to="assessments.response",
            ),
        ),
        migrations.RemoveConstraint("storedreading", "one_reading_per_model"),
        migrations.AddConstraint(
            "storedreading",
            models.UniqueConstraint(fields=("response", "model_version", "moves"), name="one_reading_per_model"),
        ),
        migrations.AddConstraint(
            "storedreading",
            models.UniqueConstraint(fields=("game_session", "model_version"), name="one_session_reading_per_model"),
        ),
        migrations.AddConstraint(
            "storedreading",
            models.CheckConstraint(
                condition=models.Q(response__isnull=False, game_session__isnull=True)
                | models.Q(response__isnull=True, game_session__isnull=False),
                name="a_reading_is_of_one_thing",
            ),
        ),
    ]
