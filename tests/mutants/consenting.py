"""What a family agreed to, and what programs may: consent per purpose, withdrawal, keys and their scopes."""

from tests.mutants.mutant import Mutant

CONSENT = "tests/privacy/test_consent.py::test_"
MODES = "tests/students/test_consent_modes.py::test_"
KEYS = "tests/students/test_api_keys.py::test_"
API = "tests/assessments/test_api.py::test_"

MUTANTS = (
    Mutant(
        "intake asks for no agreement",
        "assessments/intake.py",
        "        consent.check(students, consent.Purpose.ASSESS, school=school.pk)\n",
        "",
        ("tests/assessments/test_intake.py::test_nothing_is_kept_without_the_familys_agreement",),
    ),
    Mutant(
        "a job runs although the agreement was withdrawn",
        "assessments/pipeline.py",
        "    jobs = _with_consent(jobs, school)\n",
        "",
        ("tests/assessments/test_pipeline.py::test_a_job_asks_for_the_agreement_before_it_reads_anything",),
    ),
    Mutant(
        "scores are saved although the family withdrew meanwhile",
        "assessments/pipeline.py",
        "        consent.check({job.student_id for job in jobs}, consent.Purpose.ASSESS, school=school.pk)",
        "        assert jobs",
        (f"{MODES}a_family_that_withdraws_while_its_child_is_read_has_nothing_saved",),
    ),
    Mutant(
        "a withdrawal leaves queued work going",
        "privacy/consent.py",
        "        withdrawn.send(sender=ConsentRecord, school=school, subjects=subjects, purpose=purpose)\n",
        "",
        (f"{MODES}withdrawing_stops_what_is_queued_in_the_same_moment",),
    ),
    Mutant(
        "the first word counts and not the latest",
        "privacy/consent.py",
        '.order_by("id")\n        .values_list("subject", "granted")',
        '.order_by("-id")\n        .values_list("subject", "granted")',
        (f"{CONSENT}the_latest_word_counts",),
    ),
    Mutant(
        "a school overrules a family that withdrew",
        "privacy/consent.py",
        "        new = subjects - _settled(subjects, purpose, school=school)",
        "        new = subjects - covered(subjects, purpose, school=school)",
        (f"{CONSENT}a_school_does_not_overrule_a_family_that_withdrew",),
    ),
    Mutant(
        "in parent mode the school authorizes all the same",
        "privacy/consent.py",
        "    if mode_of(district) is not Mode.SCHOOL:\n        return\n",
        "",
        (f"{MODES}a_newcomer_in_parent_mode_starts_with_everything_off",),
    ),
    Mutant(
        "an agreement to one purpose covers every other",
        "privacy/consent.py",
        "ConsentRecord.objects.filter(school=school, subject__in=list(subjects), purpose=purpose)\n        .order_by",
        "ConsentRecord.objects.filter(school=school, subject__in=list(subjects))\n        .order_by",
        (f"{CONSENT}purposes_are_apart",),
    ),
    Mutant(
        "the training store does not ask for the agreement",
        "privacy/training_store.py",
        "if one.subject in agreed and one.source not in known]",
        "if one.source not in known]",
        ("tests/privacy/test_training_store.py::test_the_store_asks_for_the_agreement_itself",),
    ),
    Mutant(
        "the training store takes in the words as written",
        "assessments/training.py",
        "text=row.deidentified,",
        "text=row.original,",
        ("tests/privacy/test_training_store.py::test_never_the_original_and_never_a_name",),
    ),
    Mutant(
        "the beginning of a key is enough",
        "students/api_auth.py",
        "key = ApiKey.objects.get_from_key(secret)",
        'key = ApiKey.objects.get(prefix=secret.partition(".")[0], revoked=False)',
        (f"{KEYS}a_changed_letter_is_refused",),
    ),
    Mutant(
        "a revoked key opens as before",
        "students/api_auth.py",
        "key = ApiKey.objects.get_from_key(secret)",
        'key = ApiKey.objects.get(prefix=secret.partition(".")[0])\n'
        "        if not key.is_valid(secret):\n"
        "            raise ApiKey.DoesNotExist",
        (f"{KEYS}a_revoked_key_is_refused",),
    ),
    Mutant(
        "a key past its date opens as before",
        "students/api_auth.py",
        "if key.has_expired:",
        "if key.revoked:",
        (f"{KEYS}a_key_past_its_date_is_refused",),
    ),
    Mutant(
        "a key of one school reaches its whole district",
        "students/access.py",
        "Q(school=key.school_id) if key.school_id else Q(school__district=key.district_id)",
        "Q(school__district=key.district_id)",
        ("tests/students/test_access.py::test_the_truth_table",),
    ),
    Mutant(
        "the scopes of a key are not asked for",
        "students/access.py",
        "if scope not in key.scopes:",
        "if not key.scopes:",
        (f"{API}the_infer_scope_alone_does_not_read",),
    ),
    Mutant(
        "a program outside the school reads whom no family shares",
        "students/access.py",
        "return _shared_with_others(students) if key.outside else students",
        "return students",
        (f"{MODES}a_program_outside_of_the_school_reads_only_whom_a_family_shares",),
    ),
)
