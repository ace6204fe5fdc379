"""How long before a part fails is its machine in alarm?"""

from collections.abc import Sequence

from benchmarks.accuracy.chart import Chart
from benchmarks.accuracy.outcome import Case, outcomes
from benchmarks.ingest.plot import Points

_STEPS = 50


def lead_times(tested: Sequence[Case], limits: Sequence[Case], stop_s: float) -> Chart:
    """Return which share of the failures of parts was found how early, by the diagnosis and by fixed limits."""
    return Chart(
        "How early failures of parts are found",
        "share of the time from onset to failure that is left",
        "share of failures found by then",
        (1.0, 1.0),
        {"diagnosis": _earlier(tested, stop_s), "fixed limits": _earlier(limits, stop_s)},
    )


def _earlier(cases: Sequence[Case], stop_s: float) -> Points:
    """Return the share of failures found with at least a share of their time left, for shares from 0 to 1."""
    leads = [
        -1.0 if one.lead_share is None else one.lead_share
        for case in cases
        for one in outcomes(case, stop_s)
        if not one.is_of_sensor
    ]
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    return [(share, sum(lead >= share for lead in leads) / max(len(leads), 1)) for share in shares]
