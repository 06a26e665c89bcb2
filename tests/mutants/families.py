"""What families read and say, and what nobody reads before a safeguarding lead did."""

from tests.mutants.mutant import Mutant

RELEASES = "tests/assessments/test_releases.py::test_"
STATEMENTS = "tests/assessments/test_statements.py::test_"
ALERTS = "tests/assessments/test_alerts.py::test_"
FAMILY = "tests/assessments/test_family_pages.py::test_"

MUTANTS = (
    Mutant(
        "what was taken back is still read",
        "assessments/releases.py",
        "rows = Release.objects.filter(student__in=students, withdrawn_at__isnull=True)",
        "rows = Release.objects.filter(student__in=students)",
        (f"{RELEASES}taking_back_is_at_once_and_stays_in_the_books",),
    ),
    Mutant(
        "a family reads the newest feedback, shared or not",
        "assessments/pages/family.py",
        "    claims = claims_from_json(feedback.claims) if feedback else ()\n",
        '    feedback = Feedback.objects.filter(student=child).order_by("-created_at").first()\n'
        "    claims = claims_from_json(feedback.claims) if feedback else ()\n",
        (f"{RELEASES}a_rewritten_feedback_does_not_change_what_was_shared",),
    ),
    Mutant(
        "feedback that nobody looked at is shared",
        "assessments/releases.py",
        "if str(feedback.pk) != looked_at:",
        "if not looked_at:",
        (f"{RELEASES}feedback_that_was_written_after_the_look_is_not_shared_unseen",),
    ),
    Mutant(
        "whom a court keeps away is told by mail",
        "assessments/releases.py",
        'return users.exclude(pk__in=kept_away.values("guardian"))',
        "return users",
        (f"{RELEASES}those_who_may_read_are_told_by_a_mail_without_content",),
    ),
    Mutant(
        "the whole record goes to whoever of the family comes first",
        "privacy/cases.py",
        "mine = Case.objects.filter(subject=subject, kind=Kind.ACCESS, asked_by=audit.actor(by))",
        "mine = Case.objects.filter(subject=subject, kind=Kind.ACCESS)",
        (f"{FAMILY}it_opens_to_who_asked_and_to_nobody_else",),
    ),
    Mutant(
        "programs read a score without the family's statement",
        "assessments/api.py",
        '"statements": [one.words for one in said.get(skill.value, [])]}',
        '"statements": []}',
        (f"{STATEMENTS}it_stands_beside_the_score_on_every_surface_until_it_is_taken_back",),
    ),
    Mutant(
        "a file of scores leaves the family's statement behind",
        "assessments/score_export.py",
        'words = " / ".join(one.words for one in said[assessment.pk].get(skill.value, []))',
        'words = ""',
        (f"{STATEMENTS}it_stands_beside_the_score_on_every_surface_until_it_is_taken_back",),
    ),
    Mutant(
        "a statement stays with the assessment that was superseded",
        "assessments/statements.py",
        "            at = successor.get(at)\n",
        "            at = None\n",
        (f"{STATEMENTS}it_goes_along_when_the_same_weeks_are_assessed_anew",),
    ),
    Mutant(
        "signs of danger hold nothing back",
        "assessments/withholding.py",
        "return [one for one, signs in read if not signs], [(one, signs) for one, signs in read if signs]",
        "return [one for one, signs in read], []",
        (f"{ALERTS}it_is_no_response_and_nothing_is_queued",),
    ),
    Mutant(
        "what was set aside is scored",
        "assessments/portfolio.py",
        "Response.objects.filter(student__in=ids, set_aside_at__isnull=True)",
        "Response.objects.filter(student__in=ids)",
        ("tests/assessments/test_pipeline.py::test_a_response_set_aside_leaves_its_window_by_a_superseding_row",),
    ),
    Mutant(
        "what was set aside is quoted to a family",
        "assessments/pages/family.py",
        "rows = Response.objects.filter(student=child, pk__in=ids, set_aside_at__isnull=True)",
        "rows = Response.objects.filter(student=child, pk__in=ids)",
        (f"{RELEASES}words_that_are_gone_or_set_aside_are_not_quoted_and_the_level_stays",),
    ),
    Mutant(
        "a family reads another adult's affairs",
        "students/family_looks.py",
        ".filter(Q(verb__in=SHOWN) | own)",
        ".filter(Q(verb__in=(*SHOWN, *OF_ONESELF)) | own)",
        (f"{FAMILY}another_adults_name_and_affairs_are_not_told",),
    ),
)
