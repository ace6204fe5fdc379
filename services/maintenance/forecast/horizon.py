"""How likely does a part fail within any time, when it is known for some?"""

import math
from collections.abc import Sequence

from services.maintenance.api import Load, Risk

_MOST = 1 - 1e-9


def risk_within(risks: Sequence[Risk], load: Load, horizon_h: float) -> Risk | None:
    """Return the risk within a horizon between known ones, whose hazard is taken as constant from one to the next.

    None where no risk is known; beyond the last horizon the hazard of the last stretch goes on.
    """
    if not risks:
        return None
    known = [(0.0, 0.0), *((one.horizon_h, -math.log1p(-min(one.probability, _MOST))) for one in risks)]
    after = next((place for place in range(1, len(known)) if known[place][0] >= horizon_h), len(known) - 1)
    (begin, low), (end, high) = known[after - 1], known[after]
    hazard = low + (high - low) * (horizon_h - begin) / (end - begin)
    return Risk(
        horizon_h=horizon_h,
        operating_h=round(horizon_h * load.hours_per_day / 24, 2),
        probability=round(-math.expm1(-hazard), 6),
    )
