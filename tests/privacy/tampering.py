"""A sealed log and every way of meddling with it that we know of, chosen at random but repeatable.

The database refuses all of this to the application; whoever owns the tables can lift the guards, and so do we.
"""

import random
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.db.models import F

from privacy import audit, audit_heads
from privacy.audit import AuditEvent, AuditSubject
from privacy.audit_chain import GENESIS, AuditHead, AuditLink, canonical, link_hash, seal, with_subjects

TABLES = ("privacy_auditevent", "privacy_auditsubject", "privacy_auditlink", "privacy_audithead")
SCHOOLS = (uuid.UUID(int=1), uuid.UUID(int=2), None)


def write(count: int, *, schools=SCHOOLS) -> None:
    for number in range(count):
        audit.record(
            random.choice(["record.view", "class.view", "response.add"]),
            by=f"user:{uuid.uuid4()}",
            school=random.choice(schools),
            subjects=[uuid.uuid4() for _ in range(number % 3)],
            obj=f"student:{uuid.uuid4()}",
            count=number,
        )


def sealed_log(events: int = 42, heads: int = 3) -> None:
    for _ in range(heads):
        write(events // heads)
        seal()


def lift_the_guards() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                for act in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER {table}_no_{act}")


def one(rows):
    return random.choice(list(rows.order_by("pk")))


def update(row, **fields) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


def event_of(link: AuditLink) -> AuditEvent:
    return AuditEvent.objects.get(pk=link.event_id)


# --- changed ---------------------------------------------------------------------------------------


def change_an_event() -> None:
    event = one(AuditEvent.objects)
    name, value = random.choice(
        [
            ("actor", f"user:{uuid.uuid4()}"),
            ("verb", "consent.record"),
            ("object", "student:nobody"),
            ("detail", {"count": -1}),
            ("at", event.at - timedelta(microseconds=1)),
            ("school", uuid.uuid4()),
            ("mac", "0" * 64),
        ]
    )
    update(event, **{name: value})


def change_a_subject() -> None:
    row = one(AuditSubject.objects)
    name, value = random.choice(
        [("subject", uuid.uuid4()), ("school", uuid.uuid4()), ("at", row.at + timedelta(days=1))]
    )
    update(row, **{name: value})


def change_a_link() -> None:
    name, value = random.choice([("hash", "f" * 64), ("school", uuid.uuid4()), ("event_id", uuid.uuid4())])
    link = one(AuditLink.objects)
    AuditLink.objects.filter(pk=link.pk).delete()
    setattr(link, name, value)
    link.save(force_insert=True)


def change_a_head() -> None:
    name, value = random.choice(
        [("hash", "e" * 64), ("signature", "00" * 64), ("through", F("through") + timedelta(days=1))]
    )
    update(one(AuditHead.objects), **{name: value})


def rewrite_the_chain_after_a_change() -> None:
    """The careful one: change an event, give it a digest under another key, compute every later hash anew."""
    link = one(AuditLink.objects)
    update(event_of(link), actor="user:somebody-else", mac="a" * 64)
    compute_the_chain_anew(link.school)


def compute_the_chain_anew(school: uuid.UUID) -> None:
    """Anybody can: the hashes need no key, the heads do."""
    before = GENESIS
    for link in AuditLink.objects.filter(school=school).order_by("position"):
        [(event, subjects)] = with_subjects([event_of(link)])
        before = link_hash(before, canonical(event, [row.subject for row in subjects]))
        update(link, hash=before)


# --- removed ---------------------------------------------------------------------------------------


def remove_an_event() -> None:
    one(AuditEvent.objects).delete()


def remove_an_event_with_everything_about_it() -> None:
    link = one(AuditLink.objects)
    AuditSubject.objects.filter(event_id=link.event_id).delete()
    event_of(link).delete()
    link.delete()


def remove_an_event_and_close_the_gap() -> None:
    """Every later place moves up by one, and every later hash is computed anew."""
    link = one(AuditLink.objects)
    after = AuditLink.objects.filter(school=link.school, position__gt=link.position).order_by("position")
    before = AuditLink.objects.filter(school=link.school, position=link.position - 1).first()
    AuditSubject.objects.filter(event_id=link.event_id).delete()
    event_of(link).delete()
    link.delete()
    last = before.hash if before else GENESIS
    for later in list(after):
        [(event, subjects)] = with_subjects([event_of(later)])
        last = link_hash(last, canonical(event, [row.subject for row in subjects]))
        update(later, position=later.position - 1, hash=last)


def remove_a_subject() -> None:
    one(AuditSubject.objects).delete()


def remove_a_link() -> None:
    one(AuditLink.objects).delete()


def remove_a_head() -> None:
    one(AuditHead.objects).delete()


# --- inserted --------------------------------------------------------------------------------------


def insert_an_event() -> None:
    like = one(AuditEvent.objects)
    moment = like.at + random.choice([timedelta(0), timedelta(days=1), timedelta(days=-400)])
    AuditEvent.objects.create(
        school=like.school, actor=like.actor, verb=like.verb, object=like.object, at=moment, mac=like.mac
    )


def insert_an_event_with_a_place() -> None:
    head = one(AuditHead.objects.filter(position__gt=0))
    last = AuditLink.objects.filter(school=head.school).order_by("-position").first()
    school = None if head.school.int == 0 else head.school
    event = AuditEvent.objects.create(school=school, actor="user:x", verb="record.view", mac="b" * 64)
    AuditLink.objects.create(
        event_id=event.id,
        school=head.school,
        position=last.position + 1,
        hash=link_hash(last.hash, canonical(event, [])),
    )


def insert_a_subject() -> None:
    event = one(AuditEvent.objects)
    AuditSubject.objects.create(event_id=event.id, school=event.school, subject=uuid.uuid4(), at=event.at)


def insert_a_subject_of_nothing() -> None:
    AuditSubject.objects.create(event_id=uuid.uuid4(), school=SCHOOLS[0], subject=uuid.uuid4())


# --- another order ---------------------------------------------------------------------------------


def two_links() -> tuple[AuditLink, AuditLink]:
    school = random.choice(list(AuditLink.objects.order_by("school").values_list("school", flat=True).distinct()))
    return tuple(random.sample(list(AuditLink.objects.filter(school=school).order_by("position")), 2))


def swap_two_places() -> None:
    first, second = two_links()
    AuditLink.objects.filter(pk__in=[first.pk, second.pk]).delete()
    first.position, second.position = second.position, first.position
    AuditLink.objects.bulk_create([first, second])


def swap_what_stands_in_two_places() -> None:
    first, second = two_links()
    AuditLink.objects.filter(pk__in=[first.pk, second.pk]).delete()
    first.event_id, second.event_id = second.event_id, first.event_id
    AuditLink.objects.bulk_create([first, second])


def swap_two_places_and_compute_the_chain_anew() -> None:
    """Every event is ours and every hash fits: the signed heads alone know better."""
    swap_what_stands_in_two_places()
    for school in _schools():
        compute_the_chain_anew(school)


def swap_two_moments() -> None:
    first, second = (event_of(link) for link in two_links())
    update(first, at=second.at)
    update(second, at=first.at)


# --- the end cut off -------------------------------------------------------------------------------


def cut_the_tail() -> None:
    """Events, subjects, places and heads, as if they had never been."""
    school = one(AuditHead.objects).school
    links = list(AuditLink.objects.filter(school=school).order_by("position"))
    gone = links[random.randrange(len(links)) :]
    ids = [link.event_id for link in gone]
    AuditSubject.objects.filter(event_id__in=ids).delete()
    AuditEvent.objects.filter(id__in=ids).delete()
    AuditLink.objects.filter(pk__in=ids).delete()
    AuditHead.objects.filter(school=school, position__gte=gone[0].position).delete()


def cut_the_tail_behind_a_head() -> None:
    """What is left ends in a head that fits: the copy alone knows that there was more."""
    school = random.choice([school for school in _schools() if AuditHead.objects.filter(school=school).count() > 1])
    heads = list(AuditHead.objects.filter(school=school).order_by("position"))
    last = random.choice(heads[:-1]).position
    ids = list(AuditLink.objects.filter(school=school, position__gt=last).values_list("event_id", flat=True))
    AuditSubject.objects.filter(event_id__in=ids).delete()
    AuditEvent.objects.filter(id__in=ids).delete()
    AuditLink.objects.filter(pk__in=ids).delete()
    AuditHead.objects.filter(school=school, position__gt=last).delete()


def _schools() -> list[uuid.UUID]:
    return list(AuditLink.objects.order_by("school").values_list("school", flat=True).distinct())


def cut_the_tail_and_go_on() -> None:
    cut_the_tail()
    write(6)
    copy = audit_heads.path().read_text()
    seal()
    audit_heads.path().write_text(copy)  # even if the sealer's new heads do not reach the copy


WAYS: dict[str, tuple[Callable[[], None], ...]] = {
    "changed": (
        change_an_event,
        change_a_subject,
        change_a_link,
        change_a_head,
        rewrite_the_chain_after_a_change,
    ),
    "removed": (
        remove_an_event,
        remove_an_event_with_everything_about_it,
        remove_an_event_and_close_the_gap,
        remove_a_subject,
        remove_a_link,
        remove_a_head,
    ),
    "inserted": (insert_an_event, insert_an_event_with_a_place, insert_a_subject, insert_a_subject_of_nothing),
    "reordered": (
        swap_two_places,
        swap_what_stands_in_two_places,
        swap_two_places_and_compute_the_chain_anew,
        swap_two_moments,
    ),
    "cut": (cut_the_tail, cut_the_tail_behind_a_head, cut_the_tail_and_go_on),
}
EVERY_WAY = [way for ways in WAYS.values() for way in ways]
