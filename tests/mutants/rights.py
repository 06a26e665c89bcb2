"""Who may see whom: the rights table, the dates in it, and the declaration every route must have."""

from tests.mutants.mutant import Mutant

ACCESS = "tests/students/test_access.py::test_"
ROUTES = "tests/students/test_routes.py::test_"

MUTANTS = (
    Mutant(
        "the filter of every query lets every row pass",
        "students/access.py",
        "    return here\n",
        "    return Q()\n",
        (f"{ACCESS}the_truth_table",),
    ),
    Mutant(
        "a teacher reaches every class of the school",
        "students/access.py",
        'Teaching.objects.filter(now_in(""), teacher=user, school__in',
        'Teaching.objects.filter(now_in(""), school__in',
        (f"{ACCESS}the_truth_table",),
    ),
    Mutant(
        "an assignment that ended still opens the class",
        "students/access.py",
        'Teaching.objects.filter(now_in(""), teacher=user, school__in',
        "Teaching.objects.filter(teacher=user, school__in",
        (f"{ACCESS}a_class_handed_over_is_closed_to_who_taught_it_and_still_teaches_here",),
    ),
    Mutant(
        "whoever left the staff keeps what was assigned",
        "students/access.py",
        'held = Membership.objects.filter(now_in(""), user=user, role__in=roles)',
        "held = Membership.objects.filter(user=user, role__in=roles)",
        (f"{ACCESS}a_teacher_who_left_the_school_sees_nobody_even_where_an_assignment_was_left_open",),
    ),
    Mutant(
        "a student who left the class is seen in it",
        "students/access.py",
        'Enrollment.objects.filter(now_in(""), classroom__in',
        "Enrollment.objects.filter(classroom__in",
        (f"{ACCESS}a_student_who_changes_class_is_seen_by_the_new_teacher_only",),
    ),
    Mutant(
        "an administrator of one school reaches its whole district",
        "students/access.py",
        'held.filter(school__isnull=True).values("district")',
        'held.values("district")',
        (f"{ACCESS}an_administrator_reaches_the_roster_of_the_school_and_no_other",),
    ),
    Mutant(
        "a guardian is joined to every child that has one",
        "students/access.py",
        'bonds = Guardianship.objects.filter(now_in(""), guardian=user)',
        'bonds = Guardianship.objects.filter(now_in(""))',
        ("tests/assessments/test_family_pages.py::test_each_child_has_its_page_and_nobody_elses_has",),
    ),
    Mutant(
        "a former guardian still reads",
        "students/access.py",
        'bonds = Guardianship.objects.filter(now_in(""), guardian=user)',
        "bonds = Guardianship.objects.filter(guardian=user)",
        ("tests/assessments/test_family_pages.py::test_who_is_no_family_today_finds_nothing",),
    ),
    Mutant(
        "a court's order keeps nobody away",
        "students/access.py",
        '.exclude(id__in=kept_away.values("student"))',
        "",
        (f"{ACCESS}a_courts_word_outweighs_a_second_row_that_forgot_it",),
    ),
    Mutant(
        "an account that is switched off keeps its rights",
        "students/access.py",
        'if not getattr(who, "is_authenticated", False) or not who.is_active:',
        'if not getattr(who, "is_authenticated", False):',
        (f"{ACCESS}an_account_that_is_switched_off_sees_nothing_at_once",),
    ),
    Mutant(
        "an aggregate right gives one student's row",
        "students/access.py",
        "if right is Right.AGGREGATE and model is not School:",
        "if False:",
        (f"{ACCESS}an_aggregate_right_never_gives_one_students_row",),
    ),
    Mutant(
        "an administrator reads what was set aside for the safeguarding lead",
        "students/access.py",
        "_schools_as(Role.SAFEGUARDING_LEAD)",
        "_schools_as(Role.SAFEGUARDING_LEAD, Role.SCHOOL_ADMIN)",
        ("tests/assessments/test_alerts.py::test_nobody_else_reads_or_decides",),
    ),
    Mutant(
        "an address that declares nothing is answered",
        "students/middleware.py",
        "            raise Http404\n",
        "            return None\n",
        (f"{ROUTES}an_address_without_a_declaration_is_not_answered",),
    ),
    Mutant(
        "the build does not ask for a declaration",
        "students/checks.py",
        "if route.declaration is None",
        "if not route",
        (f"{ROUTES}an_address_without_a_declaration_fails_the_check_and_is_told_what_to_write",),
    ),
    Mutant(
        "a method that is not named is answered",
        "students/middleware.py",
        "if request.method not in said.audits:",
        "if not said.audits:",
        (f"{ROUTES}a_method_that_is_not_named_is_refused",),
    ),
    Mutant(
        "the declared right is not asked for",
        "students/routes.py",
        "if said.by_right_alone and not access.can(request.user, said.who):",
        "if said.by_right_alone and not request.user.is_authenticated:",
        (f"{ROUTES}whoever_reaches_nothing_by_the_right_is_turned_away",),
    ),
    Mutant(
        "a response is opened under another student's address",
        "assessments/views/student.py",
        "if response.student_id != person.pk:",
        "if response is None:",
        ("tests/assessments/test_student_page.py::test_a_response_is_opened_under_its_own_student_only",),
    ),
)
