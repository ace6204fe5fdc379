"""How does `howdah bench faults` run, and what does it tell?"""

import asyncio
import json
import logging
import math
import secrets
import sys
import time

import structlog

from benchmarks.faults.performance import Plan, perform
from benchmarks.faults.schedule import expected_s
from benchmarks.host import Host

_MACHINES = 40
_DRAW = 2**32


def run(
    host: Host,
    *,
    faults: int,
    seed: int | None = None,
    as_json: bool = False,
    readings: int | None = None,
    machines: int = _MACHINES,
) -> int:
    """Run faults on a host's servers, tell the outcome and return 0 when everything holds that must, else 1."""
    # Stdout has the outcome alone, and stderr how the run goes on: not what its connections have to tell.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    chosen = Plan.of(secrets.randbelow(_DRAW) if seed is None else seed, faults, readings, machines)
    _say(f"seed {chosen.seed}: {faults} faults, {chosen.readings:,} readings at {chosen.rate:,.0f} a second")
    _say(f"this takes about {math.ceil(expected_s(chosen.faults) / 60) + 1} minutes")
    report = asyncio.run(perform(host, chosen, _say))
    wrong = list(report.wrong())
    for line in wrong:
        _say(line)
    _say("nothing lost, nothing stored twice" if not wrong else f"again with --faults {faults} --seed {chosen.seed}")
    told = report.as_json()
    lines = [json.dumps(told)] if as_json else [f"{name:20} {_readable(value)}" for name, value in told.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if wrong else 0


def _readable(value: object) -> str:
    return f"{value:,}" if type(value) is int else json.dumps(value)


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()
