"""What must go is gone, and what is sealed stays sealed: erasure, retention, holds, keys and their rotation."""

from tests.mutants.mutant import Mutant

ERASURE = "tests/privacy/test_erasure.py::test_"
RETENTION = "tests/privacy/test_retention.py::test_"
ROTATION = "tests/privacy/test_rotation.py::test_"

MUTANTS = (
    Mutant(
        "an erasure leaves the key",
        "privacy/erasure.py",
        "    keys.destroy([erasure.subject])\n",
        "",
        (f"{ERASURE}every_row_goes_and_a_classmates_rows_stay",),
    ),
    Mutant(
        "an erasure knows nothing of one table",
        "students/personal_data.py",
        'declare("students.NameToken", path="student", personal={"token": NAME}, plain="id school student")\n',
        "",
        ("tests/privacy/test_holders.py::test_a_model_about_students_is_declared",),
    ),
    Mutant(
        "a receipt is written although rows are left",
        "privacy/erasure.py",
        "if left := {name: count for name, count in erasure.after.items() if count}:",
        "if left := {}:",
        (f"{ERASURE}rows_that_do_not_go_keep_the_erasure_open",),
    ),
    Mutant(
        "files that name the student outlive the record",
        "assessments/traces.py",
        "if one.pk not in opened or any(map(named, _texts(one)))]",
        "if one.pk not in opened]",
        (f"{ERASURE}a_waiting_file_that_names_the_student_goes_with_its_key",),
    ),
    Mutant(
        "an erasure leaves no tombstone",
        "privacy/erasure.py",
        "    tombstones.append(Tombstone.of(erasure))\n",
        "",
        (f"{ERASURE}whoever_a_backup_brought_back_is_erased_again",),
    ),
    Mutant(
        "a tombstone that anybody wrote erases a student",
        "privacy/tombstones.py",
        "if mac != found.mac():",
        "if not mac:",
        (f"{ERASURE}a_line_that_is_not_ours_erases_nobody",),
    ),
    Mutant(
        "a record is erased while somebody asks to see it",
        "privacy/erasure.py",
        "if found.held and not despite_hold:",
        "if found.empty and not despite_hold:",
        (f"{ERASURE}nothing_goes_while_somebody_asks_to_see_it",),
    ),
    Mutant(
        "words are let go of while somebody asks to see them",
        "assessments/expiry.py",
        "held = retention.held(student for _, _, student in found)",
        "held = set()",
        (f"{RETENTION}nothing_of_a_record_goes_while_somebody_asks_to_see_it",),
    ),
    Mutant(
        "the words as written stay when their time is over",
        "assessments/expiry.py",
        ".update(original=None, deidentified=None)",
        ".update(deidentified=None)",
        (f"{RETENTION}words_and_logs_go_after_ninety_days",),
    ),
    Mutant(
        "a district's own period is not heeded",
        "privacy/retention.py",
        "return self.now - timedelta(days=days(rule, district) if tried is None else tried)",
        "return self.now - timedelta(days=days(rule) if tried is None else tried)",
        (f"{RETENTION}a_districts_own_period_holds_for_its_schools_alone",),
    ),
    Mutant(
        "a district may choose any period",
        "privacy/retention.py",
        "if not found.least <= number <= found.most:",
        "if number < 0:",
        (f"{RETENTION}out_of_bounds_is_refused",),
    ),
    Mutant(
        "a rotation leaves the keys of students under the former key",
        "privacy/rotation.py",
        'done = _wrap_anew(SystemKey, "name") + _wrap_anew(SubjectKey, "subject")',
        'done = _wrap_anew(SystemKey, "name")',
        (f"{ROTATION}after_a_rotation_everything_opens_without_the_former_key",),
    ),
    Mutant(
        "a rotation brings a destroyed key back",
        "privacy/rotation.py",
        "done += model.objects.filter(pk=row.pk).update(**wrapped)",
        "done += model.objects.update_or_create(pk=row.pk, defaults=wrapped) is not None",
        (f"{ROTATION}a_key_destroyed_during_the_rotation_does_not_come_back",),
    ),
    Mutant(
        "a wrong master key is not told from changed bytes",
        "privacy/keys.py",
        "if row.wrapped_under in known:",
        "if known:",
        (f"{ROTATION}the_message_names_both_fingerprints_and_no_key",),
    ),
    Mutant(
        "a wrong master key becomes the root of digests",
        "privacy/root_key.py",
        "    check()  # a wrong master key must not become the root\n",
        "",
        (f"{ROTATION}a_wrong_key_is_said_at_setup_and_by_health",),
    ),
    Mutant(
        "a ciphertext opens in another column",
        "privacy/fields.py",
        'return f"{instance._meta.db_table}.{self.column}.{keys',
        'return f"{instance._meta.db_table}.{keys',
        ("tests/privacy/test_fields.py::test_a_ciphertext_moved_to_another_column_does_not_open",),
    ),
)
