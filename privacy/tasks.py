"""Doors for the worker: each calls one function."""

from celery import shared_task

from privacy.wall.duties import Duty


@shared_task(system=Duty.SEAL)
def seal_audit() -> None:
    from privacy import audit_chain  # imported late: Celery finds tasks before Django's apps are ready

    audit_chain.seal()


@shared_task(system=Duty.ERASURE)
def erase() -> None:
    """Carry out what was ordered and what a worker that died left halfway."""
    from privacy import erasure

    erasure.resume()


@shared_task(system=Duty.RETENTION)
def retain() -> None:
    from privacy import retention

    retention.run()
