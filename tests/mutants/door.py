"""The door to the outside and what is taken out before anything goes through it, or is stored, or is read."""

from tests.mutants.mutant import Mutant

ALLOWED = "tests/privacy/test_egress_allowed.py::test_"
CLEARED = "tests/privacy/test_egress_cleared.py::test_"
DOOR = "tests/privacy/test_egress_door.py::test_"

MUTANTS = (
    Mutant(
        "any destination is allowed",
        "privacy/egress/allowed.py",
        "    if origin not in {origin_of(one) for one in settings.EGRESS_ALLOWED}:",
        "    if not settings.EGRESS_ALLOWED:",
        (f"{ALLOWED}only_the_very_origin_is_allowed",),
    ),
    Mutant(
        "the off switch is not looked at",
        "privacy/egress/allowed.py",
        "    if settings.EGRESS_OFF:",
        '    if purpose == "off":',
        (f"{ALLOWED}one_switch_shuts_it_for_every_purpose",),
    ),
    Mutant(
        "the off switch leaves sign-in services reachable",
        "students/signing_in/identity.py",
        "return [] if settings.EGRESS_OFF else [",
        "return [",
        ("tests/students/test_sso.py::test_the_off_switch_shuts_this_way_too",),
    ),
    Mutant(
        "a student's words are cleared as they stand",
        "privacy/egress/cleared.py",
        "return Cleared(deidentifier.mask(text).text, made_by=_MADE_HERE)",
        "return Cleared(text, made_by=_MADE_HERE)",
        (f"{CLEARED}a_students_words_are_masked_as_they_are_cleared",),
    ),
    Mutant(
        "the door takes plain text",
        "privacy/egress/door.py",
        "    _check_cleared(question)\n",
        "",
        (f"{DOOR}a_plain_string_is_not_taken",),
    ),
    Mutant(
        "a call is not written down for the families it concerns",
        "privacy/egress/disclosures.py",
        "subject=s, at=row.at) for s in subjects],",
        "subject=s, at=row.at) for s in ()],",
        (f"{DOOR}a_family_can_see_later_what_was_sent_about_their_child",),
    ),
    Mutant(
        "the row of a call can be rolled back after the call",
        "privacy/egress/door.py",
        "    with transaction.atomic(durable=True):\n",
        "    with transaction.atomic():\n",
        (f"{DOOR}the_door_does_not_open_inside_a_transaction_that_could_take_the_row_back",),
    ),
    Mutant(
        "the door does not ask for the family's agreement",
        "privacy/egress/door.py",
        "        if wanted:\n",
        "        if not subjects:\n",
        (f"{DOOR}without_the_familys_consent_nothing_goes",),
    ),
    Mutant(
        "the wire goes wherever it is led",
        "privacy/egress/wire.py",
        "        self._check(str(request.url))\n",
        "",
        (f"{DOOR}the_wire_itself_refuses_what_is_not_on_the_list",),
    ),
    Mutant(
        "names of the school stay in what is stored and read",
        "assessments/pipeline.py",
        "deidentifier=deidentifier_of(school),",
        "deidentifier=type(deidentifier_of(school))(),",
        ("tests/assessments/test_pipeline.py::test_names_are_taken_out_before_anything_reads_the_text",),
    ),
    Mutant(
        "scores are read from the words as written",
        "assessments/scoring.py",
        "texts[response.key], aliases = result.text, {**aliases, **result.aliases}",
        "texts[response.key], aliases = response.text, {**aliases, **result.aliases}",
        ("tests/assessments/test_pipeline.py::test_names_are_taken_out_before_anything_reads_the_text",),
    ),
    Mutant(
        "a log line quotes what an error choked on",
        "config/log_lines.py",
        'return "\\n".join(_told(ei[1], ei[2]))',
        "return super().formatException(ei)",
        ("tests/assessments/test_words_in_one_place.py::test_no_line_of_the_log_does_when_something_breaks_on_them",),
    ),
    Mutant(
        "a mail names the child",
        "assessments/releases.py",
        'mail.send("shared", to=guardian.email, path="/family/")',
        'mail.send("shared", to=guardian.email, path=f"/family/?of={student.first_name}")',
        ("tests/assessments/test_releases.py::test_those_who_may_read_are_told_by_a_mail_without_content",),
    ),
)
