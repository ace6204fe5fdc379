"""What does a maker's handbook know of a machine model: its mass, its rated payload and the geometry of its boom?"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind

Array = NDArray[np.float64]
GRAVITY_MPS2 = 9.80665


@dataclass(frozen=True)
class Arm:
    """The geometry of a boom: pin to cylinder base and to rod pin in m and the angle between them at level in rad,
    areas of the head and rod sides of all its cylinders in m2, and the moments of what is lifted.

    `moment_kgm` is that of boom and empty bucket about the boom's pin, `inertia_kgm2` their moment of inertia, and
    `reach_m` how far from the pin the payload lies. From `low_rad` to `high_rad` the bucket is free and full on its way
    up, and from `high_rad` to `emptied_rad` free and empty on its way down. `bounce_g` is how hard its machine bounces
    on its tyres at full speed of work (root mean square of either phase).
    """

    base_m: float
    rod_pin_m: float
    offset_rad: float
    head_m2: float
    rod_m2: float
    moment_kgm: float
    inertia_kgm2: float
    reach_m: float
    low_rad: float
    middle_rad: float
    high_rad: float
    emptied_rad: float
    bounce_g: float

    def lever_m(self, angle_rad: Array) -> Array:
        """Return the cylinders' lever arm about the boom's pin, which is how far they extend for each radian."""
        corner = angle_rad + self.offset_rad
        sides = self.base_m**2 + self.rod_pin_m**2 - 2 * self.base_m * self.rod_pin_m * np.cos(corner)
        return np.asarray(self.base_m * self.rod_pin_m * np.sin(corner) / np.sqrt(sides))


@dataclass(frozen=True)
class Specification:
    """A machine model: its kind, operating mass and rated payload in kg, which is the full scale of its weighing."""

    kind: Kind
    mass_kg: float
    payload_kg: float

    @property
    def arm(self) -> Arm | None:
        """Return the geometry of its boom, None where it has none: lengths grow with the cube root of the mass."""
        if self.kind not in _DRAWINGS:
            return None
        drawing = _DRAWINGS[self.kind]
        return _scaled(drawing, self.mass_kg / drawing.of_kg)


@dataclass(frozen=True)
class _Drawing:
    """A boom as its maker draws it, for a machine of some mass: lengths in m, bores in m, masses in kg."""

    of_kg: float
    base_m: float
    rod_pin_m: float
    offset_deg: float
    bore_m: float
    rod_m: float
    boom_kg: float
    boom_at_m: float
    bucket_kg: float
    bucket_at_m: float
    reach_m: float
    range_deg: tuple[float, float, float, float]
    bounce_g: float


# The 20 t loader of the published description of this class, and a 50 t excavator with its stick out halfway; both have
# two boom cylinders. Below the range the bucket is still filled, above it already emptied.
_DRAWINGS: Mapping[Kind, _Drawing] = MappingProxyType(
    {
        Kind.WHEEL_LOADER: _Drawing(
            20_000, 0.80, 1.55, 62, 0.150, 0.090, 1650, 1.45, 1900, 3.05, 3.15, (-29.0, 5.0, 22.0, -29.0), 0.036
        ),
        Kind.EXCAVATOR: _Drawing(
            49_500, 1.20, 2.60, 50, 0.170, 0.115, 4600, 3.0, 4200, 6.8, 8.5, (-21.0, 18.0, 31.0, 9.0), 0.0
        ),
    }
)


def _scaled(drawing: _Drawing, mass: float) -> Arm:
    size = mass ** (1 / 3)
    head, rod = (2 * np.pi / 4 * (size * bore) ** 2 for bore in (drawing.bore_m, drawing.rod_m))
    low, middle, high, emptied = (float(np.radians(angle)) for angle in drawing.range_deg)
    boom, bucket = drawing.boom_kg * drawing.boom_at_m, drawing.bucket_kg * drawing.bucket_at_m
    return Arm(
        base_m=size * drawing.base_m,
        rod_pin_m=size * drawing.rod_pin_m,
        offset_rad=float(np.radians(drawing.offset_deg)),
        head_m2=float(head),
        rod_m2=float(head - rod),
        moment_kgm=mass * size * (boom + bucket),
        inertia_kgm2=mass * size**2 * (boom * drawing.boom_at_m + bucket * drawing.bucket_at_m),
        reach_m=size * drawing.reach_m,
        low_rad=low,
        middle_rad=middle,
        high_rad=high,
        emptied_rad=emptied,
        bounce_g=drawing.bounce_g,
    )


# By the registry's name of the model.
SPECIFICATIONS: Mapping[str, Specification] = MappingProxyType(
    {
        "norrberg-l220": Specification(Kind.WHEEL_LOADER, 24_000, 6_800),
        "norrberg-l310": Specification(Kind.WHEEL_LOADER, 33_500, 9_800),
        "norrberg-a30": Specification(Kind.HAUL_TRUCK, 23_300, 28_000),
        "norrberg-a40": Specification(Kind.HAUL_TRUCK, 30_600, 39_000),
        "ironvale-r60": Specification(Kind.HAUL_TRUCK, 44_000, 55_000),
        "kestrel-x500": Specification(Kind.EXCAVATOR, 49_500, 4_800),
        "kestrel-x750": Specification(Kind.EXCAVATOR, 75_000, 7_600),
        "tamarack-j120": Specification(Kind.CRUSHER, 52_000, 90_000),
        "tamarack-j160": Specification(Kind.CRUSHER, 71_000, 130_000),
    }
)
