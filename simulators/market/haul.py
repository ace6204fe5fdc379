"""How much fuel and time does each haul cycle of a market take, and how efficient is each truck in truth?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulators.engine import fuel_lph
from simulators.fleet.geography import Array
from simulators.market.land import Machines
from simulators.track import GRAVITY

# Two operators on the same machine side by side burn 10 to 12 % more or less than one another; a machine has two.
_OPERATOR, _MACHINE, _CULTURE = 0.09, 0.02, 0.015
# From cycle to cycle fuel differs by about 15 % for no reason that anybody tells, and times by about as much.
_LUCK, _TIMES = 0.13, 0.12
_WHEEL_SHARE, _DRIVELINE, _WORKS_RPM, _IDLES_RPM = 0.74, 0.82, 1550.0, 750.0
# Fans and air conditioning take so much of the rated power for each degree beyond 20 °C.
_COOLS = 0.0006
# What scales and receivers tell wrong: a share of the payload (the same for all loads), of way and, in m, of height.
_SCALE, _ODOMETER, _HEIGHT_M = 0.01, 0.01, 1.0


@dataclass(frozen=True)
class Hauled:
    """Haul cycles, an entry each, as they are measured. Times are seconds; `climb_m` goes up, both ways together."""

    machine: NDArray[np.int64]
    fuel_l: Array
    payload_kg: Array
    distance_m: Array
    climb_m: Array
    lift_m: Array
    air_c: Array
    return_s: Array
    queue_s: Array
    spot_s: Array
    load_s: Array
    haul_s: Array
    dump_s: Array
    idle_s: Array
    misuses: NDArray[np.int64]


@dataclass(frozen=True)
class Market:
    """A market: its trucks, what they hauled, and how efficient each is in truth (fuel as a share of the typical)."""

    machines: Machines
    hauled: Hauled
    efficiency: Array


def haul(dice: np.random.Generator, machines: Machines, cycles: int) -> Market:
    """Return so many haul cycles of each truck; operators take turns, and nothing else tells them apart."""
    count = len(machines)
    culture = dice.normal(0, _CULTURE, machines.owner.max() + 1)[machines.owner]
    people = dice.normal(0, _OPERATOR, (count, 2))
    own = np.exp(culture + dice.normal(0, _MACHINE, count))[:, None] * np.exp(people)
    driver = (np.arange(cycles) // 25) % 2
    row = np.repeat(np.arange(count), cycles)
    presses = own[:, driver].ravel()
    hauled = _cycles(dice, machines, row, presses)
    return Market(machines, hauled, own[:, driver].mean(1))


def _cycles(dice: np.random.Generator, land: Machines, row: NDArray[np.int64], presses: Array) -> Hauled:
    count = len(row)
    payload = land.rated_kg[row] * dice.normal(0.97, 0.05, count)
    air = land.air_c[row] + dice.normal(0, 4, count)
    queue, load, spot, dump = (typical * np.exp(dice.normal(0, 0.4, count)) for typical in (110.0, 130.0, 35.0, 45.0))
    out, home = _trip(land, row, payload, back=False), _trip(land, row, np.zeros(count), back=True)
    idles = queue + load + spot + dump
    steady = _COOLS * np.maximum(air - 20, 0) * land.rated_kw[row]
    driven_l = _litres(land, row, out, steady) + _litres(land, row, home, steady)
    idle_l = fuel_lph(1.0, np.full(count, _IDLES_RPM), np.full(count, 0.03)) * land.rated_kw[row] * idles / 3600
    fuel = (driven_l + idle_l) * presses * np.exp(dice.normal(-(_LUCK**2) / 2, _LUCK, count))
    times = [presses**0.3 * np.exp(dice.normal(0, _TIMES, count)) * one for one in (home[1], out[1])]
    wrong = np.exp(dice.normal(0, _SCALE, len(land)))[row] * np.exp(dice.normal(0, _SCALE, count))
    return Hauled(
        machine=row,
        fuel_l=fuel,
        payload_kg=payload * wrong,
        distance_m=2 * land.leg_m.sum(1)[row] * np.exp(dice.normal(0, _ODOMETER, count)),
        climb_m=np.abs(land.rise_m).sum(1)[row] + np.abs(dice.normal(0, _HEIGHT_M, count)),
        lift_m=land.rise_m.sum(1)[row] + dice.normal(0, _HEIGHT_M, count),
        air_c=air,
        return_s=times[0],
        queue_s=queue,
        spot_s=spot,
        load_s=load,
        haul_s=times[1],
        dump_s=dump,
        idle_s=idles,
        misuses=dice.poisson(0.03 * presses**8),
    )


def _trip(land: Machines, row: NDArray[np.int64], load_kg: Array, *, back: bool) -> tuple[Array, Array]:
    """Return the work at the wheels in kWh and the seconds of a trip, leg by leg as fast as limit and engine let it."""
    metres, rise = land.leg_m[row], land.rise_m[row] * (-1 if back else 1)
    force_kn = (land.mass_kg[row] + load_kg)[:, None] * GRAVITY * (land.rolling[row, None] + rise / metres) / 1000
    reach = _WHEEL_SHARE * land.rated_kw[row, None] / np.maximum(force_kn, 1e-3)
    speed = np.minimum(land.limit_mps[row], reach)
    return (np.maximum(force_kn, 0) * metres).sum(1) / 3600, (metres / speed).sum(1)


def _litres(land: Machines, row: NDArray[np.int64], trip: tuple[Array, Array], steady_kw: Array) -> Array:
    """Return the litres of a trip by Willans' line, at the mean power of the trip."""
    work_kwh, seconds = trip
    rated = land.rated_kw[row]
    power = work_kwh * 3600 / seconds / _DRIVELINE + 6.0 + 0.03 * rated + steady_kw
    burns = fuel_lph(1.0, np.full(len(row), _WORKS_RPM), power / rated) * rated
    return np.asarray(burns * seconds / 3600)
