"""Everything seen is known: what is written down, in which transaction, and what the chain would notice."""

from tests.mutants.mutant import Mutant

CHAIN = "tests/privacy/test_audit_chain.py::test_"
AFTERWARDS = "tests/privacy/test_audit_afterwards.py::test_"

MUTANTS = (
    Mutant(
        "a look at a record leaves no event",
        "assessments/pages/looking.py",
        "    if request.htmx and not always and _stands_already(request.user, verb, obj, set(subjects)):\n"
        "        return\n",
        "    return\n",
        ("tests/assessments/test_student_page.py::test_looking_is_written_down",),
    ),
    Mutant(
        "an export of scores names nobody it lists",
        "assessments/score_export.py",
        "            subjects=subjects,\n",
        "            subjects=[],\n",
        ("tests/students/roster/test_export.py::test_the_export_of_scores_is_in_the_audit_with_everybody_it_lists",),
    ),
    Mutant(
        "the original words are opened without a trace",
        "assessments/views/student.py",
        '        audit.record("response.original", by=request.user, school=person.school_id, subjects=[person.pk], '
        "obj=response)\n",
        "",
        ("tests/assessments/test_student_page.py::test_the_original_words_are_shown_without_marks_and_written_down",),
    ),
    Mutant(
        "a refusal leaves no event",
        "privacy/audit.py",
        '        noted.append({"verb": verb, **event})',
        "        noted.extend(())",
        (f"{AFTERWARDS}a_refusal_is_written_with_the_student_it_concerns",),
    ),
    Mutant(
        "a refusal is undone together with what it refused",
        "privacy/audit.py",
        "    if noted is None:\n        record(verb, **event)",
        "    if noted is None or verb == 'access.refused':\n        record(verb, **event)",
        (f"{AFTERWARDS}a_refusal_outlives_the_transaction_it_ended",),
    ),
    Mutant(
        "a refusal that cannot be written down is given all the same",
        "privacy/middleware.py",
        'so the answer was withheld", len(noted))\n            return HttpResponse(AWAY, status=503)',
        'so the answer was withheld", len(noted))\n            return response',
        (f"{AFTERWARDS}a_refusal_that_cannot_be_written_is_answered_with_503",),
    ),
    Mutant(
        "a response is kept although its event could not be written",
        "assessments/intake.py",
        "            concerned = {response.student_id for response in added}\n"
        '            audit.record("response.add", by=by, school=school, subjects=concerned, count=len(added))\n',
        "    if added:\n"
        "        concerned = {response.student_id for response in added}\n"
        '        audit.record("response.add", by=by, school=school, subjects=concerned, count=len(added))\n',
        ("tests/assessments/test_intake.py::test_without_its_audit_event_the_act_does_not_happen",),
    ),
    Mutant(
        "an event and whom it concerns are written apart",
        "privacy/audit.py",
        "    with transaction.atomic(savepoint=False):  # alone or within the caller's act: both or neither\n",
        "    if True:\n",
        ("tests/privacy/test_audit.py::test_an_event_and_its_subjects_are_written_together",),
    ),
    Mutant(
        "the digest of an event leaves out whom it concerns",
        "privacy/audit.py",
        '"subjects": sorted(str(subject) for subject in subjects),',
        '"subjects": [],',
        (f"{CHAIN}the_digest_covers_everything_an_event_says",),
    ),
    Mutant(
        "a head is not compared to its chain",
        "privacy/audit_verify.py",
        "        if signed.get(link.position, link.hash) != link.hash:",
        "        if link.position not in signed and link.hash == before:",
        (f"{CHAIN}every_way_of_meddling_is_found",),
    ),
    Mutant(
        "the order of sealed events is not checked",
        "privacy/audit_verify.py",
        "    elif link_hash(before, canonical(event, [row.subject for row in subjects])) != link.hash:",
        "    elif not link.hash:",
        (f"{CHAIN}every_way_of_meddling_is_found",),
    ),
    Mutant(
        "a gap in the chain is not noticed",
        "privacy/audit_verify.py",
        "        if link.position != expected:",
        "        if link.position < expected:",
        (f"{CHAIN}a_place_that_is_left_empty_is_called_removed",),
    ),
    Mutant(
        "the copy of the heads is not asked",
        "privacy/audit_verify.py",
        "*_stray_subjects(), *_copy(heads)]",
        "*_stray_subjects()]",
        (f"{CHAIN}every_way_of_meddling_is_found",),
    ),
    Mutant(
        "any signature will do",
        "privacy/audit_chain.py",
        '        _signing_key().public_key().verify(bytes.fromhex(line["signature"]), _bytes(said))\n',
        '        bytes.fromhex(line["signature"]) + _bytes(said)\n',
        (f"{CHAIN}a_line_that_is_not_ours_is_found",),
    ),
    Mutant(
        "an invented event gets its place in the chain",
        "privacy/audit_chain.py",
        "if event.mac != mac_of(event, [row.subject for row in subjects]):",
        "if not event.mac:",
        (f"{CHAIN}an_invented_event_is_not_sealed_either",),
    ),
    Mutant(
        "administrators read in the report that a child was thought in danger",
        "privacy/audit.py",
        'CONFIDENTIAL = tuple(verb for verb in VERBS if verb.startswith("alert."))',
        "CONFIDENTIAL = ()",
        (
            "tests/assessments/test_alerts.py::"
            "test_that_a_child_was_thought_in_danger_stands_in_no_report_of_who_looked",
        ),
    ),
)
