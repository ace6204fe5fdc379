"""How likely does a part fail within a time of the calendar?"""

import numpy as np

from services.maintenance.api import Life, Load, Risk


def risk_within(life: Life, load: Load, horizon_h: float) -> Risk:
    """Return the risk within a horizon in hours of the calendar at a load, by the curve of a life.

    Its probability is None where the machine works longer in it than the curve tells of.
    """
    worked_h = horizon_h / 24 * load.hours_per_day
    known = worked_h <= life.at_h[-1]
    return Risk(
        horizon_h=horizon_h,
        operating_h=round(worked_h, 2),
        probability=round(float(np.interp(worked_h, life.at_h, life.failed_by)), 4) if known else None,
    )
