"""How do the parts of a run follow each other, from the first server's start to the last row's comparison?"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.faults import control
from benchmarks.faults.course import Say, catch_up, confirm_everything, count, find_rate, run_faults
from benchmarks.faults.examination import examine
from benchmarks.faults.opening import opened
from benchmarks.faults.orders import Orders
from benchmarks.faults.patience import NeverCame, until
from benchmarks.faults.report import Report
from benchmarks.faults.sampler import Sampler
from benchmarks.faults.schedule import LONG_FROM, Fault, Target, expected_s, plan
from benchmarks.faults.stage import HALVES, READINGS, Stage, set_up
from benchmarks.faults.statement import QUERIES
from benchmarks.faults.stored import looking
from benchmarks.host import Host

_STEP_MS = 700
_HOUR_MS, _DAY_MS = 3_600_000, 86_400_000
_READINGS_A_FAULT = {False: 40_000, True: 50_000}
_DISK_BYTES, _DISK_BYTES_A_READING = 4_000_000_000, 600
_ROLLED_WITHIN_S = 120.0


@dataclass(frozen=True)
class Plan:
    """What a run is made of; `rate` is in readings a second of all machines."""

    seed: int
    faults: Sequence[Fault]
    readings: int
    machines: int
    rate: float

    @staticmethod
    def of(seed: int, faults: int, readings: int | None, machines: int) -> "Plan":
        """Return the plan for a seed; the rate is such that the last reading is made with the last fault."""
        drawn = plan(seed, faults)
        wanted = readings or faults * _READINGS_A_FAULT[faults >= LONG_FROM]
        return Plan(seed, drawn, wanted, machines, wanted / expected_s(drawn))


async def perform(host: Host, chosen: Plan, say: Say) -> Report:
    """Return what a run came to; what keeps it from its end is one of the report's problems."""
    size = _DISK_BYTES + chosen.readings * _DISK_BYTES_A_READING
    stage = set_up(host, chosen.machines, np.random.default_rng(chosen.seed), size)
    report = Report(chosen.seed, left_out=stage.left_out)
    machines = [f"machine-{number:03d}" for number in range(chosen.machines)]
    async with opened(stage, [*machines, *control.MACHINES]) as passwords:
        say(f"servers and ingest are up in {host.folder}")
        _make_orders(stage, chosen, {machine: passwords[machine] for machine in machines})
        try:
            await _let_happen(stage, chosen, report, say)
            await _compare(stage, machines, report, say)
            await _control(stage, passwords, report, say)
        except NeverCame as missing:
            report.problems.append(str(missing))
        report.problems += [
            f"{process.name} ended {process.crashes} times by itself" for process in stage.every() if process.crashes
        ]
    return report


async def _let_happen(stage: Stage, chosen: Plan, report: Report, say: Say) -> None:
    for process in stage.fleets.processes:
        process.begin()
    sampler = Sampler(stage.host.admin_url, lambda: filter(None, [stage.ingest.pid]))
    sampler.start()
    try:
        await find_rate(stage, sampler, chosen.rate, say)
        await run_faults(stage, chosen.faults, chosen.readings, report.ran, say)
        await catch_up(stage, sampler, report.ran, say)
        await confirm_everything(stage, say)
        await until(lambda: _is_finished(stage.host), "rollups to be computed", _ROLLED_WITHIN_S)
        await asyncio.to_thread(count, stage, report.ran)
    except NeverCame as missing:
        report.problems.append(str(missing))
    finally:
        sampler.stop()
        report.regressions, report.peak_mb = sampler.regressions, sampler.peak_mb
        report.restarts = {process.name: process.starts - 1 for process in stage.every()}


async def _compare(stage: Stage, machines: Sequence[str], report: Report, say: Say) -> None:
    ended = [stage.fleets.ended_boot(number) for number in range(len(machines))]
    for process in stage.fleets.processes:
        await process.end()
    say("comparing what was sent with what is stored")
    report.examined = await asyncio.to_thread(examine, stage.host.admin_url, stage.host.folder, machines, ended)


async def _control(stage: Stage, passwords: dict[str, str], report: Report, say: Say) -> None:
    """Show that what must lose data does, on the same servers."""
    first, second, third = (passwords[machine] for machine in control.MACHINES)
    trials = (
        partial(control.without_watermark, stage, first),
        partial(control.late_acknowledgements, stage, 1, second, careful=False),
        partial(control.late_acknowledgements, stage, 2, third, careful=True),
    )
    for trial in trials:
        report.controls.append(await trial())
        say(f"control: {report.controls[-1]}")


def _make_orders(stage: Stage, chosen: Plan, passwords: dict[str, str]) -> None:
    # The last reading lies well before the present, and all of them within what is kept.
    span_ms = 2 * chosen.readings // chosen.machines * _STEP_MS
    now_ms = int(time.time() * 1000)
    begin_ms = (now_ms - span_ms - _DAY_MS) // _HOUR_MS * _HOUR_MS
    host = stage.host
    Orders(
        folder=str(host.folder),
        socket=str(host.folder / "fleet.socket"),
        broker_port=stage.proxies[Target.FROM_MACHINES].port,
        passwords=passwords,
        halves=HALVES,
        rate=chosen.rate,
        readings=READINGS,
        begin_ms=begin_ms,
        step_ms=_STEP_MS,
    ).save(host.folder / "orders.json")


def _is_finished(host: Host) -> bool:
    with looking(host.admin_url) as connection:
        row = connection.execute(QUERIES["unfinished"]).fetchone()
    return row is not None and row[0] == 0
