"""Is a model of machines' health kept so that it can be opened, with figures of machines that it had not seen?"""

from pathlib import Path

import numpy as np

from benchmarks.accuracy.fitting import fitted
from benchmarks.accuracy.recording import START_S, Order, Recording
from models.artifact import load
from models.diagnosis.keeping import KIND, PARTS, RECIPE, inputs_of
from models.machines import Generation
from simulators.terminal import fleet_of
from tests.models.truck import TRUCK, minutes

DAYS = 5


def told(seed: int) -> Recording:
    """Return what a healthy truck sent."""
    rows = slice(DAYS * 1440)
    values = {name: column[rows].astype(np.float32) for name, column in minutes(seed).items()}
    time_s = START_S + 60.0 * np.arange(DAYS * 1440, dtype=np.float64)
    return Recording(f"ht-{seed}", TRUCK, "t1", "s1", Generation.JSON, time_s, values, lives=())


def test_a_family_of_two_machines_has_a_model_and_one_machine_alone_has_none() -> None:
    order = Order(fleet_of(Path("demo")), 1, DAYS)
    assert fitted(order, [told(1)]) == []
    (made,) = fitted(order, [told(1), told(2)])
    model, card = load(made.content, KIND, RECIPE, inputs_of(TRUCK), PARTS)
    assert (card.name, model.own.models) == ("diagnosis-engine", ("t1",))
    assert card.metrics["events"] == 0
    assert card.metrics["healthy_machine_days"] == 2 * DAYS
