"""Doors for the worker: each calls one function."""

from celery import shared_task


@shared_task(system="seal")
def seal_audit() -> None:
    from privacy import audit_chain  # imported late: Celery finds tasks before Django's apps are ready

    audit_chain.seal()
