"""What does crushing demand of a crusher's electric drive?"""

import numpy as np

from simulators.fleet import Model
from simulators.kinds.duty import Duty, Moment
from simulators.work.dump import CHOKED
from simulators.work.timeline import Phase

_SHAFT_RPM = 245.0
_EMPTY_SHARE, _FULL_SHARE = 0.16, 0.62


def demand(moment: Moment, model: Model) -> Duty:
    """Return what a crusher's work demands; the engine's place is taken by its electric drive and its shaft."""
    crushing = moment.phase == Phase.CRUSH
    # Where little is left in the hopper the chamber is no longer choked.
    choked = np.clip(moment.load_kg / (CHOKED * model.payload_kg), 0, 1) * crushing
    share = _EMPTY_SHARE + (_FULL_SHARE - _EMPTY_SHARE) * choked * (1 + 0.16 * moment.restless)
    zero = np.zeros_like(share)
    return Duty(
        engine_rpm=_SHAFT_RPM - 7 * choked + 0.8 * moment.restless,
        engine_kw=model.rated_power_kw * share,
        hydraulic_bar=zero,
        hydraulic_lpm=zero,
        boom_deg=zero,
        boom_radps=zero,
        boom_radps2=zero,
        brake_kw=zero,
    )
