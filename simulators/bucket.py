"""What sticks to a bucket, and how worn is it?"""

import numpy as np

from simulators.boom import Boom, boom_of
from simulators.fleet.geography import Array
from simulators.noise import drift
from simulators.operation import Unit

# Mud of a 20 t loader's bucket: it comes and goes over hours, wet or dry, and somebody scrapes it off.
_MUD_KG, _MUD_VARIES_KG, _RAIN_KG, _MUD_S = 28.0, 30.0, 30.0, 4 * 3600.0
_BUCKET_OF_KG = 1900.0
# Teeth and edges wear off so much of a bucket until they are changed.
_WORN_OFF = 0.03
_CHANGED_EVERY_S = 75 * 86_400.0


def mud_kg(unit: Unit, time_s: Array) -> Array:
    """Return the mud in the bucket of a loader or an excavator in kg; it is no payload, yet the boom carries it."""
    size = boom_of(unit.model).bucket_kg / _BUCKET_OF_KG
    sticks = _MUD_VARIES_KG * drift(unit.stream("mud"), time_s, _MUD_S) + _RAIN_KG * unit.weather.wet(time_s)
    return np.clip((_MUD_KG + sticks) * size, 0.0, 100.0 * size)


def worn_kg(unit: Unit, boom: Boom, time_s: Array) -> Array:
    """Return how much of the bucket's mass has worn off."""
    share = time_s / _CHANGED_EVERY_S + unit.stream("bucket") % 1000 / 1000
    return np.asarray(_WORN_OFF * boom.bucket_kg * (share - np.floor(share)))
