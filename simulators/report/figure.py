"""Which figures does a recorded fleet show, and between which published ones should they lie?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.positioning.ground import metres_per_degree
from simulators.fleet.geography import Array
from simulators.report.recorded import Recorded

# Litres for a kilowatt-hour at the flywheel of a diesel engine at a working load.
_LITRES_PER_KWH = 0.25
_STANDS_S = (120.0, 300.0)
_LOADED_PERCENT = 30.0
# One machine is no fleet, and how long it idles is its own affair.
_FEW = 3
# Of fewer failures a mean says nothing: with so many its error is a fifth.
_ENOUGH = 20
_TRUCK, _LOADER, _EXCAVATOR = "haul_truck", "wheel_loader", "excavator"
MOBILE = (_LOADER, _EXCAVATOR, _TRUCK)
# Where bands are from; what is not confirmed in print is said to be so.
_TRADE = "the trade's range, not confirmed in print"
_IDLE = "MachineMax: about 40 %; Caterpillar: 40 to 50 % in construction; KHL 2008: loaders in quarries 40 % and more"
_FACTORS = f"load factors of rated power at 0.25 L/kWh: {_TRADE}"


@dataclass(frozen=True)
class Figure:
    """A figure of the fleet, the band in which published ones lie, and where that is from; NaN where none is told."""

    name: str
    unit: str
    value: float
    low: float
    high: float
    source: str

    @property
    def holds(self) -> bool | None:
        """Return whether the figure lies in its band, None where the recording has nothing to say."""
        return None if np.isnan(self.value) else bool(self.low <= self.value <= self.high)


def figures(recorded: Recorded) -> list[Figure]:
    """Return the figures of a recording."""
    parts = (_idling, _burning, _per_tonne, _cycles, _loads, _warmth, _standing, _failing)
    return [figure for part in parts for figure in part(recorded)]


def idle_shares(recorded: Recorded, *kinds: str) -> Array:
    """Return the share of idling in the running hours of every machine of some kinds, or of any with an engine."""
    names = ("engine_hours_h", "idle_hours_h")
    told = [recorded.readings(one, names) for one in recorded.of_kind(*(kinds or MOBILE))]
    grown = [(np.ptp(one["idle_hours_h"]), np.ptp(one["engine_hours_h"])) for one in told if len(one["time"])]
    return np.array([idle / ran for idle, ran in grown if ran > 0])


def cycle_minutes(recorded: Recorded) -> Array:
    """Return the minutes of every haul cycle without a break in it."""
    told = recorded.truth("cycle")
    minutes = np.asarray((told["stop"] - told["start"]) / 60)
    return minutes[minutes < 3 * np.median(minutes)] if len(minutes) else minutes


def load_shares(recorded: Recorded) -> Array:
    """Return every truck's load as a share of what it may carry."""
    rated = {row["machine"]: row["payload_kg"] for row in recorded.machines}
    told = recorded.truth("cycle")
    return np.array([load / rated[truck] for load, truck in zip(told["payload_kg"], told["truck"], strict=True)])


def drift_m(recorded: Recorded) -> Array:
    """Return how far the satellite receiver wanders, east or north, in each episode of standing, as one deviation."""
    found: list[float] = []
    for machine in recorded.of_kind(_TRUCK, _LOADER):
        told = recorded.readings(machine, ("latitude_deg", "longitude_deg", "ground_speed_kmh", "odometer_km"))
        found += _wandered(told) if len(told["time"]) else ()
    return np.array(found)


def _wandered(told: dict[str, Array]) -> Iterator[float]:
    east, north = metres_per_degree(float(told["latitude_deg"][0]))
    stands = told["ground_speed_kmh"] == 0
    # Between two looks a machine may have moved on to another place, and stand again.
    begins = ~stands | np.concatenate([[True], np.diff(told["odometer_km"]) > 0])
    for episode in np.split(np.arange(len(stands)), np.flatnonzero(begins)):
        still = episode[stands[episode]]
        if len(still) > 2 and _STANDS_S[0] <= np.ptp(told["time"][still]) < _STANDS_S[1]:
            yield float(np.std(told["longitude_deg"][still]) * east)
            yield float(np.std(told["latitude_deg"][still]) * north)


def _idling(recorded: Recorded) -> Iterator[Figure]:
    yield Figure("Idling, share of running hours", "%", 100 * _middle(idle_shares(recorded)), 30, 45, _IDLE)
    for kind in MOBILE:
        shares = idle_shares(recorded, kind)
        share = 100 * _middle(shares) if len(shares) >= _FEW else np.nan
        yield Figure(f"Idling, {_name(kind)}", "%", share, 30, 45, _IDLE)


def _burning(recorded: Recorded) -> Iterator[Figure]:
    told, rated = recorded.truth("fuel"), {row["machine"]: row["rated_power_kw"] for row in recorded.machines}
    bands = {_LOADER: (0.30, 0.50), _EXCAVATOR: (0.35, 0.55), _TRUCK: (0.20, 0.45)}
    for kind, (low, high) in bands.items():
        mine = np.isin(told["machine"], recorded.of_kind(kind))
        hours, litres = told["running_s"][mine] / 3600, told["fuel_l"][mine].sum()
        worked = sum(hour * rated[one] for hour, one in zip(hours, told["machine"][mine], strict=True))
        full = worked * _LITRES_PER_KWH / hours.sum() if hours.sum() else np.nan
        value = litres / hours.sum() if hours.sum() else np.nan
        yield Figure(f"Fuel, {_name(kind)}", "L/h", value, low * full, high * full, _FACTORS)


