"""How many metres upward did a machine drive?"""

import numpy as np

from models.positioning.ground import Floats

# A receiver's height wanders by metres within minutes: a rise counts once it is larger than this.
_RISE_M = 2.0
_SMOOTH_S = 15.0


def climb_m(time_s: Floats, up_m: Floats, driven_m: Floats) -> float | None:
    """Return the sum of all rises of a way in metres, or None if no height is known; what drifts at a stand is none."""
    known = ~np.isnan(up_m)
    moving = known & (np.diff(driven_m, prepend=driven_m[:1]) > 0)
    if not known.any():
        return None
    if moving.sum() < 2:
        return 0.0
    gone = np.cumsum(np.diff(time_s[moving], prepend=time_s[moving][0]).clip(max=_SMOOTH_S))
    bucket = (gone // _SMOOTH_S).astype(np.int64)
    counted = np.bincount(bucket)
    heights = np.bincount(bucket, up_m[moving])[counted > 0] / counted[counted > 0]
    ends = [up_m[moving][0], *heights.tolist(), up_m[moving][-1]]
    return float(_risen(ends))


def _risen(heights: list[float]) -> float:
    """Return the sum of the rises from each valley to the next peak, neither of them shallower than a metre or two."""
    total, low, high = 0.0, heights[0], heights[0]
    for height in heights[1:]:
        high = max(high, height)
        if high - height > _RISE_M:
            total += high - low if high - low > _RISE_M else 0.0
            low = high = height
        elif height < low:
            low = high = height
    return total + (high - low if high - low > _RISE_M else 0.0)
