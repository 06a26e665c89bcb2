from django.conf import settings
from django.core.management.base import CommandError

from privacy.wall.command import SystemCommand
from students import invitations
from students.guardians import NewGuardian, NotPossible
from students.models import Guardianship, Student


class Command(SystemCommand):
    help = "Invite an adult of a student's family: a link that works once, for 14 days. It is mailed and printed here."

    def add_arguments(self, parser):
        parser.add_argument("--student", required=True, help="Sightline's id of the student, as its address shows it")
        parser.add_argument("--email", required=True)
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--last-name", required=True)
        parser.add_argument("--relation", choices=Guardianship.Relation.values, default=Guardianship.Relation.PARENT)

    def handle(self, *, student, email, first_name, last_name, relation, **options):
        child = Student.objects.filter(pk=student).first()
        if child is None:
            raise CommandError("No student has this id.")
        new = NewGuardian(first_name, last_name, email, relation)
        try:
            invited = invitations.add_and_invite(student=child, new=new, by="system:invite_guardian")
        except NotPossible as problem:
            raise CommandError(str(problem)) from None
        if invited.path:
            self.stdout.write(f"{settings.PUBLIC_URL}{invited.path}")
        else:
            self.stdout.write("This person signs in as before and sees the child from now on.")
