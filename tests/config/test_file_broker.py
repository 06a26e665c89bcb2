"""The file broker: a message is whole or absent, and half a file stops nobody."""

from queue import Empty

import pytest
from kombu import Connection

from config import file_broker


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path / name) for name in ("queue", "processed", "control")}
    for folder in folders.values():
        (tmp_path / folder).mkdir()
    options = {
        "data_folder_in": folders["queue"],
        "data_folder_out": folders["queue"],
        "processed_folder": folders["processed"],
        "control_folder": folders["control"],
    }
    with Connection(f"{file_broker.SCHEME}://localhost", transport_options=options) as connection:
        yield connection.channel()


def test_a_message_comes_out_as_it_went_in(channel):
    channel._put("celery", {"body": "é 5"})
    assert channel._get("celery") == {"body": "é 5"}
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_reader_never_sees_a_message_that_is_still_being_written(channel, tmp_path):
    (tmp_path / "queue" / "1_x.celery.msg.part").write_text('{"half')
    with pytest.raises(Empty):
        channel._get("celery")


@pytest.mark.parametrize("content", ["", '{"half', "\x00\x00"])
def test_half_a_file_is_dropped_and_the_next_message_is_read(channel, tmp_path, content):
    (tmp_path / "queue" / "0_dead.celery.msg").write_text(content)
    channel._put("celery", {"n": 1})
    with pytest.raises(Empty):
        channel._get("celery")
    assert channel._get("celery") == {"n": 1}


def test_a_broken_exchange_file_is_written_again(channel, tmp_path):
    (tmp_path / "control" / "celery.exchange").write_text("")
    channel._queue_bind("celery", "celery", "", "celery")
    assert [row.queue for row in channel.get_table("celery")] == ["celery"]


def test_a_broken_exchange_file_is_no_table(channel, tmp_path):
    (tmp_path / "control" / "celery.exchange").write_text("[[")
    assert channel.get_table("celery") == []
