"""Apart from 0004, because PostgreSQL does not change rows and tables in one transaction."""

from collections import defaultdict

from django.db import migrations

from privacy.append_only import RefuseChanges

EVENTS = RefuseChanges("privacy_auditevent", acts=("UPDATE", "DELETE"))


def give_former_events_their_digest(apps, schema_editor):
    """Events from before digests get theirs now: the only update this table has ever had, with its guard lifted."""
    if schema_editor.connection.alias == "keys":
        return
    from privacy.audit import mac_of

    EVENTS.database_backwards("privacy", schema_editor, None, None)
    subjects = defaultdict(list)
    for event_id, subject in apps.get_model("privacy", "AuditSubject").objects.values_list("event_id", "subject"):
        subjects[event_id].append(subject)
    events = apps.get_model("privacy", "AuditEvent").objects
    for event in events.filter(mac="").iterator():
        events.filter(pk=event.pk).update(mac=mac_of(event, subjects[event.pk]))
    EVENTS.database_forwards("privacy", schema_editor, None, None)  # SQLite lost it with the column that was added


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_audit_chain")]
    operations = [
        migrations.RunPython(give_former_events_their_digest, migrations.RunPython.noop),
        RefuseChanges("privacy_auditlink", acts=("UPDATE", "DELETE")),
        RefuseChanges("privacy_audithead", acts=("UPDATE", "DELETE")),
    ]
