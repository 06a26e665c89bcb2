"""Doors for the worker: each calls one function."""

from celery import shared_task


@shared_task(system="sign_in")
def mail_password_link(user_ids: list[str]) -> None:
    from students.signing_in import forgotten  # imported late: it must be able to import this door

    forgotten.mail_links(user_ids)
