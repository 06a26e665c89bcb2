"""A fixed cast of people, so that every test about rights speaks of the same ones.

    def test_a_guardian_cannot_see_another_child(cast): ...

Pine Valley (a district): Cedar Hollow with Homeroom 7B and Homeroom 8A, and Alder Creek with Homeroom 7C.
Lakeshore (another district): Birch Point with Homeroom 7D.
"""

from datetime import timedelta

from django.utils import timezone

from students.models import Role
from tests import factories as make


class Cast:
    def __init__(self):
        self.today = timezone.localdate()
        self._places()
        self._students()
        self._staff()
        self._families()
        self._programs()

    def people(self) -> dict[str, object]:
        """Every user of the cast by name, for tests that go through all of them."""
        return {name: who for name, who in vars(self).items() if type(who).__name__ == "User"}

    def programs(self) -> dict[str, object]:
        return {name: who for name, who in vars(self).items() if type(who).__name__ == "ApiKey"}

    def students(self) -> dict[str, object]:
        return {name: who for name, who in vars(self).items() if type(who).__name__ == "Student"}

    def _places(self):
        self.district = make.DistrictFactory(name="Pine Valley")
        self.other_district = make.DistrictFactory(name="Lakeshore")
        self.cedar = make.SchoolFactory(district=self.district, name="Cedar Hollow Middle School")
        self.alder = make.SchoolFactory(district=self.district, name="Alder Creek Middle School")
        self.birch = make.SchoolFactory(district=self.other_district, name="Birch Point Middle School")
        self.term = make.TermFactory(school=self.cedar, name="Fall 2026")
        self.homeroom_7b = make.ClassroomFactory(school=self.cedar, term=self.term, name="Homeroom 7B")
        self.homeroom_8a = make.ClassroomFactory(school=self.cedar, term=self.term, name="Homeroom 8A")
        self.homeroom_7c = make.ClassroomFactory(school=self.alder, name="Homeroom 7C")
        self.homeroom_7d = make.ClassroomFactory(school=self.birch, name="Homeroom 7D")

    def _students(self):
        week = timedelta(days=7)
        self.mateo = self._student(self.homeroom_7b, "Mateo", "Quintanilla", pronouns="he/him", nicknames="Teo")
        self.priyanka = self._student(self.homeroom_7b, "Priyanka", "Deshmukh", pronouns="she/her")
        self.tyrell = self._student(self.homeroom_8a, "Tyrell", "Gaines", grade=8)
        self.nora = self._student(self.homeroom_7c, "Nora", "Lindqvist")
        self.sam = self._student(self.homeroom_7d, "Sam", "Achebe")
        # Those 7B has had and will have: neither is there today.
        self.moved_away = self._student(self.homeroom_7b, "Ines", "Prado", ends_on=self.today)
        self.not_here_yet = self._student(self.homeroom_7b, "Kofi", "Mensah", starts_on=self.today + week)

    def _student(self, classroom, first_name, last_name, *, starts_on=None, ends_on=None, grade=7, **fields):
        student = make.StudentFactory(
            school=classroom.school, first_name=first_name, last_name=last_name, grade=grade, **fields
        )
        make.EnrollmentFactory(
            student=student,
            classroom=classroom,
            starts_on=starts_on or self.today - timedelta(days=60),
            ends_on=ends_on,
        )
        response = make.ResponseFactory(student=student)
        assessment = make.AssessmentFactory(response=response, cover=[response])
        make.LatestAssessmentFactory(assessment=assessment)
        make.FeedbackFactory(assessment=assessment)
        return student

    def _staff(self):
        past, today = self.today - timedelta(days=90), self.today
        self.teacher = self._teacher("okafor", self.homeroom_7b, first_name="Ms.", last_name="Okafor")
        self.other_teacher = self._teacher("lindgren", self.homeroom_8a)
        self.teacher_elsewhere = self._teacher("moreau", self.homeroom_7c)
        self.teacher_other_district = self._teacher("tanaka", self.homeroom_7d)
        self.ex_teacher = make.UserFactory(username="vance")
        make.MembershipFactory(user=self.ex_teacher, school=self.cedar, starts_on=past, ends_on=today)
        make.TeachingAssignmentFactory(
            teacher=self.ex_teacher, classroom=self.homeroom_7b, starts_on=past, ends_on=today
        )
        self.inactive_teacher = self._teacher("gone", self.homeroom_7b, is_active=False)
        self.school_admin = self._member("whitfield", Role.SCHOOL_ADMIN, school=self.cedar)
        self.school_admin_elsewhere = self._member("haas", Role.SCHOOL_ADMIN, school=self.alder)
        self.district_admin = self._member("delgado", Role.DISTRICT_ADMIN, district=self.district)
        self.other_district_admin = self._member("ito", Role.DISTRICT_ADMIN, district=self.other_district)
        self.records_officer = self._member("abrams", Role.RECORDS_OFFICER, school=self.cedar)
        self.safeguarding_lead = self._member("cole", Role.SAFEGUARDING_LEAD, school=self.cedar)
        self.operator = make.UserFactory(username="operator", is_staff=True, is_superuser=True)
        self.newcomer = make.UserFactory(username="newcomer")  # signed in, belongs nowhere

    def _teacher(self, username, classroom, **fields):
        user = make.UserFactory(username=username, **fields)
        make.MembershipFactory(user=user, school=classroom.school)
        make.TeachingAssignmentFactory(teacher=user, classroom=classroom)
        return user

    def _member(self, username, role, *, school=None, district=None):
        user = make.UserFactory(username=username)
        district = district or school.district
        make.MembershipFactory(user=user, role=role, school=school, district=district)
        return user

    def _families(self):
        self.guardian = make.UserFactory(username="quintanilla")
        make.GuardianshipFactory(guardian=self.guardian, student=self.mateo)
        self.guardian_of_another = make.UserFactory(username="deshmukh")
        make.GuardianshipFactory(guardian=self.guardian_of_another, student=self.priyanka)
        self.restricted_guardian = make.UserFactory(username="restricted")
        make.GuardianshipFactory(guardian=self.restricted_guardian, student=self.mateo, restricted=True)
        self.former_guardian = make.UserFactory(username="former")
        make.GuardianshipFactory(guardian=self.former_guardian, student=self.mateo, ends_on=self.today)

    def _programs(self):
        self.key = make.ApiKeyFactory(school=self.cedar, name="cedar")
        self.read_key = make.ApiKeyFactory(school=self.cedar, name="cedar, read", scopes=["read"])
        self.aggregate_key = make.ApiKeyFactory(school=self.cedar, name="cedar, aggregate", scopes=["aggregate"])
        self.district_key = make.ApiKeyFactory(school=None, district=self.district, name="pine valley")
        self.key_elsewhere = make.ApiKeyFactory(school=self.alder, name="alder")
        self.key_other_district = make.ApiKeyFactory(school=self.birch, name="birch")
        self.revoked_key = make.ApiKeyFactory(school=self.cedar, name="revoked", revoked=True)
