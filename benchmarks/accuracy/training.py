"""How does a life model come from a file of units that ran to failure, and back from where it is kept?"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from benchmarks.accuracy.cmapss import INPUTS, Unreadable, read_history
from benchmarks.accuracy.trial import fit_lessons, learned_from, lesson_order
from benchmarks.accuracy.wear import Machine, lessons
from models.artifact import Card, Unusable, load
from models.prognosis import PARTS, RECIPE, LifeModel, fit_life, part
from models.prognosis.part import history_of
from services.kit.keeping import keep
from simulators.fleet import Fleet

NAME, PART_NAME = "remaining-life", "part-life"


def train_life(runs: Path, out: Path, cap: float, seed: int) -> Card:
    """Fit a model on a file of units that ran to failure, write it, and return its card; raises Unreadable."""
    if not out.parent.is_dir():
        raise Unreadable(f"{out.parent} is no folder; make it first, or name another file.")
    history = read_history(runs)
    model = fit_life(history, cap, seed)
    card = Card(
        name=NAME,
        recipe=RECIPE,
        inputs=INPUTS,
        learned_from=f"{len(history.starts)} units of {runs.name}, {len(history)} cycles, cap {cap:g}, seed {seed}",
        data_sha256=sha256(runs.read_bytes()).hexdigest(),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        metrics=model.cross_validated,
    )
    out.write_bytes(keep(model, card))
    return open_life(out)[1]


def train_parts(fleet: Fleet, seeds: Sequence[int], days: int, out: Path) -> Card:
    """Fit a model of how long the parts of a simulated fleet live, write it, and return its card; raises Unreadable and
    NothingToLearn."""
    if not out.parent.is_dir():
        raise Unreadable(f"{out.parent} is no folder; make it first, or name another file.")
    with ProcessPoolExecutor(2) as pool:
        found = [*pool.map(learned_from, [lesson_order(fleet, seed, days) for seed in seeds])]
    return keep_parts([machine for machines in found for machine in machines], out, f"{fleet.name}, seeds {[*seeds]}")


def keep_parts(machines: Sequence[Machine], out: Path, of: str) -> Card:
    """Fit a model of how long the parts of machines live, write it, and return its card; raises NothingToLearn."""
    courses, _ = lessons(machines)
    model = fit_lessons(machines)
    history = history_of(courses)
    card = Card(
        name=PART_NAME,
        recipe=RECIPE,
        inputs=part.INPUTS,
        learned_from=f"{len(courses)} parts that failed of {len(machines)} machines ({of}), {len(history)} rows",
        data_sha256=sha256(history.age.tobytes() + history.sensors.tobytes()).hexdigest(),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        metrics=model.cross_validated,
    )
    out.write_bytes(keep(model, card))
    return load(out.read_bytes(), LifeModel, RECIPE, part.INPUTS, PARTS)[1]


def open_life(path: Path) -> tuple[LifeModel, Card]:
    """Return a kept life model of engines with its card; raises Unusable with the file's name."""
    try:
        return load(path.read_bytes(), LifeModel, RECIPE, INPUTS, PARTS)
    except (OSError, Unusable) as error:
        raise Unusable(f"{path}: {error}") from error
