"""How much faster than life do the detailed model and the light mode run on one core?"""

import time
from datetime import UTC, datetime

import numpy as np

from benchmarks.simulator.plan import LIGHT_STEP_S, Plan
from simulators.fleet import Fleet
from simulators.light import Bank, Herd, Press, make_bank
from simulators.world import World

_HOUR_S = 3600
# A Wednesday in November, from midnight on: all three quarries of the demo work.
BEGIN_S = datetime(2026, 11, 18, tzinfo=UTC).timestamp()
SEED = 1


def detailed_times_real(fleet: Fleet, plan: Plan) -> float:
    """Return how much faster than life every signal of every machine is worked out at 1 Hz, by processor time.

    It includes planning the sites' work and all that is integrated over it.
    """
    began = time.process_time()
    world = World.begin(fleet, SEED, BEGIN_S)
    for story in world.machines.values():
        for hour in range(plan.hours):
            story.measured(BEGIN_S + _HOUR_S * hour + np.arange(0.0, _HOUR_S))
    return plan.hours * _HOUR_S / (time.process_time() - began)


def bank_of(fleet: Fleet) -> Bank:
    """Return what light machines play."""
    return make_bank(fleet, SEED, BEGIN_S, LIGHT_STEP_S)


def light_times_real(bank: Bank, plan: Plan) -> tuple[float, float]:
    """Return how much faster than life a light fleet's readings are worked out and written as messages, and the first
    alone, by processor time.
    """
    herd = Herd(bank, plan.machines, SEED)
    presses = [Press(block.names, block.machines, "bench") for block in herd.at(0)]
    working = writing = 0.0
    for step in range(plan.steps):
        began = time.process_time()
        blocks = list(herd.at(step))
        worked = time.process_time()
        for press, block in zip(presses, blocks, strict=True):
            press.print(block.values, step, round(1000 * (BEGIN_S + LIGHT_STEP_S * step)))
        working, writing = working + worked - began, writing + time.process_time() - worked
    lived_s = plan.steps * LIGHT_STEP_S
    return lived_s / (working + writing), lived_s / working
