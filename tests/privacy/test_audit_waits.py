"""Pages never wait for one another because of the audit, nor for the sealer: measured on PostgreSQL."""

import threading
import time
import uuid

import pytest
from django.db import connection, connections, transaction

from privacy import audit, audit_chain
from privacy.audit_chain import AuditLink, seal
from privacy.audit_verify import verify

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: pages take turns there"),
]

HOLD = 1.5  # seconds a page keeps its transaction open after its event
SOON = 0.5


@pytest.fixture(autouse=True)
def copy(settings, tmp_path):
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"


def look(school, student):
    return audit.record("record.view", by="system:tests", school=school, subjects=[student])


def while_another_page_stands_open(act) -> float:
    """Seconds ``act`` takes while another page holds its transaction open around its own event."""
    school, student = uuid.uuid4(), uuid.uuid4()
    opened, finish = threading.Event(), threading.Event()

    def slow_page():
        try:
            with transaction.atomic():
                look(school, student)
                opened.set()
                finish.wait(HOLD)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow_page)
    thread.start()
    opened.wait(5)
    began = time.perf_counter()
    act(school, student)
    took = time.perf_counter() - began
    open_still = not finish.is_set() and thread.is_alive()
    finish.set()
    thread.join()
    assert open_still, "the other page was over before the measurement"
    return took


def test_two_pages_about_the_same_student_do_not_wait():
    assert while_another_page_stands_open(look) < SOON


def test_the_sealer_does_not_wait_for_an_open_page_and_seals_it_later():
    look(uuid.uuid4(), uuid.uuid4())
    assert while_another_page_stands_open(lambda *_: seal()) < SOON
    assert AuditLink.objects.count() == 1
    seal()
    assert AuditLink.objects.count() == 2 and verify().sound


def test_a_page_does_not_wait_for_the_sealer(monkeypatch):
    """The sealer stands in the middle of its transaction while a page writes."""
    look(uuid.uuid4(), uuid.uuid4())
    sealing, finish = threading.Event(), threading.Event()
    extend = audit_chain._extend

    def slowly(*args):
        sealing.set()
        finish.wait(HOLD)
        return extend(*args)

    monkeypatch.setattr(audit_chain, "_extend", slowly)

    def sealer():
        try:
            seal()
        finally:
            connections.close_all()

    thread = threading.Thread(target=sealer)
    thread.start()
    sealing.wait(5)
    began = time.perf_counter()
    look(uuid.uuid4(), uuid.uuid4())
    assert time.perf_counter() - began < SOON
    assert thread.is_alive()
    finish.set()
    thread.join()


def test_two_sealers_at_once_leave_one_sound_chain():
    school = uuid.uuid4()
    for _ in range(40):
        look(school, uuid.uuid4())

    def sealer():
        try:
            seal()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sealer) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal()
    assert AuditLink.objects.count() == 40
    assert verify().sound
