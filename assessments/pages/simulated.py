"""Whether a run that nobody played has a part in what a page shows: the page then says so."""

from assessments.models import GameSession


def among(**where) -> bool:
    """``where`` filters game sessions, such as ``student__in=...`` or ``school__in=...``."""
    read = GameSession.objects.filter(simulated=True, set_aside_at__isnull=True, assessment__isnull=False)
    return read.filter(**where).exists()
