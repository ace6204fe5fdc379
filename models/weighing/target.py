"""Do loads keep to their target by the 10/10/20 rule?"""

from dataclasses import dataclass

import numpy as np

from models.weighing.handbook import Array

# Mean not above the target, at most a tenth of the loads above 110 % of it, none above 120 %.
OVER, FAR_OVER, SHARE_OVER = 1.10, 1.20, 0.10


@dataclass(frozen=True)
class Standing:
    """How loads stand against their targets: their number, mean share, and how many were above 110 and 120 %.

    `keeps` is None where there are no loads; `sure` is False where scales are not exact enough to tell which it is.
    """

    loads: int
    mean: float
    over: int
    far_over: int
    keeps: bool | None
    sure: bool


def judge(payload_kg: Array, sd_kg: Array, target_kg: Array) -> Standing:
    """Return how loads keep to the 10/10/20 rule (Caterpillar TEKQ0616), with a value for each; NaN was not weighed."""
    known = np.isfinite(payload_kg) & (target_kg > 0)
    share, spread = payload_kg[known] / target_kg[known], sd_kg[known] / target_kg[known]
    if not len(share):
        return Standing(0, float("nan"), 0, 0, None, sure=False)
    keeps = _keeps(share)
    # Half of what is not sure is common to all loads of a scale, and does not average out.
    off = float(np.mean(spread))
    sure = _keeps(share + off / 2) == _keeps(share - off / 2)
    over, far = int((share > OVER).sum()), int((share > FAR_OVER).sum())
    return Standing(len(share), float(share.mean()), over, far, keeps, sure)


def _keeps(share: Array) -> bool:
    few = float((share > OVER).mean()) <= SHARE_OVER
    return bool(share.mean() <= 1 and few and not (share > FAR_OVER).any())
