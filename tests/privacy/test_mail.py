"""Mail carries no content: a text of ours, and a link."""

import string

import pytest

from privacy import mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mailoutbox, django_capture_on_commit_callbacks):
    def send(kind, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            kwargs.setdefault("to", "ada@example.org")
            answer = mail.send(kind, **kwargs)
        return answer, mailoutbox

    return send


@pytest.mark.parametrize("kind", mail.MAILS)
def test_a_mail_is_its_fixed_text_and_a_link(sent, settings, kind):
    settings.PUBLIC_URL = "https://sightline.example"
    _, [message] = sent(kind, path="/family/")
    words = mail.MAILS[kind]
    assert message.subject == str(words.subject)
    assert message.body == f"{words.body}\n\nhttps://sightline.example/family/\n\n{mail._END}\n"
    assert message.to == ["ada@example.org"] and not message.cc and not message.bcc and not message.attachments


@pytest.mark.parametrize("kind", mail.MAILS)
def test_no_text_has_a_place_to_put_anything_in(kind):
    for text in (mail.MAILS[kind].subject, mail.MAILS[kind].body):
        assert not [name for _, name, _, _ in string.Formatter().parse(str(text)) if name is not None]
        assert "%" not in str(text)


def test_nobody_is_written_to_without_an_address(sent):
    answer, outbox = sent("shared", to="")
    assert answer is False and outbox == []


def test_a_mail_that_cannot_go_fails_nothing_and_logs_no_address(sent, monkeypatch, caplog):
    monkeypatch.setattr(mail, "send_mail", lambda *_: 1 / 0)
    answer, _ = sent("shared")
    assert answer is True
    assert "ZeroDivisionError" in caplog.text and "ada@" not in caplog.text


def test_what_is_rolled_back_is_not_mailed(mailoutbox, django_capture_on_commit_callbacks):
    from django.db import transaction

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        mail.send("shared", to="ada@example.org")
        transaction.set_rollback(True)
    assert mailoutbox == []
