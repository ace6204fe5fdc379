"""Are healthy machines healthy, and do faults show?"""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from models.messages import Severity
from models.signals import Signal, signal, signals_of
from simulators.fleet import FaultMode, Fleet
from simulators.fleet.geography import Array
from simulators.trouble import RULES
from simulators.world import World
from tests.simulators.conftest import Seen, moment, see

SHOWS = {
    FaultMode.RADIATOR_FOULING: ("coolant_temperature_c", "110-16"),
    FaultMode.HYDRAULIC_FILTER_CLOGGING: ("hydraulic_filter_drop_bar", "520210-16"),
    FaultMode.AIR_FILTER_CLOGGING: ("air_filter_drop_kpa", "107-16"),
    FaultMode.TYRE_PRESSURE_LOSS: ("tyre_rear_left_kpa", "241-18"),
    FaultMode.ALTERNATOR: ("battery_voltage_v", "168-18"),
    FaultMode.CLUTCH_SLIP: ("clutch_slip_percent", "520231-16"),
}


def outside(entry: Signal, values: Array, running: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where a signal lies outside its healthy band."""
    if entry.healthy is None:
        return np.zeros(len(values), dtype=bool)
    beyond = ~np.array([entry.healthy.holds(float(value)) for value in values]) & ~np.isnan(values)
    return beyond & running if entry.healthy.while_running else beyond


def unhealthy(seen: Seen) -> dict[str, int]:
    """Return how many readings of which signals lie outside their healthy band."""
    counts = {name: int(outside(signal(name), values, seen.running).sum()) for name, values in seen.values.items()}
    return {name: count for name, count in counts.items() if count}


def test_every_machine_has_every_signal_of_its_kind_within_what_sensors_can_report(week: dict[str, Seen]) -> None:
    for seen in week.values():
        assert list(seen.values) == [entry.name for entry in signals_of(seen.story.unit.model.kind)]
        for name, values in seen.values.items():
            assert np.nanmin(values) >= signal(name).low
            assert np.nanmax(values) <= signal(name).high


def test_healthy_machines_never_leave_their_healthy_bands(week: dict[str, Seen]) -> None:
    assert {
        seen.machine.id: unhealthy(seen) for seen in week.values() if not seen.machine.faults and unhealthy(seen)
    } == {}


def test_a_faulty_machine_leaves_the_band_of_its_fault_and_no_other(week: dict[str, Seen]) -> None:
    for seen in week.values():
        for fault in seen.machine.faults:
            assert set(unhealthy(seen)) == {SHOWS[fault.mode][0]}, seen.machine.id


@pytest.mark.parametrize("end", ["2026-01-10T12:00:00Z", "2026-04-04T03:00:00Z", "2026-07-15T20:00:00Z"])
def test_faults_show_in_any_week_of_the_year(demo: Fleet, end: str) -> None:
    world = World.begin(demo, 1, moment(end) - 7 * 86_400)
    for machine in demo.machines:
        for fault in machine.faults:
            raised = world.machines[machine.id].occurrences(moment(end) - 7 * 86_400, moment(end))
            assert SHOWS[fault.mode][1] in {one.rule.code for one in raised}, machine.id


def test_healthy_machines_stay_healthy_on_the_hottest_days(demo: Fleet) -> None:
    hot = [
        replace(site, climate=replace(site.climate, mean_c=31.0)) for site in demo.sites if site.id == "yarrabin-hill"
    ]
    machines = tuple(replace(m, faults=()) for m in demo.machines if m.site == "yarrabin-hill")
    start = moment("2026-01-20T00:00:00Z")
    world = World.begin(replace(demo, sites=tuple(hot), machines=machines), 1, start)
    seen = [see(story, start + np.arange(0, 2 * 86_400, 60.0)) for story in world.machines.values()]
    air = [one.values["ambient_temperature_c"] for one in seen if "ambient_temperature_c" in one.values]
    assert np.nanmax(air) > 41
    assert {one.machine.id: unhealthy(one) for one in seen if unhealthy(one)} == {}


def test_coolant_follows_the_air_once_the_engine_is_off_and_the_load_while_it_runs(week: dict[str, Seen]) -> None:
    seen = week["skb-ht-01"]
    coolant, air = seen.values["coolant_temperature_c"], seen.values["ambient_temperature_c"]
    assert np.nanpercentile(coolant[seen.running], [10, 90]) == pytest.approx([84, 88], abs=3)
    night = np.flatnonzero(~seen.running)
    assert np.nanmin((coolant - air)[night]) < 2


def test_fuel_burnt_grows_with_engine_load(week: dict[str, Seen]) -> None:
    for seen in week.values():
        if "fuel_rate_lph" in seen.values:
            load, rate = (seen.values[name][seen.running] for name in ("engine_load_percent", "fuel_rate_lph"))
            low, high = np.nanmean(rate[load < 20]), np.nanmean(rate[load > 80])
            assert 1.5 < low < 12, seen.machine.id
            assert high > 4 * low, seen.machine.id


def test_idle_takes_a_believable_share_of_the_running_hours(week: dict[str, Seen]) -> None:
    shares = [
        np.ptp(seen.values["idle_hours_h"]) / np.ptp(seen.values["engine_hours_h"])
        for seen in week.values()
        if "idle_hours_h" in seen.values
    ]
    assert 0.3 < np.median(shares) < 0.45


def test_every_raised_fault_is_cleared_before_the_next_and_counted(week: dict[str, Seen]) -> None:
    start, stop = moment("2026-11-15T02:00:00Z"), moment("2026-11-22T02:00:00Z")
    for seen in (seen for seen in week.values() if seen.machine.faults):
        by_code: dict[str, list[tuple[bool, int]]] = {}
        for one in seen.story.occurrences(start, stop):
            by_code.setdefault(one.rule.code, []).append((one.active, one.count))
        assert SHOWS[seen.machine.faults[0].mode][1] in by_code, seen.machine.id
        for told in by_code.values():
            assert [active for active, _ in told] == [True, False] * (len(told) // 2) + [True] * (len(told) % 2)
            counts = [count for active, count in told if active]
            assert counts == list(range(counts[0], counts[0] + len(counts)))


def test_every_rule_watches_a_catalogued_signal_with_a_code_of_j1939() -> None:
    for rule in RULES:
        entry = signal(rule.signal)
        assert entry.spn in (rule.spn, None), rule.code
        assert 0 <= rule.fmi <= 31
        assert rule.severity in set(Severity)
