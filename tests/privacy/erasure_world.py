"""What runs inside the installation of the erasure proof: plant a student, look at every surface, open every value."""

PLANT = """
import json
from django.utils import timezone
from assessments import intake, pipeline, training
from assessments.bulk import importing
from assessments.bulk.packing import Packed
from assessments.models import Aliases, GameSession
from assessments.uploading import waiting
from assessments.uploading.decoding import decode
from privacy import consent, keys
from students import people
from students.models import RosterImport
from students.roster import formats
from students.roster import waiting as rosters
from students.roster.schools import assign
from tests import factories as make

school = make.SchoolFactory()
room = make.ClassroomFactory(school=school)
teacher = make.UserFactory(username="okafor")
make.MembershipFactory(user=teacher, school=school)
make.TeachingAssignmentFactory(teacher=teacher, classroom=room)
admin = make.UserFactory(username="whitfield")
make.MembershipFactory(user=admin, role="school_admin", school=school)

def record(c):
    who = dict(first_name=c["first"], last_name=c["last"], nicknames=[c["nick"]], pronouns=c["pronouns"],
               home_language=c["language"], external_id=c["external"], grade=7)
    student = people.enroll_student(school=school, classroom=room, by=teacher, **who)
    parent = make.UserFactory(username=c["account"], first_name=c["parent"], last_name=c["last"],
                              email=c["account"] + "@mail.example")
    make.GuardianshipFactory(guardian=parent, student=student)
    consent.grant(school=school.pk, subjects=[student.pk], purpose="train", basis="parent", by=parent)
    said = f"When the {c['words'].lower()} motor stalled I took a breath, then I asked her and we tried again."
    accepted = intake.accept_text(student=student, text=said, prompt="What happened?", by=teacher, call_worker=False)
    make.GameSessionFactory(student=student, task=c["task"])
    GameSession.objects.create(
        school=school, student=student, started_at=timezone.now(), played_on=timezone.localdate(), task=c["game"],
        payload=json.dumps([]), token=str(student.pk), added_by="system:tests", set_aside_at=timezone.now())
    with keys.keyring():
        pipeline.run([job.pk for job in accepted.jobs])
    Aliases.objects.update_or_create(student=student, school=school,
                                     defaults={"mapping": json.dumps({c["alias"]: "[classmate A]"})})
    table = f"student,date,text\\n{c['first']} {c['last']},2026-11-02,{c['upload']} went well at last today\\n"
    waiting.keep(decode(table.encode()), name=c["file"] + ".csv", classroom=room, by=teacher)
    files = [Packed(c["file"] + ".txt", f"{c['first']} {c['last']} said {c['bulk']}".encode())]
    importing.start(files, school=school, by=teacher, token=str(student.pk))
    rows = f"student_id,first_name,last_name,grade,classroom\\n{c['external']},{c['first']},{c['last']},8,Other\\n"
    roster = formats.read([("roster.csv", rows.encode())])
    rosters.keep(roster, assign(roster, among=[school], chosen=school), file_name="roster.csv", by=admin)
    from django.test import Client
    client = Client()
    client.force_login(parent)
    return student

importing.tasks.take_in.delay = lambda ids: None
with keys.keyring():
    made = [record(c) for c in CANARIES]
    print(training.fill(), "kept for training")
print(json.dumps({"students": [str(s.pk) for s in made], "room": str(room.pk), "school": str(school.pk)}))
"""

# Every value of every row as a program with all keys reads it; what cannot be opened is said to be so.
OPEN = """
import json
from django.apps import apps
from django.db import models
from privacy import crypto, keys
from privacy.fields import EncryptedTextField

shut = 0
with keys.keyring():
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.BinaryField) and not isinstance(field, EncryptedTextField):
                    continue
                try:
                    value = getattr(row, field.attname)
                except (keys.KeyGone, crypto.CannotOpen):
                    shut += 1
                    continue
                if value is not None:
                    print(model._meta.label, field.name, json.dumps(str(value), ensure_ascii=False))
    print("values that do not open:", shut)
"""

# What people get to see and to download.
SURFACES = """
from django.test import Client
from students.models import User
from privacy import keys

def show(client, path):
    answer = client.get(path, HTTP_HOST="localhost")
    body = b"".join(answer) if answer.streaming else answer.content
    print(path, answer.status_code, body.decode(errors="replace"))

teacher, admin = Client(), Client()
teacher.force_login(User.objects.get(username="okafor"))
admin.force_login(User.objects.get(username="whitfield"))
for student in STUDENTS:
    show(teacher, f"/students/{student}/")
    show(admin, f"/who-looked/?student={student}")
show(teacher, f"/classes/{ROOM}/")
show(teacher, "/classes/" + ROOM + "/scores/?format=csv")
show(admin, f"/roster/export/?format=csv&school={SCHOOL}")
"""
