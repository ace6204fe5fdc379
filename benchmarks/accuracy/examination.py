"""What is forecast of a simulated fleet, measured and drawn?"""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.life import figures
from benchmarks.accuracy.picture import pictures
from benchmarks.accuracy.recording import START_S, Order
from benchmarks.accuracy.trial import FOLLOW_DAYS, LEARN_SEEDS, trials
from simulators.fleet import Fleet

_DAY_S = 86_400.0


def evaluate(
    fleet: Fleet, seed: int, days: int, learn: Sequence[int] = LEARN_SEEDS, plots: Path | None = None
) -> dict[str, object]:
    """Return the figures of the forecast of parts that failed, each by a model that saw neither machine nor seed.

    Where a folder for plots is named, SVG files are written there.
    """
    tried = trials(Order(fleet, seed, days, FOLLOW_DAYS), learn)
    told = figures(tried, START_S + days * _DAY_S)
    if plots is not None:
        for name, drawn in pictures(tried, START_S + days * _DAY_S).items():
            (plots / f"{name}.svg").write_text(drawn)
    return told | {"fleet": fleet.name, "seed": seed, "days": days, "learned_from_seeds": [*learn]}
