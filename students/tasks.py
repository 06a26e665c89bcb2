"""Doors for the worker: each calls one function."""

from celery import shared_task

from privacy.wall.duties import Duty


@shared_task(system=Duty.SIGN_IN)
def mail_password_link(user_ids: list[str]) -> None:
    from students.signing_in import forgotten  # imported late: it must be able to import this door

    forgotten.mail_links(user_ids)
