"""How does a model of machines' health come from a simulated fleet, and how right is it on machines left out?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from benchmarks.accuracy.diagnostics import NothingToJudge, crossed, figures, healthy
from benchmarks.accuracy.recording import START_S, Order, Recording, record
from models.artifact import Card, read_card
from models.diagnosis.keeping import FAMILIES, RECIPE, inputs_of, name_of
from models.diagnosis.model import History, family, fit_model, history_of
from models.machines import Kind
from services.kit.keeping import keep

_FIGURES = (
    "event_recall",
    "false_per_machine_day",
    "first_mode",
    "first_two",
    "lead_share",
    "sensor_faults",
    "events",
    "healthy_machine_days",
)
_DAY_S = 86_400.0
Told = Sequence[tuple[Recording, History]]


@dataclass(frozen=True)
class Made:
    """A kept model: its card, and the bytes of its file."""

    card: Card
    content: bytes


def train_diagnosis(order: Order, folder: Path, processes: int = 2) -> list[Card]:
    """Simulate a fleet, fit a model for each family of machines in it, write each to a file of its name, return cards.

    Raises `NothingToJudge` where no two machines of a family tell how hard they work.
    """
    made = fitted(order, record(order, processes))
    if not made:
        raise NothingToJudge(order.fleet)
    for one in made:
        (folder / f"{one.card.name}.model").write_bytes(one.content)
    return [read_card(one.content) for one in made]


def fitted(order: Order, recordings: Sequence[Recording]) -> list[Made]:
    """Return the kept models of the families of which two machines or more tell how hard they work."""
    return [_made(order, kind, told) for kind in FAMILIES if (told := _told(recordings, kind))]


def _told(recordings: Sequence[Recording], kind: Kind) -> Told:
    """Return the machines of a family that tell how they work, those alike side by side; none where it is only one."""
    of_family = sorted(
        (one for one in recordings if family(one.kind) is kind), key=lambda one: (one.kind, one.model, one.machine)
    )
    told = [(one, history_of(one.kind, one.model, one.time_s / 60, one.values)) for one in of_family]
    found = [(one, history) for one, history in told if history is not None]
    return found if len(found) > 1 else []


def _made(order: Order, kind: Kind, told: Told) -> Made:
    model = fit_model([history for _, history in told], [healthy(one) for one, _ in told])
    stop_s = START_S + order.days * _DAY_S
    card = Card(
        name=name_of(kind),
        recipe=RECIPE,
        inputs=inputs_of(kind),
        learned_from=f"{len(told)} machines of fleet {order.fleet.name}, seed {order.seed}, {order.days} days",
        data_sha256=_hash(told),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        metrics=_numbers(figures([*crossed(told)], stop_s)),
    )
    return Made(card, keep(model, card))


def _numbers(found: Mapping[str, object]) -> dict[str, float]:
    return {name: float(str(found[name])) for name in _FIGURES if found[name] is not None}


def _hash(told: Told) -> str:
    found = sha256()
    for one, _ in told:
        found.update(one.machine.encode() + one.time_s.tobytes())
        for name in sorted(one.values):
            found.update(name.encode() + one.values[name].tobytes())
    return found.hexdigest()
