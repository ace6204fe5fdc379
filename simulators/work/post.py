"""Where does a machine stand and drive on its site?"""

from dataclasses import dataclass
from typing import NamedTuple

from simulators.fleet import Machine, Model


class Trip(NamedTuple):
    """A movement, or standing still: its place in the site's atlas and the seconds it takes by itself."""

    track: int
    seconds: float


@dataclass(frozen=True)
class TruckPost:
    """The tracks of a haul truck: rest in the yard, queue and stand at the digger, hold and tip at the dump.

    `stray` leads off the site and back to its rest.
    """

    machine: Machine
    model: Model
    rest: Trip
    out: Trip
    queue: Trip
    spot: Trip
    under: Trip
    haul: Trip
    hold: Trip
    reverse: Trip
    tip: Trip
    back: Trip
    home: Trip
    retreat: Trip
    stray: Trip | None = None
    pace: float = 1.0


@dataclass(frozen=True)
class DiggerPost:
    """The tracks of a machine that loads trucks; an excavator stays at its face, so its way out and home is None."""

    machine: Machine
    model: Model
    rest: Trip
    stand: Trip
    work: Trip
    tidy: Trip
    out: Trip | None = None
    home: Trip | None = None
    pace: float = 1.0


@dataclass(frozen=True)
class CarrierPost:
    """The tracks of a wheel loader that carries from a pile to a dump point."""

    machine: Machine
    model: Model
    rest: Trip
    out: Trip
    fill: Trip
    stand: Trip
    carry: Trip
    tip: Trip
    back: Trip
    home: Trip
    stray: Trip | None = None
    pace: float = 1.0


@dataclass(frozen=True)
class CrusherPost:
    """Where a crusher stands."""

    machine: Machine
    model: Model
    rest: Trip
    pace: float = 1.0


# `pace` above 1: a worn machine is so many times slower than a sound one.
Post = TruckPost | DiggerPost | CarrierPost | CrusherPost