def _per_tonne(recorded: Recorded) -> Iterator[Figure]:
    fuel, passes, cycles = (recorded.truth(table) for table in ("fuel", "pass", "cycle"))
    for kind, low, high in ((_LOADER, 0.06, 0.12), (_EXCAVATOR, 0.08, 0.15)):
        loading = [one for one in recorded.of_kind(kind) if one in set(passes["digger"][passes["cycle"] > 0])]
        tonnes = passes["payload_kg"][np.isin(passes["digger"], loading)].sum() / 1000
        litres = fuel["fuel_l"][np.isin(fuel["machine"], loading)].sum()
        value = litres / tonnes if tonnes else np.nan
        yield Figure(f"Fuel for a tonne loaded, {_name(kind)}", "L/t", value, low, high, _TRADE)
    work = (cycles["payload_kg"] * cycles["distance_m"]).sum() / 2e6
    value = cycles["fuel_l"].sum() / work if work else np.nan
    yield Figure("Fuel for a tonne hauled a kilometre and back", "L/t", value, 0.10, 0.25, _TRADE)


def _cycles(recorded: Recorded) -> Iterator[Figure]:
    minutes, told = cycle_minutes(recorded), recorded.truth("cycle")
    skew = _middle(((minutes - minutes.mean()) / minutes.std()) ** 3, mean=True) if len(minutes) > 2 else np.nan
    yield Figure("Haul cycle, median", "min", _middle(minutes), 6, 15, f"articulated trucks in quarries: {_TRADE}")
    yield Figure("Haul cycle, skewness", "", skew, 0.1, 6, "Manyele 2017: 60,690 dispatches, skewed to the right")
    waited, lasted = (told["queue_s"] + told["dump_queue_s"]).sum(), (told["stop"] - told["start"]).sum()
    share = 100 * waited / lasted if len(told["stop"]) else np.nan
    yield Figure(
        "Queueing, share of haul cycles",
        "%",
        share,
        1,
        30,
        "own: what match factors of 0.7 to 1.0 bring, Burt and Caccetta 2007",
    )
    passes = recorded.truth("pass")
    mine = np.isin(passes["digger"], recorded.of_kind(_LOADER)) & (passes["cycle"] > 0)
    seconds = _middle((passes["stop"] - passes["start"])[mine])
    yield Figure("One bucket of a loader on a truck", "s", seconds, 25, 40, f"truck loading: {_TRADE}")


def _loads(recorded: Recorded) -> Iterator[Figure]:
    shares = load_shares(recorded)
    over = 100 * _middle((shares > 1.1).astype(np.float64), mean=True)
    yield Figure(
        "Load of a truck, mean of rated",
        "%",
        100 * _middle(shares, mean=True),
        88,
        100,
        "Caterpillar 10/10/20: mean at most the target",
    )
    yield Figure("Loads above 110 % of rated", "%", over, 0, 10, "Caterpillar 10/10/20: one load in ten")


def _warmth(recorded: Recorded) -> Iterator[Figure]:
    names = ("coolant_temperature_c", "hydraulic_oil_temperature_c", "engine_load_percent")
    told = [recorded.readings(one, names) for one in recorded.of_kind(*MOBILE)]
    for name, low, high in (("coolant_temperature_c", 80, 96), ("hydraulic_oil_temperature_c", 40, 80)):
        warm = np.concatenate([np.empty(0), *(one[name][one["engine_load_percent"] > _LOADED_PERCENT] for one in told)])
        label = name.removesuffix("_temperature_c").replace("_", " ").capitalize()
        yield Figure(
            f"{label} at work, median",
            "°C",
            _middle(warm[~np.isnan(warm)]),
            low,
            high,
            "own: a thermostat at 83 °C, and coolers that hold oil below 80 °C",
        )


def _standing(recorded: Recorded) -> Iterator[Figure]:
    value = _middle(drift_m(recorded))
    yield Figure(
        "Receiver's drift while standing", "m", value, 0.1, 0.8, "measured on a standing tractor, receiver of 2.5 m"
    )


def _failing(recorded: Recorded) -> Iterator[Figure]:
    """Yield how long trucks run until they stand: for a worn part, or for one of many small reasons."""
    stops, worn, fuel = (recorded.truth(table) for table in ("breakdown", "degradation", "fuel"))
    trucks, since, until = recorded.of_kind(_TRUCK), *recorded.span_s
    failed = ~worn["sensor_fault"] & (worn["failure_at"] >= since) & (worn["failure_at"] <= until)
    count = np.isin(stops["machine"], trucks).sum() + np.isin(worn["machine"][failed], trucks).sum()
    hours = fuel["running_s"][np.isin(fuel["machine"], trucks)].sum() / 3600
    source = "Moniri-Morad and Sattarvand 2023: half of all dump trucks stand before 40 h"
    value = hours / count if count >= _ENOUGH else np.nan
    yield Figure("Running hours of trucks between failures", "h", value, 40, 60, source)


def _name(kind: str) -> str:
    return kind.replace("_", " ")


def _middle(values: Array, *, mean: bool = False) -> float:
    """Return the median, or the mean, and NaN of nothing."""
    if not len(values):
        return float("nan")
    return float(np.mean(values) if mean else np.median(values))
