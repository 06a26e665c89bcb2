"""1,000 students' texts go out, and no name that was planted in them.

The names are invented and unusual, so that finding one in what the endpoint received can only be a leak. They are
searched for as they stand, in any case, and in the encodings a body or a header could hide them in.
"""

import base64
import itertools
import random
import uuid

import pytest

from privacy import consent
from privacy.deidentify import Deidentifier, Person
from privacy.egress import door
from privacy.egress.cleared import deidentified, together
from privacy.egress.disclosures import Disclosure, DisclosureSubject
from tests.stub_llm import Says

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STUDENTS = 1_000
ONSETS = ("Zv", "Qr", "Vl", "Xan", "Dzh", "Kv", "Tsk", "Yl", "Ghr", "Wrz")
ENDS = ("mek", "zul", "varn", "qib", "thox")
TEXTS = (
    "My name is {me}. When the motor stalled {other} was worried, so I checked the wiring first.",
    "{other_lower} and me were fighting about the poster and then {other}'s mom called my mom.",
    "i told {other_given_lower} i was sorry. {OTHER} said its ok. write me at {mail} or {phone}",
    "“Leave it,” said {other_given}. {me_given}, grade 8. I took a breath and tried again with {other_family}.",
)


def invented_names():
    pieces = ["".join(parts) for parts in itertools.product(ONSETS, "aeiou", ENDS)]
    families = [f"{piece}ovska" for piece in pieces]
    random.Random(7).shuffle(families)
    names = [(given, family) for given in pieces for family in families[:4]]
    return names[:STUDENTS]


def wrote(number, names):
    (given, family), (other_given, other_family) = names[number], names[(number * 7 + 3) % len(names)]
    return TEXTS[number % len(TEXTS)].format(
        me=f"{given} {family}",
        me_given=given,
        other=f"{other_given} {other_family}",
        OTHER=f"{other_given} {other_family}".upper(),
        other_lower=f"{other_given} {other_family}".lower(),
        other_given=other_given,
        other_given_lower=other_given.lower(),
        other_family=other_family,
        mail=f"{given}.{family}@mail.example",
        phone=f"503-555-{number:04}",
    )


def canaries(names):
    plain = {part.lower() for name in names for part in name}
    return plain | {hidden for word in plain for hidden in in_base64(word)}


def in_base64(word):
    """The inner letters of the word in base64, wherever in a longer text it began."""
    for before in range(3):
        yield base64.b64encode(b"x" * before + word.encode() + b"xx").decode()[before + 1 : -4]


def planted_in(text, names):
    return any(given.lower() in text.lower() for given, _ in names)


def test_a_thousand_students_texts_leave_without_one_of_their_names(endpoint):
    names = invented_names()
    students = [uuid.uuid4() for _ in names]
    school = uuid.uuid4()
    purpose = consent.Purpose.LLM_FEEDBACK
    consent.grant(school=school, subjects=students, purpose=purpose, basis=consent.Basis.PARENT, by="system:tests")
    people = [
        Person(str(student), (f"{given} {family}", given, family))
        for student, (given, family) in zip(students, names, strict=True)
    ]
    masking = Deidentifier(people, statistical_model=False)
    texts = [wrote(number, names) for number in range(STUDENTS)]
    assert all(planted_in(text, names) for text in texts)

    endpoint.says = Says()
    for student, text in zip(students, texts, strict=True):
        question = door.Question(
            purpose="llm_feedback",
            instructions=deidentified("Answer in JSON.", masking),
            text=together({"words": deidentified(text, masking)}),
            max_tokens=50,
        )
        door.ask(question, by="system:tests", school=school, subjects=[student])

    assert len(endpoint.asked) == STUDENTS
    received = "\n".join(f"{one.path} {one.headers} {one.body.decode()} {one.json}" for one in endpoint.asked)
    lowered = received.lower()
    assert [word for word in canaries(names) if word in received or word in lowered] == []
    assert "555-0" not in received
    assert "mail.example" not in received
    assert lowered.count("checked the wiring first") >= STUDENTS / len(TEXTS)  # the words themselves did go
    assert Disclosure.objects.count() == STUDENTS
    assert set(DisclosureSubject.objects.values_list("subject", flat=True)) == set(students)


def test_the_search_finds_a_name_that_is_there():
    names = invented_names()
    assert len(set(names)) == STUDENTS
    text = wrote(0, names)
    assert [word for word in canaries(names) if word in text.lower()]
