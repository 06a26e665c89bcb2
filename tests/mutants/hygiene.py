"""What a browser, a spreadsheet or a file is allowed to do."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "a formula in a cell is calculated",
        "privacy/csv_cells.py",
        'return f"\'{cell}" if cell.startswith(FIRST) else cell',
        "return cell",
        (
            "tests/students/test_compliance.py::test_a_name_that_is_a_formula_stays_text",
            "tests/assessments/test_family_pages.py::test_formulas_in_a_table_stay_text",
        ),
    ),
    Mutant(
        "an upload has no limit",
        "privacy/uploads.py",
        "    if file.size > LIMIT_BYTES:",
        "    if file.size < 0:",
        ("tests/privacy/test_uploads.py::test_a_file_over_the_limit_arrives_empty_and_is_refused_in_words",),
    ),
    Mutant(
        "an upload waits on the disk in the clear",
        "config/settings.py",
        '["privacy.uploads.BoundedMemoryUploadHandler"]',
        '["django.core.files.uploadhandler.TemporaryFileUploadHandler"]',
        ("tests/privacy/test_uploads.py::test_a_file_never_touches_the_disk",),
    ),
    Mutant(
        "a file is taken for what its name says",
        "assessments/uploading/decoding.py",
        "    _refuse_what_is_no_text(data)\n    decoded",
        "    decoded",
        (
            "tests/assessments/test_upload_bad_files.py::"
            "test_a_bad_file_is_refused_with_a_sentence_that_helps_and_nothing_is_kept",
        ),
    ),
    Mutant(
        "a zip is unpacked as far as it goes",
        "assessments/bulk/packing.py",
        "        self.left -= len(data)\n",
        "",
        ("tests/assessments/test_bulk_packing.py::test_a_bomb_is_defused_before_it_fills_the_memory",),
    ),
    Mutant(
        "pages run inline scripts",
        "config/settings.py",
        '"script-src": ["\'self\'"],',
        '"script-src": ["\'self\'", "\'unsafe-inline\'"],',
        (
            "tests/config/test_deploy_check.py::"
            "test_every_page_carries_a_policy_without_inline_code_and_is_kept_nowhere",
        ),
    ),
    Mutant(
        "pages about students stay in caches",
        "privacy/middleware.py",
        '        response["Cache-Control"] = "no-store, private"\n',
        '        response["Cache-Control"] = "private"\n',
        ("tests/students/test_sign_in.py::test_pages_about_people_are_not_kept_by_browsers_or_proxies",),
    ),
    Mutant(
        "a class average is told of any group",
        "assessments/pages/shares.py",
        "SMALLEST_GROUP = 10",
        "SMALLEST_GROUP = 1",
        ("tests/assessments/test_pages_shares.py::test_nine_scored_students_are_too_few_and_ten_are_enough",),
    ),
)
