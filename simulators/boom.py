"""Which pressures stand in the boom cylinders when a boom lifts, holds and lowers a load?"""

from dataclasses import dataclass

import numpy as np

from models.machines import Kind
from simulators.fleet import Model
from simulators.fleet.geography import Array
from simulators.track import GRAVITY

_CYLINDERS = 2
_TANK_BAR = 4.0
# Oil that leaves a cylinder is throttled: bar for a piston at 1 m/s.
_RETURN_BAR = 62.0
_STICTION_N = 3000.0
_FRICTION = 0.022
_VISCOUS_NSPM = 12_000.0
# Below this speed in m/s the seals stick.
_CREEP_MPS = 0.002
# A leaking piston seal lets this share of the head's pressure into the rod's side.
_LEAKED = 0.03


@dataclass(frozen=True)
class Lift:
    """How a boom moves with a load at some moments: its angle, rate and the change of that in radians and seconds,
    the load in kg and how far its centre of gravity is off, the ground's pitch and its push upwards in g.

    `bucket_kg` is what the bucket weighs more or less than the boom's own, `leak` how far the cylinders' seals have
    failed, `friction` how stiff they are, 1 is typical. `grip` is how the seals hold a boom that stands: 1 as if it was
    lifted, -1 as if it sank, NaN where it moves.
    """

    angle_rad: Array
    rate_radps: Array
    payload_kg: Array
    oil_c: Array
    accel_radps2: Array | float = 0.0
    off_m: Array | float = 0.0
    pitch_rad: Array | float = 0.0
    heave_g: Array | float = 0.0
    bucket_kg: Array | float = 0.0
    leak: Array | float = 0.0
    grip: Array | float = np.nan
    friction: float = 1.0


@dataclass(frozen=True)
class Boom:
    """The geometry of a boom in metres, kg and radians: pin to cylinder base and to rod pin, the angle between them
    at level, bores, and where boom, bucket and payload weigh.
    """

    base_m: float
    rod_pin_m: float
    offset_rad: float
    bore_m: float
    rod_m: float
    boom_kg: float
    boom_at_m: float
    bucket_kg: float
    bucket_at_m: float
    payload_at_m: float

    def scaled(self, mass_kg: float, of_kg: float) -> "Boom":
        """Return the same boom on a machine of another mass."""
        size = (mass_kg / of_kg) ** (1 / 3)
        lengths = {name: size * getattr(self, name) for name in self.__dataclass_fields__ if name.endswith("_m")}
        weight = size**3
        return Boom(
            **lengths,
            offset_rad=self.offset_rad,
            boom_kg=weight * self.boom_kg,
            bucket_kg=weight * self.bucket_kg,
        )

    def lever_m(self, angle_rad: Array) -> Array:
        """Return the cylinders' lever arm about the boom's pin: how far they extend for each radian."""
        corner = angle_rad + self.offset_rad
        sides = self.base_m**2 + self.rod_pin_m**2 - 2 * self.base_m * self.rod_pin_m * np.cos(corner)
        return np.asarray(self.base_m * self.rod_pin_m * np.sin(corner) / np.sqrt(sides))

    def pressures_bar(self, lift: Lift) -> tuple[Array, Array]:
        """Return head and rod pressure from the balance of moments, with friction and the throttled return."""
        lever = self.lever_m(lift.angle_rad)
        force = self._moment_nm(lift) / lever
        speed = lever * lift.rate_radps
        rod = _TANK_BAR + _RETURN_BAR * speed**2
        head_area = _CYLINDERS * np.pi / 4 * self.bore_m**2
        rod_area = head_area - _CYLINDERS * np.pi / 4 * self.rod_m**2
        rod = rod + _LEAKED * lift.leak * np.maximum(force, 0) / head_area / 1e5
        head = (force + _friction_n(lift, force, speed) + 1e5 * rod * rod_area) / head_area / 1e5
        return np.maximum(head, 0.0), np.asarray(rod)

    def _moment_nm(self, lift: Lift) -> Array:
        """Return what gravity, the ground's heave and the change of the rate turn the boom with about its pin."""
        payload_at, bucket_kg = self.payload_at_m + lift.off_m, self.bucket_kg + lift.bucket_kg
        first = lift.payload_kg * payload_at + bucket_kg * self.bucket_at_m + self.boom_kg * self.boom_at_m
        second = lift.payload_kg * payload_at**2 + bucket_kg * self.bucket_at_m**2
        second = second + self.boom_kg * self.boom_at_m**2
        weight = GRAVITY * (1 + lift.heave_g) * first * np.cos(lift.angle_rad + lift.pitch_rad)
        return np.asarray(weight + second * lift.accel_radps2)

    def drop_radps(self, angle_rad: Array, piston_mmpmin: Array) -> Array:
        """Return how fast the boom sinks when the cylinders yield so many mm a minute."""
        return np.asarray(piston_mmpmin / 60_000 / self.lever_m(angle_rad))


def _friction_n(lift: Lift, force: Array, speed: Array) -> Array:
    """Return the friction of the cylinders: stiction and a share of the force against the motion, and thick oil."""
    thickness = np.exp(-0.022 * (np.clip(lift.oil_c, 0, 90) - 50))
    side = np.where(np.isnan(lift.grip), np.tanh(speed / _CREEP_MPS), lift.grip)
    dry = side * (_STICTION_N + _FRICTION * np.abs(force))
    return np.asarray(lift.friction * dry + _VISCOUS_NSPM * speed * thickness)


# A 20 t loader and a 50 t excavator whose stick is out halfway.
_LOADER = Boom(0.80, 1.55, np.radians(62), 0.150, 0.090, 1650, 1.45, 1900, 3.05, 3.15)
_LOADER_KG = 20_000
_EXCAVATOR = Boom(1.20, 2.60, np.radians(50), 0.170, 0.115, 4600, 3.0, 4200, 6.8, 8.5)
_EXCAVATOR_KG = 49_500


def boom_of(model: Model) -> Boom:
    """Return the boom of a loader or an excavator."""
    if model.kind is Kind.EXCAVATOR:
        return _EXCAVATOR.scaled(model.mass_kg, _EXCAVATOR_KG)
    return _LOADER.scaled(model.mass_kg, _LOADER_KG)
