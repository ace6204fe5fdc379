"""Do the lanes below a chart tell what a machine did over the chart's own time, and why they are empty?"""

from datetime import UTC, datetime, timedelta

import pytest

from services.dashboard.machine.lane.happening import faults
from services.dashboard.machine.lane.period import Period, ms
from services.telemetry.api import EventPage, MachineEvent
from tests.services.dashboard.browser import Stage
from tests.services.telemetry.past import remember

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = {"from": (NOW - timedelta(hours=1)).isoformat(), "to": NOW.isoformat()}
CYCLE = (
    "insert into positioning.cycle values (%(machine)s, 'acme-north', %(at)s, %(at)s + interval '2 min',"
    " %(at)s + interval '5 min', %(at)s + interval '6 min', %(at)s + interval '9 min', %(at)s + interval '14 min',"
    " %(at)s + interval '14 min', %(at)s + interval '15 min', %(at)s + interval '16 min', 'face', 'hopper', 38000,"
    " 2400, 12, 180, 0, 1, '{}')"
)


@pytest.mark.parametrize(("days", "sums"), [(0.1, None), (2, None), (7, "hour"), (30, "day"), (366, "day")])
def test_longer_times_are_told_in_sums(days: float, sums: str | None) -> None:
    assert Period(NOW - timedelta(days=days), NOW, "UTC").sums == sums


def test_a_fault_code_lasts_from_its_begin_to_its_end_or_to_the_edge() -> None:
    period = Period(NOW - timedelta(hours=2), NOW, "UTC")

    def event(minutes: float, code: str, *, active: bool) -> MachineEvent:
        time = NOW - timedelta(minutes=minutes)
        about = {"machine": "m", "boot": "b", "seq": 1, "kind": "fault", "severity": "derate", "text": None, "count": 1}
        told = {**about, "time": time, "received_at": time, "code": code, "active": active}
        return MachineEvent.model_validate(told)

    newest_first = [event(5, "c", active=True), event(20, "a", active=False), event(50, "a", active=True)]
    page = EventPage(items=[*newest_first, event(90, "b", active=False)], next=None)
    spans = {one.text.split()[1].rstrip(","): (one.from_ms, one.to_ms) for one in faults(page, period).spans}
    assert spans["a"] == (ms(NOW - timedelta(minutes=50)), ms(NOW - timedelta(minutes=20)))
    assert spans["b"] == (ms(period.from_), ms(NOW - timedelta(minutes=90)))
    assert spans["c"] == (ms(NOW - timedelta(minutes=5)), ms(NOW))


PHASES = ["returning", "waiting", "loading", "loading", "hauling", "dumping", "dumping"]


async def test_lanes_tell_cycles_with_phases_fuel_and_what_is_missing(full: Stage) -> None:
    machine = await full.machine(name="Truck", model="a30")
    await full.open("positioning")
    await full.open("weighing")
    remember(full.database, machine, NOW - timedelta(hours=1), timedelta(seconds=10), 360, fuel_rate_lph="20 + i % 10")
    with full.database.admin() as connection:
        connection.execute(CYCLE, {"machine": machine, "at": NOW - timedelta(minutes=40)})
    browser = await full.sign_in()
    told = (await browser.get(f"/machines/{machine}/lanes", params=HOUR)).json()
    lanes = {lane["id"]: lane for lane in told["lanes"]}
    assert told["missing"] == []
    assert [span["tone"] for span in lanes["cycles"]["spans"]] == PHASES
    assert "38.0" in lanes["cycles"]["spans"][0]["text"]
    assert "3.0 min waited" in lanes["cycles"]["spans"][0]["text"]
    assert (lanes["loads"]["note"], lanes["faults"]["spans"]) == ("Nothing that was weighed is known in this time.", [])
    assert lanes["fuel_rate_lph"]["scale"] == "29\u00a0L/h"
    year = {**HOUR, "from": (NOW - timedelta(days=365)).isoformat(), "timezone": "Europe/Stockholm"}
    long = (await browser.get(f"/machines/{machine}/lanes", params=year)).json()["lanes"]
    assert {"cycles", "fuel_rate_lph", "faults", "events", "alerts"} <= {lane["id"] for lane in long}
    assert {span["tone"] for lane in long if lane["id"] == "cycles" for span in lane["spans"]} <= {"cycle"}
    full.stop("positioning")
    told = (await browser.get(f"/machines/{machine}/lanes", params=HOUR)).json()
    assert ["positioning" in sentence for sentence in told["missing"]] == [True]
    assert "fuel_rate_lph" in {lane["id"] for lane in told["lanes"]}
