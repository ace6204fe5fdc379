"""How does a life model come from a file of units that ran to failure, and back from where it is kept?"""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from benchmarks.accuracy.cmapss import INPUTS, Unreadable, read_history
from models.artifact import Card, Unusable, keep, load
from models.prognosis import PARTS, RECIPE, LifeModel, fit_life

NAME = "remaining-life"


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


def open_life(path: Path) -> tuple[LifeModel, Card]:
    """Return a kept life model of engines with its card; raises Unusable with the file's name."""
    try:
        return load(path.read_bytes(), LifeModel, RECIPE, INPUTS, PARTS)
    except (OSError, Unusable) as error:
        raise Unusable(f"{path}: {error}") from error
