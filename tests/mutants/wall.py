"""The second wall, which stands in PostgreSQL alone."""

from tests.mutants.mutant import Mutant

ROWS = "tests/privacy/test_wall_rows.py::test_"
REQUESTS = "tests/privacy/test_wall_requests.py::test_"

MUTANTS = (
    Mutant(
        "the policies of every table are off",
        "privacy/wall/raising.py",
        'f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",',
        'f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY",',
        (f"{ROWS}rows_of_another_school_are_not_there",),
        postgresql=True,
    ),
    Mutant(
        "a row can be written into another school",
        "privacy/wall/raising.py",
        "USING ({shown}) WITH CHECK ({written})",
        "USING ({shown}) WITH CHECK (true)",
        (f"{ROWS}no_row_can_be_written_into_another_school_or_moved_there",),
        postgresql=True,
    ),
    Mutant(
        "the system's role needs no name",
        "privacy/wall/raising.py",
        "NAMED = \"coalesce(current_setting('sightline.system', true), '') <> ''\"",
        'NAMED = "true"',
        (f"{ROWS}the_systems_role_without_a_name_sees_nothing",),
        postgresql=True,
    ),
    Mutant(
        "a request stands as the system",
        "privacy/wall/standing.py",
        "with transaction.atomic(), _standing(Standing(APP), back=not outermost):",
        'with transaction.atomic(), _standing(Standing(SYSTEM_ROLE, system="sign_in"), back=not outermost):',
        ("tests/matrix/test_second_wall.py::test_no_row_of_another_school_is_shown_without_the_filter",),
        postgresql=True,
    ),
    Mutant(
        "whoever is signed in reaches every school",
        "students/middleware.py",
        "schools.update(schools_reached(request.user))",
        "from students.models import School\n\n"
        '                schools.update(School.objects.values_list("pk", flat=True))',
        ("tests/matrix/test_second_wall.py::test_no_row_of_another_school_is_shown_without_the_filter",),
        postgresql=True,
    ),
    Mutant(
        "a task works within every school",
        "privacy/wall/task.py",
        "jobs = apps.get_model(self.jobs_of).objects.filter(pk__in=list(job_ids))",
        "jobs = apps.get_model(self.jobs_of).objects.all()",
        (f"{REQUESTS}a_task_works_within_the_schools_of_its_jobs",),
        postgresql=True,
    ),
)
