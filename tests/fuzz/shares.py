"""How the 10,000 cases of ``make prove`` are shared out, and how a share is tried."""

import warnings

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisWarning

SHARES = {"forms": 5_500, "files": 1_000, "queries": 500, "api": 2_500, "api, no JSON": 500}


def tried(send, cases, number: int, *, derandomize: bool = False) -> list[str]:
    """Send ``number`` cases. What went wrong with the first that did, made small, as a list of one; empty when none.

    ``derandomize``: the same cases every time, for the quick suite.
    """
    phases = (Phase.generate,) if derandomize else (Phase.generate, Phase.shrink)

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=derandomize,
        phases=phases,
        suppress_health_check=[*HealthCheck],
        report_multiple_bugs=False,
    )
    @given(cases)
    def each(case):
        send(case)

    try:
        with warnings.catch_warnings():  # a finding may be long to tell, and is one all the same
            warnings.simplefilter("ignore", HypothesisWarning)
            each()
    except Exception as found:
        return [str(found)]
    return []
