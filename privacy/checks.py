"""What ``manage.py check`` says about the door to the outside, before a call would find out."""

from django.conf import settings
from django.core import checks

from privacy.egress.allowed import EgressRefused, check_origin
from privacy.wall import checking


@checks.register
def the_door(app_configs, **kwargs):
    """A language model that is configured and cannot be reached through the door."""
    if settings.EGRESS_OFF or not settings.LLM_URL:
        return []
    try:
        check_origin(settings.LLM_URL)
    except EgressRefused as refused:
        hint = "Name the origin of SIGHTLINE_LLM_URL in SIGHTLINE_EGRESS_ALLOWED, or set SIGHTLINE_EGRESS_OFF=1."
        return [checks.Warning(str(refused), hint=hint, id="privacy.W001")]
    return []


@checks.register(deploy=True)
def the_second_wall(app_configs, **kwargs):
    """A connection that row-level security does not bind, or that cannot act as the application."""
    return [checks.Error(said, id="privacy.E001") for said in checking.trouble()]
